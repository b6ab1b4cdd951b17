// The report: parts edited together, conflicts told, handed in once.
import { Type } from 'typebox';
import { filledParts, missingParts, partProblem, reportMarkdown } from '#drill/exercise/report.ts';
import { ReportView } from '#model/drill/api.ts';
import { reportValue } from '#model/drill/entry.ts';
import { HinomiError } from '#model/errors.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute, needOpen, team } from '../route.ts';

const reportView = (live: LiveExercise, one: LiveTeam, label: Label) => {
  const template = live.record.report;
  const { state } = one;
  return {
    state:
      state.reportSubmitted !== undefined
        ? ('submitted' as const)
        : filledParts(template, state) > 0
          ? ('draft' as const)
          : ('none' as const),
    title: template.title,
    parts: template.parts,
    values: Object.fromEntries(
      [...state.report].map(([part, value]) => [part, { ...value, label: label(value.by) }]),
    ),
    missing: missingParts(template, state),
    ...(state.reportSubmitted === undefined ? {} : { submittedAt: state.reportSubmitted }),
  };
};

const handedIn = () =>
  new HinomiError('DRILL_REPORT_SUBMITTED', 'the report is handed in', {
    remedy: 'It can be read, no longer changed.',
    status: 409,
  });

export const reportRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/report',
    access: 'drill-play',
    inside: atDesk,
    summary: 'The report with its parts and what is missing',
    response: ReportView,
    handler: async ({ live, team: one, principal, request }) =>
      reportView(live, one, await labelsFor(drill, live, { principal, request }, one.id)),
  }),
  deskRoute(drill, {
    method: 'PUT',
    path: '/report/:part',
    access: 'drill-play',
    inside: team,
    summary: 'Write a part; `revision` is the one that was changed (0: none)',
    params: { part: Type.String({ maxLength: 40 }) },
    body: Type.Object(
      { value: reportValue, revision: Type.Integer({ minimum: 0 }) },
      { additionalProperties: false },
    ),
    response: ReportView,
    handler: async ({ live, team: one, params, body, by, principal, request }) => {
      needOpen(live);
      const part = present(
        live.record.report.parts.find(other => other.id === params.part),
        'part of the report',
        params.part,
      );
      const problem = partProblem(part, body.value);
      if (problem)
        throw new HinomiError('REQUEST_INVALID', `body/value ${problem}`, {
          place: { field: 'body/value' },
          remedy: 'Correct this part and try again.',
          status: 400,
        });
      const label = await labelsFor(drill, live, { principal, request }, one.id);
      await drill.write(live, one, by, state => {
        if (state.reportSubmitted !== undefined) throw handedIn();
        const known = state.report.get(part.id);
        if ((known?.revision ?? 0) !== body.revision)
          throw new HinomiError(
            'DRILL_REPORT_CHANGED',
            `${label(known?.by ?? '')} changed this part meanwhile`,
            {
              remedy: 'Read the newer text, then write again.',
              status: 409,
            },
          );
        return [{ kind: 'report', part: part.id, value: body.value }];
      });
      return reportView(live, one, label);
    },
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/report/submit',
    access: 'drill-play',
    inside: team,
    summary: 'Hand the report in; required parts must be filled',
    response: ReportView,
    handler: async ({ live, team: one, by, principal, request }) => {
      needOpen(live);
      await drill.write(live, one, by, state => {
        if (state.reportSubmitted !== undefined) throw handedIn();
        const missing = missingParts(live.record.report, state);
        if (missing.length > 0)
          throw new HinomiError('DRILL_REPORT_INCOMPLETE', `these parts are empty: ${missing.join(', ')}`, {
            place: { field: missing[0]! },
            remedy: 'Fill in the required parts.',
            status: 409,
          });
        return [{ kind: 'report-submit' }];
      });
      return reportView(live, one, await labelsFor(drill, live, { principal, request }, one.id));
    },
  }),
  deskRoute(drill, {
    method: 'GET',
    path: '/report/export',
    access: 'drill-play',
    inside: atDesk,
    summary: 'The report as Markdown',
    query: Type.Object({ language: Type.Optional(Type.Enum(['ja', 'en'])) }),
    produces: 'text/markdown',
    handler: ({ live, team: one, query, reply }) =>
      reply
        .header('content-disposition', `attachment; filename="report-${one.team.number}.md"`)
        .type('text/markdown; charset=utf-8')
        .send(
          reportMarkdown(
            live.record.report,
            one.state,
            query.language ?? live.record.language,
            one.team.name,
          ),
        ),
  }),
];
