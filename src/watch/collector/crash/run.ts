// Kills agent, collector and store with SIGKILL under load, again and again, and counts what came of it. A short run is a
// test; a long one belongs to the soak.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StreamFlow } from '#model/record/agent.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { spawnStore } from '#store/events/embedded/spawn.ts';

export type Victim = 'agent' | 'collector' | 'store';

export interface CrashOptions {
  /** An empty folder; the caller removes it. */
  dir: string;
  /** Who is killed, in this order. */
  victims: readonly Victim[];
  eventsPerSecond: number;
  /** Time between kills, ms; varied by half to hit different moments. */
  betweenMs: number;
}

export interface CrashReport {
  kills: number;
  rows: number;
  /** Rows whose id another row has. */
  duplicates: number;
  /** Events the roll-ups count; they must be the rows. */
  rolled: number;
  /** Events missing before a later event of the same agent run: lost after they were spooled. */
  lost: number;
  /** Agent runs seen in the store. */
  runs: number;
  flow: StreamFlow | undefined;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Runs the drill. @throws when a process does not come back by itself. */
export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const { dir } = options;
  const alive = new Set<ChildProcess>();
  const launch = async <T>(file: string, args: string[]): Promise<[ChildProcess, T]> => {
    const child = fork(here(file), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    return [child, await answer<T>(child)];
  };
  let storeProcess = await spawnStore(join(dir, 'store'));
  const store = await openEventStore({ socketPath: storeProcess.socketPath });
  const startCollector = (port: number) =>
    launch<{ port: number }>('./collector-process.ts', [dir, storeProcess.socketPath, String(port)]);
  try {
    let [collector, { port }] = await startCollector(0);
    const { token } = await ask<{ token: string }>(collector, 'token');
    const startAgent = () =>
      launch('./agent-process.ts', [join(dir, 'agent'), token, String(options.eventsPerSecond)]);
    let [agent] = await startAgent();
    for (const victim of options.victims) {
      await new Promise(resolve => setTimeout(resolve, options.betweenMs * (0.5 + Math.random())));
      if (victim === 'agent') {
        await kill(agent);
        [agent] = await startAgent();
      } else if (victim === 'collector') {
        await kill(collector);
        [collector] = await startCollector(port);
      } else {
        await storeProcess.stop('SIGKILL');
        storeProcess = await spawnStore(join(dir, 'store'));
      }
    }
    await new Promise(resolve => setTimeout(resolve, options.betweenMs));
    await ask(agent, 'stop');
    const { flows } = await ask<{ flows: StreamFlow[] }>(collector, 'drain');
    const [row] = await store.query<Record<'rows' | 'ids' | 'lost' | 'runs', number>>(
      `SELECT sum(n) AS rows, sum(distinct_ids) AS ids, sum(last - distinct_records) AS lost, count() AS runs FROM (
         SELECT count() AS n, uniqExact(\`event.id\`) AS distinct_ids, uniqExact(\`hinomi.record\`) AS distinct_records,
           max(\`hinomi.record\`) AS last FROM events GROUP BY \`hinomi.session\`)`,
    );
    const [summed] = await store.query<{ rolled: number }>('SELECT sum(events) AS rolled FROM events_minute');
    await kill(collector);
    const rows = Number(row!.rows);
    return {
      kills: options.victims.length,
      rows,
      rolled: Number(summed!.rolled),
      duplicates: rows - Number(row!.ids),
      lost: Number(row!.lost),
      runs: Number(row!.runs),
      flow: flows[0],
    };
  } finally {
    for (const child of alive) await kill(child);
    await store.close();
    await storeProcess.stop('SIGKILL');
  }
}

const answer = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', message => resolve(message as T));
    child.once('exit', code => reject(new Error(`a process ended with ${code}`)));
  });

function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const reply = answer<T>(child);
  child.send(question);
  return reply;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
