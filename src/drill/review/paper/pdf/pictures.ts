// Small drawings: bars, rings, marks, curves of points over time.
import type { Point } from '#model/drill/review.ts';
import type { Axis } from './axis.ts';
import { ink } from './ink.ts';
import type { Sheet } from './sheet.ts';

/** A bar filled up to a share of 0..1. */
export function bar(
  sheet: Sheet,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  share: number,
  colour: string = ink.brand,
): void {
  const filled = width * Math.min(1, Math.max(0, share));
  sheet.art(doc => {
    doc.roundedRect(x, y, width, height, height / 2).fill(ink.tint);
    if (filled <= 0) return;
    doc
      .save()
      .roundedRect(x, y, width, height, height / 2)
      .clip();
    doc.rect(x, y, filled, height).fill(colour).restore();
  });
}

/** A ring filled clockwise from the top up to a share of 0..1. */
export function ring(
  sheet: Sheet,
  [x, y, radius]: readonly [number, number, number],
  share: number,
  { track, colour, thick }: { track: string; colour: string; thick: number },
): void {
  const turn = 2 * Math.PI * Math.min(1, Math.max(0, share));
  sheet.art(doc => {
    doc.circle(x, y, radius).lineWidth(thick).strokeColor(track).stroke();
    if (turn <= 0.001) return;
    // In pieces of at most a quarter: curves stay round.
    const pieces = Math.ceil(turn / (Math.PI / 2));
    const by = turn / pieces;
    const reach = (4 / 3) * Math.tan(by / 4) * radius;
    const at = (angle: number): [number, number] => [
      x + radius * Math.sin(angle),
      y - radius * Math.cos(angle),
    ];
    doc.moveTo(...at(0));
    for (let piece = 0; piece < pieces; piece++) {
      const [from, to] = [piece * by, (piece + 1) * by];
      const [fx, fy] = at(from);
      const [tx, ty] = at(to);
      doc.bezierCurveTo(
        fx + reach * Math.cos(from),
        fy + reach * Math.sin(from),
        tx - reach * Math.cos(to),
        ty - reach * Math.sin(to),
        tx,
        ty,
      );
    }
    doc.lineWidth(thick).lineCap('round').strokeColor(colour).stroke().lineCap('butt');
  });
}

/** A tick, a cross or a dash: good, bad, neither. `size` high. */
export function mark(sheet: Sheet, x: number, y: number, good: boolean | null, size = 6): void {
  sheet.art(doc => {
    doc
      .lineWidth(size / 5)
      .lineCap('round')
      .lineJoin('round');
    if (good === true)
      doc
        .moveTo(x, y + size * 0.55)
        .lineTo(x + size * 0.38, y + size * 0.9)
        .lineTo(x + size, y + size * 0.12)
        .strokeColor(ink.good)
        .stroke();
    else if (good === false)
      doc
        .moveTo(x + size * 0.1, y + size * 0.1)
        .lineTo(x + size * 0.9, y + size * 0.9)
        .moveTo(x + size * 0.9, y + size * 0.1)
        .lineTo(x + size * 0.1, y + size * 0.9)
        .strokeColor(ink.bad)
        .stroke();
    else doc.circle(x + size / 2, y + size / 2, size / 6).fill(ink.quiet);
    doc.lineCap('butt').lineJoin('miter');
  });
}

/** Times below an axis, with lines up to `top`. */
export function timeScale(sheet: Sheet, axis: Axis, top: number, bottom: number, size = 7): void {
  sheet.art(doc => {
    for (const at of axis.ticks)
      doc.moveTo(axis.x(at), top).lineTo(axis.x(at), bottom).lineWidth(0.4).strokeColor(ink.rule).stroke();
  });
  for (const at of axis.ticks)
    sheet.write(
      axis.clock(at),
      { x: axis.x(at) - 30, y: bottom + 2, width: 60 },
      { size, colour: ink.quiet, align: 'centre', most: 1 },
    );
}

export interface Curve {
  title: string;
  colour: string;
  /** Lengths of strokes and gaps: curves differ without colour too. */
  dash?: readonly [number, number];
  /** Points; default 1.6. */
  thick?: number;
  fill?: boolean;
  points: readonly Point[];
}

/** Points over time, held until the next; names at the right, apart from each other. Needs `right` points beside the axis. */
export function curves(
  sheet: Sheet,
  lines: readonly Curve[],
  axis: Axis,
  { top, bottom, right, size = 7.5 }: { top: number; bottom: number; right: number; size?: number },
): void {
  const most = Math.max(1, ...lines.flatMap(line => line.points.map(point => point.points)));
  const y = (points: number) => bottom - ((bottom - top) * points) / most;
  const [left, end] = [axis.x(axis.start), axis.x(axis.end)];
  sheet.art(doc => {
    for (const share of [0, 0.5, 1])
      doc
        .moveTo(left, y(share * most))
        .lineTo(end, y(share * most))
        .lineWidth(share === 0 ? 0.8 : 0.4)
        .strokeColor(share === 0 ? ink.quiet : ink.rule)
        .stroke();
  });
  for (const share of [0, 0.5, 1])
    sheet.write(
      String(Math.round(share * most * 10) / 10),
      { x: left - 45, y: y(share * most) - size * 0.75, width: 40 },
      { size, colour: ink.quiet, align: 'right', most: 1 },
    );
  const trace = (doc: PDFKit.PDFDocument, points: readonly Point[]) => {
    const [first, ...rest] = points;
    if (!first) return;
    doc.moveTo(axis.x(first.at), y(first.points));
    let height = y(first.points);
    for (const point of rest) {
      doc.lineTo(axis.x(point.at), height);
      height = y(point.points);
      doc.lineTo(axis.x(point.at), height);
    }
    doc.lineTo(end, height);
  };
  sheet.art(doc => {
    for (const line of lines.filter(one => one.fill && one.points.length > 0)) {
      trace(doc, line.points);
      doc.lineTo(end, bottom).lineTo(axis.x(line.points[0]!.at), bottom).closePath();
      doc.fillOpacity(0.12).fill(line.colour).fillOpacity(1);
    }
    for (const { points, colour, dash, thick = 1.6 } of lines.filter(one => one.points.length > 0)) {
      doc.save();
      if (dash) doc.dash(dash[0], { space: dash[1] });
      trace(doc, points);
      doc.lineWidth(thick).strokeColor(colour).stroke().restore();
    }
  });
  const step = size * 1.35;
  const ends = lines
    .filter(line => line.title !== '')
    .map(line => ({ line, at: y(line.points.at(-1)?.points ?? 0) - size * 0.72 }))
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < ends.length; i++) ends[i]!.at = Math.max(ends[i]!.at, ends[i - 1]!.at + step);
  // None below the axis, where the times stand.
  for (const [index, one] of ends.entries())
    one.at = Math.min(one.at, bottom - size * 0.8 - step * (ends.length - 1 - index));
  for (const { line, at } of ends)
    sheet.write(
      line.title,
      { x: end + 5, y: at, width: right - 5 },
      { size, colour: line.colour, bold: true, most: 1 },
    );
}
