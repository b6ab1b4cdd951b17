// The list service on a real store: transactions, life by the clock, what reaches the feed and what never may.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Indicator } from '#model/record/indicator.ts';
import { day } from '#model/time.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { type ListEntry, listEntry } from './list-entry.ts';
import { createIndicatorService, type IndicatorService } from './service.ts';

let dir: string;
let records: Records;
let service: IndicatorService;
let now = 1_700_000_000_000;
const base = { confidence: 80, reason: { id: 'x', values: {} }, days: 30 };

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hinomi-indicators-'));
  records = await openRecords({ sqliteFile: join(dir, 'records.db') });
  service = createIndicatorService({ records, clock: () => now, ownDomains: ['ours.example'] });
});
afterEach(async () => {
  service.close();
  await records.close();
  await rm(dir, { recursive: true, force: true });
});

async function listed(): Promise<string[]> {
  const found: ListEntry[] = [];
  for await (const page of service.feed.snapshot()) found.push(...page);
  return found.map(entry => entry.value).sort();
}
const steps = async () =>
  (await service.feed.changesSince(0))!.map(each => `${each.change} ${each.entry.value}`);

test('a listing is announced at once, and taken off by the clock', async () => {
  const heard: Indicator[] = [];
  let pokes = 0;
  service.subscribe(changed => heard.push(...changed));
  service.feed.subscribe(() => pokes++);
  const made = await service.add(
    { ...base, value: 'hxxp://evil[.]example/'.replace('hxxp://', '').replace('/', '') },
    'account:ann',
  );
  expect(heard.map(each => each.id)).toEqual([made.id]);
  expect(pokes).toBe(1);
  expect(await listed()).toEqual(['evil.example']);
  now += 31 * day;
  expect(await service.expire()).toBe(1);
  expect(await listed()).toEqual([]);
  expect(await steps()).toEqual(['add evil.example', 'remove evil.example']);
  expect(heard.at(-1)?.status).toBe('expired');
});

test('allow-listed and own names are refused with the entry; a new entry takes names off', async () => {
  await expect(service.add({ ...base, value: 'mail.google.com' }, 'rule:x')).rejects.toMatchObject({
    code: 'ALLOW_LISTED',
    status: 409,
  });
  await expect(service.add({ ...base, value: 'www.ours.example' }, 'rule:x')).rejects.toThrow(
    /ours\.example/,
  );
  await service.add({ ...base, value: 'www.customer.example' }, 'rule:x');
  const { withdrawn } = await service.allow(
    { type: 'domain', value: 'customer.example', reason: 'complaint' },
    'account:ann',
  );
  expect(withdrawn.map(each => each.value)).toEqual(['www.customer.example']);
  expect(await listed()).toEqual([]);
  await expect(service.add({ ...base, value: 'customer.example' }, 'rule:x')).rejects.toMatchObject({
    code: 'ALLOW_LISTED',
  });
});

test('a rule does not overrule a person who said false positive; a person may', async () => {
  const made = await service.add({ ...base, value: 'evil.example' }, 'rule:x');
  await service.falsePositive(made.id, 'account:ann');
  await expect(service.add({ ...base, value: 'evil.example' }, 'rule:x')).rejects.toMatchObject({
    code: 'INDICATOR_DECIDED',
  });
  expect((await service.add({ ...base, value: 'evil.example' }, 'account:bob')).status).toBe('active');
  await expect(service.patch(made.id, { status: 'candidate' }, 'account:bob')).rejects.toMatchObject({
    code: 'INDICATOR_STATUS',
  });
});

test('candidates wait; confidence fades until the entry ends', async () => {
  const made = await service.add({ ...base, value: '203.0.113.5', days: 365, status: 'candidate' }, 'rule:x');
  expect(await listed()).toEqual([]);
  await service.patch(made.id, { status: 'active' }, 'account:ann');
  expect(await listed()).toEqual(['203.0.113.5']);
  now += 30 * day;
  expect(await service.expire()).toBe(0);
  await service.recordSighting(made.id, now);
  now += 30 * day;
  expect(await service.expire()).toBe(0);
  now += 20 * day;
  expect(await service.expire()).toBe(1);
});

test('records of an exercise never reach a list', async () => {
  const made = await service.add({ ...base, value: 'drill.example', exercise: 'ex-1' }, 'rule:x');
  expect(made.status).toBe('active');
  await service.patch(made.id, { confidence: 99 }, 'account:ann');
  expect(await listed()).toEqual([]);
  expect(await steps()).toEqual([]);
  expect(() => listEntry(made)).toThrow(/exercise/);
});

test('import keeps the good lines and names the bad ones', async () => {
  const text = [
    '# list',
    'evil-1.example',
    '0.0.0.0 evil-2.example',
    'com',
    'evil-3.example,2024-01-01',
    'google.com',
    '',
    'evil-1.example',
  ].join('\n');
  const result = await service.addMany(text, base, 'feed:f');
  expect(result.added).toBe(3);
  expect(result.refused.map(each => each.line)).toEqual([4, 6]);
  expect(await listed()).toEqual(['evil-1.example', 'evil-2.example', 'evil-3.example']);
});
