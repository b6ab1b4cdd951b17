// `npm run soak -- [NAME …] [--seconds N] [--cases N] [--seed N] [--json] [--list]`: long runs that look for what tests
// are too short to find. One line a run; exit 1 when one fails. See soak/README.md.
import { parseArgs } from 'node:util';
import { fuzzRuns } from './fuzz/index.ts';
import { killRuns } from './kill/index.ts';
import { reflectionRuns } from './reflection/index.ts';
import type { Soak, SoakOptions } from './run.ts';

const all: readonly Soak[] = [...fuzzRuns, ...reflectionRuns, ...killRuns];

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string' },
    cases: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
    list: { type: 'boolean' },
  },
  allowPositionals: true,
});
const chosen =
  positionals.length === 0 ? all : all.filter(soak => positionals.some(name => soak.name.startsWith(name)));
if (values.list || chosen.length === 0) {
  for (const soak of all) console.log(soak.name);
  process.exit(values.list ? 0 : 2);
}
const options: SoakOptions = {
  seed: Number(values.seed ?? Date.now() % 2 ** 31),
  ...(values.seconds ? { seconds: Number(values.seconds) } : {}),
  ...(values.cases ? { cases: Number(values.cases) } : {}),
  say: line => {
    if (!values.json) console.error(`  ${line}`);
  },
};
let failed = 0;
for (const soak of chosen) {
  const started = performance.now();
  const result = await soak
    .run(options)
    .catch((error: Error) => ({ done: '', figures: {}, failures: [error.stack ?? error.message] }));
  const seconds = Math.round((performance.now() - started) / 1000);
  const pass = result.failures.length === 0;
  if (!pass) failed++;
  const row = { name: soak.name, pass, seed: options.seed, seconds, ...result };
  if (values.json) console.log(JSON.stringify(row));
  else {
    const figures = Object.entries(result.figures).map(
      ([name, value]) => `${name} ${value.toLocaleString('en')}`,
    );
    console.log(
      `${pass ? 'pass' : 'FAIL'} ${soak.name} (${seconds} s, seed ${options.seed}) ${result.done}: ${figures.join(', ')}`,
    );
    for (const failure of result.failures.slice(0, 20)) console.log(`     ${failure}`);
  }
}
process.exit(failed > 0 ? 1 : 0);
