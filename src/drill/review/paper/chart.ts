// Loss over time as a drawing for paper: steps, since points hold until the next.
import type { Point } from '#model/drill/review.ts';
import { html, type Markup } from './html.ts';

export interface Line {
  title: string;
  colour: string;
  /** Dash pattern: lines differ without colour too. */
  dash: string;
  points: readonly Point[];
}

const [width, height, left, bottom, top, right] = [720, 300, 46, 40, 12, 150];

/** Draws lines from `start` to `end`; `clock` writes a time. */
export function stepChart(
  lines: readonly Line[],
  { start, end, clock, label }: { start: number; end: number; clock: (at: number) => string; label: string },
): Markup {
  const most = Math.max(1, ...lines.flatMap(line => line.points.map(point => point.points)));
  const x = (at: number) => left + ((width - left - right) * (at - start)) / Math.max(1, end - start);
  const y = (points: number) => height - bottom - ((height - bottom - top) * points) / most;
  const path = (points: readonly Point[]) =>
    points
      .map((point, index) =>
        index === 0
          ? `M${x(point.at).toFixed(1)} ${y(point.points).toFixed(1)}`
          : `H${x(point.at).toFixed(1)}V${y(point.points).toFixed(1)}`,
      )
      .join('');
  const ticks = Array.from({ length: 5 }, (_, i) => start + ((end - start) * i) / 4);
  // Names at the ends of the lines, apart from each other.
  const ends = lines
    .map((line, index) => ({ index, at: y(line.points.at(-1)?.points ?? 0) }))
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < ends.length; i++) ends[i]!.at = Math.max(ends[i]!.at, ends[i - 1]!.at + 14);
  // None below the axis, where the times stand.
  for (const [index, one] of ends.entries())
    one.at = Math.min(one.at, height - bottom - 4 - 14 * (ends.length - 1 - index));
  const place = new Map(ends.map(one => [one.index, one.at]));
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}"><g stroke="#c3ccd8">${[
    0, 0.5, 1,
  ].map(
    share => html`<line x1="${left}" x2="${width - right}" y1="${y(share * most)}" y2="${y(share * most)}"/>`,
  )}</g>${[0, 0.5, 1].map(
    share =>
      html`<text x="${left - 6}" y="${y(share * most) + 4}" text-anchor="end">${Math.round(share * most)}</text>`,
  )}${ticks.map(
    at => html`<text x="${x(at)}" y="${height - bottom + 18}" text-anchor="middle">${clock(at)}</text>`,
  )}${lines.map(
    (line, index) =>
      html`<path d="${path(line.points)}" fill="none" stroke="${line.colour}" stroke-width="2.5" stroke-dasharray="${line.dash}"/><text x="${width - right + 8}" y="${(place.get(index) ?? 0) + 4}">${line.title}</text>`,
  )}</svg>`;
}
