// `npm run bench -- [--json] [SIZES] [NAME …]`: every figure as a ratio to a peer or a physical limit, measured in this run.
import { parseArgs } from 'node:util';
import { benches as capture } from './capture/index.ts';
import { benches as collector } from './collector/index.ts';
import { benches as dns } from './dns/index.ts';
import { benches as drillSearch } from './drill-search.ts';
import { benches as drillWorld } from './drill-world.ts';
import { benches as events } from './events/index.ts';
import { benches as honeypots } from './honeypots/index.ts';
import { benches as logs } from './logs/index.ts';

/** One measured figure. `ratio` is value over baseline; baseline says what it is compared with. */
export interface BenchRow {
  name: string;
  value: number;
  unit: string;
  baseline: string | number;
  ratio: number;
}

/** Sizes that may be chosen; each benchmark has its own defaults. */
export interface BenchOptions {
  /** People of an organisation. */
  staff?: number;
  /** Teams at once, one measurement each. */
  teams?: readonly number[];
  /** Length of a measurement. */
  seconds?: number;
  /** Folder that keeps what is costly to make between runs. */
  folder?: string;
  /** Tell questions that take longer, ms. */
  slow?: number;
}

/** A benchmark: a name to choose it by, and the figures as they come. */
export interface Bench {
  name: string;
  run(options: BenchOptions): AsyncIterable<BenchRow>;
}

const all: readonly Bench[] = [
  ...capture,
  ...events,
  ...collector,
  ...dns,
  ...honeypots,
  ...logs,
  ...drillWorld,
  ...drillSearch,
];

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean' },
    list: { type: 'boolean' },
    staff: { type: 'string' },
    teams: { type: 'string' },
    seconds: { type: 'string' },
    folder: { type: 'string' },
    slow: { type: 'string' },
  },
  allowPositionals: true,
});
const options: BenchOptions = {
  ...(values.staff ? { staff: Number(values.staff) } : {}),
  ...(values.teams ? { teams: values.teams.split(',').map(Number) } : {}),
  ...(values.seconds ? { seconds: Number(values.seconds) } : {}),
  ...(values.folder ? { folder: values.folder } : {}),
  ...(values.slow ? { slow: Number(values.slow) } : {}),
};
const chosen =
  positionals.length === 0 ? all : all.filter(bench => positionals.some(name => bench.name.startsWith(name)));
if (values.list || chosen.length === 0) {
  for (const bench of all) console.log(bench.name);
  process.exit(values.list ? 0 : 2);
}
let failed = 0;
for (const bench of chosen)
  try {
    for await (const row of bench.run(options)) {
      if (values.json) console.log(JSON.stringify(row));
      else
        console.log(
          `${row.name.padEnd(52)} ${row.value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(16)} ${row.unit.padEnd(12)} ${Number(row.ratio).toFixed(2)} × ${row.baseline}`,
        );
    }
  } catch (error) {
    failed++;
    console.error(`${bench.name}: ${(error as Error).message}`);
  }
process.exit(failed > 0 ? 1 : 0);
