// Loads worlds in the background: one at a time, in a process of its own that can be stopped at any moment and goes on where it
// stopped; killed, or with the store away, it is tried again. What is loaded can be searched at once.
import { type ChildProcess, fork } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WorldRequest } from '#drill/generate/options.ts';
import type { LoadJob, LoadMessage } from '#drill/load/main.ts';
import { HinomiError } from '#model/errors.ts';
import type { EvidenceStore } from '#store/evidence/port.ts';

const program = fileURLToPath(new URL('../../drill/load/main.ts', import.meta.url));

export interface WorldLoad {
  id: string;
  state: 'waiting' | 'loading' | 'ready' | 'failed';
  /** Share of the world's time that can be searched, 0..1. */
  progress: number;
  lines: number;
  /** Everything earlier than this simulated time can be searched; 0 before the first lines. */
  until: number;
  /** Lines of each source, once ready. */
  kinds: Readonly<Record<string, number>>;
  /** How long it took since it was begun in this process, seconds. */
  seconds: number;
  /** Most memory the program took, MB, once ready. */
  peakMb: number;
  error?: { code: string; message: string; remedy: string };
}

export interface WorldLoads {
  /** Asks for a world: loads what is missing, also after a failure or a restart. Nothing when it is under way or ready. */
  want(id: string, request: WorldRequest): void;
  state(id: string): WorldLoad | undefined;
  /** Stops loading a world and removes its lines. */
  drop(id: string): Promise<void>;
  /** Stops what is under way; what is stored stays. */
  close(): Promise<void>;
}

export interface WorldLoadsOptions {
  store: EvidenceStore;
  /** Folder of the store, and bytes that must stay free on its disk (default 2 GiB). */
  folder: string;
  reserve?: number;
  /** Threads that make lines; default 2. */
  workers?: number;
  /** Pause before loading is tried again after it was cut short, ms; default 2 s. */
  pause?: number;
  /** Called whenever a state changes: keep it, tell who watches. */
  changed: (state: WorldLoad) => void;
}

/** Loading is tried so often in a row without a line more. */
const tries = 5;

export function worldLoads(options: WorldLoadsOptions): WorldLoads {
  const { store, folder, reserve = 2 * 2 ** 30, workers = 2, pause = 2_000, changed } = options;
  const states = new Map<string, WorldLoad>();
  const line: { id: string; request: WorldRequest }[] = [];
  /** Tries in a row that were cut short, by world. */
  const failures = new Map<string, number>();
  const pauses = new Set<NodeJS.Timeout>();
  let current: { id: string; child: ChildProcess; ended: Promise<void> } | undefined;
  let closed = false;

  const put = (id: string, change: Partial<WorldLoad>): void => {
    const known = states.get(id);
    if (!known) return;
    const next = { ...known, ...change };
    states.set(id, next);
    changed(next);
  };
  const fail = (id: string, error: unknown): void => {
    const { code = 'DRILL_LOAD', message, remedy = '' } = error as HinomiError;
    put(id, { state: 'failed', error: asDiskFull({ code, message, remedy }) });
  };

  /** Puts a world that was cut short back into the line, at its head; false when that was tried often enough. */
  const again = (id: string, request: WorldRequest): boolean => {
    const tried = (failures.get(id) ?? 0) + 1;
    failures.set(id, tried);
    if (tried >= tries) return false;
    put(id, { state: 'waiting' });
    const timer = setTimeout(() => {
      pauses.delete(timer);
      if (closed || states.get(id)?.state !== 'waiting') return;
      line.unshift({ id, request });
      next();
    }, pause);
    pauses.add(timer);
    return true;
  };

  const next = (): void => {
    if (closed || current) return;
    const job = line.shift();
    if (job) run(job.id, job.request);
  };

  const run = (id: string, request: WorldRequest): void => {
    const began = performance.now();
    const job: LoadJob = { id, request, folder, workers };
    const child = fork(program, [JSON.stringify(job)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    let settled = false;
    let gone = false;
    child.stderr?.on('data', chunk => {
      complaint = (complaint + String(chunk)).slice(-500);
    });
    const seconds = () => Math.round((performance.now() - began) / 100) / 10;
    const stop = (error: unknown) => {
      if (settled) return;
      settled = true;
      if (!passing(error) || !again(id, request)) fail(id, error);
      child.kill('SIGTERM');
    };
    child.on('message', (message: LoadMessage) => {
      if (settled || !states.has(id)) return;
      if ('error' in message) stop(message.error);
      else if ('done' in message) {
        settled = true;
        failures.delete(id);
        const { lines, until } = message.done;
        kindsOf(store, id).then(
          kinds =>
            put(id, {
              state: 'ready',
              progress: 1,
              lines,
              until,
              kinds,
              seconds: seconds(),
              peakMb: message.peakMb,
            }),
          error => {
            if (!passing(error) || !again(id, request)) fail(id, error);
          },
        );
      } else {
        const { slice, slices, lines, until } = message.progress;
        if (lines > states.get(id)!.lines) failures.delete(id);
        put(id, { progress: slice / slices, lines, until, seconds: seconds() });
        assertRoom(folder, reserve).catch(stop);
      }
    });
    put(id, { state: 'loading' });
    assertRoom(folder, reserve).catch(stop);
    const ended = new Promise<void>(resolve => {
      const end = (why: string) => {
        if (gone) return;
        gone = true;
        if (!settled && !closed)
          stop(new CutShort(`loading ended early (${why}) ${complaint.trim()}`.trim()));
        current = undefined;
        resolve();
        next();
      };
      child.once('error', error => end(error.message));
      child.once('close', (code, signal) => end(signal ?? `code ${code}`));
    });
    current = { id, child, ended };
  };

  return {
    want(id, request) {
      const known = states.get(id)?.state;
      if (closed || known === 'waiting' || known === 'loading' || known === 'ready') return;
      failures.delete(id);
      states.set(id, {
        id,
        state: 'waiting',
        progress: 0,
        lines: 0,
        until: 0,
        kinds: {},
        seconds: 0,
        peakMb: 0,
      });
      changed(states.get(id)!);
      line.push({ id, request });
      next();
    },
    state: id => states.get(id),
    async drop(id) {
      states.delete(id);
      failures.delete(id);
      const waiting = line.findIndex(job => job.id === id);
      if (waiting >= 0) line.splice(waiting, 1);
      if (current?.id === id) {
        const { child, ended } = current;
        child.kill('SIGTERM');
        await ended;
      }
      await store.drop(id);
    },
    async close() {
      closed = true;
      line.length = 0;
      for (const timer of pauses) clearTimeout(timer);
      const { child, ended } = current ?? {};
      child?.kill('SIGTERM');
      await ended;
    },
  };
}

async function kindsOf(store: EvidenceStore, world: string): Promise<Record<string, number>> {
  const where = { kind: 'all', span: { start: 0, end: 0 } } as const;
  const counts = await store.top({ world, where, from: 0, to: 8e12 }, 'source', 1000);
  return Object.fromEntries(counts.map(({ value, count }) => [value, count]));
}

/** The loading program was killed, or crashed. */
class CutShort extends Error {}

/** What may be gone when it is tried again. */
const passing = (error: unknown): boolean =>
  error instanceof CutShort || (error as { code?: string }).code === 'STORE_UNAVAILABLE';

const full = {
  code: 'DRILL_DISK_FULL',
  remedy: 'Free some space on the server’s disk, then ask for the world again: it goes on where it stopped.',
};

const asDiskFull = (error: NonNullable<WorldLoad['error']>): NonNullable<WorldLoad['error']> =>
  /no space left|NOT_ENOUGH_SPACE|ENOSPC|quota exceeded/i.test(error.message) ? { ...error, ...full } : error;

async function assertRoom(folder: string, reserve: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < reserve)
    throw new HinomiError(full.code, 'the disk of the server has no room for the logs of a world', {
      place: { file: folder },
      remedy: full.remedy,
      status: 507,
    });
}
