// The bound per source and day holds over kills and restarts, torn lines and full disks.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { day, hour, minute } from '#model/time.ts';
import { createReflectionLimiter, defaultReflectionLimits } from './limiter.ts';
import { openReflectionMemory, parseNotes } from './reflection-memory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-reflection-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = Date.UTC(2026, 0, 5);
const ask = (source: string, question: string, bytesOut = 1000) => ({
  source,
  bait: 'dns',
  bytesIn: 60,
  bytesOut,
  question,
});

test('for any restarts, bytes out to a source in a day stay within max(bytes in, 4 KiB)', () => {
  const step = fc.record({
    source: fc.constantFrom('192.0.2.1', '198.51.100.9', '2001:db8::7'),
    pause: fc.integer({ min: 0, max: 3 * hour }),
    bytesOut: fc.integer({ min: 0, max: 3000 }),
    bytesIn: fc.integer({ min: 20, max: 1500 }),
    restart: fc.boolean(),
  });
  let run = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const file = join(folder, String(run++));
      let now = start;
      const open = () =>
        createReflectionLimiter(
          defaultReflectionLimits,
          openReflectionMemory(file, () => now),
        );
      let limiter = open();
      const traffic: { at: number; source: string; in: number; out: number }[] = [];
      steps.forEach(({ source, pause, bytesOut, bytesIn, restart }, index) => {
        now += pause;
        if (restart) limiter = open();
        const refused = limiter.refuse(
          { source, bait: 'dns', bytesIn, bytesOut, question: String(index) },
          now,
        );
        traffic.push({ at: now, source, in: bytesIn, out: refused ? 0 : bytesOut });
      });
      for (const { at, source } of traffic) {
        const window = traffic.filter(
          entry => entry.source === source && entry.at <= at && entry.at > at - day,
        );
        const sum = (pick: 'in' | 'out') => window.reduce((total, entry) => total + entry[pick], 0);
        expect(sum('out')).toBeLessThanOrEqual(Math.max(sum('in'), defaultReflectionLimits.sourceBytes));
      }
    }),
    { numRuns: 150 },
  );
});

test('after a restart a source that was answered gets nothing for free, a new one does', () => {
  const file = join(folder, 'answered');
  const before = createReflectionLimiter(
    defaultReflectionLimits,
    openReflectionMemory(file, () => start),
  );
  expect(before.refuse(ask('192.0.2.1', 'a'), start)).toBeUndefined();
  const after = createReflectionLimiter(
    defaultReflectionLimits,
    openReflectionMemory(file, () => start + minute),
  );
  expect(after.refuse(ask('192.0.2.1', 'b'), start + minute)).toBe('source');
  expect(after.refuse(ask('203.0.113.5', 'b'), start + minute)).toBeUndefined();
  const muchLater = start + 2 * day;
  const later = createReflectionLimiter(
    defaultReflectionLimits,
    openReflectionMemory(file, () => muchLater),
  );
  expect(later.refuse(ask('192.0.2.1', 'c'), muchLater)).toBeUndefined();
});

test('a torn last line and garbage are passed over, old notes are dropped', () => {
  const file = join(folder, 'answered');
  openReflectionMemory(file, () => start).note({ at: start - 2 * day, source: '192.0.2.9', bait: 'dns' });
  openReflectionMemory(file, () => start).note({ at: start, source: '192.0.2.1', bait: 'dns' });
  appendFileSync(file, '%%%\n17360');
  expect(openReflectionMemory(file, () => start).remembered).toEqual([
    { at: start, source: '192.0.2.1', bait: 'dns' },
  ]);
  expect(parseNotes(readFileSync(file, 'utf8'))).toHaveLength(1);
});

test('what cannot be remembered is not answered', () => {
  const limiter = createReflectionLimiter(defaultReflectionLimits, { remembered: [], note: () => false });
  expect(limiter.refuse(ask('192.0.2.1', 'a'), start)).toBe('memory');
});
