// Tables that go on over pages, their heads with them.
import { ink } from './ink.ts';
import { bar } from './pictures.ts';
import type { Sheet, Type } from './sheet.ts';

export interface Column {
  title: string;
  /** Points; one column without takes the rest. */
  width?: number;
  align?: 'left' | 'right' | 'centre';
}
export interface Cell {
  text: string;
  bold?: boolean;
  colour?: string;
  /** Smaller text below. */
  below?: string;
  /** A bar beside the text, 0..1. */
  bar?: number;
}

const pad = 3.5;
const gap = 9;
/** Room for the text before a bar. */
const barAfter = 44;

/** Draws rows at the sheet's `y`. `most`: lines of a cell at most. */
export function table(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly (readonly (Cell | string)[])[],
  { size = 8.5, most = 8, bottom = sheet.bottom }: { size?: number; most?: number; bottom?: number } = {},
): void {
  const fixed = columns.reduce((sum, one) => sum + (one.width ?? 0), 0) + gap * (columns.length - 1);
  const rest = (sheet.width - fixed) / Math.max(1, columns.filter(one => one.width === undefined).length);
  const places: { x: number; width: number }[] = [];
  let x = sheet.left;
  for (const one of columns) {
    const width = one.width ?? rest;
    places.push({ x, width });
    x += width + gap;
  }
  const head: Type = { size: size - 1, bold: true, colour: ink.quiet };
  const below: Type = { size: size - 1.5, colour: ink.quiet, most: 2 };
  const typeOf = (cell: Cell, column: Column): Type => ({
    size,
    most,
    ...(cell.bold ? { bold: true } : {}),
    ...(cell.colour ? { colour: cell.colour } : {}),
    ...(column.align ? { align: column.align } : {}),
  });
  const rule = (colour: string, thick: number) =>
    sheet.art(doc =>
      doc
        .moveTo(sheet.left, sheet.y)
        .lineTo(sheet.right, sheet.y)
        .lineWidth(thick)
        .strokeColor(colour)
        .stroke(),
    );
  const heads = () => {
    sheet.block('TR', () => {
      for (const [index, column] of columns.entries())
        sheet.block('TH', () => {
          const { x, width } = places[index]!;
          const { align } = column;
          sheet.write(
            column.title,
            { x, y: sheet.y + pad, width },
            { ...head, most: 1, ...(align ? { align } : {}) },
          );
        });
    });
    sheet.y += head.size * 1.45 + 2 * pad;
    rule(ink.brand, 0.8);
  };
  sheet.need(60);
  sheet.block('Table', () => {
    heads();
    for (const row of rows) {
      const cells = row.map((cell): Cell => (typeof cell === 'string' ? { text: cell } : cell));
      const heights = cells.map(
        (cell, index) =>
          sheet.lines(cell.text, places[index]!.width, typeOf(cell, columns[index]!)).height +
          (cell.below ? sheet.lines(cell.below, places[index]!.width, below).height : 0),
      );
      const height = Math.max(size * 1.45, ...heights) + 2 * pad;
      if (sheet.y + height > bottom) {
        sheet.turn();
        heads();
      }
      const top = sheet.y + pad;
      for (const [index, { bar: share }] of cells.entries()) {
        const { x, width } = places[index]!;
        if (share !== undefined)
          bar(sheet, { x: x + barAfter, y: top + size * 0.45, width: width - barAfter, height: 5 }, share);
      }
      sheet.block('TR', () => {
        for (const [index, cell] of cells.entries())
          sheet.block('TD', () => {
            const { x, width } = places[index]!;
            const used = sheet.write(cell.text, { x, y: top, width }, typeOf(cell, columns[index]!));
            if (cell.below) sheet.write(cell.below, { x, y: top + used, width }, below);
          });
      });
      sheet.y += height;
      rule(ink.rule, 0.5);
    }
  });
  sheet.y += 6;
}
