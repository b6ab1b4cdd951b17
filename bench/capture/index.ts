// Capture benchmarks: the reader against tcpdump and tshark on one 1 GB file, and the whole path to event columns.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingestCapture } from '../../src/server/ingest/capture.ts';
import { storeCapture } from '../../src/server/ingest/store-capture.ts';
import { openEventStore } from '../../src/store/events/clickhouse.ts';
import { spawnStore } from '../../src/store/events/embedded/spawn.ts';
import { openCapture } from '../../src/watch/capture/reader.ts';
import { createEnricher } from '../../src/watch/enrich/enricher.ts';
import { generateCapture } from './generate.ts';

interface Measure {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  ratio: number;
}

const fileBytes = 1e9;
/** tshark dissects about 40,000 packets a second: a tenth of the file's first part is enough to know its rate. */
const tsharkPackets = 300_000;
const rounds = 3;

const seconds = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
const child = (program: string, args: string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).error === undefined;

async function readAll(file: string): Promise<number> {
  const reader = await openCapture({ file });
  while (await reader.next());
  await reader.close();
  return reader.records;
}

async function* withFile(
  work: (file: string, packets: number) => AsyncIterable<Measure>,
): AsyncIterable<Measure> {
  const folder = mkdtempSync(join(tmpdir(), 'hinomi-bench-'));
  try {
    const file = join(folder, 'capture.pcap');
    const packets = generateCapture(file, fileBytes);
    await readAll(file); // into the page cache, and the reader compiled
    yield* work(file, packets);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function* reader(): AsyncIterable<Measure> {
  yield* withFile(async function* (file, packets) {
    const own: number[] = [];
    const tcpdump: number[] = [];
    // Interleaved, so that other load on the machine hits both alike.
    for (let round = 0; round < rounds; round++) {
      own.push(packets / (await seconds(() => readAll(file))));
      tcpdump.push(packets / (await seconds(() => child('tcpdump', ['-r', file, '-w', '/dev/null']))));
    }
    const rate = median(own);
    const copying = median(tcpdump);
    yield {
      name: 'capture-reader/tcpdump',
      value: rate,
      unit: 'packets/s',
      baseline: copying,
      ratio: rate / copying,
    };
    const fields = [
      'frame.time_epoch',
      'ip.src',
      'ip.dst',
      'ip.id',
      'ip.ttl',
      'ip.proto',
      'tcp.srcport',
      'tcp.dstport',
      'tcp.flags',
      'tcp.seq_raw',
      'udp.dstport',
    ];
    const args = [
      '-n',
      '-r',
      file,
      '-c',
      String(tsharkPackets),
      '-T',
      'fields',
      ...fields.flatMap(field => ['-e', field]),
    ];
    const dissecting = tsharkPackets / (await seconds(() => child('tshark', args)));
    yield {
      name: 'capture-reader/tshark',
      value: rate,
      unit: 'packets/s',
      baseline: dissecting,
      ratio: rate / dissecting,
    };
  });
}

async function* classify(): AsyncIterable<Measure> {
  yield* withFile(async function* (file, packets) {
    const own: number[] = [];
    let rows = 0;
    for (let round = 0; round < rounds; round++) {
      rows = 0;
      const spent = await seconds(() =>
        ingestCapture({
          from: { file },
          inputId: 'bench',
          vantage: 'darknet',
          clock: () => 0,
          onBlock: block => {
            rows += block.rows;
          },
        }),
      );
      own.push(packets / spent);
    }
    const rate = median(own);
    // The mission's bars: a million packets, or 200,000 rows a second.
    yield {
      name: 'capture-classified/packets',
      value: rate,
      unit: 'packets/s',
      baseline: 1e6,
      ratio: rate / 1e6,
    };
    const rowRate = (rate * rows) / packets;
    yield {
      name: 'capture-classified/rows',
      value: rowRate,
      unit: 'rows/s',
      baseline: 2e5,
      ratio: rowRate / 2e5,
    };
    const memory = process.memoryUsage.rss();
    yield {
      name: 'capture-classified/memory',
      value: memory,
      unit: 'bytes',
      baseline: 512e6,
      ratio: 512e6 / memory,
    };
  });
}

/** The whole path: file → classified → durable in a real store. */
async function* stored(): AsyncIterable<Measure> {
  yield* withFile(async function* (file, packets) {
    const folder = mkdtempSync(join(tmpdir(), 'hinomi-bench-stored-'));
    const engine = await spawnStore(join(folder, 'store'));
    const store = await openEventStore({ socketPath: engine.socketPath });
    try {
      const enricher = await createEnricher();
      const rates: number[] = [];
      let rows = 0;
      for (let round = 0; round < rounds; round++) {
        const inputId = `bench-${round}`;
        let events = 0;
        const spent = await seconds(async () => {
          const result = await storeCapture({
            file,
            name: file,
            inputId,
            vantage: 'darknet',
            exercise: '',
            store,
            enricher,
            clock: Date.now,
          });
          events = result.events;
        });
        rates.push(packets / spent);
        rows = events;
      }
      const [counted] = await store.query<{ n: number }>('SELECT count() AS n FROM events');
      if (Number(counted?.n) !== rows * rounds)
        throw new Error(`stored ${counted?.n} rows of ${rows * rounds}`);
      const rate = median(rates);
      yield {
        name: 'capture-stored/packets',
        value: rate,
        unit: 'packets/s',
        baseline: 1e6,
        ratio: rate / 1e6,
      };
      yield {
        name: 'capture-stored/rows',
        value: (rate * rows) / packets,
        unit: 'rows/s',
        baseline: 2e5,
        ratio: (rate * rows) / packets / 2e5,
      };
    } finally {
      await store.close();
      await engine.stop();
      rmSync(folder, { recursive: true });
    }
  });
}

export const benches: { name: string; run(): AsyncIterable<Measure> }[] = [
  { name: 'capture-reader', run: reader },
  { name: 'capture-classified', run: classify },
  { name: 'capture-stored', run: stored },
];
