// How teams are spread: a dot a team, the middle half as a band, the median as a line. Never an order of teams.
import type { Spread } from '#model/drill/review.ts';
import { one } from '../words.ts';
import { ink } from './ink.ts';
import type { Sheet } from './sheet.ts';

export interface Row {
  title: string;
  /** Value at the right end of the scale. */
  high: number;
  values: readonly { number: number; value: number }[];
  spread?: Spread | undefined;
  /** Written at the right. */
  beside: string;
}

const names = 128;
const notes = 96;
/** Beyond so many teams numbers in the dots would cover each other. */
const numbered = 12;

/** Draws rows at the sheet's `y`, all teams of a row on one scale from 0. */
export function dotPlot(sheet: Sheet, rows: readonly Row[]): void {
  // As high as the page has room for, within what can be read.
  const height = Math.min(18, Math.max(13, (sheet.bottom - sheet.y - 1) / Math.max(1, rows.length)));
  const [left, right] = [sheet.left + names, sheet.right - notes - 20];
  const many = rows.some(row => row.values.length > numbered);
  for (const row of rows) {
    sheet.need(height);
    const middle = sheet.y + height / 2;
    const x = (value: number) =>
      left + ((right - left) * Math.min(value, row.high)) / Math.max(row.high, 1e-9);
    const { spread } = row;
    sheet.art(doc => {
      doc.moveTo(left, middle).lineTo(right, middle).lineWidth(0.6).strokeColor(ink.rule).stroke();
      for (const end of [left, right])
        doc
          .moveTo(end, middle - 3)
          .lineTo(end, middle + 3)
          .lineWidth(0.6)
          .strokeColor(ink.quiet)
          .stroke();
      if (!spread) return;
      const [from, to] = [x(spread.q1), x(spread.q3)];
      doc.roundedRect(from - 1, middle - 4.5, to - from + 2, 9, 2).fill(ink.tint);
      doc
        .moveTo(x(spread.median), middle - 6.5)
        .lineTo(x(spread.median), middle + 6.5)
        .lineWidth(1.4)
        .strokeColor(ink.warm)
        .stroke();
    });
    dots(sheet, row, { x, middle, many });
    sheet.block('P', () => {
      const type = { size: 8.5, most: 1 } as const;
      sheet.write(row.title, { x: sheet.left, y: middle - 6.2, width: names - 8 }, type);
      sheet.write(
        one(row.high),
        { x: right + 9, y: middle - 5, width: 24 },
        { size: 7, colour: ink.quiet, most: 1 },
      );
      sheet.write(
        row.beside,
        { x: sheet.right - notes + 12, y: middle - 5, width: notes - 12 },
        { size: 7, colour: ink.quiet, align: 'right', most: 1 },
      );
    });
    sheet.y += height;
  }
}

/** Teams of the same place share a mark that names them all. */
function dots(
  sheet: Sheet,
  { values }: Row,
  { x, middle, many }: { x: (value: number) => number; middle: number; many: boolean },
): void {
  if (many) {
    sheet.art(doc => {
      for (const { value } of values) doc.circle(x(value), middle, 3).fillOpacity(0.45).fill(ink.brand);
      doc.fillOpacity(1);
    });
    return;
  }
  const end = x(Number.POSITIVE_INFINITY);
  const groups: { at: number; numbers: number[] }[] = [];
  for (const { number, value } of [...values].sort((a, b) => a.value - b.value)) {
    const last = groups.at(-1);
    if (last && x(value) - last.at < 9 + 5 * (last.numbers.length - 1)) last.numbers.push(number);
    else groups.push({ at: x(value), numbers: [number] });
  }
  for (const { at, numbers } of groups) {
    const text = [...numbers].sort((a, b) => a - b).join(' ');
    const type = { size: 6, bold: true, colour: ink.onBrand, align: 'centre', most: 1 } as const;
    const width = Math.max(9.5, sheet.measure(text, type) + 5);
    const from = Math.min(at - 4.75, end + 4.75 - width);
    sheet.art(doc => doc.roundedRect(from, middle - 4.75, width, 9.5, 4.75).fill(ink.brand));
    sheet.block('P', () => void sheet.write(text, { x: from, y: middle - 4.5, width }, type));
  }
}
