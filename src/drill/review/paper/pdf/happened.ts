// What happened: attack and team on one axis, loss over time, what would have helped, every step and doing.
import { minute } from '#model/time.ts';
import { known, type Language, one } from '../words.ts';
import { type Axis, axisOf } from './axis.ts';
import { note, rule, type Writing } from './blocks.ts';
import { course, spanOf } from './course.ts';
import { ink } from './ink.ts';
import { bar, curves, timeScale } from './pictures.ts';
import { table } from './table.ts';

const laneNames = 62;
const curveNames = 70;
/** On slides: two of them. */
const [mostSteps, mostDoings] = [22, 22];
/** Drawings below each other share their axis. */
const axisIn = ({ sheet, papers: { debrief, utcOffset } }: Writing): Axis =>
  axisOf({ ...spanOf(debrief), utcOffset }, [sheet.left + laneNames, sheet.right - curveNames]);

/** The attack above, the team below, on one axis. */
export function picture(writing: Writing): void {
  const { sheet, papers, say } = writing;
  note(sheet, say('drill.paper.timeline-note'));
  const { debrief } = papers;
  const axis = axisIn(writing);
  let height = 0;
  sheet.block(
    'Figure',
    () => {
      height = course(sheet, debrief, axis, sheet.y, say);
    },
    say('drill.paper.picture', { steps: debrief.world.length, doings: debrief.events.length }),
  );
  sheet.y += height + 4;
}

/** Loss over time: nobody acting, best play, the team. */
export function loss(writing: Writing, height = 130): void {
  const { sheet, papers, say } = writing;
  const { curves: found } = papers.debrief;
  const { loss } = papers.score;
  const text = say('drill.score.loss', {
    loss: one(loss.team),
    nothing: one(loss.nothing),
    best: one(loss.best),
  });
  const [top, bottom] = [sheet.y + 4, sheet.y + 4 + height];
  sheet.block(
    'Figure',
    () => {
      const axis = axisIn(writing);
      timeScale(sheet, axis, top, bottom);
      curves(
        sheet,
        [
          {
            title: say('drill.paper.curve-nothing'),
            colour: ink.bad,
            dash: [1.5, 2.5],
            points: found.loss.nothing,
          },
          { title: say('drill.paper.curve-best'), colour: ink.good, dash: [6, 3], points: found.loss.best },
          {
            title: say('drill.paper.curve-team'),
            colour: ink.brand,
            thick: 2.4,
            fill: true,
            points: found.loss.team,
          },
        ],
        axis,
        { top, bottom, right: curveNames },
      );
    },
    text,
  );
  sheet.y = bottom + 18;
  note(sheet, text);
}

/** What-ifs as bars: the loss that was and the loss that would have been. */
export function otherwise({ sheet, papers, say }: Writing): void {
  const { language, tried } = papers;
  if (tried.length === 0) {
    note(sheet, say('drill.paper.no-ideas'));
    return;
  }
  const most = Math.max(1, ...tried.map(other => other.loss.was));
  for (const other of tried) {
    const stopped = [...other.prevented, ...other.failed].map(step => step.title[language]);
    const type = { size: 9, bold: true, most: 3 } as const;
    const below = { size: 8, colour: ink.quiet, most: 3 } as const;
    const text = say('drill.paper.prevented', { steps: stopped.join(language === 'ja' ? '、' : ', ') });
    const [left, width] = [sheet.left, sheet.width - 150];
    const high =
      sheet.lines(other.text[language], width - 12, type).height +
      (stopped.length > 0 ? sheet.lines(text, width - 12, below).height : 0);
    const height = Math.max(30, high) + 8;
    sheet.need(height);
    const y = sheet.y;
    const x = sheet.right - 138;
    bar(sheet, { x, y: y + 14, width: 138, height: 4 }, other.loss.was / most, ink.bad);
    bar(sheet, { x, y: y + 21, width: 138, height: 4 }, other.loss.now / most, ink.good);
    sheet.block('P', () => {
      const used = sheet.write(other.text[language], { x: left, y, width: width - 12 }, type);
      if (stopped.length > 0) sheet.write(text, { x: left, y: y + used, width: width - 12 }, below);
      sheet.write(
        say('drill.paper.tried', { was: one(other.loss.was), now: one(other.loss.now) }),
        { x, y, width: 138 },
        { size: 8, most: 1, align: 'right' },
      );
    });
    sheet.y += height;
    rule(sheet, sheet.y - 4);
  }
}

/** Every step of the attack and when the team noticed; `brief`: a line each, for slides. */
export function steps({ sheet, papers, say, whole }: Writing, brief = false): void {
  const { language, debrief } = papers;
  table(
    sheet,
    [
      { title: '#', width: 14, align: 'right' },
      { title: say('drill.paper.time'), width: whole.clock(debrief.start).length > 5 ? 58 : 34 },
      { title: say('drill.paper.step') },
      { title: say('drill.paper.hosts'), width: 100 },
      { title: say('drill.paper.outcome'), width: 62 },
      { title: say('drill.paper.noticed'), width: 78 },
    ],
    debrief.world.slice(0, brief ? mostSteps : undefined).map((step, index) => [
      { text: String(index + 1), bold: true, colour: ink.bad },
      whole.clock(step.at),
      { text: step.title[language], bold: true, ...(brief ? {} : { below: step.techniques.join(' ') }) },
      [...step.hosts, ...step.accounts].join(', '),
      {
        text: say(
          `drill.paper.outcome-${step.outcome === 'done' || step.outcome === 'under-way' ? step.outcome : 'failed'}`,
        ),
        colour: step.outcome === 'done' ? ink.bad : ink.good,
      },
      step.noticed === undefined
        ? { text: say('drill.paper.unnoticed'), colour: ink.quiet }
        : say('drill.paper.noticed-after', {
            time: whole.clock(step.noticed),
            minutes: Math.round((step.noticed - step.at) / minute),
          }),
    ]),
    { most: brief ? 1 : 4 },
  );
}

/** Who did something: the seat of a trainee, or the role of somebody of the staff. */
function who(label: string, language: Language): string {
  const key = `drill.paper.who-${label}`;
  const said = known(language, key);
  return said === key ? label : said;
}

/** Everything the team did that its log tells; `brief`: its actions and moments, for slides. */
export function doings({ sheet, papers, say, whole }: Writing, brief = false): void {
  const { language, debrief } = papers;
  const events = brief
    ? debrief.events.filter(event => event.lane === 'do' || event.kind === 'milestone').slice(0, mostDoings)
    : debrief.events;
  if (events.length === 0) {
    note(sheet, say('drill.paper.none-done'));
    return;
  }
  table(
    sheet,
    [
      { title: say('drill.paper.time'), width: 52 },
      { title: say('drill.paper.kind'), width: 54 },
      { title: say('drill.paper.doing') },
      { title: say('drill.paper.who'), width: 96, align: 'right' },
    ],
    events.map(event => [
      whole.clock(event.at),
      { text: say(`drill.paper.lane-${event.lane}`), colour: ink.quiet },
      event.text[language],
      { text: who(event.label, language), colour: ink.quiet },
    ]),
    { most: brief ? 1 : 3 },
  );
}
