// What robot teams know and how hard they work. None of it is about one scenario.

export type Pattern =
  | 'alert'
  | 'odd-program'
  | 'password-memory'
  | 'beacon'
  | 'logon-from'
  | 'mail'
  | 'files'
  | 'replication'
  | 'new-account'
  | 'web-attack'
  | 'vpn-guessing'
  | 'log-cleared'
  | 'list-login';

export interface Knowledge {
  id: 'none' | 'novice' | 'good' | 'best';
  patterns: readonly Pattern[];
  /** Minutes between looks at the evidence, and from a look to the measure. */
  every: number;
  slow: number;
  /** Hosts they can examine in an hour. */
  hostsPerHour: number;
  acts: boolean;
}

const all: readonly Pattern[] = [
  'alert',
  'odd-program',
  'password-memory',
  'beacon',
  'logon-from',
  'mail',
  'files',
  'replication',
  'new-account',
  'web-attack',
  'vpn-guessing',
  'log-cleared',
  'list-login',
];

export const robots: readonly Knowledge[] = [
  { id: 'none', patterns: [], every: 600, slow: 0, hostsPerHour: 0, acts: false },
  { id: 'novice', patterns: ['alert'], every: 60, slow: 30, hostsPerHour: 1, acts: true },
  {
    id: 'good',
    patterns: [
      'alert',
      'odd-program',
      'beacon',
      'logon-from',
      'mail',
      'web-attack',
      'vpn-guessing',
      'list-login',
    ],
    every: 45,
    slow: 15,
    hostsPerHour: 4,
    acts: true,
  },
  { id: 'best', patterns: all, every: 15, slow: 2, hostsPerHour: 30, acts: true },
];
