// The report marked by rubric: facts by comparison, judgement by two people who do not see each other's marks before.
import { Type } from 'typebox';
import { filledParts } from '#drill/exercise/report.ts';
import { agreementOf, type Unit } from '#drill/review/agreement.ts';
import { judgementOf, reportFacts, reportRubric } from '#drill/review/rubric.ts';
import { happened } from '#drill/score/happened.ts';
import { type DrillMarks, MarkSheet } from '#model/drill/marks.ts';
import { MarksView, TeamMarks } from '#model/drill/review.ts';
import { HinomiError } from '#model/errors.ts';
import { drillMarks } from '#store/records/drill-collections.ts';
import { everyRecord } from '#store/records/records.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { becauseView, reviewOf } from '../review.ts';
import { exerciseRoute, markers } from '../route.ts';

/** So many must have handed in before marks are shown. */
const enough = 2;

/** One unit for each criterion, of those who handed in. */
const unitsOf = (sheets: readonly DrillMarks[]): Unit[] =>
  reportRubric().criteria.map(
    ({ id }) =>
      new Map(
        sheets.flatMap(one => {
          const mark = one.marks[id]?.mark;
          return mark === undefined ? [] : [[one.marker, mark] as const];
        }),
      ),
  );
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0
    ? undefined
    : Math.round((10 * values.reduce((sum, one) => sum + one, 0)) / values.length) / 10;

/** Marks of an exercise. */
export async function marksOf(drill: Drill, exercise: string): Promise<DrillMarks[]> {
  const all: DrillMarks[] = [];
  const collection = drill.records.collection(drillMarks);
  for await (const one of everyRecord(collection, { where: { exercise } })) all.push(one);
  return all;
}

/** Percent of facts and, once two have handed in, of judgement. */
export async function reportResult(
  drill: Drill,
  live: LiveExercise,
  team: LiveTeam,
  all: readonly DrillMarks[],
) {
  const { state } = team;
  const { run, proofOf } = await reviewOf(drill, live, team);
  const facts = reportFacts(
    live.record.report.parts,
    part => state.report.get(part)?.value,
    happened(run, team.played.truth),
    proofOf,
    team.world.organisation.utcOffset,
  );
  const done = all.filter(one => one.team === team.id && one.submitted !== undefined);
  const open = done.length >= enough;
  const judgement = open
    ? mean(done.flatMap(one => judgementOf(reportRubric(), one.marks) ?? []))
    : undefined;
  return { facts, factsPercent: mean(facts.map(one => one.percent)), done, open, judgement };
}

async function teamMarks(
  drill: Drill,
  live: LiveExercise,
  team: LiveTeam,
  all: readonly DrillMarks[],
  by: string,
  label: Label,
): Promise<TeamMarks> {
  const template = live.record.report;
  const { state } = team;
  const own = all.filter(one => one.team === team.id);
  const mine = own.find(one => one.marker === by);
  const { facts, factsPercent, done, open, judgement } = await reportResult(drill, live, team, all);
  return {
    team: team.id,
    teamName: team.team.name,
    number: team.team.number,
    report: {
      state:
        state.reportSubmitted !== undefined
          ? 'submitted'
          : filledParts(template, state) > 0
            ? 'draft'
            : 'none',
      ...(state.reportSubmitted === undefined ? {} : { submittedAt: state.reportSubmitted }),
    },
    facts: facts.map(one => {
      const { title, kind } = template.parts.find(part => part.id === one.part)!;
      return {
        part: one.part,
        title,
        kind,
        percent: one.percent,
        because: one.because.map(reason => becauseView({ team }, reason)),
      };
    }),
    ...(factsPercent === undefined ? {} : { factsPercent }),
    mine: {
      marks: mine?.marks ?? {},
      ...(mine?.submitted === undefined ? {} : { submittedAt: mine.submitted }),
    },
    markers: own.map(one => ({
      account: one.marker,
      label: label(one.marker),
      submitted: one.submitted !== undefined,
    })),
    open,
    ...(open
      ? {
          others: done
            .filter(one => one.marker !== by)
            .map(one => ({ account: one.marker, label: label(one.marker), marks: one.marks })),
          agreement: agreementOf(unitsOf(done)),
        }
      : {}),
    ...(judgement === undefined ? {} : { judgement }),
  };
}

export const markRoutes = (drill: Drill): Route[] => [
  exerciseRoute(drill, {
    method: 'GET',
    path: '/marks',
    access: 'drill-staff',
    inside: markers,
    summary: 'Reports by rubric: facts, one’s own marks, and those of others once two have handed in',
    response: MarksView,
    handler: async ({ live, by, principal, request }) => {
      const label = await labelsFor(drill, live, { principal, request });
      const all = await marksOf(drill, live.id);
      const teams: TeamMarks[] = [];
      for (const team of live.teams.values()) teams.push(await teamMarks(drill, live, team, all, by, label));
      const opened = teams.filter(one => one.open).map(one => one.team);
      return {
        rubric: reportRubric().criteria.map(({ id, title, help, weight, levels }) => ({
          id,
          title,
          help,
          weight,
          levels: ([0, 50, 100] as const).map(mark => ({ mark, text: levels[mark] })),
        })),
        class: agreementOf(
          opened.flatMap(team =>
            unitsOf(all.filter(one => one.team === team && one.submitted !== undefined)),
          ),
        ),
        teams,
      };
    },
  }),
  exerciseRoute(drill, {
    method: 'POST',
    path: '/marks',
    access: 'drill-staff',
    inside: ['instructor', 'evaluator'],
    summary: 'Mark a team’s report; handed-in marks stay as they are',
    body: Type.Object(
      { team: Type.String({ maxLength: 64 }), marks: MarkSheet, submit: Type.Boolean() },
      { additionalProperties: false },
    ),
    bodyLimit: 128 * 1024,
    response: TeamMarks,
    handler: async ({ live, body, by, principal, request }) => {
      const team = present(live.teams.get(body.team), 'team', body.team);
      const rubric = reportRubric();
      const unknown = Object.keys(body.marks).find(id => !rubric.criteria.some(one => one.id === id));
      if (unknown !== undefined || (body.submit && judgementOf(rubric, body.marks) === undefined))
        throw new HinomiError(
          'REQUEST_INVALID',
          unknown === undefined ? 'a criterion has no mark' : `the rubric has no ${unknown}`,
          {
            place: { field: 'body/marks' },
            remedy: 'Mark every criterion of the rubric before handing in.',
            status: 400,
          },
        );
      const id = `${team.id}:${by}`;
      await drill.records.transaction(async scope => {
        const collection = scope.collection(drillMarks);
        if ((await collection.get(id))?.submitted !== undefined)
          throw new HinomiError('DRILL_MARKS_SUBMITTED', 'your marks for this team are handed in', {
            remedy: 'They can be read, no longer changed.',
            status: 409,
          });
        const now = drill.clock();
        await collection.put({
          id,
          exercise: live.id,
          team: team.id,
          marker: by,
          marks: body.marks,
          ...(body.submit ? { submitted: now } : {}),
          updated: now,
        });
      });
      const label = await labelsFor(drill, live, { principal, request });
      return teamMarks(drill, live, team, await marksOf(drill, live.id), by, label);
    },
  }),
];
