// Old records go, in bounded steps.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { throttles } from './access-collections.ts';
import { openRecords } from './records.ts';
import { keepNewest, removeWhere } from './retention.ts';

it('removes by condition and by number, however many there are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hinomi-retention-'));
  const records = await openRecords({ sqliteFile: join(folder, 'records.sqlite') });
  const all = records.collection(throttles);
  await all.putMany(
    Array.from({ length: 2_500 }, (_, n) => ({ id: `account:${n}`, failures: 1, until: 0, updated: n })),
  );
  expect(await removeWhere(records, throttles, { updated: { lt: 1_200 } })).toBe(1_200);
  expect(await all.count()).toBe(1_300);
  expect(await keepNewest(records, throttles, 'updated', 100)).toBe(1_200);
  expect((await all.list({ order: 'updated', limit: 1 })).items[0]!.updated).toBe(2_400);
  expect(await keepNewest(records, throttles, 'updated', 100)).toBe(0);
  await records.close();
  rmSync(folder, { recursive: true });
});
