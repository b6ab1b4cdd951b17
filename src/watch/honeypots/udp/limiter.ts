// What keeps the UDP baits from ever being an attack: bytes out are bounded per claimed source, network and bait. Pure.
import { formatIp, type IpBytes, isIpv4, parseIp } from '#model/ip.ts';
import { day, hour, minute } from '#model/time.ts';

export interface ReflectionLimits {
  /** Bytes one claimed source is given before it has to pay for each answer with as many bytes of its own. */
  sourceBytes: number;
  /** Bytes a day to one /24 (IPv4) or /48 (IPv6), all baits together. */
  networkBytes: number;
  /** Bytes an hour from one bait to everybody. */
  baitBytes: number;
  /** Answers to the same question of one source before silence. */
  identical: number;
  /** Sources and networks remembered; when full, strangers get no answer. */
  sources: number;
  networks: number;
}

export const defaultReflectionLimits: ReflectionLimits = {
  sourceBytes: 4_096,
  networkBytes: 16_384,
  baitBytes: 2 ** 20,
  identical: 10,
  sources: 65_536,
  networks: 16_384,
};

/** Why an answer was withheld; `undefined` from `refuse` means that it may go out and has been booked. */
export type Refusal = 'clock' | 'identical' | 'source' | 'network' | 'bait' | 'full' | 'address' | 'memory';

/** That a source had an answer from a bait; what outlives the process. */
export interface ReflectionNote {
  /** Unix ms. */
  at: number;
  source: string;
  bait: string;
}

/** Remembers who was answered, so that a restart gives nobody a second gift. */
export interface ReflectionMemory {
  /** Notes of the last day and an hour, oldest first. */
  remembered: readonly ReflectionNote[];
  /** Keeps a note before the answer goes out; false when it could not: then nothing goes out. */
  note(note: ReflectionNote): boolean;
}

export interface Reflection {
  source: string;
  bait: string;
  bytesIn: number;
  bytesOut: number;
  /** Equal for equal questions. */
  question: string;
}

export interface ReflectionLimiter {
  /** Books and allows an answer, or says why not. Also to be called with `bytesOut` 0 for requests without an answer. */
  refuse(request: Reflection, now: number): Refusal | undefined;
  size(): { sources: number; networks: number };
}

interface Account {
  out: number;
  lastOut: number;
  /** When it was last written into the memory. */
  noted: number;
  /** Bytes of unanswered requests since the gift was used up: they pay it back. */
  repaid: number;
  question: string;
  repeats: number;
  lastAsked: number;
}

/** A source that goes on being answered is noted again after this long. */
const noteEvery = hour;

const untouched: Account = {
  out: 0,
  lastOut: 0,
  noted: Number.NEGATIVE_INFINITY,
  repaid: 0,
  question: '',
  repeats: 0,
  lastAsked: 0,
};

/** Silence after which a repeated question counts as new. */
const quiet = 5 * minute;

/**
 * The invariant, for any 24 hours: bytes out to a source ≤ max(bytes in from it, `sourceBytes`).
 * An account first gives `sourceBytes`; then takes as many bytes without answering; from then on an answer
 * must not be larger than its own request. It is forgotten only after a whole day without an answer, so no window of
 * a day ever joins two gifts. While the clock stands behind the latest time seen, nothing is sent. With a memory the
 * invariant also holds over restarts: whoever is remembered counts as having had its whole gift.
 */
export function createReflectionLimiter(
  limits: ReflectionLimits = defaultReflectionLimits,
  memory?: ReflectionMemory,
): ReflectionLimiter {
  // Maps are kept in order of the last answer: the front is what can be forgotten first.
  const sources = new Map<string, Account>();
  const networks = new Map<string, { out: number; lastOut: number }>();
  const baits = new Map<string, { hour: number; out: number; before: number }>();
  let latest = Number.NEGATIVE_INFINITY;

  const forget = (table: Map<string, { lastOut: number }>, now: number): void => {
    for (const [key, { lastOut }] of table) {
      if (now - lastOut <= day) return;
      table.delete(key);
    }
  };

  const sourceRefuses = (account: Account, { bytesIn, bytesOut }: Reflection): boolean => {
    if (account.out + bytesOut <= limits.sourceBytes && account.repaid === 0) return false;
    if (account.repaid >= limits.sourceBytes) return bytesOut > bytesIn;
    account.repaid += bytesIn;
    return true;
  };

  const baitHour = (name: string, now: number) => {
    const current = Math.floor(now / hour);
    let bait = baits.get(name);
    if (!bait) {
      bait = { hour: current, out: 0, before: 0 };
      baits.set(name, bait);
    }
    if (current !== bait.hour) {
      bait.before = current === bait.hour + 1 ? bait.out : 0;
      bait.out = 0;
      bait.hour = current;
    }
    return bait;
  };

  for (const { at, source, bait } of memory?.remembered ?? []) {
    const keys = accountKeys(source);
    if (!keys) continue;
    // Notes are renewed hourly: the last answer may have been up to an hour after the note.
    const lastOut = at + noteEvery;
    const known = sources.get(keys.source);
    const network = networks.get(keys.network) ?? { out: 0, lastOut };
    if (!known) network.out += limits.sourceBytes;
    network.lastOut = lastOut;
    sources.delete(keys.source);
    sources.set(keys.source, { ...untouched, out: limits.sourceBytes, lastOut, noted: at });
    networks.delete(keys.network);
    networks.set(keys.network, network);
    baitHour(bait, at).out += limits.sourceBytes;
    latest = Math.max(latest, at);
  }

  return {
    size: () => ({ sources: sources.size, networks: networks.size }),
    refuse(request, now) {
      if (now < latest) return 'clock';
      latest = now;
      forget(sources, now);
      forget(networks, now);
      const keys = accountKeys(request.source);
      if (!keys) return 'address';
      const account = sources.get(keys.source) ?? {
        ...untouched,
        lastOut: now,
        lastAsked: now,
      };
      const question = `${request.bait} ${request.question}`;
      account.repeats =
        account.question === question && now - account.lastAsked < quiet ? account.repeats + 1 : 1;
      account.question = question;
      account.lastAsked = now;
      if (account.repeats > limits.identical) return 'identical';
      if (sourceRefuses(account, request)) return 'source';
      if (request.bytesOut === 0) return undefined;

      const network = networks.get(keys.network) ?? { out: 0, lastOut: now };
      if (network.out + request.bytesOut > limits.networkBytes) return 'network';
      const bait = baitHour(request.bait, now);
      // Counting the hour before as well bounds every rolling hour, not only the clock's.
      if (bait.out + bait.before + request.bytesOut > limits.baitBytes) return 'bait';
      if (!sources.has(keys.source) && sources.size >= limits.sources) return 'full';
      if (!networks.has(keys.network) && networks.size >= limits.networks) return 'full';

      if (memory && now - account.noted >= noteEvery) {
        if (!memory.note({ at: now, source: keys.source, bait: request.bait })) return 'memory';
        account.noted = now;
      }

      account.out += request.bytesOut;
      network.out += request.bytesOut;
      bait.out += request.bytesOut;
      account.lastOut = network.lastOut = now;
      sources.delete(keys.source);
      sources.set(keys.source, account);
      networks.delete(keys.network);
      networks.set(keys.network, network);
      return undefined;
    },
  };
}

/** Account of an address and of its network: /24 (IPv4), /48 (IPv6). */
function accountKeys(address: string): { source: string; network: string } | undefined {
  const bytes = parseIp(address);
  if (!bytes || !isHost(bytes)) return undefined;
  const network = bytes.slice().fill(0, isIpv4(bytes) ? 15 : 6);
  return { source: formatIp(bytes), network: formatIp(network) };
}

/** Whether one machine can have this address: "this network", multicast, reserved and broadcast are never written to. */
function isHost(bytes: IpBytes): boolean {
  if (isIpv4(bytes)) return bytes[12]! > 0 && bytes[12]! < 224;
  return bytes[0] !== 0xff && bytes.some(byte => byte !== 0);
}
