// The platform's processes seen from outside: their state file, killing one, and waiting until it is back.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../run.ts';

export const victims = ['store', 'server', 'agent', 'dns'] as const;
export type Victim = (typeof victims)[number];

export interface ProcessState {
  name: Victim;
  state: string;
  pid: number;
  restarts: number;
  reason: string;
}

/** What the supervisor says now. */
export function processStates(data: string): { supervisor: number; processes: ProcessState[] } {
  return JSON.parse(readFileSync(join(data, 'run', 'processes.json'), 'utf8')) as {
    supervisor: number;
    processes: ProcessState[];
  };
}

export const stateOf = (data: string, name: Victim): ProcessState =>
  processStates(data).processes.find(entry => entry.name === name)!;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A dead child that nobody has reaped yet still has its number.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until a condition on the processes holds. @throws Error naming what was waited for. */
export async function untilProcesses(what: string, holds: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await pause(10);
  }
}

/** `kill -9` of one process; resolves with the milliseconds until it is up again under another id. */
export async function killAndWait(data: string, name: Victim, pid: number, ms = 120_000): Promise<number> {
  const started = performance.now();
  process.kill(pid, 'SIGKILL');
  await untilProcesses(
    `${name} to come back`,
    () => {
      const now = stateOf(data, name);
      return now.state === 'up' && now.pid !== pid;
    },
    ms,
  );
  return performance.now() - started;
}
