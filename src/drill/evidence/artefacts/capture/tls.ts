// The readable beginning of a TLS session (RFC 8446, RFC 5246): hello of client and server. Keys and shares are random numbers
// nobody has the other half of; what follows the hellos is not captured.
import { stream } from '../../../world/random.ts';

const u16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
const sized = (body: readonly number[]): number[] => [...u16(body.length), ...body];
const extension = (type: number, body: readonly number[]): number[] => [...u16(type), ...sized(body)];

const record = (type: number, version: number, body: readonly number[]): number[] => [
  type,
  ...u16(version),
  ...sized(body),
];
const handshake = (type: number, body: readonly number[]): number[] => [
  type,
  (body.length >>> 16) & 0xff,
  ...u16(body.length),
  ...body,
];

const x25519 = 0x001d;
const secp256r1 = 0x0017;
const suites = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8];

/** What a client opens with; `name` is the host it asks for, '' for none. */
export function clientHello(key: readonly (string | number)[], name: string): Uint8Array {
  const random = stream(...key, 'client');
  const bytes = (count: number) => [...Buffer.from(random.hex(count * 2), 'hex')];
  const host = [...Buffer.from(name.replace(/[^\x21-\x7e]/g, '?').slice(0, 255), 'latin1')];
  const nonce = bytes(32);
  const session = bytes(32);
  const share = bytes(32);
  const extensions = [
    ...(host.length > 0 ? extension(0, sized([0, ...sized(host)])) : []),
    ...extension(23, []),
    ...extension(10, sized([...u16(x25519), ...u16(secp256r1)])),
    ...extension(11, [1, 0]),
    ...extension(16, sized([2, 0x68, 0x32, 8, ...Buffer.from('http/1.1')])),
    ...extension(13, sized([0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501].flatMap(u16))),
    ...extension(51, sized([...u16(x25519), ...sized(share)])),
    ...extension(45, [1, 1]),
    ...extension(43, [4, 0x03, 0x04, 0x03, 0x03]),
  ];
  const body = [
    0x03,
    0x03,
    ...nonce,
    session.length,
    ...session,
    ...sized(suites.flatMap(u16)),
    1,
    0,
    ...sized(extensions),
  ];
  return Uint8Array.from(record(22, 0x0301, handshake(1, body)));
}

/** What the server answers: for TLS 1.3 its share, for TLS 1.2 the suite alone. */
export function serverHello(
  key: readonly (string | number)[],
  { version, suite }: { version: 0x0303 | 0x0304; suite: number },
): Uint8Array {
  const client = stream(...key, 'client');
  client.hex(64);
  const session = [...Buffer.from(client.hex(64), 'hex')];
  const random = stream(...key, 'server');
  const bytes = (count: number) => [...Buffer.from(random.hex(count * 2), 'hex')];
  const extensions =
    version === 0x0304
      ? [...extension(43, u16(0x0304)), ...extension(51, [...u16(x25519), ...sized(bytes(32))])]
      : [
          ...extension(23, []),
          ...extension(11, [1, 0]),
          ...extension(16, sized([8, ...Buffer.from('http/1.1')])),
        ];
  const body = [0x03, 0x03, ...bytes(32), session.length, ...session, ...u16(suite), 0, ...sized(extensions)];
  return Uint8Array.from(record(22, 0x0303, handshake(2, body)));
}
