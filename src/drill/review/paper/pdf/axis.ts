// Time across a drawing: where a moment stands, and round times to write below.
import { minute } from '#model/time.ts';

const hour = 60 * minute;
const steps = [15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour];

export interface Axis {
  start: number;
  end: number;
  /** Place of a moment; outside it stands at the edge. */
  x(at: number): number;
  ticks: number[];
  /** Time as written in text: with the day when the axis spans several. */
  clock(at: number): string;
}

/** An axis from `start` to `end` between two places; at most `most` ticks, round in local time. */
export function axisOf(
  { start, end, utcOffset }: { start: number; end: number; utcOffset: number },
  [left, right]: readonly [number, number],
  most = 9,
): Axis {
  const span = Math.max(minute, end - start);
  const days = 24 * hour;
  const step = steps.find(one => span / one <= most) ?? days * Math.max(1, Math.ceil(span / days / most));
  const offset = utcOffset * minute;
  const ticks: number[] = [];
  for (let at = Math.ceil((start + offset) / step) * step - offset; at <= start + span; at += step)
    ticks.push(at);
  const local = (at: number) => new Date(at + offset).toISOString();
  const several = local(start).slice(0, 10) !== local(start + span).slice(0, 10);
  return {
    start,
    end: start + span,
    x: at => left + ((right - left) * (Math.min(Math.max(at, start), start + span) - start)) / span,
    ticks,
    clock: at => {
      const text = local(at);
      const time = text.slice(11, 16);
      return several ? `${Number(text.slice(5, 7))}/${Number(text.slice(8, 10))} ${time}` : time;
    },
  };
}
