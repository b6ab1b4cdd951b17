// Long ranges of everyday life cut at round times. What is frequent is found in the newest minutes without a look at the days
// before; what is rare is asked of the days before once, for all teams, until the clock strikes again.
import { hour, minute } from '#model/time.ts';

/** Grains of simulated time, ascending; a range ends at each one's last stroke. */
const pageGrains = [10 * minute, hour, 6 * hour];

interface Range {
  from: number;
  to: number;
}

/** A range in pieces from its newest end back: up to the last ten minutes' stroke, the last hour's, the last six hours', the rest. */
export function newestFirst({ from, to }: Range): Range[] {
  const pieces: Range[] = [];
  let end = to;
  for (const grain of pageGrains) {
    const stroke = Math.ceil(end / grain - 1) * grain;
    if (stroke <= from) break;
    pieces.push({ from: stroke, to: end });
    end = stroke;
  }
  if (from < end) pieces.push({ from, to: end });
  return pieces;
}

/** The same from its oldest end on. */
export function oldestFirst({ from, to }: Range): Range[] {
  const pieces: Range[] = [];
  let begin = from;
  for (const grain of pageGrains) {
    const stroke = Math.floor(begin / grain + 1) * grain;
    if (stroke >= to) break;
    pieces.push({ from: begin, to: stroke });
    begin = stroke;
  }
  if (begin < to) pieces.push({ from: begin, to });
  return pieces;
}

/** A range for counting: everything up to the last full hour, and the hour under way. */
export function fullHours({ from, to }: Range): Range[] {
  const stroke = Math.floor(to / hour) * hour;
  return stroke <= from || stroke === to
    ? [{ from, to }]
    : [
        { from, to: stroke },
        { from: stroke, to },
      ];
}

/** A range hour by hour, for whoever reads all of it. */
export function hours({ from, to }: Range): Range[] {
  const pieces: Range[] = [];
  for (let begin = from; begin < to; ) {
    const end = Math.min(to, Math.floor(begin / hour + 1) * hour);
    pieces.push({ from: begin, to: end });
    begin = end;
  }
  return pieces;
}
