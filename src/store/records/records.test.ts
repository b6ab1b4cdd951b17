// One contract, run on SQLite and on a real PostgreSQL.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Kysely, sql } from 'kysely';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineCollection } from './collection.ts';
import { settings } from './collections.ts';
import type { Tables } from './database.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/index.ts';
import { everyRecord, openRecords, type Records } from './records.ts';
import { openSqlite, sqliteDialect } from './sqlite.ts';
import { postgresPrograms, startPostgres } from './test-postgres.ts';

const Thing = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['a', 'b']),
  label: Type.Optional(Type.String()),
  size: Type.Integer({ minimum: 0 }),
});
const things = defineCollection({
  name: 'testThings',
  schema: Thing,
  text: { kind: d => d.kind, label: d => d.label },
  number: { size: d => d.size },
  pairs: [['kind', 'size']],
});
const thing = (id: string, size = 0, label?: string) => ({
  id,
  kind: 'a' as const,
  size,
  ...(label === undefined ? {} : { label }),
});

interface Place {
  where: { sqliteFile: string } | { postgresUrl: string };
  stop(): Promise<void>;
}

const programs = postgresPrograms();
if (!programs) console.warn('records on PostgreSQL: SKIPPED, no server under /usr/lib/postgresql/*/bin');

const engines: [string, (() => Promise<Place>) | undefined][] = [
  [
    'SQLite',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'hinomi-records-'));
      return {
        where: { sqliteFile: join(directory, 'records.sqlite') },
        stop: async () => rmSync(directory, { recursive: true }),
      };
    },
  ],
  [
    'PostgreSQL',
    programs
      ? async () => {
          const server = await startPostgres(programs);
          return { where: { postgresUrl: server.url }, stop: server.stop };
        }
      : undefined,
  ],
];

for (const [engine, start] of engines)
  describe.skipIf(!start)(`records on ${engine}`, () => {
    let place: Place;
    let records: Records;
    let other: Records;
    const problems: string[] = [];
    const options = { collections: [things], report: (p: { id: string }) => problems.push(p.id) };

    beforeAll(async () => {
      place = await start!();
      // Together: the migration lock must let exactly one of them do the work.
      [records, other] = await Promise.all([
        openRecords(place.where, options),
        openRecords(place.where, options),
      ]);
    });
    afterAll(async () => {
      await records?.close();
      await other?.close();
      await place?.stop();
    });

    it('puts, gets, replaces and removes', async () => {
      const all = records.collection(things);
      await all.put(thing('x', 1, 'one'));
      expect(await all.get('x')).toEqual(thing('x', 1, 'one'));
      await all.put(thing('x', 2));
      expect(await other.collection(things).get('x')).toEqual(thing('x', 2));
      expect(await all.count({ label: '' })).toBe(1);
      expect(await all.remove('x')).toBe(true);
      expect(await all.remove('x')).toBe(false);
      expect(await all.get('x')).toBeUndefined();
    });

    it('refuses an invalid document and names the field', async () => {
      const all = records.collection(things);
      await expect(all.put({ ...thing('bad'), size: -1 })).rejects.toMatchObject({
        code: 'RECORD_INVALID',
        status: 400,
        place: { field: '/size' },
      });
      const { size: _, ...missing } = thing('bad');
      await expect(all.put(missing as never)).rejects.toMatchObject({ place: { field: '/size' } });
      await expect(all.putMany([thing('good'), { ...thing('bad'), kind: 'c' } as never])).rejects.toThrow(
        '/kind',
      );
      await expect(all.put(thing('nul\0'))).rejects.toMatchObject({ place: { field: '/id' } });
      expect(await all.getMany(['bad', 'good'])).toEqual([]);
    });

    it('lists by condition and order, page by page', async () => {
      const all = records.collection(things);
      const many = Array.from({ length: 57 }, (_, n) =>
        thing(`p${String(n).padStart(2, '0')}`, n % 7, `L${n}`),
      );
      await all.putMany(many);
      for (const order of ['size', '-size', 'label', '-label', 'id', '-id'] as const) {
        const seen: string[] = [];
        for await (const item of everyRecord(all, { order, limit: 5 })) seen.push(item.id);
        expect(new Set(seen).size).toBe(57);
        const key = (t: (typeof many)[number]) => {
          const field = order.replace('-', '') as 'size' | 'label' | 'id';
          return [t[field] ?? '', t.id] as const;
        };
        const sign = order.startsWith('-') ? -1 : 1;
        const sorted = many.toSorted((a, b) => {
          const [x, y] = [key(a), key(b)];
          return sign * (x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] < y[1] ? -1 : 1);
        });
        expect(seen).toEqual(sorted.map(t => t.id));
      }
      expect(await all.count({ size: { gte: 2, lt: 4 } })).toBe(
        many.filter(t => t.size === 2 || t.size === 3).length,
      );
      expect(await all.count({ size: [1, 6] })).toBe(many.filter(t => t.size === 1 || t.size === 6).length);
      expect(await all.count({ size: [] })).toBe(0);
      expect(await all.count({ label: { contains: '5' }, kind: 'a' })).toBe(12);
      expect(await all.count({ label: { contains: '%' } })).toBe(0);
      for (const after of [
        '!!',
        Buffer.from('["-size",1,"x"]').toString('base64url'),
        Buffer.from('[1]').toString('base64url'),
      ])
        await expect(all.list({ order: 'size', after })).rejects.toMatchObject({
          code: 'RECORDS_BAD_CURSOR',
        });
      await expect(all.list({ where: { 'x; drop': 1 } as never })).rejects.toMatchObject({
        code: 'RECORDS_UNKNOWN_INDEX',
      });
      await expect(all.list({ order: 'constructor' as never })).rejects.toMatchObject({
        code: 'RECORDS_UNKNOWN_INDEX',
      });
    });

    it('keeps any text, and finds it again by its index', async () => {
      const all = records.collection(things);
      const label = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ minLength: 495, maxLength: 700, unit: 'grapheme' }),
        fc.constantFrom('\0', '\ud800', "'; drop table x; --", '𠮷'.repeat(400)),
      );
      await fc.assert(
        fc.asyncProperty(label, async value => {
          await all.put(thing('any', 3, value));
          expect((await all.get('any'))?.label).toBe(value);
          expect((await all.list({ where: { label: value } })).items.map(t => t.id)).toContain('any');
        }),
        { numRuns: 60 },
      );
    });

    it('updates concurrently from two connections without losing one', async () => {
      await records.collection(things).put(thing('counter'));
      const up = (t: ReturnType<typeof thing>) => ({ ...t, size: t.size + 1 });
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          (n % 2 ? records : other).collection(things).update('counter', up as never),
        ),
      );
      expect((await records.collection(things).get('counter'))?.size).toBe(60);
      await expect(records.collection(things).update('none', t => t)).rejects.toMatchObject({
        code: 'RECORD_NOT_FOUND',
        status: 404,
      });
    });

    it('numbers without gap or duplicate, and rolls back all or nothing', async () => {
      const takers = Array.from({ length: 40 }, (_, n) => (n % 2 ? records : other).sequence('test'));
      expect((await Promise.all(takers)).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 40 }, (_, n) => n + 1),
      );
      const failing = records.transaction(async tx => {
        await tx.sequence('test');
        await tx.collection(things).put(thing('ghost'));
        expect((await tx.collection(things).get('ghost'))?.id).toBe('ghost');
        expect(await records.collection(things).get('ghost')).toBeUndefined();
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await records.collection(things).get('ghost')).toBeUndefined();
      expect(await records.sequence('test')).toBe(41);
      const nested = records.transaction(() => records.collection(things).put(thing('ghost')));
      await expect(nested).rejects.toMatchObject({ code: 'RECORDS_NESTED' });
    });

    it('logs list changes with ordered serials together with other writes', async () => {
      const change = (n: number, zone = 'warn.hinomi') =>
        ({
          at: 1000 + n,
          zone,
          op: 'add',
          owner: `d${n}.example`,
          rdata: 'CNAME .',
          indicator: `i${n}`,
        }) as const;
      expect(await records.listChanges.last()).toBe(0);
      const serial = await records.transaction(async tx => {
        await tx.collection(things).put(thing('listed'));
        return tx.listChanges.append([change(1), change(2)]);
      });
      expect(serial).toBe(2);
      await Promise.all([
        other.listChanges.append([change(3, 'hot')]),
        records.listChanges.append([change(4)]),
      ]);
      const all = await other.listChanges.since(0);
      expect(all.map(c => c.serial)).toEqual([1, 2, 3, 4]);
      expect(all[0]).toEqual({ serial: 1, ...change(1) });
      expect(await records.listChanges.since(1, { zone: 'hot' })).toHaveLength(1);
      expect(await records.listChanges.prune(2)).toBe(2);
      expect(await records.listChanges.oldest()).toBe(3);
      expect(await records.listChanges.last()).toBe(4);
    });

    it('reports a stored document that no longer fits, and lists the rest', async () => {
      const loose = defineCollection({ name: 'testThings', schema: Type.Object({ id: Type.String() }) });
      const strict = records.collection(things);
      await strict.putMany([thing('r1', 900), thing('r3', 900)]);
      await records.collection(loose).put({ id: 'r2' });
      const before = problems.length;
      const listed = await strict.list({ where: { label: '' }, order: 'id' });
      expect(listed.items.map(t => t.id)).toEqual(expect.arrayContaining(['r1', 'r3']));
      expect(await strict.get('r2')).toBeUndefined();
      expect(problems.slice(before)).toEqual(['r2', 'r2']);
      await strict.remove('r2');
    });

    it('fills a new index column from the documents already there', async () => {
      const wider = defineCollection({
        name: 'testThings',
        schema: Thing,
        text: { kind: d => d.kind, label: d => d.label, initial: d => d.id.slice(0, 1) },
        number: { size: d => d.size },
      });
      await records.collection(things).put(thing('zebra'));
      const again = await openRecords(place.where, { collections: [wider] });
      const { items } = await again.collection(wider).list({ where: { initial: 'z' } });
      await again.close();
      expect(items.map(t => t.id)).toEqual(['zebra']);
    });

    it('takes 2,000 documents at once', async () => {
      await records
        .collection(things)
        .putMany(Array.from({ length: 2000 }, (_, n) => thing(`bulk${n}`, n, 'bulk')));
      expect(await records.collection(things).count({ label: 'bulk' })).toBe(2000);
    });

    it('answers a ping', async () => {
      expect(await records.ping()).toBe(true);
    });
  });

it('runs migrations once and in order, all or nothing, and refuses what a newer version made', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hinomi-migrate-'));
  const database = new Kysely<Tables>({ dialect: sqliteDialect(openSqlite(join(directory, 'x.sqlite'))) });
  const made: number[] = [];
  const migration = (number: number, fails = false): Migration => ({
    number,
    title: `m${number}`,
    async up(transaction) {
      made.push(number);
      await sql`create table ${sql.table(`m${number}`)} (id text)`.execute(transaction);
      if (fails) throw new Error('half-way');
    },
  });
  await migrate(database, 'sqlite', [], [migration(2), migration(1)]);
  await expect(
    migrate(database, 'sqlite', [], [migration(1), migration(2), migration(3, true)]),
  ).rejects.toThrow('half');
  await migrate(database, 'sqlite', [], [migration(1), migration(2), migration(3)]);
  expect(made).toEqual([1, 2, 3, 3]);
  await expect(migrate(database, 'sqlite', [], [migration(1)])).rejects.toMatchObject({
    code: 'RECORDS_NEWER',
  });
  await database.destroy();
  rmSync(directory, { recursive: true });
});

it('reads a page of one kind in order from an index, without sorting', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hinomi-plan-'));
  const file = join(directory, 'x.sqlite');
  await (await openRecords({ sqliteFile: file }, { collections: [things] })).close();
  const database = openSqlite(file, true);
  const planOf = (order: string) =>
    JSON.stringify(
      database
        .prepare(`explain query plan select id from testThings where kind = 'a' order by ${order} limit 9`)
        .all(),
    );
  expect(planOf('size desc, id desc')).not.toContain('TEMP B-TREE');
  expect(planOf('label desc, id desc')).toContain('TEMP B-TREE');
  database.close();
  rmSync(directory, { recursive: true });
});

it("keeps what it acknowledged when writers are killed, and they do not get into each other's way", async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hinomi-kill-'));
  const file = join(directory, 'x.sqlite');
  const records = await openRecords({ sqliteFile: file });
  const acknowledged: string[] = [];
  for (let round = 0; round < 2; round++) {
    const writers = ['a', 'b'].map(name =>
      spawn(
        process.execPath,
        [fileURLToPath(new URL('./test-writer.ts', import.meta.url)), file, `${round}${name}`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      ),
    );
    const outputs = writers.map(async writer => {
      let text = '';
      for await (const chunk of writer.stdout!) {
        text += chunk;
        if (text.split('\n').length > 30) writer.kill('SIGKILL');
      }
      acknowledged.push(...text.split('\n').slice(0, -1));
    });
    await Promise.all(outputs);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(120);
  expect(await records.collection(settings).getMany(acknowledged)).toHaveLength(acknowledged.length);
  const numbers: number[] = [];
  for await (const { value } of everyRecord(records.collection(settings))) numbers.push(value as number);
  numbers.sort((x, y) => x - y);
  expect(numbers).toEqual(numbers.map((_, n) => n + 1));
  await records.close();
  rmSync(directory, { recursive: true });
});

it('says what to do when the store cannot be opened', async () => {
  for (const where of [
    { sqliteFile: '/nonexistent/x.sqlite' },
    { postgresUrl: 'postgresql://x@/x?host=/nonexistent' },
  ])
    await expect(openRecords(where)).rejects.toMatchObject({ code: 'RECORDS_UNREACHABLE' });
});
