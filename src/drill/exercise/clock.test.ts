// The clock and the programme: simulated time is a fold, whatever people do to it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockDeeds, type ExerciseEntry } from '#model/drill/entry.ts';
import { clockOf, newClock, simNow, turn } from './clock.ts';
import { exerciseContent } from './content.ts';
import { enter, nextPhase, phaseOf, resultsOpen, speedOf } from './phases.ts';

const window = { simStart: 1_000_000, simEnd: 1_000_000 + 9 * 3_600_000 };
const deed = fc.record({
  do: fc.constantFrom(...clockDeeds),
  real: fc.integer({ min: 0, max: 10_000_000 }),
  speed: fc.option(fc.double({ min: 0.1, max: 120, noNaN: true }), { nil: undefined }),
  to: fc.option(fc.integer({ min: -1e9, max: 1e9 }), { nil: undefined }),
});
type Deed = Parameters<typeof turn>[2];

it('never leaves the window and goes back by rewinding only', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), deeds => {
      let clock = newClock(window);
      let real = 0;
      for (const one of [...deeds].sort((a, b) => a.real - b.real)) {
        const before = simNow(clock, window, one.real);
        expect(before).toBeGreaterThanOrEqual(simNow(clock, window, real));
        clock = turn(clock, window, one as Deed);
        real = one.real;
        const after = simNow(clock, window, real);
        expect(after).toBeGreaterThanOrEqual(window.simStart);
        expect(after).toBeLessThanOrEqual(window.simEnd);
        if (one.do === 'rewind') expect(after).toBeLessThanOrEqual(before);
        else if (one.do === 'jump') expect(after).toBeGreaterThanOrEqual(before);
        else expect(after).toBeCloseTo(before, 3);
      }
    }),
  );
});

it('stands while paused, runs at its speed, and ends for good', () => {
  let clock = turn(newClock(window), window, { do: 'start', real: 0, speed: 10 });
  expect(simNow(clock, window, 60_000)).toBe(window.simStart + 600_000);
  clock = turn(clock, window, { do: 'pause', real: 60_000 });
  expect(simNow(clock, window, 600_000)).toBe(window.simStart + 600_000);
  clock = turn(clock, window, { do: 'resume', real: 600_000 });
  expect(simNow(clock, window, 601_000)).toBe(window.simStart + 610_000);
  clock = turn(clock, window, { do: 'end', real: 601_000 });
  clock = turn(clock, window, { do: 'resume', real: 602_000 });
  expect(clock.state).toBe('ended');
  // A machine's clock that jumps back does not take simulated time back.
  expect(simNow({ ...clock, state: 'running' }, window, 0)).toBe(window.simStart + 610_000);
});

it('walks every programme from first phase to last, and the clock shows the whole window', () => {
  for (const programme of exerciseContent().programmes.values()) {
    const log: ExerciseEntry[] = [];
    let real = 0;
    const write = (entries: ReturnType<typeof enter>) => {
      for (const entry of entries)
        log.push({
          ...entry,
          id: '',
          log: '',
          sequence: log.length + 1,
          at: 0,
          real,
          by: '',
        } as ExerciseEntry);
    };
    for (;;) {
      const phase = nextPhase(programme, phaseOf(log, programme, real));
      if (!phase) break;
      write(enter(phase, programme, window));
      const now = phaseOf(log, programme, real)!;
      expect(now.id).toBe(phase.id);
      expect(clockOf(log, window).state === 'running').toBe(phase.clock === 'run');
      real += phase.minutes * 60_000;
      expect(phaseOf(log, programme, real)!.overdue).toBe(false);
      expect(phaseOf(log, programme, real + 1)!.overdue).toBe(true);
    }
    const left = window.simEnd - simNow(clockOf(log, window), window, real);
    // Speeds are rounded to a hundredth.
    expect([programme.id, left < 0.02 * (window.simEnd - window.simStart)]).toEqual([programme.id, true]);
    expect(resultsOpen(programme, phaseOf(log, programme, real), false)).toBe(true);
  }
});

it('a pause lengthens a phase whose clock runs', () => {
  const programme = exerciseContent().programmes.get('compressed')!;
  const phase = programme.phases.find(one => one.clock === 'run')!;
  const at = (real: number, entry: object) =>
    ({ id: '', log: '', sequence: 1, at: 0, by: '', real, ...entry }) as ExerciseEntry;
  const log = [
    at(0, { kind: 'phase', phase: phase.id }),
    at(0, { kind: 'clock', do: 'resume' }),
    at(60_000, { kind: 'clock', do: 'pause' }),
    at(180_000, { kind: 'clock', do: 'resume' }),
  ];
  expect(phaseOf(log, programme, 200_000)!.endsAt).toBe(phase.minutes * 60_000 + 120_000);
  expect(speedOf(phase, programme, window)).toBeCloseTo((9 * 60) / phase.minutes, 1);
});
