// What a team does to the organisation: forms checked, numbered, played; outcomes as they stand now.
import { Type } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { actions as registry } from '#drill/actions/actions.ts';
import type { TakenAction as Taken } from '#model/drill/api.ts';
import { itemsOf, TakenAction } from '#model/drill/api.ts';
import { actionValue } from '#model/drill/entry.ts';
import { HinomiError } from '#model/errors.ts';
import type { Route } from '../../http/route.ts';
import type { Drill } from '../drill.ts';
import { type Label, labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute, needRunning, team } from '../route.ts';

/** A team's actions with their outcomes, oldest first. */
export function takenView(live: LiveExercise, one: LiveTeam, label: Label): Taken[] {
  const real = live.real;
  const run = one.present(live.now(real), real);
  return one.state.actions.map(asked => {
    const outcome = run.actions.find(other => other.number === asked.number);
    const refused = asked.refused !== undefined;
    return {
      number: asked.number,
      action: asked.action,
      parameters: asked.parameters,
      reason: asked.reason,
      at: asked.at,
      by: asked.by,
      label: label(asked.by),
      status: refused ? 'refused' : (outcome?.status ?? 'under-way'),
      // When it will take effect is not known before it does.
      ...(outcome && outcome.effectiveAt <= live.now(real) ? { effectiveAt: outcome.effectiveAt } : {}),
      ...(outcome && !refused
        ? { message: { ...outcome.message, values: { ...outcome.message.values } } }
        : {}),
      ...(refused ? { refused: asked.refused! } : {}),
      cost: outcome?.cost ?? 0,
      artefacts: [...(outcome?.artefacts ?? [])],
    };
  });
}

/** @throws HinomiError `ACTION_UNKNOWN`, `ACTION_INVALID` naming the field. */
function checkForm(action: string, parameters: Record<string, unknown>): void {
  const known = registry.get(action);
  if (!known)
    throw new HinomiError('ACTION_UNKNOWN', `there is no action ${action}`, {
      place: { field: 'body/action' },
      remedy: 'Choose one of the list of actions.',
      status: 400,
    });
  if (Check(known.parameters, parameters)) return;
  const [first] = Errors(known.parameters, parameters);
  const missing =
    first?.keyword === 'required'
      ? `/${(first.params as { requiredProperties: string[] }).requiredProperties[0]}`
      : '';
  const field = `body/parameters${first?.instancePath ?? ''}${missing}`;
  throw new HinomiError('ACTION_INVALID', `${field} ${first?.message ?? 'does not fit the form'}`, {
    place: { field },
    remedy: 'Fill in this field of the form.',
    status: 400,
  });
}

export const actionRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/actions',
    access: 'drill-play',
    inside: atDesk,
    summary: 'What the team did, and what came of it up to now',
    response: itemsOf(TakenAction),
    handler: async ({ live, team: one, principal, request }) => ({
      items: takenView(live, one, await labelsFor(drill, live, { principal, request }, one.id)),
    }),
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/actions',
    access: 'drill-play',
    inside: team,
    summary: 'Do something to the organisation; what needs approval waits for the boss',
    body: Type.Object(
      {
        action: Type.String({ maxLength: 60 }),
        parameters: Type.Record(Type.String({ maxLength: 60 }), actionValue),
        reason: Type.Optional(Type.String({ maxLength: 2000, default: '' })),
      },
      { additionalProperties: false },
    ),
    response: TakenAction,
    status: 201,
    handler: async ({ live, team: one, body, by, principal, request }) => {
      checkForm(body.action, body.parameters);
      needRunning(live);
      let number = 0;
      await drill.write(live, one, by, (_state, log) => {
        number = one.nextAction(log);
        return [
          {
            kind: 'action',
            number,
            action: body.action,
            parameters: body.parameters,
            reason: body.reason ?? '',
          },
        ];
      });
      const label = await labelsFor(drill, live, { principal, request }, one.id);
      return takenView(live, one, label).find(other => other.number === number)!;
    },
  }),
];
