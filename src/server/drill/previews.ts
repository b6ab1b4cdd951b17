// Previews and dry runs for authors: one at a time in a thread of its own, kept for who asks again.
import { Worker } from 'node:worker_threads';
import type { TryProgress } from '#drill/authoring/try.ts';
import type { PreviewJob, PreviewSays } from '#drill/preview/worker.ts';
import type { AuthoringRequest, PreviewView, TrialView } from '#model/drill/authoring.ts';
import { HinomiError } from '#model/errors.ts';
import type { Clock } from '#model/time.ts';

export interface Previews {
  preview(request: AuthoringRequest): Promise<PreviewView>;
  /** How a dry run stands; begins it when there is none. A failed one is begun again when it is asked for after. */
  trial(request: AuthoringRequest): TrialView;
  close(): Promise<void>;
}

/** Answers kept; a preview is some ten kilobytes. */
const most = 100;
const mostWaiting = 8;
/** Longest a job may take, ms; the thread is ended then. */
const longest = 10 * 60_000;

interface Trial {
  /** When it was asked for. */
  asked: number;
  /** Told last by its thread, and when the thread first told anything; undefined while others are before it. */
  heard?: { began: number; at: number; progress: TryProgress };
  view: TrialView;
}

/** Less of the work done says too little about the rest of it. */
const leastShare = 0.05;

/** Time left, from how long the work done so far took. */
function secondsLeft({ began, at, progress: { share } }: NonNullable<Trial['heard']>, now: number) {
  if (share < leastShare) return undefined;
  const whole = (at - began) / share;
  return Math.max(0, Math.round((began + whole - now) / 1000));
}

export function openPreviews(clock: Clock): Previews {
  const answers = new Map<string, Promise<unknown>>();
  const trials = new Map<string, Trial>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let current: Worker | undefined;
  let closed = false;

  const run = (job: PreviewJob, tell: (progress: TryProgress) => void): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the server is closing'));
      const worker = new Worker(new URL('../../drill/preview/worker.ts', import.meta.url), {
        workerData: job,
      });
      current = worker;
      const timer = setTimeout(() => void worker.terminate(), longest);
      worker.on('message', (said: PreviewSays) =>
        'progress' in said ? tell(said.progress) : resolve(said.answer),
      );
      worker.on('error', reject);
      worker.on('exit', () => {
        clearTimeout(timer);
        reject(new Error('the preview was ended'));
      });
    });

  const answer = (job: PreviewJob, tell: (progress: TryProgress) => void = () => {}): Promise<unknown> => {
    const key = JSON.stringify([job.what, job.profile, job.scenario, job.staff, job.seed]);
    const known = answers.get(key);
    if (known) return known;
    if (waiting >= mostWaiting)
      throw new HinomiError('DRILL_PREVIEWS_BUSY', 'too many previews are waiting', {
        remedy: 'Try again in a minute.',
        status: 503,
      });
    waiting++;
    const made = last
      .catch(() => {})
      .then(() => run(job, tell))
      .finally(() => waiting--);
    last = made;
    answers.set(key, made);
    if (answers.size > most) answers.delete(answers.keys().next().value!);
    made.catch(() => answers.delete(key));
    return made;
  };

  return {
    preview: request => answer({ what: 'preview', ...request }) as Promise<PreviewView>,
    trial(request) {
      const key = JSON.stringify([request.profile, request.scenario, request.staff, request.seed]);
      const seconds = (began: number): number => Math.round((clock() - began) / 1000);
      const underWay = ({ asked, heard, view }: Trial): TrialView => {
        const left = heard && secondsLeft(heard, clock());
        return {
          ...view,
          seconds: seconds(asked),
          ...(heard
            ? { progress: { ...heard.progress, ...(left === undefined ? {} : { secondsLeft: left }) } }
            : {}),
        };
      };
      const known = trials.get(key);
      if (known?.view.state === 'running') return underWay(known);
      if (known?.view.state === 'done') return known.view;
      if (known) {
        trials.delete(key);
        return known.view;
      }
      const one: Trial = { asked: clock(), view: { state: 'running', seconds: 0 } };
      answer({ what: 'trial', ...request }, progress => {
        one.heard = { began: one.heard?.began ?? clock(), at: clock(), progress };
      }).then(
        result => {
          one.view = {
            state: 'done',
            seconds: seconds(one.asked),
            result: result as NonNullable<TrialView['result']>,
          };
        },
        () => {
          one.view = { state: 'failed', seconds: seconds(one.asked) };
        },
      );
      trials.set(key, one);
      if (trials.size > most) trials.delete(trials.keys().next().value!);
      return one.view;
    },
    async close() {
      closed = true;
      await current?.terminate();
    },
  };
}
