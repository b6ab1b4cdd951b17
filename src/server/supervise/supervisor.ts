// Starts the platform's processes in order, keeps them running, and writes their state where the server reads it.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { Clock } from '#model/time.ts';
import { type Child, type ChildSpec, type ChildStatus, superviseChild } from './child.ts';

export interface SupervisorOptions {
  specs: ChildSpec[];
  statusFile: string;
  lockFile: string;
  clock: Clock;
  onChange?: (statuses: ChildStatus[]) => void;
}

/** Runs the processes until `stop`. @throws HinomiError `ALREADY_RUNNING` when another supervisor holds the data folder. */
export function supervise({ specs, statusFile, lockFile, clock, onChange }: SupervisorOptions) {
  mkdirSync(dirname(lockFile), { recursive: true, mode: 0o700 });
  takeLock(lockFile);
  const children = new Map<string, Child>();
  const started = new Set<string>();
  const statuses = () => [...children.values()].map(child => ({ ...child.status }));

  let stopping = false;

  const changed = () => {
    for (const child of children.values()) {
      if (stopping) break;
      if (started.has(child.spec.name)) continue;
      if (!child.spec.needs.every(name => children.get(name)?.status.state === 'up')) continue;
      started.add(child.spec.name);
      child.start();
    }
    const all = statuses();
    writeFileSync(
      `${statusFile}.new`,
      JSON.stringify({ at: clock(), supervisor: process.pid, processes: all }),
      { mode: 0o600 },
    );
    renameSync(`${statusFile}.new`, statusFile);
    onChange?.(all);
  };
  for (const spec of specs) children.set(spec.name, superviseChild(spec, clock, changed));
  changed();

  return {
    statuses,
    /** Ends the processes, the ones that need others first. */
    async stop(patience = 10_000): Promise<void> {
      stopping = true;
      const order = [...children.values()].reverse();
      for (const child of order) await child.stop(patience);
      rmSync(lockFile, { force: true });
      rmSync(statusFile, { force: true });
    },
  };
}

function takeLock(lockFile: string): void {
  try {
    // Made and taken in one step, so that of two that start together one holds it.
    writeFileSync(lockFile, String(process.pid), { flag: 'wx', mode: 0o600 });
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = readLock(lockFile);
  if (holder && holder !== process.pid && isHinomi(holder))
    throw new HinomiError('ALREADY_RUNNING', `another Hinomi (process ${holder}) runs on this data folder`, {
      place: { file: lockFile },
      remedy: 'Stop it first, or choose another folder with --data.',
      status: 409,
    });
  writeFileSync(lockFile, String(process.pid), { mode: 0o600 });
}

function readLock(lockFile: string): number {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

// A process id may have been taken over by something else since a crash.
function isHinomi(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.ts');
  } catch {
    return false;
  }
}
