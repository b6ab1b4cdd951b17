// One supervised process: started, watched, restarted with growing pauses, stopped.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '#model/time.ts';
import { type LogFile, openLogFile } from './log-file.ts';

export interface ChildSpec {
  name: string;
  /** Module that is run as a program. */
  module: string;
  arguments: string[];
  /** Flags for Node itself. */
  nodeFlags?: readonly string[];
  environment: Record<string, string>;
  logFile: string;
  /** Started only when these are ready. */
  needs: string[];
}

export type ChildState = 'waiting' | 'starting' | 'up' | 'failed' | 'stopped';

/** What a process says of itself over its channel. */
export type ChildMessage = { ready: true } | { ready: false; message: string; remedy: string };

export interface ChildStatus {
  name: string;
  state: ChildState;
  pid: number;
  restarts: number;
  since: number;
  reason: string;
  remedy: string;
}

const shortestPause = 100;
const longestPause = 10_000;
/** A process that stayed up this long starts again without a pause. */
const healthyAfter = 10_000;

/** Runs and watches one process. `changed` is called after every change of status. */
export function superviseChild(spec: ChildSpec, clock: Clock, changed: () => void) {
  const status: ChildStatus = {
    name: spec.name,
    state: 'waiting',
    pid: 0,
    restarts: 0,
    since: clock(),
    reason: '',
    remedy: '',
  };
  let child: ChildProcess | undefined;
  let stopping = false;
  let pause = 0;
  let timer: NodeJS.Timeout | undefined;
  let log: LogFile | undefined;
  const set = (change: Partial<ChildStatus>) => {
    Object.assign(status, change, change.state && change.state !== status.state ? { since: clock() } : {});
    changed();
  };

  const start = () => {
    if (stopping) return;
    log ??= openLogFile(spec.logFile);
    const startedAt = clock();
    let said: { reason: string; remedy: string } | undefined;
    child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...(spec.nodeFlags ?? []), spec.module, ...spec.arguments],
      {
        env: { ...process.env, ...spec.environment },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    let tail = '';
    const keep = (chunk: Buffer) => {
      tail = (tail + chunk.toString('utf8')).slice(-2_000);
      log?.write(chunk);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    set({ state: 'starting', pid: child.pid ?? 0 });
    child.on('message', (message: ChildMessage) => {
      if (message.ready) set({ state: 'up', reason: '', remedy: '' });
      else said = { reason: message.message.slice(0, 500), remedy: message.remedy.slice(0, 500) };
    });
    const ended = (code: number | null, signal: string | null) => {
      child = undefined;
      if (stopping) return set({ state: 'stopped', pid: 0 });
      pause =
        clock() - startedAt > healthyAfter
          ? shortestPause
          : Math.min(longestPause, Math.max(shortestPause, pause * 2));
      const lastLine = tail.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
      set({
        state: 'failed',
        pid: 0,
        restarts: status.restarts + 1,
        reason: said?.reason ?? (signal ? `ended by ${signal}` : `ended with code ${code}: ${lastLine}`),
        remedy: said?.remedy ?? `It starts again by itself; see ${spec.logFile}.`,
      });
      timer = setTimeout(start, pause);
    };
    const made = child;
    child.on('error', error => {
      keep(Buffer.from(`${error.message}\n`));
      // A process that could not be made (no memory, no process left) says `error` and never `exit`.
      if (made.pid === undefined) ended(null, null);
    });
    child.on('exit', ended);
  };

  return {
    spec,
    status,
    start,
    /** Asks the process to end; after `patience` ms it is killed. */
    async stop(patience: number): Promise<void> {
      stopping = true;
      clearTimeout(timer);
      const running = child;
      if (!running) return set({ state: 'stopped' });
      const ended = new Promise<void>(resolve => running.once('exit', () => resolve()));
      running.kill('SIGTERM');
      const kill = setTimeout(() => running.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(kill);
      log?.close();
    },
  };
}
export type Child = ReturnType<typeof superviseChild>;
