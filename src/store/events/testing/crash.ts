// Kills the store in the middle of inserts and checks what it promised: every acknowledged block is there whole, none
// twice, none in part. Used by the tests (short) and the soak (long).
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '#model/ids.ts';
import { openEventStore } from '../clickhouse.ts';
import { type StoreProcess, spawnStore } from '../embedded/spawn.ts';
import type { EventBlock } from '../port.ts';

export interface CrashReport {
  kills: number;
  /** Blocks acknowledged, and rows in each. */
  blocks: number;
  rowsPerBlock: number;
  lost: number;
  doubled: number;
  partial: number;
  /** Rows that the roll-ups count differently from the table. */
  rollupDifference: number;
  /** Longest time from the kill to the first answer, milliseconds. */
  slowestReturn: number;
}

/**
 * Runs `kills` rounds of insert-and-kill -9 on a store in `data`. Writers go on through the kills: an insert that
 * got no answer is repeated with its token, as the platform does.
 */
export async function crashStore(options: {
  data: string;
  kills: number;
  rowsPerBlock?: number;
  writers?: number;
  /** Pause before a kill, milliseconds, drawn evenly from 0 to this. */
  pause?: number;
}): Promise<CrashReport> {
  const rowsPerBlock = options.rowsPerBlock ?? 2_000;
  let child: StoreProcess = await spawnStore(options.data);
  const store = await openEventStore({ socketPath: child.socketPath, patience: { insert: 60, query: 60 } });
  const acknowledged: number[] = [];
  let next = 1;
  let running = true;
  const writer = async () => {
    while (running) {
      const number = next++;
      await store.insert(numberedBlock(number, rowsPerBlock), `crash-${number}`);
      acknowledged.push(number);
    }
  };
  const writers = Array.from({ length: options.writers ?? 2 }, writer);
  let slowestReturn = 0;
  try {
    for (let kill = 0; kill < options.kills; kill++) {
      const before = acknowledged.length;
      while (acknowledged.length < before + 2) await sleep(5);
      await sleep(Math.random() * (options.pause ?? 300));
      await child.stop('SIGKILL');
      const killed = performance.now();
      child = await spawnStore(options.data);
      while (!(await store.ping())) await sleep(10);
      slowestReturn = Math.max(slowestReturn, performance.now() - killed);
    }
    running = false;
    await Promise.all(writers);
    const rows = await store.query<{ block: number; n: number; ids: number }>(
      'SELECT hinomi.block AS block, count() AS n, uniqExact(event.id) AS ids FROM events GROUP BY block',
    );
    const stored = new Map(rows.map(row => [row.block, row]));
    const [table] = await store.query<{ n: number }>('SELECT count() AS n FROM events');
    let rollupDifference = 0;
    for (const rollup of ['events_minute', 'events_hour']) {
      const [counted] = await store.query<{ n: number }>(`SELECT sum(events) AS n FROM ${rollup}`);
      rollupDifference = Math.max(rollupDifference, Math.abs(counted!.n - table!.n));
    }
    return {
      kills: options.kills,
      blocks: acknowledged.length,
      rowsPerBlock,
      lost: acknowledged.filter(number => !stored.has(number)).length,
      doubled: rows.filter(row => row.n > row.ids || row.n > rowsPerBlock).length,
      partial: rows.filter(row => row.n < rowsPerBlock).length,
      rollupDifference,
      slowestReturn: Math.round(slowestReturn),
    };
  } finally {
    running = false;
    await store.close();
    await child.stop();
  }
}

/** A block whose rows carry its number. */
function numberedBlock(number: number, rows: number): EventBlock {
  const at = Date.now();
  return {
    rows,
    columns: {
      '@timestamp': { kind: 'constant', value: at },
      'event.ingested': { kind: 'constant', value: at },
      'event.id': { kind: 'text', values: Array.from({ length: rows }, () => uuidv7(at)) },
      'event.dataset': { kind: 'constant', value: 'crash.test' },
      'hinomi.block': { kind: 'constant', value: number },
      'destination.port': {
        kind: 'number',
        values: Uint16Array.from({ length: rows }, (_, row) => row % 100),
      },
      message: {
        kind: 'text',
        values: Array.from({ length: rows }, (_, row) => `row ${row} of block ${number}`),
      },
    },
  };
}
