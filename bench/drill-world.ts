// How long a world takes: 5,000 people for two working days on two threads, counted and hashed, against the limit the issue sets.
import { generate } from '#drill/generate/generate.ts';
import type { Bench } from './main.ts';

const limitSeconds = 120;
const wantedLines = 10_000_000;

export const benches: readonly Bench[] = [
  {
    name: 'drill.world',
    async *run() {
      const began = performance.now();
      const made = await generate({ profile: 'municipality', staff: 5000, days: 2, seed: 7, workers: 2 });
      const seconds = (performance.now() - began) / 1000;
      yield {
        name: 'drill.world.seconds',
        value: seconds,
        unit: 's',
        baseline: `${limitSeconds} s allowed`,
        ratio: seconds / limitSeconds,
      };
      yield {
        name: 'drill.world.lines',
        value: made.lines,
        unit: 'lines',
        baseline: `${wantedLines} lines wanted`,
        ratio: made.lines / wantedLines,
      };
      yield {
        name: 'drill.world.rate',
        value: made.lines / seconds,
        unit: 'lines/s',
        baseline: '200000 mixed lines/s aimed at',
        ratio: made.lines / seconds / 200_000,
      };
      yield {
        name: 'drill.world.memory',
        value: process.resourceUsage().maxRSS / 1024,
        unit: 'MB',
        baseline: 'bytes of the world',
        ratio: (process.resourceUsage().maxRSS * 1024) / made.bytes,
      };
    },
  },
];
