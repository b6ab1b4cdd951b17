// Logs of simulated organisations lie in files of their own (`store/evidence`); what an earlier version kept of them here is made anew.
import type { Migration } from './migration.ts';

export const evidenceInFiles: Migration = {
  id: '0004-evidence-in-files',
  up: () => ['evidence_counts', 'evidence_keys', 'evidence'].map(table => `DROP TABLE IF EXISTS ${table}`),
};
