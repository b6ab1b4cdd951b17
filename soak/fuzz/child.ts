// One target in a process of its own: `node child.ts NAME SEED CASES SECONDS`. Tells its parent how far it is; the parent
// ends it when nothing comes.
import { setImmediate as breathe } from 'node:timers/promises';
import { seeded } from '../run.ts';
import { Coverage } from './coverage.ts';
import { mutator, type Recipe, reduce } from './mutate.ts';
import { targets } from './targets.ts';

export interface Progress {
  cases: number;
  rss: number;
  /** Blocks of our code reached, where the target is guided. */
  blocks?: number;
  failure?: string;
  ended?: boolean;
}

const [name, seedText, casesText, secondsText] = process.argv.slice(2);
const target = targets.find(each => each.name === name)!;
const cases = Number(casesText);
const memory = (target.memory ?? 768) * 2 ** 20;
const slow = target.slow ?? 2_000;
const fraction = seeded(Number(seedText));
const random = () => Math.floor(fraction() * 2 ** 32);
const { recipe, build, learn } = mutator(target.samples(), target.words);
/** Inputs between two looks at the coverage, which costs about a millisecond. */
const look = 200;

let done = 0;
let peak = 0;
const coverage = target.guided ? new Coverage() : undefined;
const tell = (rest: Partial<Progress> = {}) =>
  process.send!({ cases: done, rss: peak, ...(coverage ? { blocks: coverage.blocks } : {}), ...rest });
let recent: Buffer[] = [];

tell();
const opened = await target.open();
const until = performance.now() + Number(secondsText) * 1_000;

/** Runs one input; `slow` is watched here, where a case that comes back late can still be shown. */
function attempt(data: Buffer): void | Promise<void> {
  const started = performance.now();
  const late = () => {
    const took = performance.now() - started;
    if (took > slow) throw new Error(`one case took ${Math.round(took)} ms (${data.length} bytes)`);
  };
  // A promise for every case would cost more than most cases.
  const result = opened.run(data);
  return result instanceof Promise ? result.then(late) : late();
}

const fails = async (made: Recipe): Promise<boolean> => {
  try {
    await attempt(build(made));
    return false;
  } catch {
    return true;
  }
};

/** @throws Error that tells how to have the failure again. */
async function explain(made: Recipe, cause: Error): Promise<never> {
  const data = build(await reduce(made, fails));
  throw new Error(
    `case ${done + 1}: ${cause.stack?.slice(0, 1_500)}\n` +
      `input (base64, ${data.length} bytes): ${data.toString('base64').slice(0, 90_000)}`,
  );
}

try {
  for (const sample of target.samples()) await opened.run(Buffer.from(sample));
  coverage?.fresh();
  while (done < cases && performance.now() < until) {
    const pause = performance.now() + 1_000;
    while (done < cases && performance.now() < pause) {
      const made = recipe(random);
      try {
        const data = build(made);
        const result = attempt(data);
        if (result) await result;
        done++;
        if (coverage) {
          recent.push(data);
          if (recent.length === look) {
            // Which of them it was is not known: all are kept, and what is useless is replaced in time.
            if (coverage.fresh() > 0) learn(recent, random);
            recent = [];
          }
        }
      } catch (error) {
        await explain(made, error as Error);
      }
    }
    peak = Math.max(peak, process.memoryUsage.rss());
    await opened.check?.();
    if (peak > memory) throw new Error(`${Math.round(peak / 2 ** 20)} MiB resident after ${done} cases`);
    tell();
    await breathe();
  }
  await opened.close?.();
  tell({ ended: true });
} catch (error) {
  tell({ failure: (error as Error).message });
}
process.disconnect();
setTimeout(() => process.exit(0), 1_000).unref();
