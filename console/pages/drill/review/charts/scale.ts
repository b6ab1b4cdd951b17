// Where values stand in a picture: scales, round marks, step lines. Pure.
import { hour, minute } from '#model/time.ts';

export type Scale = (value: number) => number;

/** Maps `low`–`high` onto `from`–`to`; a range of nothing lands in the middle. */
export function scale(low: number, high: number, from: number, to: number): Scale {
  if (high <= low) return () => (from + to) / 2;
  return value => from + ((value - low) / (high - low)) * (to - from);
}

/** Round values that span `low`–`high`, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function marks(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= raw)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

const timeSteps = [
  ...[1, 2, 5, 10, 15, 30].map(one => one * minute),
  ...[1, 2, 3, 6, 12, 24, 48, 168].map(one => one * hour),
];

/** Round moments between two times, at most `most` of them; `offset` is the zone in which they are round, ms. */
export function timeMarks(from: number, to: number, most: number, offset: number): number[] {
  const step = timeSteps.find(one => (to - from) / one <= most) ?? timeSteps.at(-1)!;
  const found: number[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) found.push(at);
  return found;
}

export interface Step {
  at: number;
  points: number;
}

/** Points at a moment: each value holds until the next; nothing before the first. */
export function heldAt(steps: readonly Step[], at: number): number {
  let points = 0;
  for (const step of steps) {
    if (step.at > at) break;
    points = step.points;
  }
  return points;
}

/**
 * One value per picture column from `from` to `to`: the last that held in it. Thousands of steps become no more points
 * than the picture has columns, and the last value is never lost.
 */
export function binSteps(steps: readonly Step[], from: number, to: number, columns: number): Step[] {
  const width = (to - from) / Math.max(1, columns);
  const out: Step[] = [];
  let next = 0;
  let points = 0;
  for (let column = 0; column <= columns; column++) {
    const at = from + column * width;
    while (next < steps.length && steps[next]!.at <= at) points = steps[next++]!.points;
    if (out.length === 0 || out.at(-1)!.points !== points || column === columns) out.push({ at, points });
  }
  return out;
}

/** An SVG path of steps: flat until the next value, then straight up or down. */
export function stepPath(steps: readonly Step[], x: Scale, y: Scale): string {
  let path = '';
  for (const [index, { at, points }] of steps.entries())
    path += index === 0 ? `M${fix(x(at))} ${fix(y(points))}` : `H${fix(x(at))}V${fix(y(points))}`;
  return path;
}

const fix = (value: number): string => value.toFixed(1);
