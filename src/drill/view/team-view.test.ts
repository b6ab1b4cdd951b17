// A team's view against its meaning, spelt out over arrays: base − masks + overlay up to the clock.
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceDictionary } from '#model/search/evidence.ts';
import { parseSearch } from '#model/search/parse.ts';
import { freshDirectory } from '#store/events/testing/targets.ts';
import { linesFrom, ownLines } from '#store/evidence/lines-from.ts';
import { openEvidenceStore } from '#store/evidence/open.ts';
import type { EvidenceMask, EvidenceRow, EvidenceStore } from '#store/evidence/port.ts';
import { stream } from '../world/random.ts';
import { lineId } from './line-id.ts';
import { maskTest } from './match.ts';
import type { OverlayRow } from './overlay.ts';
import { TeamView, type ViewLine } from './team-view.ts';
import { rowTest } from './testing/row-test.ts';

const start = Date.UTC(2026, 5, 1);
const minute = 60_000;
const hour = 60 * minute;
const random = stream(7, 'team-view-test');
const base: EvidenceRow[] = Array.from({ length: 6_000 }, (_, index) => {
  const host = `PC-${String(random.int(20)).padStart(4, '0')}`;
  return {
    // Two hours, several lines a moment.
    at: start + Math.floor(index / 4) * 4800,
    source: random.pick(['squid', 'bind', 'windows-security']),
    text: `${index} ${host} asks ${random.pick(['news', 'mail', 'update'])}.example`,
    host,
    user: random.pick(['yamada.t', 'sato.k', '']),
    sourceAddress: `10.1.0.${random.int(20)}`,
    destinationAddress: '198.18.0.1',
    object: random.pick(['news.example', 'mail.example', 'update.example']),
    code: random.pick(['200', '407', '4624']),
  };
}).sort((a, b) => a.at - b.at);
// One slice is numbered source by source: lines of one moment stand in that order.
const told = [...Map.groupBy(base, row => row.source).values()].flat().sort((a, b) => a.at - b.at);
const overlay: OverlayRow[] = Array.from({ length: 120 }, (_, index) => ({
  ...random.pick(base),
  at: index % 3 === 0 ? random.pick(base).at : start + random.int(120 * minute),
  text: `own ${index} PC-0003 asks evil.example`,
  object: index % 2 ? 'evil.example' : 'news.example',
  cause: 'step:beacon',
})).sort((a, b) => a.at - b.at);
const masks: EvidenceMask[] = [
  { from: start + 20 * minute, to: start + 90 * minute, host: 'PC-0003' },
  // Takes away more in a row than is skipped on the way.
  { from: start + 30 * minute, to: Number.POSITIVE_INFINITY, sources: ['squid', 'bind'] },
  { from: start + hour, to: start + 2 * hour, object: 'mail.example' },
];

let store: EvidenceStore;
let close: () => Promise<void>;
beforeAll(async () => {
  const data = await freshDirectory();
  store = openEvidenceStore(data);
  await store.load('w', [linesFrom(0, start, base)]);
  close = async () => {
    await store.close();
    await rm(data, { recursive: true, force: true });
  };
});
afterAll(() => close?.());

const viewOf = (own: readonly OverlayRow[], hidden: readonly EvidenceMask[]) =>
  new TeamView({ store, world: 'w', start, own: ownLines(`own${own.length}`, own), masks: hidden });

const teams = [
  { own: [], hidden: [] },
  { own: overlay, hidden: [] },
  { own: overlay, hidden: masks.slice(0, 1) },
  { own: overlay, hidden: masks },
];
const asked = [
  { now: start + 75 * minute + 12_345 },
  { now: start + 75 * minute + 12_345, q: 'evil* OR host:pc-0003' },
  { now: start + 5 * hour, q: 'PC-0003', from: start + 25 * minute, to: start + 61 * minute + 100 },
  { now: start + 75 * minute, q: '-news code:407', sources: ['squid', 'windows-security'] },
  { now: start + 30_000 },
  { now: start },
];

/** What a team should see, oldest first. */
function expected(
  { own, hidden }: (typeof teams)[number],
  {
    now,
    q = '',
    sources,
    from = start,
    to = now,
  }: (typeof asked)[number] & { sources?: string[]; from?: number; to?: number },
): EvidenceRow[] {
  const masked = maskTest(hidden);
  const holds = rowTest(parseSearch(q, evidenceDictionary));
  // Own lines are numbered source by source too.
  return [...told.filter(row => !masked(row)), ...[...Map.groupBy(own, row => row.source).values()].flat()]
    .map((row, index) => ({ row, index }))
    .sort((a, b) => a.row.at - b.row.at || a.index - b.index)
    .map(({ row }) => row)
    .filter(
      row =>
        row.at >= from &&
        row.at < Math.min(to, now) &&
        holds(row) &&
        (!sources || sources.includes(row.source)),
    );
}

test('pages of every team, question and order hold what they should, once', async () => {
  for (const team of teams)
    for (const question of asked)
      for (const order of ['newest', 'oldest'] as const) {
        const view = viewOf(team.own, team.hidden);
        const found: ViewLine[] = [];
        let cursor: string | undefined;
        // The clock goes on while the pages are turned; they stay as of the first.
        for (let now = question.now; ; now += 90_000) {
          const page = await view.search({
            ...question,
            now,
            order,
            limit: order === 'newest' ? 333 : 1000,
            ...(cursor ? { cursor } : {}),
          });
          found.push(...page.items);
          if (!page.next) break;
          cursor = page.next;
        }
        const rows = expected(team, question);
        expect(found.map(({ text }) => text)).toEqual(
          (order === 'newest' ? rows.toReversed() : rows).map(({ text }) => text),
        );
      }
});

test('counts over time and by value are those of the lines', async () => {
  for (const team of teams)
    for (const question of asked) {
      const view = viewOf(team.own, team.hidden);
      const rows = expected(team, question);
      const { width, buckets } = await view.histogram({ ...question, buckets: 40 });
      const inBucket = (at: number) => rows.filter(row => row.at >= at && row.at < at + width);
      for (const { at, counts } of buckets)
        expect(counts).toEqual(
          Object.fromEntries(
            [...Map.groupBy(inBucket(at), row => row.source)].map(([source, of]) => [source, of.length]),
          ),
        );
      expect(buckets.length).toBeLessThanOrEqual(41);
      for (const facet of ['host', 'object', 'user'] as const) {
        const counts = [
          ...Map.groupBy(
            rows.filter(row => row[facet] !== ''),
            row => row[facet],
          ),
        ]
          .map(([value, of]) => ({ value, count: of.length }))
          .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
        expect(await view.top({ ...question, facet, limit: 5 })).toEqual(counts.slice(0, 5));
      }
    }
});

test('a line of the attack looks like any other, is found by its id, and not before its time', async () => {
  const view = viewOf(overlay, masks);
  const mine = overlay[60]!;
  const id = lineId(mine);
  expect(await view.line(id, mine.at)).toBeUndefined();
  const line = (await view.line(id, mine.at + 1))!;
  const everyday = (await viewOf([], []).search({ now: start + hour, limit: 1 })).items[0]!;
  expect(Object.keys(line)).toEqual(Object.keys(everyday));
  expect(line).not.toHaveProperty('cause');
  expect(id).toMatch(/^[0-9a-z]+-[0-9a-z]{14}$/);
  expect(everyday.id).toMatch(/^[0-9a-z]+-[0-9a-z]{14}$/);
  expect(await view.line('no-such', start + hour)).toBeUndefined();
  // Masked: not there for this team.
  const gone = told.find(row => row.host === 'PC-0003' && row.at > start + 25 * minute)!;
  expect(await view.line(lineId(gone), start + 2 * hour)).toBeUndefined();
  expect((await viewOf([], []).line(lineId(gone), start + 2 * hour))?.text).toBe(gone.text);
});

test('the context of a line is its source around it', async () => {
  const view = viewOf(overlay, masks.slice(0, 1));
  const now = start + 75 * minute;
  const mine = overlay.find(row => row.at > start + 40 * minute)!;
  const around = await view.context(lineId(mine), now, 5, 7);
  const same = expected({ own: overlay, hidden: masks.slice(0, 1) }, {
    now,
    sources: [mine.source],
  } as never);
  const place = same.findIndex(row => row.text === mine.text);
  expect(around.map(({ text }) => text)).toEqual(same.slice(place - 5, place + 8).map(({ text }) => text));
});

test('cursors of others, of the future and of a time taken back are refused', async () => {
  const view = viewOf(overlay, []);
  const page = await view.search({ now: start + hour, limit: 10 });
  for (const cursor of [
    'x',
    '',
    '1.2',
    page.next!.replace(/^[^.]+/, (start * 2000).toString(36)),
    `${page.next}\0`,
  ])
    await expect(view.search({ now: start + hour, cursor })).rejects.toMatchObject({ code: 'SEARCH_CURSOR' });
  await expect(view.search({ now: start + hour - 1, cursor: page.next! })).rejects.toMatchObject({
    code: 'SEARCH_CURSOR',
  });
  await expect(view.search({ now: start + hour, q: 'nofield:1' })).rejects.toMatchObject({
    code: 'SEARCH_UNKNOWN_FIELD',
  });
});

test('lines are seen as soon as they are loaded', async () => {
  const view = new TeamView({ store, world: 'late', start, masks: [] });
  expect((await view.search({ now: start + 90_000 })).items).toEqual([]);
  await store.load('late', [linesFrom(0, start, told.slice(0, 40))]);
  expect((await view.search({ now: start + 90_000 })).items).toHaveLength(40);
  await store.load('late', [linesFrom(1, start, told.slice(40, 50))]);
  expect((await view.search({ now: start + 90_000 })).items).toHaveLength(50);
});
