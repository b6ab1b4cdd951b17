// A made capture: a day of what a dark network of some thousand addresses hears, so that pictures and walks look alive.
// Nobody sent these packets. Sources are network addresses (ending in .0), so that no host is named.
import { ascii, concatBytes, ethernet, icmp, ip4, pcap, tcp, udp } from '#model/packet/craft.ts';
import { hour, minute } from '#model/time.ts';

const flag = { syn: 2, rst: 4, synAck: 0x12 } as const;
const mss = [2, 4, 0x05, 0xb4];

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Packet {
  time: number;
  frame: Uint8Array;
}

export interface MadeOptions {
  /** Time of the last packets, Unix ms. */
  until: number;
  /** Country of an address: addresses are drawn until one fits. Any address will do when absent. */
  countryOf?: (ip: string) => string;
  /** How much: 1 is about 60,000 packets. */
  amount?: number;
  seed?: number;
}

const word = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Makes the two captures: what the dark network hears, and an attack as its victim sees it. */
export function makeCaptures(options: MadeOptions): { darknet: Uint8Array; victim: Uint8Array } {
  const random = seeded(options.seed ?? 7);
  const amount = options.amount ?? 1;
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const times = (count: number) => Math.max(1, Math.round(count * amount));

  const pools = new Map<string, string[]>();
  const from = (country: string): string => {
    const pool = pools.get(country) ?? [];
    while (pool.length < 300) {
      const ip = `${1 + below(222)}.${below(256)}.${below(256)}.0`;
      if (!ip.startsWith('127.') && (options.countryOf?.(ip) ?? country) === country) pool.push(ip);
    }
    pools.set(country, pool);
    return pick(pool);
  };
  const dark = (): string => `133.242.${below(4)}.${1 + below(254)}`;

  const packets: Packet[] = [];
  /** `ago`: ms before the end. */
  const put = (
    ago: number,
    source: string,
    target: string,
    protocol: number,
    payload: Uint8Array,
    id?: number,
  ) => {
    const header = { ttl: 40 + below(24), id: id ?? below(65_536) };
    packets.push({
      time: (options.until - Math.max(0, ago)) / 1000,
      frame: ethernet(0x0800, ip4(source, target, protocol, payload, header)),
    });
  };
  /** More in the evening than at dawn, over the whole day. */
  const anyTime = (): number => {
    for (;;) {
      const ago = random() * 24 * hour;
      if (random() < 0.55 + 0.45 * Math.sin(ago / (4 * hour) + 1)) return ago;
    }
  };

  // Mirai's relation: the sequence number is the destination address.
  const homes = [
    'CN',
    'CN',
    'CN',
    'IN',
    'BR',
    'VN',
    'RU',
    'TW',
    'KR',
    'ID',
    'TR',
    'TH',
    'EG',
    'AR',
    'IR',
    'UA',
    'MX',
    'ZA',
  ];
  for (let bot = 0; bot < times(420); bot++) {
    const source = from(pick(homes));
    const wave = random() < 0.35;
    const begin = wave ? (5 + random() * 1.2) * hour : anyTime();
    const port = random() < 0.72 ? 23 : pick([2323, 5555, 37215, 8080, 60023]);
    for (let probe = 0; probe < 20 + below(60); probe++) {
      const target = dark();
      const syn = tcp(1024 + below(60_000), port, flag.syn, {
        sequence: word(target),
        window: below(65_536),
        options: mss,
      });
      put(begin - probe * (2_000 + below(9_000)), source, target, 6, syn);
    }
  }
  // Masscan's relation: ip.id is made of destination, port and sequence.
  for (let source = 0; source < times(14); source++) {
    const ip = from(pick(['US', 'US', 'NL', 'DE', 'GB', 'CN', 'HK', 'SG', 'FR', 'RO', 'BG']));
    const begin = 2 * hour + random() * 22 * hour;
    for (let probe = 0; probe < times(900); probe++) {
      const target = dark();
      const port = pick([22, 80, 443, 443, 445, 3389, 5900, 6379, 8443, 9200, 2375, 27017]);
      const sequence = below(2 ** 32);
      const id = (word(target) ^ port ^ sequence) & 0xffff;
      put(
        begin - probe * 1_500 * random(),
        ip,
        target,
        6,
        tcp(61_000, port, flag.syn, { sequence, window: 1024 }),
        id,
      );
    }
  }
  // Everyday probes without a tool's mark, each source at one port, and pings.
  for (let source = 0; source < times(700); source++) {
    const ip = from(
      pick(['US', 'CN', 'RU', 'VN', 'IN', 'BR', 'JP', 'KR', 'PL', 'IT', 'ES', 'CA', 'AU', 'ID', 'NG', 'CL']),
    );
    const port = pick([22, 22, 445, 445, 1433, 3306, 3389, 5060, 80, 25, 110, 8291, 7547]);
    for (let probe = 0; probe < 3 + below(18); probe++) {
      const syn = { sequence: below(2 ** 32), options: mss };
      put(anyTime(), ip, dark(), 6, tcp(1024 + below(60_000), port, flag.syn, syn));
    }
    if (source % 9 === 0) put(anyTime(), ip, dark(), 1, icmp(8, 0, ascii('abcdefgh')));
  }
  // Searches for reflectors.
  const any = concatBytes(
    [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    [3],
    ascii('isc'),
    [3],
    ascii('org'),
    [0, 0, 255, 0, 1],
  );
  const questions: [number, Uint8Array][] = [
    [53, any],
    [123, concatBytes([0x17, 0, 3, 0x2a], new Uint8Array(4))],
    [
      1900,
      ascii(
        'M-SEARCH * HTTP/1.1\r\nHost:239.255.255.250:1900\r\nST:ssdp:all\r\nMan:"ssdp:discover"\r\nMX:3\r\n\r\n',
      ),
    ],
    [11211, concatBytes([0, 0, 0, 0, 0, 1, 0, 0], ascii('stats\r\n'))],
  ];
  for (let searcher = 0; searcher < times(26); searcher++) {
    const source = from(pick(['US', 'NL', 'CN', 'RU', 'DE', 'FR']));
    const [port, question] = pick(questions);
    const begin = anyTime();
    for (let probe = 0; probe < 120; probe++)
      put(begin - probe * 1_000, source, dark(), 17, udp(30_000 + below(9_000), port, question));
  }
  // Answers of flooded servers to addresses forged as sources: one flood is still going on.
  const floods: [string, number, number, number][] = [
    ['US', 443, 40 * minute, 40],
    ['FR', 25565, 7.5 * hour, 25],
    ['BR', 80, 11 * hour, 35],
    ['DE', 443, 16 * hour, 20],
    ['HK', 80, 20 * hour, 45],
  ];
  for (const [country, port, begin, minutes] of floods) {
    const source = from(country);
    for (let answer = 0; answer < times(2_200); answer++) {
      const flags = random() < 0.75 ? flag.synAck : flag.rst;
      put(
        begin - random() * minutes * minute,
        source,
        dark(),
        6,
        tcp(port, 1024 + below(60_000), flags, { sequence: below(2 ** 32) }),
      );
    }
  }
  const darknet = written(packets.splice(0));

  // DNS answers of many reflectors to one host that did not ask: the attack began twelve minutes ago.
  const victim = '133.242.200.0';
  const answer = concatBytes(
    [0x12, 0x34, 0x84, 0, 0, 1, 0, 8, 0, 0, 0, 0],
    any.subarray(12),
    new Uint8Array(700),
  );
  const reflectors = Array.from({ length: 90 }, () =>
    from(pick(['US', 'CN', 'BR', 'RU', 'IN', 'KR', 'TW', 'VN', 'TR', 'IT', 'PL', 'UA', 'MX', 'ZA', 'ID'])),
  );
  for (let packet = 0; packet < times(6_000); packet++)
    put(random() * 12 * minute, pick(reflectors), victim, 17, udp(53, 40_000 + below(64), answer));
  return { darknet, victim: written(packets) };
}

/** In order of time, in pieces: a capture of a day is too long for one call's arguments. */
function written(packets: Packet[]): Uint8Array {
  packets.sort((a, b) => a.time - b.time);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < packets.length; at += 4_000) {
    const piece = pcap(packets.slice(at, at + 4_000));
    pieces.push(at === 0 ? piece : piece.subarray(24));
  }
  return concatBytes(...pieces);
}
