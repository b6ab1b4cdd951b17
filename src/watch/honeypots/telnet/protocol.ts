// Telnet on the wire (RFC 854, RFC 855, RFC 1143's Q method reduced to options we decide on once): bytes → data, answers.

const IAC = 255;
const DONT = 254;
const DO = 253;
const WONT = 252;
const WILL = 251;
const SB = 250;
const SE = 240;

export const options = { echo: 1, suppressGoAhead: 3, terminalType: 24, windowSize: 31 } as const;

export interface TelnetInput {
  /** What the user typed, with commands taken out. */
  data: Uint8Array;
  /** Negotiation answers to send back. */
  reply: Uint8Array;
  /** What was negotiated, in words, e.g. `DO 1`; at most `noted` of them. */
  negotiated: string[];
}

export interface TelnetReader {
  read(bytes: Uint8Array): TelnetInput;
}

/** What we open with: we echo, neither side sends go-ahead. */
export const greeting = Uint8Array.of(
  IAC,
  WILL,
  options.echo,
  IAC,
  WILL,
  options.suppressGoAhead,
  IAC,
  DO,
  options.suppressGoAhead,
);

const verbs: Record<number, string> = { [DO]: 'DO', [DONT]: 'DONT', [WILL]: 'WILL', [WONT]: 'WONT' };
const ours: ReadonlySet<number> = new Set([options.echo, options.suppressGoAhead]);
/** Answers given on one connection; a client that keeps asking is only listened to. */
const answersLimit = 64;
const noted = 32;

/** A reader for one connection. Answers only what changes a state or is refused, so two peers cannot loop (RFC 1143 §2). */
export function createTelnetReader(): TelnetReader {
  let state: 'data' | 'command' | 'option' | 'sub' | 'sub-command' = 'data';
  let verb = 0;
  let answers = 0;
  let notes = 0;
  // Our side is on for what we offered; the peer's side is on for what we asked.
  const local = new Map<number, boolean>([...ours].map(option => [option, true]));
  const remote = new Map<number, boolean>([[options.suppressGoAhead, true]]);

  const negotiate = (option: number, reply: number[], negotiated: string[]): void => {
    if (notes++ < noted) negotiated.push(`${verbs[verb]} ${option}`);
    const [side, on] = verb === DO || verb === DONT ? [local, verb === DO] : [remote, verb === WILL];
    const wanted = on && (side === local ? ours.has(option) : option === options.suppressGoAhead);
    const [yes, no] = side === local ? [WILL, WONT] : [DO, DONT];
    const before = side.get(option) ?? false;
    side.set(option, wanted);
    // Only a change of state, or a wish we refuse, is answered (RFC 854, "Telnet option negotiation").
    if (on ? wanted && before : !before) return;
    if (answers++ >= answersLimit) return;
    reply.push(IAC, wanted ? yes : no, option);
  };

  return {
    read(bytes) {
      const data: number[] = [];
      const reply: number[] = [];
      const negotiated: string[] = [];
      for (const byte of bytes) {
        if (state === 'data') {
          if (byte === IAC) state = 'command';
          else data.push(byte);
        } else if (state === 'command') {
          state = 'data';
          if (byte === IAC) data.push(IAC);
          else if (byte === SB) state = 'sub';
          else if (byte >= WILL) {
            verb = byte;
            state = 'option';
          }
        } else if (state === 'option') {
          state = 'data';
          negotiate(byte, reply, negotiated);
        } else if (state === 'sub') {
          if (byte === IAC) state = 'sub-command';
        } else state = byte === SE ? 'data' : 'sub';
      }
      return { data: Uint8Array.from(data), reply: Uint8Array.from(reply), negotiated };
    },
  };
}

/** Doubles IAC bytes in data to be sent (RFC 854). */
export function escapeData(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(IAC)) return bytes;
  const escaped: number[] = [];
  for (const byte of bytes) {
    escaped.push(byte);
    if (byte === IAC) escaped.push(IAC);
  }
  return Uint8Array.from(escaped);
}
