// The stores the contract suite runs on: the embedded one, and any server in HINOMI_CLICKHOUSE_URL.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStore } from '../clickhouse.ts';
import { spawnStore } from '../embedded/spawn.ts';
import type { EventStore } from '../port.ts';

export interface OpenTarget {
  store: EventStore;
  close(): Promise<void>;
}

export interface Target {
  name: string;
  /** Why it is not run, if it is not. */
  skip?: string;
  open(): Promise<OpenTarget>;
}

/** A fresh directory for a store, removed by the caller. */
export const freshDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'hinomi-events-'));

/** Long, because the events of the suite have fixed times of storage. */
const retentionDays = 10_000;

const url = process.env['HINOMI_CLICKHOUSE_URL'];

export const targets: readonly Target[] = [
  {
    name: 'embedded engine',
    async open() {
      const data = await freshDirectory();
      const child = await spawnStore(data);
      const store = await openEventStore({ socketPath: child.socketPath, retentionDays });
      return {
        store,
        async close() {
          await store.close();
          await child.stop();
          await rm(data, { recursive: true, force: true });
        },
      };
    },
  },
  {
    name: 'ClickHouse server',
    ...(url ? {} : { skip: 'HINOMI_CLICKHOUSE_URL is not set' }),
    async open() {
      const at = new URL(url!);
      const database = `hinomi_test_${process.pid}`;
      const address = {
        url: at.origin,
        user: decodeURIComponent(at.username) || 'default',
        password: decodeURIComponent(at.password),
      };
      const store = await openEventStore({ ...address, database, retentionDays });
      return {
        store,
        async close() {
          await store.query(`DROP DATABASE IF EXISTS ${database}`).catch(() => undefined);
          await store.close();
        },
      };
    },
  },
];
