// Scanning tools and the relations between header fields that betray them. Judged over a source, never a packet.

/** A probe whose relation is tested: a TCP SYN (or a UDP probe with a request id) of one source. */
export interface Probe {
  ipId: number;
  sequence: number;
  source: number;
  destination: number;
  sourcePort: number;
  destinationPort: number;
  window: number;
  /** The only TCP option is MSS 1460. */
  mssOnly: boolean;
}

export interface Tool {
  id: string;
  name: string;
  /** In words, for people. */
  relation: string;
  /** Whether a probe fits; `previous` is the same source's probe before it, absent for the first. */
  test: (probe: Probe, previous: Probe | undefined) => boolean;
  /** Needs two different probes, so the first one of a source tests nothing. */
  pairs: boolean;
  /** Random packets fit with probability 2^-bits. */
  bits: number;
  /** Share of scanning sources expected to use it, before looking. */
  prior: number;
  /** Builds from this span show the relation (Unix ms); later builds cannot be recognised by it. */
  valid: { from: number; until: number };
  /** Also holds for UDP probes that carry the cookie as request id. */
  udp: boolean;
  references: readonly string[];
}

const swap32 = (word: number): number =>
  ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
const ever = Number.POSITIVE_INFINITY;

export const tools: readonly Tool[] = [
  {
    id: 'masscan',
    name: 'Masscan',
    relation: 'ip.id = (destination ^ destination port ^ sequence) & 0xffff',
    test: probe => probe.ipId === ((probe.destination ^ probe.destinationPort ^ probe.sequence) & 0xffff),
    pairs: false,
    bits: 16,
    prior: 0.05,
    valid: { from: Date.UTC(2013, 8, 1), until: ever },
    udp: true,
    references: ['https://github.com/robertdavidgraham/masscan', 'Durumeric et al., USENIX Security 2014'],
  },
  {
    id: 'zmap',
    name: 'ZMap before 2024-03',
    relation: 'ip.id = 54321',
    test: probe => probe.ipId === 54_321,
    pairs: false,
    bits: 16,
    prior: 0.02,
    valid: { from: Date.UTC(2013, 7, 1), until: Date.UTC(2024, 2, 31) },
    udp: false,
    references: [
      'https://github.com/zmap/zmap/pull/798 (random ip.id since then: not identifiable by IP ID)',
    ],
  },
  {
    id: 'mirai',
    name: 'Mirai family',
    relation: 'sequence = destination address',
    test: probe => probe.sequence === probe.destination,
    pairs: false,
    bits: 32,
    prior: 0.05,
    valid: { from: Date.UTC(2016, 7, 1), until: ever },
    udp: false,
    references: ['Antonakakis et al., Understanding the Mirai Botnet, USENIX Security 2017'],
  },
  {
    id: 'unicornscan',
    name: 'Unicornscan',
    relation: 'sequence ^ destination ^ (source port << 16 + destination port) is one key for all probes',
    test: (probe, previous) =>
      previous !== undefined &&
      (key(probe, probe.destination) === key(previous, previous.destination) ||
        key(probe, swap32(probe.destination)) === key(previous, swap32(previous.destination))),
    pairs: true,
    bits: 31,
    prior: 0.001,
    valid: { from: Date.UTC(2004, 0, 1), until: ever },
    udp: false,
    references: ['Ghiette, Blenn, Doerr: Remote identification of port scan toolchains, NTMS 2016'],
  },
  {
    id: 'nmap',
    name: 'Nmap SYN scan',
    relation:
      'sequences of two probes differ by equal 16-bit halves, window 1024/2048/3072/4096, only option MSS 1460',
    test: (probe, previous) => {
      if (previous === undefined || !probe.mssOnly || probe.window % 1024 || probe.window < 1024)
        return false;
      const difference = probe.sequence ^ previous.sequence;
      return probe.window <= 4096 && difference >>> 16 === (difference & 0xffff);
    },
    pairs: true,
    bits: 16,
    prior: 0.02,
    valid: { from: Date.UTC(2005, 0, 1), until: ever },
    udp: false,
    references: ['Ghiette, Blenn, Doerr: Remote identification of port scan toolchains, NTMS 2016'],
  },
  {
    id: 'hajime',
    name: 'Hajime',
    relation: 'window 14600 and one half of the sequence zero',
    test: probe =>
      probe.window === 14_600 &&
      probe.sequence !== 0 &&
      ((probe.sequence & 0xffff) === 0 || probe.sequence >>> 16 === 0),
    pairs: false,
    bits: 15,
    prior: 0.005,
    valid: { from: Date.UTC(2016, 9, 1), until: ever },
    udp: false,
    references: ['Herwig et al., Measurement and Analysis of Hajime, NDSS 2019'],
  },
];

function key(probe: Probe, destination: number): number {
  return (probe.sequence ^ destination ^ (((probe.sourcePort << 16) + probe.destinationPort) | 0)) >>> 0;
}
