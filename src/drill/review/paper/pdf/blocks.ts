// What every part of a paper is written with.
import type { Papers } from '../paper.ts';
import type { Say } from '../words.ts';
import type { Axis } from './axis.ts';
import { ink } from './ink.ts';
import type { Sheet } from './sheet.ts';

/** A paper being written. */
export interface Writing {
  sheet: Sheet;
  papers: Papers;
  say: Say;
  /** The whole time of the story, for writing times. */
  whole: Axis;
}

/** A heading that stays with what follows it. */
export function heading(sheet: Sheet, text: string, room = 90): void {
  if (sheet.y > sheet.options.margin.top) sheet.y += 12;
  sheet.need(room);
  sheet.art(doc => doc.rect(sheet.left, sheet.y + 3, 3.5, 13).fill(ink.brand));
  sheet.block('H2', () => {
    sheet.write(
      text,
      { x: sheet.left + 10, y: sheet.y, width: sheet.width - 10 },
      { size: 13, bold: true, colour: ink.brand, most: 1 },
    );
  });
  sheet.y += 25;
}

export const note = (sheet: Sheet, text: string): void =>
  sheet.paragraph(text, { size: 8, colour: ink.quiet }, { after: 5 });

/** A thin line across the page. */
export const rule = (sheet: Sheet, y: number): void =>
  sheet.art(doc =>
    doc.moveTo(sheet.left, y).lineTo(sheet.right, y).lineWidth(0.4).strokeColor(ink.rule).stroke(),
  );
