// Worker thread: previews and dry runs, which take seconds to a minute, while the server goes on serving exercises.
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { AuthoringRequest, TrialView } from '#model/drill/authoring.ts';
import { isFit, type TryProgress, tryScenarios } from '../authoring/try.ts';
import { worldOf } from '../generate/options.ts';
import { scenarios } from '../run/library.ts';
import { simulate } from '../run/simulate.ts';
import { makeVariant } from '../run/variant.ts';
import { previewOf } from './preview.ts';

export interface PreviewJob extends AuthoringRequest {
  what: 'preview' | 'trial';
}

// Exercises go first. Linux gives threads priorities of their own.
try {
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), constants.priority.PRIORITY_LOW);
} catch {}

/** What the thread says: how far it is, then its answer. */
export type PreviewSays = { progress: TryProgress } | { answer: unknown };
const say = (said: PreviewSays): void => parentPort?.postMessage(said);

/** Tells progress at most twice a second; the begin of a part always. */
function told(): (progress: TryProgress) => void {
  let last = 0;
  let part = '';
  return progress => {
    const now = performance.now();
    const name = `${progress.stage}${progress.robot ?? ''}${progress.done}`;
    if (name === part && now - last < 500) return;
    last = now;
    part = name;
    say({ progress });
  };
}

function trial({ profile, staff, seed, scenario: id }: PreviewJob): TrialView['result'] {
  const world = worldOf({ profile, staff, days: 2, seed });
  const scenario = scenarios().get(id)!;
  const variant = makeVariant(world, scenario, seed);
  const { steps } = simulate(world, variant, [], variant.end);
  const tried = tryScenarios(world, [scenario], seed, told())[0]!;
  const minutes = (ms: number) => Math.round(ms / 60_000);
  return {
    fit: isFit(tried),
    solvable: tried.solvable,
    monotone: tried.monotone,
    separation: tried.separation,
    shortCuts: tried.shortCuts.slice(0, 50),
    unproved: tried.admission.unproved.slice(0, 50),
    everyday: tried.admission.everyday.slice(0, 50),
    markers: tried.admission.markers.slice(0, 50),
    length: {
      attack: steps.length === 0 ? 0 : minutes(steps.at(-1)!.end - steps[0]!.at),
      window: minutes(variant.end - variant.start),
    },
    robots: tried.robots.map(({ score, ...robot }) => ({ ...robot, score: score.total })),
    best: tried.best,
  };
}

const job = workerData as PreviewJob;
const { profile, staff, seed } = job;
say({
  answer:
    job.what === 'trial'
      ? trial(job)
      : previewOf(worldOf({ profile, staff, days: 2, seed }), scenarios().get(job.scenario)!, seed),
});
