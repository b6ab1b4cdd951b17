// The event store under load: rows in, and searches and top-N on ten million events while rows keep coming.
// HINOMI_BENCH_EVENTS sets how many events (default 10,000,000).
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { day, hour } from '#model/time.ts';
import { topValues } from '#store/events/aggregate.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { spawnStore } from '#store/events/embedded/spawn.ts';
import type { EventStore } from '#store/events/port.ts';
import { searchEvents } from '#store/events/search.ts';
import { eventStream, sourceOfRank } from './generate.ts';

interface Row {
  name: string;
  value: number;
  unit: string;
  baseline: string | number;
  ratio: number;
}

const blockRows = 200_000;
const target = 300;

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** What an analyst asks, by kind; each call is a different one of its kind. */
function questions(store: EventStore, to: number): Record<string, (turn: number) => Promise<unknown>> {
  const week = { from: to - 7 * day, to };
  const search = (q: string, range = week) => searchEvents(store, { ...range, q });
  return {
    'newest page': () => search(''),
    'rare source': turn => search(`source.ip:${sourceOfRank(150_000 + turn * 37)}`),
    'common source': turn => search(`source.ip:${sourceOfRank(turn)}`),
    'port and data set': () => search('destination.port:>1024 -hinomi.class:scan event.dataset:honeypot.ssh'),
    user: turn => search(`user.name:${['root', 'oracle', 'nobody', 'pi'][turn % 4]}`),
    word: turn => search(['wget', 'cpuinfo', 'nosuchword', 'bash_history'][turn % 4]!),
    'top sources of a day': () => topValues(store, { from: to - day, to, field: 'source.ip' }),
    'top sources of a week': () => topValues(store, { ...week, field: 'source.ip' }),
    'top ports of a week': () => topValues(store, { ...week, field: 'destination.port' }),
    'top users of an hour': () => topValues(store, { from: to - hour, to, field: 'user.name' }),
    'top countries of a week': () => topValues(store, { ...week, field: 'source.geo.country_iso_code' }),
  };
}

async function* run(): AsyncGenerator<Row> {
  const rows = Number(process.env['HINOMI_BENCH_EVENTS'] ?? 10_000_000);
  const data = await mkdtemp(join(tmpdir(), 'hinomi-bench-events-'));
  const child = await spawnStore(data);
  const store = await openEventStore({ socketPath: child.socketPath });
  try {
    const now = Date.now();
    let inserting = 0;
    let block = 0;
    for (const each of eventStream({ seed: 7, from: now - 7 * day, to: now, rows, blockRows })) {
      const started = performance.now();
      await store.insert(each, `load-${block++}`);
      inserting += performance.now() - started;
    }
    const rate = rows / (inserting / 1000);
    yield {
      name: 'events.insert',
      value: rate,
      unit: 'rows/s',
      baseline: 'required 100,000 rows/s',
      ratio: rate / 100_000,
    };

    let stop = false;
    let added = 0;
    const live = (async () => {
      // A steady ten thousand rows a second, in blocks as the flusher makes them.
      for (const each of eventStream({
        seed: 8,
        from: now,
        to: now + hour,
        rows: 36_000_000,
        blockRows: 10_000,
      })) {
        if (stop) return;
        const started = performance.now();
        await store.insert(each, `live-${block++}`);
        added += each.rows;
        await new Promise(resolve => setTimeout(resolve, Math.max(0, 1000 - (performance.now() - started))));
      }
    })();
    const all: number[] = [];
    try {
      for (const [name, ask] of Object.entries(questions(store, now))) {
        const times: number[] = [];
        for (let turn = 0; turn < 20; turn++) {
          const started = performance.now();
          await ask(turn);
          times.push(performance.now() - started);
        }
        times.sort((a, b) => a - b);
        all.push(...times);
        const p95 = percentile(times, 0.95);
        yield {
          name: `events.search ${name} p95`,
          value: p95,
          unit: 'ms',
          baseline: `required ${target} ms`,
          ratio: p95 / target,
        };
      }
    } finally {
      stop = true;
      await live;
    }
    all.sort((a, b) => a - b);
    const p95 = percentile(all, 0.95);
    yield {
      name: `events.search all, ${rows.toLocaleString('en')} events, p95`,
      value: p95,
      unit: 'ms',
      baseline: `required ${target} ms`,
      ratio: p95 / target,
    };
    yield {
      name: 'events.search all, median',
      value: percentile(all, 0.5),
      unit: 'ms',
      baseline: `required ${target} ms`,
      ratio: percentile(all, 0.5) / target,
    };
    yield {
      name: 'events.ingest beside the searches',
      value: added,
      unit: 'rows',
      baseline: 'more than 0',
      ratio: added > 0 ? 1 : 0,
    };
    const peak = peakMemory(child.process.pid!);
    yield {
      name: 'events.store peak RSS',
      value: peak,
      unit: 'MB',
      baseline: '2,048 MB',
      ratio: peak / 2048,
    };
    const [disk] = await store.query<{ bytes: number }>(
      "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND table = 'events'",
    );
    yield {
      name: 'events.disk',
      value: disk!.bytes / rows,
      unit: 'bytes/event',
      baseline: '100 bytes',
      ratio: disk!.bytes / rows / 100,
    };
  } finally {
    await store.close();
    await child.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Highest resident memory of a process so far, megabytes; 0 where the system does not say. */
function peakMemory(pid: number): number {
  try {
    const status = execFileSync('grep', ['VmHWM', `/proc/${pid}/status`], { encoding: 'utf8' });
    return Math.round(Number(/(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

export const benches = [{ name: 'events', run }];
