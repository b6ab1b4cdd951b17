// Every fuzz target as a soak run: a process with a bounded heap, a watchdog, and a bound on resident memory.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Soak, SoakOptions, SoakResult } from '../run.ts';
import type { Progress } from './child.ts';
import type { Target } from './target.ts';
import { targets } from './targets.ts';

const program = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Silence after which a target counts as hanging, ms. A loaded machine is slow, a loop is for ever. */
const silence = 120_000;
/** Longest a target runs, s: in a full run, and when a number of cases was asked for. */
const longest = { usually: 30, counted: 3_600 };

function fuzz(target: Target, options: SoakOptions): Promise<SoakResult> {
  const { seed } = options;
  const seconds = options.seconds ?? (options.cases === undefined ? longest.usually : longest.counted);
  const cases = options.cases ?? (options.seconds === undefined ? target.cases : Number.MAX_SAFE_INTEGER);
  const child = fork(program, [target.name, String(seed), String(cases), String(seconds)], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=512'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return new Promise(resolve => {
    let last: Progress = { cases: 0, rss: 0 };
    let complaint = '';
    const started = performance.now();
    const failures: string[] = [];
    const hang = () => {
      failures.push(`hangs: nothing heard for ${silence / 1_000} s after case ${last.cases}`);
      child.kill('SIGKILL');
    };
    let watchdog = setTimeout(hang, silence);
    child.stderr!.on('data', chunk => {
      complaint = (complaint + String(chunk)).slice(-2_000);
    });
    child.on('message', (message: Progress) => {
      last = message;
      if (message.failure) failures.push(message.failure);
      clearTimeout(watchdog);
      watchdog = setTimeout(hang, silence);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watchdog);
      if (failures.length === 0 && !last.ended)
        failures.push(`ended with ${signal ?? code}: ${complaint.trim()}`);
      if (failures.length === 0 && last.cases === 0) failures.push('no case was run');
      const took = (performance.now() - started) / 1_000;
      resolve({
        done: 'fuzzed',
        figures: {
          cases: last.cases,
          'cases/s': Math.round(last.cases / took),
          ...(last.blocks === undefined ? {} : { blocks: last.blocks }),
          'peak MiB': Math.round(last.rss / 2 ** 20),
        },
        failures,
      });
    });
  });
}

export const fuzzRuns: readonly Soak[] = targets.map(target => ({
  name: `fuzz/${target.name}`,
  run: options => fuzz(target, options),
}));
