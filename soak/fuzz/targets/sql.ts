// Hostile analyst SQL against the real embedded engine: nothing is written, nothing but events is read, and it goes on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { spawnStore } from '#store/events/embedded/spawn.ts';
import { hostileStatements } from '#store/events/testing/hostile-sql.ts';
import { holds, type Target, utf8 } from '../target.ts';
import { goodStatements, sqlWords } from './language.ts';

/** A word that stands only where an analyst may not look: in a file. */
const canary = 'canary-4d1f';
/** What the engine's own tables say of ours: a table's definition, and where its parts lie. */
const schemaWords = ['index_granularity', 'AggregateFunction('];
const limits = { seconds: 1, rows: 1_000, memoryBytes: 200e6 };

export const engine: Target = {
  name: 'language/sql-engine',
  cases: 20_000,
  slow: 15_000,
  words: sqlWords,
  samples: () => [...goodStatements, ...hostileStatements.map(([, sql]) => sql)].map(utf8),
  async open() {
    const dir = await mkdtemp(join(tmpdir(), 'hinomi-soak-sql-'));
    await writeFile(join(dir, 'canary.txt'), canary);
    const child = await spawnStore(join(dir, 'store'));
    const store = await openEventStore({ socketPath: child.socketPath });
    const state = async () =>
      JSON.stringify([
        await store.query('SELECT count() AS n FROM events'),
        await store.query(
          'SELECT name, create_table_query AS made FROM system.tables WHERE database = currentDatabase() ORDER BY name',
        ),
        await store.query(
          "SELECT name, value FROM system.settings WHERE changed AND name != 'log_comment' ORDER BY name",
        ),
        await store.query("SELECT name FROM system.functions WHERE origin != 'System'"),
      ]);
    const before = await state();
    for (const word of schemaWords) holds(before.includes(word), `no table is defined with ${word}`);
    const marks = [...schemaWords, join(dir, 'store')];
    let answered = 0;
    return {
      async run(data) {
        const sql = data.toString('utf8').replaceAll('/etc/passwd', join(dir, 'canary.txt'));
        try {
          const result = await store.analystQuery(sql, limits);
          answered++;
          const said = JSON.stringify(result);
          // An answer may repeat the statement's own words; these come from a file or from the schema only.
          holds(!said.includes(canary), 'a file was read');
          for (const mark of marks)
            holds(!said.includes(mark) || sql.includes(mark), `the schema was read: ${mark}`);
        } catch (error) {
          if (!(error instanceof HinomiError)) throw error;
        }
      },
      async check() {
        holds((await state()) === before, 'the store is not as it was');
      },
      async close() {
        holds(answered > 0, 'no statement was ever answered: nothing was tried');
        await store.close();
        await child.stop();
        await rm(dir, { recursive: true, force: true });
      },
    };
  },
};
