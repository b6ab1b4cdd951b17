// Opens the stores a program works on: the running platform's, or — for the CLI — an embedded one of its own.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HinomiError } from '#model/errors.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import type { EventStore } from '#store/events/port.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { dataPaths } from './config/paths.ts';
import type { Settings } from './config/settings.ts';

/** The program that holds the embedded event engine. */
export const storeProgram = fileURLToPath(new URL('../store/events/embedded/main.ts', import.meta.url));

/** Makes the data folder, readable by its owner only. */
export function prepareData(settings: Settings): void {
  const paths = dataPaths(settings.data);
  for (const folder of [
    paths.data,
    paths.run,
    paths.keys,
    paths.inputs,
    paths.inbox,
    paths.log,
    paths.agent,
    paths.dns,
    paths.evidence,
  ])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
}

const reportRecord = (problem: unknown) => console.error('record left out:', problem);

/** Opens the record store the settings name. */
export const openRecordStore = (settings: Settings): Promise<Records> =>
  openRecords(
    settings['postgres.url']
      ? { postgresUrl: settings['postgres.url'] }
      : { sqliteFile: dataPaths(settings.data).records },
    { report: reportRecord },
  );

/** Connects to the event store the settings name; the embedded one must be running. */
export const connectEventStore = (settings: Settings): Promise<EventStore> =>
  openEventStore({
    ...(settings['clickhouse.url']
      ? { url: settings['clickhouse.url'] }
      : { socketPath: dataPaths(settings.data).storeSocket }),
    retentionDays: settings['events.retentionDays'],
  });

/** Both stores, and how to let go of them. */
export interface Stores {
  store: EventStore;
  records: Records;
  close(): Promise<void>;
}

/**
 * For programs that may run beside the platform or alone: joins the running store, else starts one for as long as
 * it is needed.
 */
export async function openStores(settings: Settings): Promise<Stores> {
  prepareData(settings);
  const stopStore = await ensureEmbeddedStore(settings);
  try {
    const store = await connectEventStore(settings);
    const records = await openRecordStore(settings);
    return {
      store,
      records,
      async close() {
        await store.close();
        await records.close();
        await stopStore();
      },
    };
  } catch (error) {
    await stopStore();
    throw error;
  }
}

async function ensureEmbeddedStore(settings: Settings): Promise<() => Promise<void>> {
  const paths = dataPaths(settings.data);
  const nothing = async () => {};
  if (settings['clickhouse.url'] || (existsSync(paths.storeSocket) && (await answers(settings))))
    return nothing;
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      storeProgram,
      '--data',
      paths.events,
      '--socket',
      paths.storeSocket,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let complaint = '';
  child.stderr?.on('data', chunk => {
    complaint = (complaint + String(chunk)).slice(-2000);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', message => {
      const said = message as { ready: boolean; message?: string; remedy?: string };
      if (said.ready) resolve();
      else
        reject(
          new HinomiError('STORE_OPEN', said.message ?? 'the event store cannot start', {
            remedy: said.remedy ?? '',
          }),
        );
    });
    child.once('error', reject);
    child.once('exit', code =>
      reject(new HinomiError('STORE_OPEN', `the event store ended with code ${code}: ${complaint.trim()}`)),
    );
  });
  return async () => {
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
}

async function answers(settings: Settings): Promise<boolean> {
  try {
    const store = await openEventStore({
      socketPath: dataPaths(settings.data).storeSocket,
      migrate: false,
      patience: { insert: 1, query: 1 },
    });
    try {
      return await store.ping();
    } finally {
      await store.close();
    }
  } catch {
    return false;
  }
}
