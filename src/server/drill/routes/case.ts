// The team's case: evidence, entities, timeline, hypotheses, decisions and route, edited by all of the team at once.
import { type TSchema, Type } from 'typebox';
import { Check, Default, Errors } from 'typebox/value';
import { CaseView } from '#model/drill/api.ts';
import { type CasePart, casePartNames, caseParts } from '#model/drill/case.ts';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute, needOpen, team } from '../route.ts';

const caseView = (one: LiveTeam, label: Label): CaseView =>
  ({
    revision: one.state.sequence,
    ...Object.fromEntries(
      casePartNames.map(part => [
        part,
        (one.state.case[part] as { by: string }[]).map(item => ({ ...item, label: label(item.by) })),
      ]),
    ),
  }) as CaseView;

/** Most items of one part. */
const most = 2_000;

/** @throws HinomiError `REQUEST_INVALID` naming the field. */
function checkedFields(part: CasePart, given: Record<string, unknown>): Record<string, unknown> {
  const schema: TSchema = caseParts[part];
  const fields = Default(schema, structuredClone(given));
  if (Check(schema, fields)) return fields as Record<string, unknown>;
  const [first] = Errors(schema, fields);
  const field = `body/fields${first?.instancePath ?? ''}`;
  throw new HinomiError('REQUEST_INVALID', `${field} ${first?.message ?? 'does not fit'}`, {
    place: { field },
    remedy: 'Correct this field and try again.',
    status: 400,
  });
}

export const caseRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/case',
    access: 'drill-play',
    inside: atDesk,
    summary: 'The case as the team has it',
    response: CaseView,
    handler: async ({ live, team: one, principal, request }) =>
      caseView(one, await labelsFor(drill, live, { principal, request }, one.id)),
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/case/:part',
    access: 'drill-play',
    inside: team,
    summary: 'Put an item into the case, or change one by its id',
    params: { part: Type.Enum(casePartNames) },
    body: Type.Object(
      {
        id: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        fields: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown()),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ revision: Type.Integer(), id: Type.String() }),
    status: 201,
    handler: async ({ live, team: one, params, body, by }) => {
      needOpen(live);
      const part = params.part as CasePart;
      const fields = checkedFields(part, body.fields);
      const item = body.id ?? uuidv7(drill.clock());
      await drill.write(live, one, by, state => {
        if (body.id !== undefined)
          present(
            (state.case[part] as { id: string }[]).find(other => other.id === body.id),
            'case item',
            body.id,
          );
        else if (state.case[part].length >= most)
          throw new HinomiError('DRILL_CASE_FULL', `a case has at most ${most} of these`, {
            remedy: 'Remove some.',
            status: 409,
          });
        return [{ kind: 'case-put', part, item, fields }];
      });
      return { revision: one.state.sequence, id: item };
    },
  }),
  deskRoute(drill, {
    method: 'DELETE',
    path: '/case/:part/:item',
    access: 'drill-play',
    inside: team,
    summary: 'Take an item out of the case',
    params: { part: Type.Enum(casePartNames), item: Type.String({ maxLength: 100 }) },
    handler: async ({ live, team: one, params, by }) => {
      needOpen(live);
      await drill.write(live, one, by, () => [
        { kind: 'case-drop', part: params.part as CasePart, item: params.item },
      ]);
    },
  }),
];
