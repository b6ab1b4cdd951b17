// How it went at a glance: the head of a result sheet, figures beside what was possible, points by part.
import { criterionGroups, type ScoreView } from '#model/drill/review.ts';
import { minute } from '#model/time.ts';
import { dateOf, known, one } from '../words.ts';
import { note, type Writing } from './blocks.ts';
import { ink } from './ink.ts';
import { bar, ring } from './pictures.ts';

const band = 124;

/** The band across the first page, and what, where and when. */
export function head(writing: Writing): void {
  const { sheet, papers, say, whole } = writing;
  const { language, team, exercise, score, scenario, organisation, held, utcOffset, debrief } = papers;
  const side = sheet.left;
  const [width] = sheet.options.size;
  sheet.art(doc => doc.rect(0, 0, width, band).fill(ink.brand));
  const box = { x: side, width: width - 2 * side - 120 };
  sheet.block('P', () => {
    sheet.write(
      score.state === 'final'
        ? say('drill.paper.result')
        : `${say('drill.paper.result')} — ${say('drill.paper.provisional')}`,
      { ...box, y: 24 },
      { size: 10, colour: ink.onBrandQuiet, most: 1 },
    );
  });
  let high = 0;
  sheet.block('H1', () => {
    const size = sheet.measure(team, { size: 24, bold: true }) <= box.width ? 24 : 16;
    high = sheet.write(
      team,
      { ...box, y: 42 },
      { size, bold: true, colour: ink.onBrand, most: 2, leading: 1.3 },
    );
  });
  sheet.block('P', () => {
    sheet.write(exercise, { ...box, y: 46 + high }, { size: 10, colour: ink.onBrand, most: 2, leading: 1.3 });
  });
  total(writing, [width - side - 42, band / 2, 40], true);
  sheet.y = band + 14;
  const facts: [string, string][] = [
    [say('drill.paper.scenario'), scenario[language]],
    [say('drill.paper.organisation'), organisation[language]],
    [say('drill.paper.held'), dateOf(held, language, utcOffset)],
    [say('drill.paper.when'), `${whole.clock(debrief.start)}–${whole.clock(debrief.end)}`],
  ];
  const each = sheet.width / facts.length;
  let used = 0;
  for (const [index, [name, value]] of facts.entries())
    sheet.block('P', () => {
      const at = { x: sheet.left + index * each, width: each - 10 };
      const first = sheet.write(name, { ...at, y: sheet.y }, { size: 7.5, colour: ink.quiet, most: 1 });
      used = Math.max(
        used,
        first + sheet.write(value, { ...at, y: sheet.y + first }, { size: 9.5, most: 2, leading: 1.3 }),
      );
    });
  sheet.y += used + 14;
}

/** The points of all as a ring. `dark`: it stands on the brand's colour. */
export function total(
  { sheet, papers: { score }, say }: Writing,
  [x, y, radius]: readonly [number, number, number],
  dark = false,
): void {
  const colours = dark ? { track: '#3a6285', colour: ink.onBrand } : { track: ink.tint, colour: ink.brand };
  ring(sheet, [x, y, radius], score.total / 100, { ...colours, thick: radius / 5.7 });
  sheet.block('P', () => {
    const at = { x: x - radius, width: 2 * radius };
    const type = { align: 'centre', most: 1 } as const;
    const size = radius * 0.57;
    sheet.write(
      one(score.total),
      { ...at, y: y - radius / 2 },
      { ...type, size, bold: true, colour: colours.colour },
    );
    sheet.write(
      say('drill.paper.of-100'),
      { ...at, y: y + radius / 4 },
      { ...type, size: radius * 0.19, colour: dark ? ink.onBrandQuiet : ink.quiet },
    );
  });
}

/** The figures that tell how it went, each beside what was possible: across the page, or in a place. */
export function tiles(
  { sheet, papers, say }: Writing,
  place?: { x: number; y: number; width: number; across: number },
): void {
  const { score, factsPercent, judgement } = papers;
  const { times, loss, cost } = score;
  const after = (at: number | undefined): string =>
    at === undefined
      ? say('drill.paper.never')
      : say('drill.paper.minutes', { minutes: Math.round((at - times.began) / minute) });
  const point = (points: number) => say('drill.paper.point', { points: one(points) });
  const best = (value: string) => say('drill.paper.best-of', { value });
  const percent = (value: number) => `${one(value)} %`;
  const all: [name: string, value: string, beside: string, colour: string][] = [
    [say('drill.paper.tile-detected'), after(times.detected), best(after(times.best.detected)), ink.brand],
    [say('drill.paper.tile-contained'), after(times.contained), best(after(times.best.contained)), ink.brand],
    [
      say('drill.paper.tile-loss'),
      point(loss.team),
      say('drill.paper.nothing-best', { nothing: one(loss.nothing), best: one(loss.best) }),
      ink.bad,
    ],
    [say('drill.paper.tile-cost'), point(cost.team), best(point(cost.best)), ink.warm],
    ...(factsPercent === undefined
      ? []
      : [
          [say('drill.paper.tile-facts'), percent(factsPercent), '', ink.good] as [
            string,
            string,
            string,
            string,
          ],
        ]),
    ...(judgement === undefined
      ? []
      : [
          [say('drill.paper.tile-judgement'), percent(judgement), '', ink.good] as [
            string,
            string,
            string,
            string,
          ],
        ]),
  ];
  const { across, ...box } = place ?? {
    x: sheet.left,
    y: sheet.y,
    width: sheet.width,
    across: all.length > 4 ? 3 : 4,
  };
  const gap = 8;
  const width = (box.width - gap * (across - 1)) / across;
  const height = 58;
  for (const [index, [name, value, beside, colour]] of all.entries()) {
    const x = box.x + (index % across) * (width + gap);
    const y = box.y + Math.floor(index / across) * (height + gap);
    sheet.art(doc => {
      doc.roundedRect(x, y, width, height, 4).fill(ink.pale);
      doc.rect(x, y + 8, 2.5, height - 16).fill(colour);
    });
    sheet.block('P', () => {
      const at = { x: x + 10, width: width - 14 };
      sheet.write(name, { ...at, y: y + 6 }, { size: 7.5, colour: ink.quiet, most: 1 });
      sheet.write(value, { ...at, y: y + 17 }, { size: 16, bold: true, most: 1 });
      sheet.write(beside, { ...at, y: y + 41 }, { size: 7, colour: ink.quiet, most: 1 });
    });
  }
  sheet.y += Math.ceil(all.length / across) * (height + gap) + 2;
}

const sumOf = (criteria: ScoreView['criteria']) => ({
  points: criteria.reduce((sum, other) => sum + other.points, 0),
  of: criteria.reduce((sum, other) => sum + other.of, 0),
});

/** Points by part, with bars; `brief`: the parts alone. */
export function breakdown({ sheet, papers, say }: Writing, brief = false): void {
  const { score, language } = papers;
  const named = 176;
  const figures = 64;
  const row = (text: string, { points, of }: { points: number; of: number }, strong: boolean) => {
    const y = sheet.y;
    const type = strong
      ? { size: 9.5, bold: true, colour: ink.brand, most: 1 }
      : { size: 8.5, colour: ink.text, most: 1 };
    const indent = strong ? 0 : 10;
    const high = strong ? 7 : 5;
    bar(
      sheet,
      { x: sheet.left + named, y: y + (15.5 - high) / 2, width: sheet.width - named - figures, height: high },
      of === 0 ? 0 : points / of,
      strong ? ink.brand : '#5f8db3',
    );
    sheet.block('P', () => {
      sheet.write(text, { x: sheet.left + indent, y: y + 1.2, width: named - indent - 8 }, type);
      sheet.write(
        `${one(points)} / ${one(of)}`,
        { x: sheet.right - figures, y: y + 1.2, width: figures },
        { ...type, align: 'right' },
      );
    });
    sheet.y += 15.5;
  };
  for (const group of criterionGroups) {
    const own = score.criteria.filter(other => other.group === group && other.of > 0);
    if (own.length === 0) continue;
    sheet.need(15.5 * (own.length + 1));
    row(say(`drill.paper.group-${group}`), sumOf(own), true);
    if (own.length > 1 && !brief)
      for (const other of own) row(known(language, other.title.key), other, false);
    sheet.y += brief ? 14 : 4;
  }
  if (score.corrected) note(sheet, say('drill.paper.corrected'));
}
