// Searching the logs of a large organisation by many teams at once: the whole path from a trainee's request over HTTP, session
// and team view to the store and back, at the rate at which people ask. Trainees come at random times (open loop): a slow answer
// does not hold the next question back. This program and the server share the machine.
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type Classes,
  loadedWorld,
  openClasses,
  readAhead,
  removeClasses,
  seatsEach,
} from './drill-search/classes.ts';
import { type BenchPlatform, startBenchPlatform, usage } from './drill-search/platform.ts';
import { type Kind, Trainee } from './drill-search/trainee.ts';
import type { Bench, BenchRow } from './main.ts';

const allowedMs = 300;
const thinkSeconds = 15;

interface Measured {
  teams: number;
  asked: number;
  perSecond: number;
  failed: number;
  times: Record<Kind | 'all', number[]>;
  /** Processors each kept busy. */
  server: number;
  /** This program, which plays the trainees. */
  player: number;
  serverMb: number;
}

export const benches: readonly Bench[] = [
  {
    name: 'drill-search',
    async *run(options) {
      const wanted = { staff: options.staff ?? 5000, days: 2, seed: 7 };
      const sizes = options.teams ?? [10, 30, 100, 300];
      const seconds = options.seconds ?? 60;
      const tell = (text: string) => console.error(`drill-search: ${text}`);
      const platform = await startBenchPlatform(options.folder ?? join(tmpdir(), 'hinomi-bench-drill'));
      try {
        await removeClasses(platform);
        const world = await loadedWorld(platform, wanted, tell);
        tell(`${wanted.staff} people, ${wanted.days} days, ${world.lines} lines`);
        await readAhead(platform, wanted, randomFrom(0));
        const table: Measured[] = [];
        for (const teams of sizes) {
          const random = randomFrom(teams);
          const classes = await openClasses(platform, wanted, teams, random);
          tell(
            `${teams} teams: one more team searches after ${classes.teamSeconds.toFixed(2)} s, ${classes.teamMb.toFixed(1)} MB a team`,
          );
          await play(
            platform,
            classes,
            Math.min(20, seconds / 2),
            random,
            options.slow ?? Number.POSITIVE_INFINITY,
          );
          const measured = await play(
            platform,
            classes,
            seconds,
            random,
            options.slow ?? Number.POSITIVE_INFINITY,
          );
          table.push(measured);
          yield* rows(measured, classes);
          await removeClasses(platform);
        }
        for (const line of lines(table)) console.error(line);
      } finally {
        await platform.stop();
      }
    },
  },
];

/** So many seconds of trainees at work, everybody one question in about fifteen seconds. */
async function play(
  platform: BenchPlatform,
  { seats, teams }: Classes,
  seconds: number,
  random: () => number,
  slow: number,
): Promise<Measured> {
  const trainees = seats.map(seat => new Trainee(platform.url, seat, random));
  const times: Measured['times'] = { all: [], search: [], page: [], histogram: [], top: [], context: [] };
  let failed = 0;
  const open = new Set<Promise<void>>();
  const at = (name: string) => usage(platform.pids[name]!);
  const server = at('server');
  const player = process.cpuUsage();
  const began = performance.now();
  const end = began + seconds * 1000;
  let due = began;
  for (;;) {
    due += (-Math.log(1 - random()) * thinkSeconds * 1000) / trainees.length;
    if (due > end) break;
    const wait = due - performance.now();
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
    const trainee = trainees[Math.floor(random() * trainees.length)]!;
    const late = Math.max(0, performance.now() - due);
    const one = trainee
      .act()
      .then(
        ({ kind, ms, status, query }) => {
          if (status !== 200) {
            failed++;
            if (failed <= 5) console.error(`${status} ${query}`);
          }
          if (ms > slow) console.error(`${ms.toFixed(0)} ms ${query}`);
          times[kind].push(ms + late);
          times.all.push(ms + late);
        },
        () => void failed++,
      )
      .finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
  const took = (performance.now() - began) / 1000;
  const serverNow = at('server');
  const { user, system } = process.cpuUsage(player);
  return {
    teams,
    asked: times.all.length,
    perSecond: times.all.length / took,
    failed,
    times,
    server: (serverNow.seconds - server.seconds) / took,
    player: (user + system) / 1e6 / took,
    serverMb: serverNow.memory,
  };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function* rows(measured: Measured, classes: Classes): Iterable<BenchRow> {
  const { teams, times, perSecond, failed } = measured;
  const name = (what: string) => `drill-search.${teams}-teams.${what}`;
  for (const [what, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const value = quantile(times.all, share);
    yield {
      name: name(what),
      value,
      unit: 'ms',
      baseline: `${allowedMs} ms allowed at p95`,
      ratio: value / allowedMs,
    };
  }
  const expected = (teams * seatsEach) / thinkSeconds;
  yield {
    name: name('rate'),
    value: perSecond,
    unit: 'questions/s',
    baseline: `${expected.toFixed(1)}/s: one of each trainee in ${thinkSeconds} s; ${failed} failed`,
    ratio: perSecond / expected,
  };
  const cores = availableParallelism();
  const busy = measured.server + measured.player;
  yield {
    name: name('processors'),
    value: busy,
    unit: 'cores',
    baseline: `${cores} cores here; ${measured.player.toFixed(2)} of it play the trainees`,
    ratio: busy / cores,
  };
  yield {
    name: name('server-time'),
    value: (measured.server * 1000) / perSecond,
    unit: 'ms/question',
    baseline: 'processor time, clocks and threads that search included',
    ratio: measured.server / perSecond / (allowedMs / 1000),
  };
  const machine = totalmem() / 2 ** 20;
  yield {
    name: name('memory'),
    value: measured.serverMb,
    unit: 'MB',
    baseline: `${machine.toFixed(0)} MB here; the files of logs are the system's to keep at hand`,
    ratio: measured.serverMb / machine,
  };
  if (classes.teamSeconds > 0)
    yield {
      name: name('new-team'),
      value: classes.teamSeconds,
      unit: 's',
      baseline: '5 s allowed from asking to the first page',
      ratio: classes.teamSeconds / 5,
    };
  yield {
    name: name('team-memory'),
    value: classes.teamMb,
    unit: 'MB/team',
    baseline: '100 MB allowed',
    ratio: classes.teamMb / 100,
  };
}

/** A table to read, and what a thousand teams would take by the slope of the two largest sizes. */
function lines(table: readonly Measured[]): string[] {
  const cell = (value: string | number, width: number) => String(value).padStart(width);
  const head = [
    'teams',
    'trainees',
    'ask/s',
    'p50',
    'p95',
    'p99',
    'max',
    'failed',
    'server',
    'player',
    'server MB',
  ];
  const out = [head.map(text => cell(text, 10)).join('')];
  for (const one of table) {
    const ms = (share: number) => `${quantile(one.times.all, share).toFixed(0)} ms`;
    const cells = [
      ...[
        one.teams,
        one.teams * seatsEach,
        one.perSecond.toFixed(1),
        ms(0.5),
        ms(0.95),
        ms(0.99),
        ms(1),
        one.failed,
      ],
      ...[`${one.server.toFixed(2)} c`, `${one.player.toFixed(2)} c`, one.serverMb.toFixed(0)],
    ];
    out.push(cells.map(text => cell(text, 10)).join(''));
  }
  const last = table.at(-1);
  if (last) {
    const by = (['search', 'page', 'histogram', 'top', 'context'] as const).map(
      kind => `${kind} ${quantile(last.times[kind], 0.95).toFixed(0)} ms`,
    );
    out.push(`p95 by kind at ${last.teams} teams: ${by.join(', ')}`);
  }
  const before = table.at(-2);
  if (last && before && last.teams < 1000) {
    const at = (of: (one: Measured) => number) =>
      of(last) +
      ((of(last) - of(before)) / (last.perSecond - before.perSecond)) * (asked1000 - last.perSecond);
    out.push(
      `1,000 teams (${asked1000.toFixed(0)} questions/s) by the slope from ${before.teams} to ${last.teams} teams: ` +
        `${at(one => one.server).toFixed(1)} cores and ${at(one => one.serverMb).toFixed(0)} MB`,
    );
  }
  return out;
}

const asked1000 = (1000 * seatsEach) / thinkSeconds;

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
