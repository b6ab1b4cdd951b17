// The result of a team as a PDF: how it went at a glance, the course in pictures, then everything with its reasons.
import type { Papers } from '../paper.ts';
import { saying } from '../words.ts';
import { axisOf } from './axis.ts';
import { heading, rule, type Writing } from './blocks.ts';
import { breakdown, head, tiles } from './glance.ts';
import { doings, loss, otherwise, picture, steps } from './happened.ts';
import { ink } from './ink.ts';
import { findings, next, reasons, skills } from './judged.ts';
import { a4, Sheet } from './sheet.ts';

const breath = () => new Promise(resolve => setImmediate(resolve));

/** A4, as many pages as it takes. `made`: date of making, Unix ms. Others are served between the parts. */
export async function resultPdf(papers: Papers, made: number): Promise<Buffer> {
  const { language, team, exercise, debrief, utcOffset } = papers;
  const say = saying(language);
  const sheet = new Sheet({
    title: `${say('drill.paper.result')}: ${team}`,
    language,
    made,
    size: a4,
    margin: { side: 46, top: 44, bottom: 50 },
  });
  const writing: Writing = { sheet, papers, say, whole: axisOf({ ...debrief, utcOffset }, [0, 1]) };
  head(writing);
  tiles(writing);
  const parts = [
    ['points', breakdown, 90],
    ['timeline', picture, 215],
    ['loss', loss, 190],
    ['what-if', otherwise, 70],
    ['course', steps, 90],
    ['did', doings, 90],
    ['findings', findings, 90],
    ['skills', skills, 90],
    ['skill-next', next, 60],
    ['reasons', reasons, 90],
  ] as const;
  for (const [name, write, room] of parts) {
    heading(sheet, say(`drill.paper.${name}`), room);
    write(writing);
    await breath();
  }
  return sheet.finish((page, pages) => {
    const y = sheet.options.size[1] - 32;
    const type = { size: 7.5, colour: ink.quiet, most: 1 } as const;
    rule(sheet, y - 6);
    sheet.write(`${team} · ${exercise}`, { x: sheet.left, y, width: sheet.width - 60 }, type);
    sheet.write(
      say('drill.paper.page', { page, pages }),
      { x: sheet.right - 60, y, width: 60 },
      { ...type, align: 'right' },
    );
  });
}
