// One step of the event store's schema. Steps are never edited once released; a change is a new step.

export interface MigrationContext {
  /** Days an event is kept after it was stored. */
  retentionDays: number;
}

export interface Migration {
  /** Sorts in the order of application, e.g. `0001-events`. */
  id: string;
  /** Statements that lead from before to after; each must be safe to run twice (a crash may come between them). */
  up(context: MigrationContext): string[];
}

/**
 * Settings of every table: an insert is acknowledged only when a power cut cannot undo it; its token is remembered;
 * merged-away parts stay until the kernel has surely written the merged one; retention drops whole parts; a fresh
 * part is one file (two hundred would each be fsynced), a merged one a file a column.
 */
export const tableSettings =
  'fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000, ' +
  'old_parts_lifetime = 120, ttl_only_drop_parts = 1, min_bytes_for_wide_part = 134217728';
