// What was found and missed, what it shows of skills, and the reasons of every point with the lines behind them.
import { parseRecord } from '../../../evidence/windows/parse.ts';
import { clipped, known, one } from '../words.ts';
import { note, rule, type Writing } from './blocks.ts';
import { ink } from './ink.ts';
import { bar, mark } from './pictures.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';

/** What was found and what was missed, criterion by criterion, side by side; `most` lines of each. */
export function findings({ sheet, papers, say }: Writing, most = Number.POSITIVE_INFINITY): void {
  const { language, score } = papers;
  note(sheet, say('drill.paper.findings-note'));
  const gap = 16;
  const width = (sheet.width - gap) / 2;
  for (const criterion of score.criteria.filter(
    other => (other.group === 'findings' || other.group === 'story') && other.of > 0,
  )) {
    const side = (good: boolean) =>
      criterion.because.filter(reason => reason.good === good).map(reason => reason.text[language]);
    const [right, wrong] = [side(true), side(false)];
    sheet.need(46);
    sheet.block('H3', () => {
      sheet.write(
        `${known(language, criterion.title.key)}  ${one(criterion.points)} / ${one(criterion.of)}`,
        { x: sheet.left, y: sheet.y, width: sheet.width },
        { size: 9.5, bold: true, most: 1 },
      );
    });
    sheet.y += 16;
    list(
      sheet,
      columnsOf(right, wrong).map(one => one.slice(0, most)),
      width,
      gap,
    );
    if (right.length + wrong.length === 0) note(sheet, say('drill.paper.found-none'));
    rule(sheet, sheet.y + 2);
    sheet.y += 8;
  }
}

interface Told {
  good: boolean;
  text: string;
}

/** Found beside missed; where there is only one kind, it takes both columns. */
function columnsOf(right: readonly string[], wrong: readonly string[]): [Told[], Told[]] {
  const [good, bad] = [right.map(text => ({ good: true, text })), wrong.map(text => ({ good: false, text }))];
  if (good.length > 0 && bad.length > 0) return [good, bad];
  const all = [...good, ...bad];
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)];
}

function list(sheet: Sheet, columns: readonly Told[][], width: number, gap: number): void {
  const type = { size: 8, most: 3 } as const;
  for (let row = 0; row < Math.max(...columns.map(one => one.length)); row++) {
    const cells = columns.map(one => one[row]);
    const heights = cells.map(cell => (cell ? sheet.lines(cell.text, width - 14, type).height : 0));
    const height = Math.max(11, ...heights) + 2.5;
    sheet.need(height);
    for (const [column, cell] of cells.entries()) {
      if (!cell) continue;
      const x = sheet.left + column * (width + gap);
      mark(sheet, x + 2, sheet.y + 2.6, cell.good, 6.5);
      sheet.block('P', () => void sheet.write(cell.text, { x: x + 14, y: sheet.y, width: width - 14 }, type));
    }
    sheet.y += height;
  }
}

/** What the exercise showed of skills: what is firm first. */
export function skills({ sheet, papers, say }: Writing): void {
  const { language, skills: all } = papers;
  const colours = { can: ink.good, partly: ink.warm, 'cannot-yet': ink.bad };
  const rows = (['can', 'partly', 'cannot-yet'] as const).flatMap(verdict =>
    all
      .filter(other => other.verdict === verdict)
      .map(other => [
        { text: other.title[language], bold: true, below: other.sentence[language] },
        { text: say(`drill.paper.skill-${verdict}`), bold: true, colour: colours[verdict] },
        {
          text: say('drill.paper.skill-seen', { taken: other.taken, opportunities: other.opportunities }),
          colour: ink.quiet,
        },
      ]),
  );
  if (rows.length === 0) {
    note(sheet, say('drill.paper.skills-none'));
    return;
  }
  table(
    sheet,
    [
      { title: say('drill.paper.skill') },
      { title: say('drill.paper.verdict'), width: 56 },
      { title: say('drill.paper.seen'), width: 76, align: 'right' },
    ],
    rows,
  );
}

/** What to work on next, with the moments that show it. */
export function next({ sheet, papers, say }: Writing, most = 100): void {
  const { language } = papers;
  const weak = papers.skills.filter(
    other => (other.verdict === 'partly' || other.verdict === 'cannot-yet') && other.missedIn.length > 0,
  );
  if (weak.length === 0) note(sheet, say('drill.paper.skill-next-none'));
  for (const other of weak.slice(0, most)) {
    sheet.need(30);
    sheet.paragraph(other.title[language], { size: 9, bold: true, most: 2 }, { after: 1 });
    for (const missed of other.missedIn.slice(0, 3)) {
      sheet.need(13);
      mark(sheet, sheet.left + 4, sheet.y + 3, false, 6);
      sheet.paragraph(missed.text[language], { size: 8, most: 2 }, { after: 1, indent: 15 });
    }
    sheet.y += 4;
  }
}

/** Every criterion with every reason and the log line behind it. */
export function reasons({ sheet, papers, say, whole }: Writing): void {
  const { language, score } = papers;
  for (const criterion of score.criteria.filter(other => other.of > 0)) {
    sheet.need(56);
    const y = sheet.y;
    bar(sheet, { x: sheet.right - 120, y: y + 5, width: 60, height: 5 }, criterion.points / criterion.of);
    sheet.block('H3', () => {
      sheet.write(
        known(language, criterion.title.key),
        { x: sheet.left, y, width: sheet.width - 130 },
        { size: 10.5, bold: true, colour: ink.brand, most: 1 },
      );
      sheet.write(
        `${one(criterion.points)} / ${one(criterion.of)}`,
        { x: sheet.right - 56, y, width: 56 },
        { size: 9.5, bold: true, align: 'right', most: 1 },
      );
    });
    sheet.y += 17;
    note(sheet, known(language, criterion.why.key));
    if (criterion.correction)
      sheet.paragraph(
        say('drill.paper.correction', {
          was: one(criterion.computed),
          now: one(criterion.points),
          reason: criterion.correction.reason,
        }),
        { size: 8.5, colour: ink.warm },
      );
    for (const reason of criterion.because) {
      sheet.need(reason.proof ? 34 : 14);
      mark(sheet, sheet.left + 2, sheet.y + 3, reason.good, 6.5);
      sheet.paragraph(reason.text[language], { size: 8.5, most: 4 }, { after: 1.5, indent: 14 });
      if (reason.proof)
        proof(
          sheet,
          `${reason.proof.source}  ${whole.clock(reason.proof.at)}  ${clipped(telling(reason.proof.text, reason.values), 300)}`,
        );
    }
    sheet.y += 9;
  }
}

/** The telling part of a line: of a Windows record its values, first those that name what the reason is about. */
function telling(text: string, values: Readonly<Record<string, unknown>>): string {
  const about = Object.values(values)
    .map(value => String(value).toLowerCase())
    .filter(value => value.length > 2);
  try {
    const { id, data } = parseRecord(text);
    const shown = data
      .filter(([name, value]) => !['', '-', '0x0'].includes(String(value)) && !/sid$|guid$/i.test(name))
      .map(([name, value]) => `${name}=${String(value)}`);
    const names = (field: string) => about.some(value => field.toLowerCase().includes(value));
    return [`EventID ${id}`, ...shown.filter(names), ...shown.filter(field => !names(field))].join('  ');
  } catch {
    return text;
  }
}

/** A log line on a pale ground. */
function proof(sheet: Sheet, text: string): void {
  const type = { size: 6.8, colour: ink.quiet, leading: 1.35, most: 2 } as const;
  const [x, width] = [sheet.left + 14, sheet.width - 14];
  const { height } = sheet.lines(text, width - 12, type);
  sheet.need(height + 8);
  const y = sheet.y;
  sheet.art(doc => doc.roundedRect(x, y, width, height + 4, 2).fill(ink.pale));
  sheet.block('P', () => void sheet.write(text, { x: x + 6, y: y + 2, width: width - 12 }, type));
  sheet.y += height + 8;
}
