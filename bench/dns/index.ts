// DNS: how soon a decision protects, what it costs the resolver's other users, and what our forwarder can carry.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '#warn/protect/peers/process.ts';
import { startNamed, startUnbound } from '#warn/protect/peers/resolvers.ts';
import { measureLatency, percentile } from './latency.ts';
import { openLaboratory } from './setting.ts';

interface Result {
  name: string;
  value: number;
  unit: string;
  /** What the value is held against; ratio = value / baseline. */
  baseline: number;
  ratio: number;
}

interface Bench {
  name: string;
  run(): AsyncIterable<Result>;
}

const run = promisify(execFile);
const round = (value: number): number => Math.round(value * 100) / 100;
const result = (name: string, value: number, unit: string, baseline: number): Result => ({
  name,
  value: round(value),
  unit,
  baseline: round(baseline),
  ratio: round(value / baseline),
});

const entries = 100_000;
/** Each round makes four changes. */
const rounds = 25;
/** p95 aimed at, ms (measured for one zone of that size, each tuned: BIND 113; Unbound by full transfer 919). */
const target = 100;

async function* latency(): AsyncGenerator<Result> {
  const laboratory = await openLaboratory(entries);
  try {
    for (const [name, program, start] of [
      ['unbound', 'unbound', startUnbound],
      ['bind', 'named', startNamed],
    ] as const) {
      if (!findProgram(program)) continue;
      const { upstream, zones, dir, ports } = laboratory;
      const peer = await start({ dir: join(dir, name), port: ports[name], upstream, zones });
      try {
        const { times, asked, lost, worstAnswerMs } = await measureLatency(
          laboratory,
          peer.port,
          name,
          rounds,
        );
        yield result(`dns.${name}.decision-to-answer.p50`, percentile(times, 0.5), 'ms', target);
        yield result(`dns.${name}.decision-to-answer.p95`, percentile(times, 0.95), 'ms', target);
        yield result(`dns.${name}.decision-to-answer.max`, times.at(-1)!, 'ms', target);
        yield result(`dns.${name}.background-lost`, lost, `of ${asked} questions`, asked);
        yield result(`dns.${name}.background-worst`, worstAnswerMs, 'ms', target);
      } finally {
        await peer.stop();
      }
    }
    const own = await measureLatency(laboratory, laboratory.resolverPort, 'own', rounds);
    yield result('dns.forwarder.decision-to-answer.p95', percentile(own.times, 0.95), 'ms', target);
    yield result('dns.forwarder.background-lost', own.lost, `of ${own.asked} questions`, own.asked);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    const rss = (laboratory.status()?.rssBytes ?? 0) / 2 ** 20;
    yield result('dns.process.memory', rss, `MiB with ${entries} entries`, 256);
    yield result('dns.import', entries / laboratory.importSeconds, 'entries/s', 10_000);
  } finally {
    await laboratory.close();
  }
}

async function dnsperf(port: number, file: string, seconds: number): Promise<{ rate: number; lost: number }> {
  const args = [
    '-s',
    '127.0.0.1',
    '-p',
    String(port),
    '-d',
    file,
    '-c',
    '8',
    '-T',
    '1',
    '-q',
    '200',
    '-l',
    String(seconds),
  ];
  const { stdout } = await run(findProgram('dnsperf')!, args);
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? Number.NaN);
  return { rate: number(/Queries per second:\s+([\d.]+)/), lost: number(/Queries lost:\s+(\d+)/) };
}

const median = (values: number[]): number =>
  percentile(
    values.sort((a, b) => a - b),
    0.5,
  );

async function* throughput(): AsyncGenerator<Result> {
  if (!findProgram('dnsperf') || !findProgram('unbound')) return;
  const laboratory = await openLaboratory(entries);
  try {
    const { dir, upstream, zones, ports, resolverPort } = laboratory;
    const file = join(dir, 'questions.txt');
    await writeFile(file, Array.from({ length: 10_000 }, (_, index) => `name-${index}.example A`).join('\n'));
    const unbound = await startUnbound({ dir: join(dir, 'unbound'), port: ports.unbound, upstream, zones });
    try {
      for (const port of [resolverPort, unbound.port]) await dnsperf(port, file, 3);
      const rates = { own: [] as number[], unbound: [] as number[] };
      let lost = 0;
      for (let pass = 0; pass < 3; pass++) {
        const own = await dnsperf(resolverPort, file, 4);
        rates.own.push(own.rate);
        lost += own.lost;
        rates.unbound.push((await dnsperf(unbound.port, file, 4)).rate);
      }
      yield result(
        'dns.forwarder.cached',
        median(rates.own),
        'queries/s (baseline: Unbound, 1 thread)',
        median(rates.unbound),
      );
      yield result('dns.forwarder.cached-lost', lost, 'questions', 1);
    } finally {
      await unbound.stop();
    }
  } finally {
    await laboratory.close();
  }
}

export const benches: Bench[] = [
  { name: 'dns.latency', run: latency },
  { name: 'dns.throughput', run: throughput },
];
