// What robot teams know and how hard they work. None of it is about one scenario.

export type Pattern =
  /** What people and monitoring say, and what the sensor warns of. */
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
  /** Back doors of web servers by audit and cron, whoever left them. */
  | 'web-doors'
  | 'database'
  | 'vpn-guessing'
  | 'log-cleared'
  | 'list-login'
  /** Slow and scattered logins, by what they have in common. */
  | 'slow-logins'
  | 'deployment'
  /** How a program came: by what started it; a visitor is no victim until something ran. */
  | 'origin'
  /** What the commands of an intruder are for. */
  | 'commands';

export interface Knowledge {
  id: 'none' | 'novice' | 'good' | 'best';
  patterns: readonly Pattern[];
  /** Minutes between looks at the evidence, and from a look to the measure. */
  every: number;
  slow: number;
  /** Hosts they can examine in an hour. */
  hostsPerHour: number;
  /**
   * How they answer: `none` not at all; `blunt` what is named is cut off, what is broken is put back; `firm` every host found is
   * isolated, servers too, every password found changed; `thorough` evidence first, cause before effect, clean again in the end.
   */
  acts: 'none' | 'blunt' | 'firm' | 'thorough';
}

const taught: readonly Pattern[] = [
  'alert',
  'odd-program',
  'beacon',
  'logon-from',
  'mail',
  'web-attack',
  'vpn-guessing',
  'list-login',
];

const expert: readonly Pattern[] = [
  ...taught,
  'password-memory',
  'files',
  'replication',
  'new-account',
  'web-doors',
  'database',
  'log-cleared',
  'slow-logins',
  'deployment',
  'origin',
  'commands',
];

export const robots: readonly Knowledge[] = [
  { id: 'none', patterns: [], every: 600, slow: 0, hostsPerHour: 0, acts: 'none' },
  { id: 'novice', patterns: ['alert'], every: 60, slow: 30, hostsPerHour: 1, acts: 'blunt' },
  { id: 'good', patterns: taught, every: 45, slow: 15, hostsPerHour: 3, acts: 'firm' },
  { id: 'best', patterns: expert, every: 15, slow: 2, hostsPerHour: 30, acts: 'thorough' },
];
