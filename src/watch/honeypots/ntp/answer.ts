// NTP modes 3, 6 and 7 (RFC 5905, RFC 9327; mode 7 as old ntpd had it) as an outdated server would answer them.
import type { Answerer } from '../udp/bait.ts';

export interface NtpSettings {
  /** `version` variable shown to mode 6 readers. */
  version: string;
  refid: string;
}

/** Seconds from 1900 to 1970. */
const era = 2_208_988_800;
const associationId = 0x4c21;

/** Time answers, `readvar`/`readstat`, and a monlist of one datagram. */
export function ntpAnswerer(settings: NtpSettings): Answerer {
  return (request, now) => {
    const first = request[0];
    if (first === undefined) return { query: 'empty' };
    const mode = first & 7;
    const version = (first >> 3) & 7;
    if (mode === 3)
      return { query: `client v${version}`, ...optional(timeReply(request, version, now, settings)) };
    if (mode === 6) return controlReply(request, version, now, settings);
    if (mode === 7) return privateReply(request, now);
    return { query: `mode ${mode}` };
  };
}

const optional = (reply: Uint8Array | undefined) => (reply ? { reply } : {});

function writeTime(view: DataView, at: number, ms: number): void {
  view.setUint32(at, Math.floor(ms / 1000) + era);
  view.setUint32(at + 4, Math.floor(((ms % 1000) / 1000) * 2 ** 32));
}

function timeReply(
  request: Uint8Array,
  version: number,
  now: number,
  { refid }: NtpSettings,
): Uint8Array | undefined {
  if (request.length < 48 || version < 1 || version > 4) return undefined;
  const bytes = new Uint8Array(48);
  const view = new DataView(bytes.buffer);
  bytes[0] = (version << 3) | 4;
  bytes[1] = 3; // stratum
  bytes[2] = request[2]!;
  bytes[3] = 0xe9; // precision 2^-23
  view.setUint32(4, 0x0000_0a3d); // root delay 40 ms
  view.setUint32(8, 0x0000_0f5c); // root dispersion 60 ms
  bytes.set(Buffer.from(refid.padEnd(4, '\0').slice(0, 4), 'latin1'), 12);
  writeTime(view, 16, now - 337_000);
  bytes.set(request.subarray(40, 48), 24);
  writeTime(view, 32, now);
  writeTime(view, 40, now);
  return bytes;
}

const opcodes: Record<number, string> = {
  1: 'readstat',
  2: 'readvar',
  3: 'writevar',
  8: 'config',
  10: 'mrulist',
  12: 'nonce',
};

function controlReply(request: Uint8Array, version: number, now: number, settings: NtpSettings) {
  if (request.length < 12) return { query: 'control malformed' };
  const view = new DataView(request.buffer, request.byteOffset, request.byteLength);
  const opcode = request[1]! & 0x1f;
  const query = `control ${opcodes[opcode] ?? opcode}`;
  if ((request[1]! & 0x80) !== 0) return { query: `${query} response` };
  const association = view.getUint16(6);
  const systemStatus = 0x0615;
  const peerStatus = 0x961a;
  const answer = (status: number, data: Uint8Array, error = false) => {
    const padded = (data.length + 3) & ~3;
    const bytes = new Uint8Array(12 + padded);
    const out = new DataView(bytes.buffer);
    bytes[0] = (version << 3) | 6;
    bytes[1] = 0x80 | (error ? 0x40 : 0) | opcode;
    bytes.set(request.subarray(2, 4), 2);
    out.setUint16(4, status);
    out.setUint16(6, association);
    out.setUint16(10, data.length);
    bytes.set(data, 12);
    return { query, reply: bytes };
  };
  if (opcode === 1) {
    const pair = new Uint8Array(4);
    new DataView(pair.buffer).setUint16(0, associationId);
    new DataView(pair.buffer).setUint16(2, peerStatus);
    return answer(
      association === 0 ? systemStatus : peerStatus,
      association === 0 ? pair : new Uint8Array(0),
    );
  }
  if (opcode === 2)
    return association === 0 || association === associationId
      ? answer(
          association === 0 ? systemStatus : peerStatus,
          Buffer.from(association === 0 ? systemVariables(now, settings) : peerVariables(now), 'latin1'),
        )
      : answer(0x0400, new Uint8Array(0), true); // bad association (RFC 9327 §2.3)
  return answer(0x0300, new Uint8Array(0), true); // opcode not known
}

const stamp = (ms: number): string => {
  const seconds = Math.floor(ms / 1000) + era;
  const fraction = Math.floor(((ms % 1000) / 1000) * 2 ** 32);
  return `0x${seconds.toString(16)}.${fraction.toString(16).padStart(8, '0')}`;
};

const systemVariables = (now: number, { version, refid }: NtpSettings): string =>
  [
    `version="${version}"`,
    'processor="mips"',
    'system="Linux/2.6.36"',
    'leap=0',
    'stratum=3',
    'precision=-23',
    'rootdelay=40.012',
    'rootdisp=60.104',
    `refid=${refid}`,
    `reftime=${stamp(now - 337_000)}`,
    `clock=${stamp(now)}`,
    `peer=${associationId}`,
    'tc=10',
    'mintc=3',
    'offset=0.412',
    'frequency=-12.031',
    'sys_jitter=0.310',
  ].join(', ');

const peerVariables = (now: number): string =>
  [
    'srcadr=192.0.2.123',
    'srcport=123',
    'dstadr=192.168.1.1',
    'dstport=123',
    'leap=0',
    'stratum=2',
    'precision=-24',
    'rootdelay=12.100',
    'rootdisp=20.300',
    'refid=192.0.2.10',
    `reftime=${stamp(now - 600_000)}`,
    `rec=${stamp(now - 41_000)}`,
    'reach=0xff',
    'unreach=0',
    'hmode=3',
    'pmode=4',
    'hpoll=10',
    'ppoll=10',
    'headway=0',
    'flash=0x0',
    'offset=0.412',
    'delay=27.900',
    'dispersion=15.200',
    'jitter=0.310',
  ].join(', ');

/** Entries shown in a monlist; a real one had up to 600. */
const monitored = 5;
const entrySize = 72;

function privateReply(request: Uint8Array, now: number) {
  if (request.length < 8) return { query: 'private malformed' };
  const code = request[3]!;
  const monlist = code === 42 || code === 20;
  const query = monlist ? 'monlist' : `private ${code}`;
  if ((request[0]! & 0x80) !== 0 || !monlist) return { query };
  const bytes = new Uint8Array(8 + monitored * entrySize);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x80 | (request[0]! & 0x38) | 7;
  bytes[2] = request[2]!;
  bytes[3] = code;
  view.setUint16(4, monitored);
  view.setUint16(6, entrySize);
  for (let index = 0; index < monitored; index++) {
    const at = 8 + index * entrySize;
    view.setUint32(at, 64 + index); // average interval
    view.setUint32(at + 4, Math.floor(now / 1000) % 64);
    view.setUint32(at + 12, 100 * (index + 1)); // packets
    bytes.set([198, 51, 100, 10 + index], at + 16);
    bytes.set([192, 168, 1, 1], at + 20);
    view.setUint16(at + 28, 123);
    bytes[at + 30] = 3;
    bytes[at + 31] = 4;
  }
  return { query, reply: bytes };
}
