// Uploaded files wait here and are read one at a time, each in a process of its own: a file that breaks its reader
// breaks nothing else.
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Input } from '#model/record/input.ts';
import type { Clock } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import type { Records } from '#store/records/records.ts';
import { type IngestRequest, registerInput } from './run.ts';
import { sweepUploads } from './uploads.ts';

const program = fileURLToPath(new URL('./reader-main.ts', import.meta.url));

/** What the reading process says. */
export type ReaderMessage =
  | { progress: Input }
  | { changed: 'finding' | 'incident' | 'campaign' | 'indicator' | 'alert'; record: unknown };

export interface IngestQueue {
  /** Registers a file and reads it when its turn comes. */
  add(request: IngestRequest): Promise<Input>;
  /** The newest state of an input that is being read. */
  progress(id: string): Input | undefined;
  /** Takes an input out of the line; one that is being read is given up. Resolves when nobody reads it any more. */
  giveUp(id: string): Promise<void>;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueDeps {
  records: Records;
  clock: Clock;
  /** Settings for the reading process, as environment variables. */
  environment: Record<string, string>;
  onMessage: (message: ReaderMessage) => void;
  onError: (error: unknown) => void;
}

/** Starts the queue; uploads that a crash interrupted are taken up again. */
export async function startIngestQueue(deps: QueueDeps & { inputsFolder: string }): Promise<IngestQueue> {
  const inputs = deps.records.collection(collections.inputs);
  const waiting: string[] = [];
  const latest = new Map<string, Input>();
  let running: Promise<void> | undefined;
  let child: ReturnType<typeof fork> | undefined;
  /** The input being read. */
  let current: string | undefined;
  let closed = false;

  const readOne = (id: string) =>
    new Promise<void>(resolve => {
      child = fork(program, [id], {
        env: { ...process.env, ...deps.environment },
        // A larger young generation: parsing makes much short-lived garbage.
        execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let complaint = '';
      child.stderr?.on('data', chunk => {
        complaint = (complaint + String(chunk)).slice(-1000);
      });
      child.on('message', message => {
        const said = message as ReaderMessage;
        if ('progress' in said) latest.set(said.progress.id, said.progress);
        deps.onMessage(said);
      });
      const ended = (code: number | null) => {
        child = undefined;
        latest.delete(id);
        if (code === 0 || closed) return resolve();
        const error = complaint.trim().split('\n').at(-1) || `its reader ended with code ${code}`;
        inputs
          .update(id, input =>
            input.status === 'done' || input.status === 'failed'
              ? input
              : { ...input, status: 'failed', error: error.slice(0, 1000), finished: deps.clock() },
          )
          .then(input => deps.onMessage({ progress: input }))
          .catch(deps.onError)
          .finally(resolve);
      };
      // A process that could not be made says `error` and never `exit`.
      child.on('error', error => {
        deps.onError(error);
        if (child?.pid !== undefined) return;
        complaint = error.message;
        ended(null);
      });
      child.on('exit', ended);
    });

  const work = async () => {
    while (!closed && waiting.length > 0) {
      current = waiting.shift()!;
      await readOne(current);
      current = undefined;
    }
    running = undefined;
  };
  const push = (id: string) => {
    if (id === current || waiting.includes(id)) return;
    waiting.push(id);
    running ??= work();
  };

  await sweepUploads(deps.records, deps.inputsFolder);
  const { items } = await inputs.list({
    where: { status: ['waiting', 'reading'] },
    order: 'created',
    limit: 1000,
  });
  // What the CLI reads, it reads itself.
  for (const input of items) if (input.by !== 'cli') push(input.id);

  return {
    async add(request) {
      const input = await registerInput(request, deps, id => id === current || waiting.includes(id));
      if (input.status !== 'done') push(input.id);
      return input;
    },
    progress: id => latest.get(id),
    async giveUp(id) {
      const at = waiting.indexOf(id);
      if (at >= 0) waiting.splice(at, 1);
      if (id !== current) return;
      child?.kill('SIGKILL');
      while (current === id) await sleep(20);
    },
    async idle() {
      while (running) await running;
    },
    async close() {
      closed = true;
      child?.kill('SIGTERM');
      await running;
    },
  };
}
