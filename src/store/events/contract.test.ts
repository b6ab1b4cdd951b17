// One contract, every event store: the embedded engine always, a ClickHouse server where HINOMI_CLICKHOUSE_URL says.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { uuidv7 } from '#model/ids.ts';
import { parseSearch } from '#model/search/parse.ts';
import { day, hour, minute } from '#model/time.ts';
import { histogram, topValues } from './aggregate.ts';
import type { EventStore } from './port.ts';
import { exportRows, relatedEvents, searchEvents } from './search.ts';
import { anyEvent, anySearch } from './testing/arbitrary.ts';
import { hostileStatements } from './testing/hostile-sql.ts';
import { matchesReference } from './testing/reference.ts';
import { type OpenTarget, targets } from './testing/targets.ts';

let tokens = 0;
const token = () => `contract-${process.pid}-${tokens++}`;

for (const target of targets)
  describe.skipIf(target.skip !== undefined)(
    `${target.name}${target.skip ? ` (skipped: ${target.skip})` : ''}`,
    () => {
      let opened: OpenTarget;
      let store: EventStore;
      /** Each test has a day of its own. */
      let today = Date.UTC(2026, 3, 1);
      const scope = () => ({ from: today, to: today + day });

      beforeAll(async () => {
        opened = await target.open();
        store = opened.store;
      });
      afterAll(() => opened?.close());

      const event = (change: Partial<Event> = {}): Event => {
        const at = change['@timestamp'] ?? today + hour;
        return {
          '@timestamp': at,
          'event.id': uuidv7(Math.max(at, 0)),
          'event.module': 'telescope',
          'event.dataset': 'telescope.flow',
          'event.ingested': today,
          ...change,
        };
      };
      const nextDay = () => {
        today += day;
      };

      test('answers a ping', async () => {
        expect(await store.ping()).toBe(true);
      });

      test('gives back every event as it was stored', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(anyEvent, { minLength: 1, maxLength: 40, selector: each => each['event.id'] }),
            async events => {
              await store.insertEvents(events, token());
              const found = new Map(
                (await store.byIds(events.map(each => each['event.id']))).map(each => [
                  each['event.id'],
                  each,
                ]),
              );
              for (const each of events) expect(found.get(each['event.id'])).toEqual(each);
            },
          ),
          { numRuns: 25 },
        );
      });

      test('holds values inside the limits of their columns', async () => {
        nextDay();
        const wild = event({
          '@timestamp': -1e15,
          'event.end': 1e15,
          'destination.port': 70_000,
          'event.severity': -3,
          'network.bytes': 2 ** 60,
          'source.ip': 'not an address',
          'event.original': 'x'.repeat(20_000),
          message: '\ud800 lone surrogate',
        });
        await store.insertEvents([wild], token());
        const [kept] = await store.byIds([wild['event.id']]);
        expect(kept).toMatchObject({
          '@timestamp': Date.UTC(1900, 0, 1),
          'event.end': Date.UTC(2299, 11, 31),
          'destination.port': 65_535,
          'network.bytes': Number.MAX_SAFE_INTEGER,
          'event.original': 'x'.repeat(8192),
          message: '\ufffd lone surrogate',
        });
        expect(kept).not.toHaveProperty('source.ip');
        expect(kept).not.toHaveProperty('event.severity');
      });

      test('stores a token once, in the table and in the roll-ups', async () => {
        nextDay();
        const events = Array.from({ length: 500 }, (_, index) =>
          event({ '@timestamp': today + index, 'network.packets': 2 }),
        );
        const once = token();
        for (let attempt = 0; attempt < 3; attempt++) await store.insertEvents(events, once);
        await Promise.all([store.insertEvents(events, once), store.insertEvents(events, once)]);
        const bounds = { from: today, to: today + day };
        const where =
          '`@timestamp` >= fromUnixTimestamp64Milli({from:Int64}) AND `@timestamp` < fromUnixTimestamp64Milli({to:Int64})';
        expect(
          await store.query(
            `SELECT count() AS n, sum(network.packets) AS p FROM events WHERE ${where}`,
            bounds,
          ),
        ).toEqual([{ n: 500, p: 1000 }]);
        for (const table of ['events_minute', 'events_hour'])
          expect(
            await store.query(
              `SELECT sum(events) AS n, sum(packets) AS p FROM ${table} WHERE at >= toDateTime({from:UInt32}) AND at < toDateTime({to:UInt32})`,
              { from: today / 1000, to: today / 1000 + 86_400 },
            ),
          ).toEqual([{ n: 500, p: 1000 }]);
      });

      test('roll-ups merge distinct sources over hours and keep exercises apart', async () => {
        nextDay();
        const sources = 300;
        const events = Array.from({ length: 3000 }, (_, index) =>
          event({
            '@timestamp': today + (index % 24) * hour,
            'source.ip': `198.51.${Math.floor((index % sources) / 250)}.${(index % sources) % 250}`,
            'hinomi.exercise': index % 10 === 0 ? 'ex-1' : '',
          }),
        );
        await store.insertEvents(events, token());
        const rows = await store.query<{ exercise: string; n: number; sources: number }>(
          `SELECT exercise, sum(events) AS n, uniqCombinedMerge(14)(sources) AS sources FROM events_hour
         WHERE at >= toDateTime({from:UInt32}) AND at < toDateTime({to:UInt32}) GROUP BY exercise ORDER BY exercise`,
          { from: today / 1000, to: today / 1000 + 86_400 },
        );
        expect(rows.map(row => [row.exercise, row.n])).toEqual([
          ['', 2700],
          ['ex-1', 300],
        ]);
        expect(Math.abs(rows[0]!.sources - 270)).toBeLessThan(10);
        expect((await searchEvents(store, { ...scope(), limit: 10_000 })).items).toHaveLength(2700);
        expect(
          (await searchEvents(store, { ...scope(), q: 'hinomi.exercise:ex-1', limit: 10_000 })).items,
        ).toHaveLength(300);
      });

      test('the search agrees with its meaning in JavaScript, whatever the values', async () => {
        const events = fc.sample(
          fc.uniqueArray(anyEvent, { minLength: 300, maxLength: 300, selector: each => each['event.id'] }),
          {
            seed: 11,
            numRuns: 1,
          },
        )[0]!;
        const input = token();
        for (const each of events) each['hinomi.input'] = input;
        await store.insertEvents(events, token());
        const range = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2) + 1, limit: 10_000 };
        let hits = 0;
        await fc.assert(
          fc.asyncProperty(anySearch, async line => {
            const tree = parseSearch(line);
            const wanted = events.filter(each => matchesReference(tree, each)).map(each => each['event.id']);
            const page = await searchEvents(store, { ...range, q: `hinomi.input:"${input}" (${line})` });
            expect(page.items.map(each => each['event.id']).sort()).toEqual(wanted.sort());
            hits += wanted.length;
          }),
          { numRuns: 150 },
        );
        expect(hits).toBeGreaterThan(1000);
      });

      test('pages cover everything once, in order, also among equal times and while more arrives', async () => {
        nextDay();
        const events = Array.from({ length: 230 }, (_, index) =>
          event({ '@timestamp': today + Math.floor(index / 50) }),
        );
        await store.insertEvents(events, token());
        const seen: string[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await searchEvents(store, { ...scope(), limit: 23, ...(cursor ? { cursor } : {}) });
          seen.push(...page.items.map(each => each['event.id']));
          await store.insertEvents([event({ '@timestamp': today + hour })], token());
          if (!page.next) break;
          cursor = page.next;
        }
        expect(seen).toHaveLength(230);
        expect(new Set(seen)).toEqual(new Set(events.map(each => each['event.id'])));
        const exported: Event[] = [];
        for await (const each of exportRows(store, {
          from: today,
          to: today + 1000,
          order: 'oldest',
          pageSize: 37,
        }))
          exported.push(each);
        expect(exported).toHaveLength(230);
        expect(exported.map(each => each['@timestamp'])).toEqual(
          exported.map(each => each['@timestamp']).toSorted((a, b) => a - b),
        );
        await expect(searchEvents(store, { ...scope(), cursor: "1' OR 1" })).rejects.toMatchObject({
          code: 'SEARCH_CURSOR',
        });
      });

      test('histograms from rows and from roll-ups count the same', async () => {
        nextDay();
        const events = Array.from({ length: 1000 }, (_, index) =>
          event({
            '@timestamp': today + index * 80_000,
            'hinomi.class': index % 3 === 0 ? 'scan' : '',
            'destination.port': index % 2 ? 22 : 23,
            'network.packets': index,
          }),
        );
        await store.insertEvents(events, token());
        const total = (counted: Awaited<ReturnType<typeof histogram>>, name: string) =>
          counted.buckets.reduce((sum, bucket) => sum + (bucket.counts[name] ?? 0), 0);
        for (const q of ['', 'destination.port:22', '-hinomi.class:scan', 'destination.port:(22 OR 23)']) {
          const rolled = await histogram(store, { ...scope(), q });
          const counted = await histogram(store, { ...scope(), q: `${q} event.id:*` });
          expect(rolled.buckets).toEqual(counted.buckets);
          const wanted = events.filter(each => matchesReference(parseSearch(q), each));
          expect(total(rolled, 'scan')).toBe(wanted.filter(each => each['hinomi.class']).length);
          expect(total(rolled, 'telescope.flow')).toBe(wanted.filter(each => !each['hinomi.class']).length);
        }
        const rolled = await topValues(store, { ...scope(), field: 'destination.port' });
        expect(rolled).toEqual(
          await topValues(store, { ...scope(), q: 'event.id:*', field: 'destination.port' }),
        );
        expect(rolled.map(({ value, events: n }) => [value, n])).toEqual([
          [22, 500],
          [23, 500],
        ]);
      });

      test('a histogram of all time has whole buckets', async () => {
        const all = { from: -8_639_999_999_999_999, to: 8_640_000_000_000_000 };
        for (const buckets of [1, 7, 60]) {
          const { width } = await histogram(store, { ...all, buckets });
          expect(Number.isInteger(width)).toBe(true);
        }
      });

      test('top values of addresses, lists and labels', async () => {
        nextDay();
        await store.insertEvents(
          [
            event({
              'source.ip': '192.0.2.9',
              'threat.technique.id': ['T1110', 'T1046'],
              labels: { asn: 'a' },
            }),
            event({ 'source.ip': '192.0.2.9', 'threat.technique.id': ['T1046'], labels: { asn: 'a' } }),
            event({ 'source.ip': '2001:db8::9', labels: { asn: 'b' } }),
            event(),
          ],
          token(),
        );
        const top = async (field: string) =>
          (await topValues(store, { ...scope(), field })).map(({ value, events }) => [value, events]);
        expect(await top('source.ip')).toEqual([
          ['192.0.2.9', 2],
          ['2001:db8::9', 1],
        ]);
        expect(await top('threat.technique.id')).toEqual([
          ['T1046', 2],
          ['T1110', 1],
        ]);
        expect(await top('labels.asn')).toEqual([
          ['a', 2],
          ['b', 1],
        ]);
        await expect(top('@timestamp')).rejects.toMatchObject({ code: 'TOP_FIELD' });
        await expect(top('`; DROP TABLE events')).rejects.toMatchObject({ code: 'TOP_FIELD' });
        for (const field of ['constructor', '__proto__', 'toString'])
          await expect(topValues(store, { ...scope(), field })).rejects.toMatchObject({
            code: 'TOP_FIELD',
          });
      });

      test('top sources over days count whole days from the roll-up and the edges from the events', async () => {
        today += 10 * day;
        const events = Array.from({ length: 2000 }, (_, index) =>
          event({
            '@timestamp': today + index * 250_000,
            'source.ip': index % 3 ? '192.0.2.1' : '192.0.2.2',
            'hinomi.class': index % 2 ? 'scan' : 'backscatter',
            'network.packets': index,
            'hinomi.exercise': index % 100 === 0 ? 'ex-2' : '',
          }),
        );
        await store.insertEvents(events, token());
        const range = { from: today + 5 * hour + 17, to: today + 4 * day + 3 * hour + 3, field: 'source.ip' };
        for (const q of ['', 'hinomi.class:scan', '-source.ip:192.0.2.1', 'hinomi.exercise:ex-2']) {
          const fast = await topValues(store, { ...range, q });
          expect(fast).toEqual(await topValues(store, { ...range, q: `${q} event.id:*` }));
          expect(fast.length).toBeGreaterThan(0);
        }
      });

      test('an event brings its session at any time and its source nearby', async () => {
        nextDay();
        const base = { 'source.ip': '192.0.2.77', 'hinomi.session': token() };
        const middle = event({ '@timestamp': today + 5 * hour, ...base });
        const near = event({ '@timestamp': today + 5 * hour + 9 * minute, 'source.ip': '192.0.2.77' });
        const far = event({ '@timestamp': today + 7 * hour, 'source.ip': '192.0.2.77' });
        const session = event({
          '@timestamp': today + 9 * hour,
          'source.ip': '192.0.2.78',
          'hinomi.session': base['hinomi.session'],
        });
        await store.insertEvents([middle, near, far, session], token());
        expect((await relatedEvents(store, middle)).map(each => each['event.id'])).toEqual([
          near['event.id'],
          session['event.id'],
        ]);
      });

      test('analyst SQL reads, with addresses as people write them', async () => {
        nextDay();
        await store.insertEvents([event({ 'source.ip': '192.0.2.5', 'event.dataset': token() })], token());
        const result = await store.analystQuery(
          `WITH mine AS (SELECT source.ip AS ip FROM hinomi_database.events WHERE source.ip = toIPv6('192.0.2.5'))
         SELECT ip, [ip] AS list, count() AS n FROM mine WHERE ip IN mine GROUP BY ip; -- end`.replace(
            'hinomi_database.',
            '',
          ),
        );
        expect(result.columns.map(column => column.name)).toEqual(['ip', 'list', 'n']);
        expect(result.rows[0]!.slice(0, 2)).toEqual(['192.0.2.5', ['192.0.2.5']]);
        expect(result.statistics.rowsRead).toBeGreaterThan(0);
        const rolled = await store.analystQuery(
          'SELECT toStartOfHour(at) AS h, uniqCombinedMerge(14)(sources) AS s FROM events_minute GROUP BY h ORDER BY h DESC LIMIT 3',
        );
        expect(rolled.rows.length).toBeGreaterThan(0);
      });

      test.each(hostileStatements)('analyst SQL cannot %s', async (_, sql) => {
        await expect(store.analystQuery(sql)).rejects.toMatchObject({
          code: expect.stringMatching(/^(QUERY_REFUSED|QUERY_SYNTAX|SQL_SYNTAX|QUERY_FAILED)$/),
        });
        expect(await store.query('SELECT count() > 0 AS there FROM events')).toEqual([{ there: 1 }]);
      });

      test('analyst SQL is bounded in time, rows and memory', async () => {
        const run = (sql: string) => store.analystQuery(sql, { seconds: 1, rows: 100, memoryBytes: 50e6 });
        await expect(run('SELECT count() FROM numbers(1000000000000)')).rejects.toMatchObject({
          code: 'QUERY_TOO_SLOW',
          status: 408,
        });
        await expect(run('SELECT number FROM numbers(101)')).rejects.toMatchObject({
          code: 'QUERY_TOO_LARGE',
          status: 400,
        });
        await expect(run('SELECT length(groupArray(number)) FROM numbers(1000000000)')).rejects.toMatchObject(
          { code: 'QUERY_TOO_MUCH_MEMORY' },
        );
        expect((await run('SELECT number FROM numbers(100)')).rows).toHaveLength(100);
      });

      test('errors of the engine arrive as errors', async () => {
        await expect(store.query('SELECT no_such_column FROM events')).rejects.toThrow(/no_such_column/);
      });
    },
  );
