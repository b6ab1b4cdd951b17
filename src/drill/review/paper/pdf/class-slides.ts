// The class side by side as slides for the critique: how results are spread and what teams did differently.
import type { CompareView } from '#model/drill/review.ts';
import type { Localized } from '#model/localized.ts';
import { dateOf, known, one, type Say, saying } from '../words.ts';
import { axisOf } from './axis.ts';
import { note } from './blocks.ts';
import { dotPlot, type Row } from './dot-plot.ts';
import { ink } from './ink.ts';
import { curves, timeScale } from './pictures.ts';
import type { Sheet } from './sheet.ts';
import { endShow, slide, slideShow } from './slides.ts';
import { table } from './table.ts';

export interface ClassPapers {
  language: 'ja' | 'en';
  exercise: string;
  scenario: Localized;
  organisation: Localized;
  /** Unix ms. */
  held: number;
  utcOffset: number;
  compare: CompareView;
}

/** What the parts are written with. */
interface Class extends ClassPapers {
  sheet: Sheet;
  say: Say;
  numberOf: (team: string) => number;
  /** Time in the story as text. */
  clock: (at: number) => string;
}

/** Curves of so many teams can be told apart by name. */
const named = 8;
/** So many numbers of teams stand beside a measure. */
const mostMissing = 6;
/** Actions on slides at most. */
const mostActions = 22;

/** 16:9, in the order of the teams: nobody is ranked. `made`: date of making, Unix ms. */
export async function classSlidesPdf(papers: ClassPapers, made: number): Promise<Buffer> {
  const { language, exercise, scenario, organisation, held, utcOffset, compare } = papers;
  const say = saying(language);
  const sheet = slideShow(
    {
      title: say('drill.paper.class'),
      over: exercise,
      below: [
        `${scenario[language]} — ${organisation[language]}`,
        `${dateOf(held, language, utcOffset)} · ${say('drill.paper.teams-count', { teams: compare.teams.length })}`,
      ],
    },
    language,
    made,
  );
  const numbers = new Map(compare.teams.map(({ team, number }) => [team, number]));
  const moments = [compare.nothing, compare.best, ...compare.curves.map(({ points }) => points)]
    .flat()
    .map(({ at }) => at);
  const [start, end] = moments.reduce(
    ([a, b], at) => [Math.min(a, at), Math.max(b, at)],
    [moments[0] ?? 0, moments[0] ?? 0],
  );
  const axis = axisOf({ start, end, utcOffset }, [sheet.left + 46, sheet.right - 104]);
  const given: Class = {
    ...papers,
    sheet,
    say,
    numberOf: team => numbers.get(team) ?? 0,
    clock: axis.clock,
  };
  const parts = [
    ['class-teams', teams],
    ['class-points', points],
    ['measures', measures],
    ['class-loss', (all: Class) => losses(all, axis)],
    ['milestones', milestones],
    ['doings', actions],
    ['different', different],
  ] as const;
  for (const [name, write] of parts) {
    const title = say(`drill.paper.${name}`);
    sheet.again = () => slide(sheet, title);
    slide(sheet, title);
    write(given);
    await new Promise(resolve => setImmediate(resolve));
  }
  return endShow(sheet, exercise);
}

/** Numbers and names, in as many columns as they need. */
function teams({ sheet, compare }: Class): void {
  const across = compare.teams.length > 20 ? 3 : compare.teams.length > 8 ? 2 : 1;
  const width = sheet.width / across;
  const rows = Math.ceil(compare.teams.length / across);
  const step = Math.min(24, (sheet.bottom - sheet.y) / Math.max(1, rows));
  const size = Math.min(11, step / 1.5);
  for (const [index, { number, teamName }] of compare.teams.entries()) {
    const x = sheet.left + Math.floor(index / rows) * width;
    const y = sheet.y + (index % rows) * step;
    sheet.art(doc => doc.circle(x + size * 0.85, y + size * 0.75, size * 0.82).fill(ink.brand));
    sheet.block('P', () => {
      sheet.write(
        String(number),
        { x, y: y + size * 0.15, width: size * 1.7 },
        { size: size * 0.8, bold: true, colour: ink.onBrand, align: 'centre', most: 1 },
      );
      sheet.write(teamName, { x: x + size * 2.2, y, width: width - size * 2.2 - 8 }, { size, most: 1 });
    });
  }
}

const median = (value: number | undefined): string => (value === undefined ? '' : one(value));

function points({ sheet, say, language, compare, numberOf }: Class): void {
  note(sheet, say('drill.paper.class-points-note'));
  dotPlot(
    sheet,
    compare.criteria
      .filter(({ of }) => of > 0)
      .map(
        ({ title, of, points: all, spread }): Row => ({
          title: known(language, title.key),
          high: of,
          values: all.map(({ team, points: value }) => ({ number: numberOf(team), value })),
          spread: all.length > 2 ? spread : undefined,
          beside: say('drill.paper.median', { value: median(spread.median) }),
        }),
      ),
  );
}

function measures({ sheet, say, compare, numberOf }: Class): void {
  note(sheet, say('drill.paper.class-points-note'));
  dotPlot(
    sheet,
    compare.measures.map(({ id, unit, values, spread }): Row => {
      const reached = values.flatMap(({ team, value }) =>
        value === null ? [] : [{ number: numberOf(team), value }],
      );
      const missing = values.filter(({ value }) => value === null).map(({ team }) => numberOf(team));
      return {
        title: say(`drill.paper.measure-${id}`),
        high: Math.max(unit === 'count' ? 5 : 1, ...reached.map(({ value }) => value)),
        values: reached,
        spread: reached.length > 2 ? spread : undefined,
        beside:
          missing.length === 0
            ? say('drill.paper.median', { value: median(spread?.median) })
            : say('drill.paper.measure-never', {
                teams:
                  missing.length <= mostMissing
                    ? missing.join(' ')
                    : say('drill.paper.teams-count', { teams: missing.length }),
              }),
      };
    }),
  );
}

function losses({ sheet, say, compare }: Class, axis: ReturnType<typeof axisOf>): void {
  const [top, bottom] = [sheet.y + 4, sheet.bottom - 16];
  const few = compare.teams.length <= named;
  const own = compare.teams.map(({ team, teamName, number }) => ({
    title: few ? `${number} ${teamName}` : '',
    colour: ink.brand,
    thick: few ? 1.4 : 0.7,
    points: compare.curves.find(curve => curve.team === team)?.points ?? [],
  }));
  sheet.block(
    'Figure',
    () => {
      timeScale(sheet, axis, top, bottom);
      curves(
        sheet,
        [
          ...own,
          {
            title: say('drill.paper.curve-nothing'),
            colour: ink.bad,
            dash: [1.5, 2.5],
            points: compare.nothing,
          },
          { title: say('drill.paper.curve-best'), colour: ink.good, dash: [6, 3], points: compare.best },
        ],
        axis,
        { top, bottom, right: 104 },
      );
    },
    say('drill.paper.class-loss'),
  );
}

function milestones({ sheet, say, language, compare, clock }: Class): void {
  if (compare.milestones.length === 0) {
    note(sheet, say('drill.paper.class-none'));
    return;
  }
  const width = Math.min(70, (sheet.width - 130) / compare.milestones.length - 9);
  table(
    sheet,
    [
      { title: say('drill.paper.team') },
      ...compare.milestones.map(({ id }) => ({
        title: known(language, `drill.name.milestone.${id}`),
        width,
      })),
    ],
    compare.teams.map(({ team, teamName, number }) => [
      { text: `${number}  ${teamName}`, bold: true },
      ...compare.milestones.map(({ values }) => {
        const at = values.find(value => value.team === team)?.at ?? null;
        return at === null ? { text: '—', colour: ink.quiet } : clock(at);
      }),
    ]),
    { most: 1 },
  );
}

/** How many teams did what, and when the first and the middle one began with it. */
function actions({ sheet, say, language, compare, clock }: Class): void {
  const did = compare.actions
    .map(({ title, values }) => ({
      title: title[language],
      firsts: values.flatMap(({ first }) => (first === undefined ? [] : [first])).sort((a, b) => a - b),
    }))
    .filter(({ firsts }) => firsts.length > 0)
    .sort((a, b) => b.firsts.length - a.firsts.length);
  if (did.length === 0) {
    note(sheet, say('drill.paper.class-none'));
    return;
  }
  table(
    sheet,
    [
      { title: say('drill.paper.doing') },
      { title: say('drill.paper.teams-did'), width: 150 },
      { title: say('drill.paper.first'), width: 66 },
      { title: say('drill.paper.middle'), width: 66 },
    ],
    did
      .slice(0, mostActions)
      .map(({ title, firsts }) => [
        { text: title, bold: true },
        { text: `${firsts.length} / ${compare.teams.length}`, bar: firsts.length / compare.teams.length },
        clock(firsts[0]!),
        clock(firsts[Math.floor((firsts.length - 1) / 2)]!),
      ]),
    { most: 1 },
  );
}

function different({ sheet, say, language, compare, numberOf }: Class): void {
  if (compare.different.length === 0) note(sheet, say('drill.paper.class-none'));
  const few = compare.teams.length <= 12;
  for (const { text, teams: those } of compare.different.slice(0, 24)) {
    const numbers = few ? `(${those.map(numberOf).join(' ')})` : '';
    sheet.need(18);
    const y = sheet.y;
    sheet.art(doc => doc.circle(sheet.left + 3, y + 7.5, 2).fill(ink.brand));
    sheet.paragraph(`${text[language]} ${numbers}`, { size: 10, most: 2 }, { after: 3, indent: 12 });
  }
}
