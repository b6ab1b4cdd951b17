// The programme as a state machine: which phase it is, when it should end, what its clock does.
import type { ExerciseEntry, NewExerciseEntry } from '#model/drill/entry.ts';
import type { Phase, Programme } from '#model/drill/programme.ts';
import type { Window } from './clock.ts';

export interface PhaseNow {
  id: string;
  index: number;
  kind: Phase['kind'];
  /** Time of day. */
  startedAt: number;
  endsAt: number;
  overdue: boolean;
}

/** The phase an exercise is in; undefined before the first. Pauses lengthen a phase whose clock runs. */
export function phaseOf(
  entries: readonly ExerciseEntry[],
  programme: Programme,
  real: number,
): PhaseNow | undefined {
  const at = entries.findLastIndex(entry => entry.kind === 'phase');
  const entered = entries[at];
  if (entered?.kind !== 'phase') return undefined;
  const index = programme.phases.findIndex(phase => phase.id === entered.phase);
  const phase = programme.phases[index];
  if (!phase) return undefined;
  const endsAt = entered.real + phase.minutes * 60_000 + stopped(entries.slice(at + 1), phase, real);
  return { id: phase.id, index, kind: phase.kind, startedAt: entered.real, endsAt, overdue: real > endsAt };
}

/** Time the clock stood still in a phase where it should run. */
function stopped(since: readonly ExerciseEntry[], phase: Phase, real: number): number {
  if (phase.clock === 'stop') return 0;
  let total = 0;
  let from: number | undefined;
  for (const entry of since) {
    if (entry.kind !== 'clock') continue;
    if (entry.do === 'pause') from ??= entry.real;
    else if ((entry.do === 'resume' || entry.do === 'start') && from !== undefined) {
      total += entry.real - from;
      from = undefined;
    }
  }
  return total + (from === undefined ? 0 : Math.max(0, real - from));
}

/** When the test of a programme was last over; undefined while it is on, and before it. */
export function testEnded(
  entries: readonly ExerciseEntry[],
  programme: Programme,
  test: NonNullable<Phase['test']>,
): number | undefined {
  const tested = new Set(programme.phases.filter(phase => phase.test === test).map(phase => phase.id));
  const at = entries.findLastIndex(entry => entry.kind === 'phase' && tested.has(entry.phase));
  const over = (entry: ExerciseEntry) => entry.kind === 'phase' || entry.do === 'end';
  return at < 0 ? undefined : entries.slice(at + 1).find(over)?.real;
}

/** The phase after another; the first when there is none. */
export function nextPhase(programme: Programme, now: PhaseNow | undefined): Phase | undefined {
  return programme.phases[now ? now.index + 1 : 0];
}

const slowest = 0.1;
const fastest = 120;

/** How fast simulated time must pass for a phase to show its share of the window. */
export function speedOf(phase: Phase, programme: Programme, window: Window): number {
  const running = programme.phases.filter(one => one.clock === 'run');
  const share = phase.share ?? 1 / Math.max(1, running.length);
  const speed = ((window.simEnd - window.simStart) * share) / (phase.minutes * 60_000);
  return Math.min(fastest, Math.max(slowest, Math.round(speed * 100) / 100));
}

/** What entering a phase writes to the log. */
export function enter(phase: Phase, programme: Programme, window: Window): NewExerciseEntry[] {
  return [
    { kind: 'phase', phase: phase.id },
    phase.clock === 'run'
      ? { kind: 'clock', do: 'resume', speed: speedOf(phase, programme, window) }
      : { kind: 'clock', do: 'pause' },
  ];
}

/** Whether results may be shown to trainees: from the critique on, or when the programme is over. */
export function resultsOpen(programme: Programme, now: PhaseNow | undefined, ended: boolean): boolean {
  if (ended) return true;
  const critique = programme.phases.findIndex(phase => phase.kind === 'critique');
  return critique >= 0 && now !== undefined && now.index >= critique;
}
