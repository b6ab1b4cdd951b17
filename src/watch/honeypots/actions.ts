// What a honeypot can report: the closed set of actions, each with its ECS category, RSIT type and ATT&CK techniques.
import type { RsitType } from '#model/vocab/rsit.ts';

export interface ActionMeaning {
  category: 'network' | 'authentication' | 'process' | 'web' | 'file';
  rsit?: RsitType;
  techniques: readonly string[];
}

export const actions = {
  /** A TCP connection was taken. */
  connection: { category: 'network', rsit: 'scanner', techniques: ['T1595.001'] },
  'login-attempt': { category: 'authentication', rsit: 'brute-force', techniques: ['T1110'] },
  /** A line typed into the emulated shell. */
  command: { category: 'process', rsit: 'system-compromise', techniques: ['T1059.004'] },
  request: { category: 'web', rsit: 'scanner', techniques: ['T1595.002'] },
  /** A URL the visitor wanted fetched; it never is. */
  'download-request': { category: 'network', rsit: 'malware-distribution', techniques: ['T1105'] },
  'file-captured': { category: 'file', rsit: 'malware-distribution', techniques: ['T1105'] },
  /** A wish to use us as a relay; always refused. */
  'tunnel-request': { category: 'network', rsit: 'unauthorised-use-of-resources', techniques: ['T1090'] },
  'amplification-request': { category: 'network', rsit: 'ddos', techniques: ['T1498.002'] },
  'session-end': { category: 'network', techniques: [] },
  /** Stands for events left out because a source passed its event budget (`labels.suppressed`). */
  suppressed: { category: 'network', techniques: [] },
} as const satisfies Record<string, ActionMeaning>;

export type Action = keyof typeof actions;
