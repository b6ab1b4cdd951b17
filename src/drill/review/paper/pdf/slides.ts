// Slides of a team for the critique as a PDF: 16:9, one thought a page.
import type { ReportValue } from '#model/drill/entry.ts';
import type { Papers } from '../paper.ts';
import { clipped, dateOf, saying } from '../words.ts';
import { axisOf } from './axis.ts';
import type { Writing } from './blocks.ts';
import { breakdown, tiles, total } from './glance.ts';
import { doings, loss, otherwise, picture, steps } from './happened.ts';
import { ink } from './ink.ts';
import { findings, next } from './judged.ts';
import { Sheet } from './sheet.ts';

/** Drawn small and enlarged: what is text size on paper is slide size here. */
export const slideSize = [560, 315] as const;
const zoom = 960 / 560;
const side = 30;
export const slideTop = 58;

const textOf = (value: ReportValue | undefined): string =>
  Array.isArray(value) ? value.join('\n') : (value ?? '');

/** An empty set of slides with its first one. */
export function slideShow(
  { title, over, below }: { title: string; over: string; below: readonly string[] },
  language: 'ja' | 'en',
  made: number,
): Sheet {
  const sheet = new Sheet({
    title: `${title} — ${over}`,
    language,
    made,
    size: slideSize,
    zoom,
    margin: { side, top: slideTop, bottom: 28 },
  });
  const [width, height] = slideSize;
  sheet.art(doc => {
    doc.rect(0, 0, width, height).fill(ink.brand);
    doc.rect(side, 196, 64, 3).fill(ink.onBrandQuiet);
  });
  const box = { x: side, width: width - 2 * side };
  sheet.block('P', () => {
    sheet.write(over, { ...box, y: 78 }, { size: 12, colour: ink.onBrandQuiet, most: 2, leading: 1.3 });
  });
  sheet.block('H1', () => {
    const size = sheet.lines(title, box.width, { size: 30, bold: true }).lines.length <= 1 ? 30 : 20;
    sheet.write(title, { ...box, y: 116 }, { size, bold: true, colour: ink.onBrand, most: 3, leading: 1.25 });
  });
  let y = 210;
  for (const text of below) {
    sheet.block('P', () => {
      y += sheet.write(text, { ...box, y }, { size: 11, colour: ink.onBrand, most: 2 }) + 2;
    });
  }
  return sheet;
}

/** A new slide with its title. */
export function slide(sheet: Sheet, title: string): void {
  sheet.page();
  sheet.art(doc => {
    doc.rect(0, 0, slideSize[0], 4).fill(ink.brand);
    doc.moveTo(side, 48).lineTo(sheet.right, 48).lineWidth(0.8).strokeColor(ink.brand).stroke();
  });
  sheet.block('H2', () => {
    sheet.write(
      title,
      { x: side, y: 20, width: sheet.width },
      { size: 16, bold: true, colour: ink.brand, most: 1 },
    );
  });
  sheet.y = slideTop;
}

/** Ends slides with a footer on all but the first. */
export const endShow = (sheet: Sheet, text: string): Promise<Buffer> =>
  sheet.finish((page, pages) => {
    const type = { size: 7, colour: ink.quiet, most: 1 } as const;
    const y = slideSize[1] - 18;
    sheet.write(text, { x: side, y, width: sheet.width - 50 }, type);
    sheet.write(`${page} / ${pages}`, { x: sheet.right - 50, y, width: 50 }, { ...type, align: 'right' });
  }, 1);

/** 16:9. `made`: date of making, Unix ms. */
export async function slidesPdf(papers: Papers, made: number): Promise<Buffer> {
  const { language, team, exercise, scenario, organisation, held, utcOffset, debrief, report } = papers;
  const say = saying(language);
  const sheet = slideShow(
    {
      title: team,
      over: exercise,
      below: [`${scenario[language]} — ${organisation[language]}`, dateOf(held, language, utcOffset)],
    },
    language,
    made,
  );
  const writing: Writing = { sheet, papers, say, whole: axisOf({ ...debrief, utcOffset }, [0, 1]) };
  const parts = [
    ['glance', glance],
    ['timeline', picture],
    ['course', (to: Writing) => steps(to, true)],
    ['did', (to: Writing) => doings(to, true)],
    ['loss', (to: Writing) => loss(to, 170)],
    ['findings', (to: Writing) => findings(to, 3)],
    ['what-if', otherwise],
    ['points', (to: Writing) => breakdown(to, true)],
    ['skill-next', (to: Writing) => next(to, 4)],
  ] as const;
  for (const [name, write] of parts) {
    const title = say(`drill.paper.${name}`);
    // What needs more than a slide goes on on the next, under the same title.
    sheet.again = () => slide(sheet, title);
    slide(sheet, title);
    write(writing);
    await new Promise(resolve => setImmediate(resolve));
  }
  const written = report.parts.filter(
    part => part.kind === 'text' && textOf(papers.written(part.id)).trim() !== '',
  );
  for (const part of written.slice(0, 4)) {
    const title = part.title[language];
    sheet.again = () => slide(sheet, title);
    slide(sheet, title);
    for (const line of clipped(textOf(papers.written(part.id)), 900).split(/\r?\n/))
      if (line.trim() !== '') sheet.paragraph(line, { size: 10.5 }, { after: 4 });
  }
  return endShow(sheet, `${team} · ${exercise}`);
}

function glance(writing: Writing): void {
  const { sheet } = writing;
  total(writing, [sheet.left + 66, sheet.y + 90, 54]);
  tiles(writing, { x: sheet.left + 150, y: sheet.y + 16, width: sheet.width - 150, across: 2 });
}
