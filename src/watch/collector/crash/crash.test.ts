// Real processes killed under load; the books are compared afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crashRun } from './run.ts';

test('agent, collector and store killed under load: nothing spooled is lost, nothing stored twice', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hinomi-crash-'));
  try {
    const report = await crashRun({
      dir,
      victims: ['collector', 'agent', 'store', 'collector', 'agent'],
      eventsPerSecond: 2_000,
      betweenMs: 1_500,
    });
    expect(report).toMatchObject({ kills: 5, duplicates: 0, lost: 0, runs: 3 });
    expect(report.rows).toBeGreaterThan(2_000);
    expect(report.rolled).toBe(report.rows);
    expect(report.flow).toMatchObject({ received: report.rows, dropped: 0 });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}, 180_000);
