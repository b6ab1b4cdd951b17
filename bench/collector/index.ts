// Collector: durable ingest. A client in a process of its own pushes over HTTPS; an event counts when the collector has
// acknowledged it (journal on disk), and again when the embedded store has it.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { spawnStore } from '#store/events/embedded/spawn.ts';
import { agents, enrolments, flows } from '#store/records/collections.ts';
import { openRecords } from '#store/records/records.ts';
import { collectorCertificate } from '#watch/collector/certificate.ts';
import { createCollector } from '#watch/collector/collector.ts';
import { listenCollector } from '#watch/collector/listen.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';

export interface Measurement {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  ratio: number;
}

const target = 100_000;
const batches = 120;
const eventsPerBatch = 5_000;

const result = (name: string, value: number, unit: string, baseline: number): Measurement => ({
  name,
  value: Math.round(value),
  unit,
  baseline,
  ratio: Math.round((value / baseline) * 100) / 100,
});

async function* durableIngest(): AsyncIterable<Measurement> {
  const dir = await mkdtemp(join(tmpdir(), 'hinomi-bench-collector-'));
  const loading = performance.now();
  const enricher = await createEnricher();
  yield result('enrich.load', performance.now() - loading, 'ms', 1_000);
  const storeProcess = await spawnStore(join(dir, 'store'));
  const store = await openEventStore({ socketPath: storeProcess.socketPath });
  const records = await openRecords({ sqliteFile: join(dir, 'records.sqlite') });
  const tls = await collectorCertificate(dir, ['127.0.0.1'], systemClock);
  const collector = await createCollector({
    journalDir: join(dir, 'journal'),
    agents: records.collection(agents),
    enrolments: records.collection(enrolments),
    flows: records.collection(flows),
    store,
    lookUp: enricher.lookUp,
    clock: systemClock,
    random: systemRandom,
    onProblem: line => console.error(line),
  });
  const listener = await listenCollector({ address: '127.0.0.1', port: 0, tls, collector });
  try {
    const url = `https://127.0.0.1:${listener.port}`;
    const { token } = await collector.issueEnrolmentToken({
      name: 'bench',
      vantage: 'darknet',
      by: 'bench',
      url,
      pin: tls.pin,
    });
    const cpu = process.cpuUsage();
    const client = fork(new URL('./client.ts', import.meta.url), [
      join(dir, 'agent'),
      token,
      String(batches),
      String(eventsPerBatch),
    ]);
    const { seconds, rawBytes } = await new Promise<{ seconds: number; rawBytes: number }>(
      (resolve, reject) => {
        client.once('message', message => resolve(message as { seconds: number; rawBytes: number }));
        client.once('exit', code => reject(new Error(`the client ended with ${code}`)));
      },
    );
    const events = batches * eventsPerBatch;
    const started = performance.now() - seconds * 1_000;
    yield result('collector.durable', events / seconds, 'events/s', target);
    await collector.drain();
    const { user, system } = process.cpuUsage(cpu);
    // What one core of this machine could take if nothing else ran on it; the store's own work is in its process.
    yield result('collector.per-core', events / ((user + system) / 1e6), 'events/s', target);
    const storedSeconds = (performance.now() - started) / 1_000;
    const [row] = await store.query<{ n: number; ids: number }>(
      'SELECT count() AS n, uniqExact(`event.id`) AS ids FROM events',
    );
    if (Number(row?.n) !== events || Number(row?.ids) !== events)
      throw new Error(`stored ${row?.n} rows, ${row?.ids} ids of ${events}`);
    yield result('collector.stored', events / storedSeconds, 'events/s', target);
    yield result('collector.bytes', rawBytes / events, 'bytes/event', rawBytes / events);
  } finally {
    await listener.close();
    await collector.close();
    await records.close();
    await store.close();
    await storeProcess.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

export const benches = [{ name: 'collector', run: durableIngest }];
