// The attack and the team on one axis of time: what happened, what would have happened, what the team did.

import { inRows } from '#model/drill/in-rows.ts';
import type { Replay } from '../paper.ts';
import type { Say } from '../words.ts';
import type { Axis } from './axis.ts';
import { ink } from './ink.ts';
import { timeScale } from './pictures.ts';
import type { Sheet } from './sheet.ts';

const lanes = [
  { lane: 'do', colour: ink.brand },
  { lane: 'know', colour: '#5b3fa0' },
  { lane: 'say', colour: ink.good },
  { lane: 'mark', colour: ink.warm },
] as const;

const pill = 11;
const thin = 4;
const dot = 2.6;

/** From a little before the first happening to a little after the last. */
export function spanOf({ start, end, world, without, events, curves, marks }: Replay): {
  start: number;
  end: number;
} {
  const all = [
    ...world.flatMap(one => [one.at, one.end, ...(one.noticed === undefined ? [] : [one.noticed])]),
    ...without.flatMap(one => [one.at, one.end]),
    ...events.map(one => one.at),
    ...Object.values(marks),
    // Curves are drawn to the end of the story; what counts is when they last rose.
    ...Object.values(curves.loss).flatMap(points =>
      points.flatMap(({ at, points: high }, index) => (high > (points[index - 1]?.points ?? 0) ? [at] : [])),
    ),
  ].filter(at => at >= start && at <= end);
  if (all.length === 0) return { start, end };
  const [first, last] = all.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [end, start]);
  const air = Math.max(60_000, (last - first) * 0.04);
  return { start: Math.max(start, first - air), end: Math.min(end, last + air) };
}

/** Draws at `top`; answers the height used. The axis must leave `left` to the names of the lanes. */
export function course(sheet: Sheet, debrief: Replay, axis: Axis, top: number, say: Say): number {
  const attack = inRows(
    debrief.world.map((step, index) => ({ step, number: index + 1 })),
    ({ step }) => ({ x: axis.x(step.at), width: Math.max(pill, axis.x(step.end) - axis.x(step.at)) }),
    5,
    2,
  );
  const without = inRows(
    debrief.without,
    step => ({ x: axis.x(step.at), width: Math.max(thin, axis.x(step.end) - axis.x(step.at)) }),
    3,
    2,
  );
  const doings = lanes.map(one => ({
    ...one,
    ...inRows(
      debrief.events.filter(event => event.lane === one.lane),
      event => ({ x: axis.x(event.at) - dot, width: 2 * dot }),
      4,
      0.6,
    ),
  }));
  const rows: { name: string; height: number; draw: (y: number) => void }[] = [
    {
      name: say('drill.paper.lane-attack'),
      height: Math.max(1, attack.rows) * (pill + 2),
      draw: y => {
        for (const { item, row, x, width } of attack.placed) {
          const at = y + row * (pill + 2);
          const done = item.step.outcome === 'done';
          sheet.art(doc => {
            doc.roundedRect(x, at, width, pill, 3);
            if (done) doc.fill(ink.bad);
            else doc.lineWidth(1).fillAndStroke('#ffffff', ink.bad);
          });
          sheet.write(
            String(item.number),
            { x: x - 6, y: at + 0.4, width: pill + 12 },
            { size: 7, bold: true, colour: done ? '#ffffff' : ink.bad, align: 'centre', most: 1 },
          );
        }
      },
    },
    {
      name: say('drill.paper.lane-without'),
      height: Math.max(1, without.rows) * (thin + 1.5),
      draw: y => {
        sheet.art(doc => {
          for (const { row, x, width } of without.placed)
            doc.roundedRect(x, y + row * (thin + 1.5), width, thin, 1.5).fill('#e0a79d');
        });
      },
    },
    ...doings.map(({ lane, colour, placed, rows }) => ({
      name: say(`drill.paper.lane-${lane}`),
      height: Math.max(1, rows) * (2 * dot + 0.8),
      draw: (y: number) => {
        sheet.art(doc => {
          for (const { row, x } of placed) {
            const [cx, cy] = [x + dot, y + row * (2 * dot + 0.8) + dot];
            if (lane === 'mark')
              doc.polygon([cx, cy - dot], [cx + dot, cy], [cx, cy + dot], [cx - dot, cy]).fill(colour);
            else doc.circle(cx, cy, dot).fill(colour);
          }
        });
      },
    })),
  ];
  const air = 6;
  const label = 16;
  const height = label + rows.reduce((sum, row) => sum + Math.max(row.height, 9) + air, 0);
  const bottom = top + height;
  const left = sheet.left;
  timeScale(sheet, axis, top + label, bottom);
  moments(sheet, debrief, axis, top, bottom, say);
  let y = top + label + air / 2;
  for (const row of rows) {
    const high = Math.max(row.height, 9);
    sheet.write(
      row.name,
      { x: left, y: y + high / 2 - 5.5, width: axis.x(axis.start) - left - 6 },
      { size: 7.5, bold: true, colour: ink.quiet, most: 1 },
    );
    row.draw(y + (high - row.height) / 2);
    y += high + air;
    sheet.art(doc =>
      doc
        .moveTo(left, y - air / 2)
        .lineTo(axis.x(axis.end), y - air / 2)
        .lineWidth(0.4)
        .strokeColor(ink.rule)
        .stroke(),
    );
  }
  return height + 14;
}

/** When the team noticed and contained, across all lanes: the names to either side of their lines. */
function moments(sheet: Sheet, { marks }: Replay, axis: Axis, top: number, bottom: number, say: Say): void {
  const type = { size: 7.5, bold: true, colour: ink.brand, most: 1 } as const;
  const [from, to] = [axis.x(axis.start), axis.x(axis.end)];
  for (const name of ['detected', 'contained'] as const) {
    const at = marks[name];
    if (at === undefined) continue;
    const x = axis.x(at);
    const text = say(`drill.paper.moment-${name}`, { time: axis.clock(at) });
    const width = sheet.measure(text, type) + 1;
    const left = name === 'detected' ? x - width - 3 >= sheet.left : x + 3 + width > to + (to - from) * 0.1;
    sheet.art(doc =>
      doc
        .moveTo(x, top + 2)
        .lineTo(x, bottom)
        .lineWidth(1)
        .dash(3, { space: 2 })
        .strokeColor(ink.brand)
        .stroke()
        .undash(),
    );
    sheet.write(text, { x: left ? x - width - 3 : x + 3, y: top, width }, type);
  }
}
