// The score of a team: computed from ground truth, every point with its reason; staff put it right in the open.
import { Type } from 'typebox';
import { ScoresView, ScoreView } from '#model/drill/review.ts';
import { HinomiError } from '#model/errors.ts';
import type { Route } from '../../http/route.ts';
import { actor, present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import { needResults } from '../results.ts';
import { reviewOf, scoreView } from '../review.ts';
import { atDesk, deskRoute, exerciseRoute, markers } from '../route.ts';

export const scoreRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/score',
    access: 'drill-play',
    inside: atDesk,
    summary: 'The team’s score with its reasons; for the team from the critique on',
    response: ScoreView,
    handler: async ({ live, place, team, principal, request }) => {
      needResults(live, place);
      const label = await labelsFor(drill, live, { principal, request }, team.id);
      return scoreView(await reviewOf(drill, live, team), label);
    },
  }),
  exerciseRoute(drill, {
    method: 'GET',
    path: '/scores',
    access: 'drill-staff',
    inside: markers,
    summary: 'Scores of all teams in the order of their numbers',
    response: ScoresView,
    handler: async ({ live, principal, request }) => {
      const label = await labelsFor(drill, live, { principal, request });
      const began = performance.now();
      const items: ScoreView[] = [];
      for (const team of live.teams.values()) {
        items.push(scoreView(await reviewOf(drill, live, team), label));
        // One team at a time: others are served meanwhile.
        await new Promise(resolve => setImmediate(resolve));
      }
      return { items, took: Math.round(performance.now() - began) };
    },
  }),
  exerciseRoute(drill, {
    method: 'POST',
    path: '/scores/:team/corrections',
    access: 'drill-staff',
    inside: ['instructor', 'evaluator'],
    summary: 'Put a criterion right, with the reason; the team sees both',
    params: { team: Type.String({ maxLength: 64 }) },
    body: Type.Object(
      {
        criterion: Type.String({ maxLength: 40 }),
        points: Type.Union([Type.Number({ minimum: 0, maximum: 100 }), Type.Null()]),
        reason: Type.String({ minLength: 10, maxLength: 1000 }),
      },
      { additionalProperties: false },
    ),
    response: ScoreView,
    handler: async ({ live, params, body, by, principal, request }) => {
      const team = present(live.teams.get(params.team), 'team', params.team);
      const criterion = (await reviewOf(drill, live, team)).score.criteria.find(
        one => one.id === body.criterion,
      );
      if (!criterion || criterion.of === 0 || (body.points ?? 0) > criterion.of)
        throw new HinomiError('REQUEST_INVALID', `there are no ${body.points} points for ${body.criterion}`, {
          place: { field: criterion ? 'body/points' : 'body/criterion' },
          remedy: `Give 0 to ${criterion?.of ?? 0} points to a criterion of this exercise.`,
          status: 400,
        });
      await drill.write(live, team, by, () => [{ kind: 'correction', ...body }]);
      await drill.auth.audit.record({
        actor: actor(principal),
        from: request.ip,
        action: 'drill.score-corrected',
        object: `team/${team.id}`,
        detail: { criterion: body.criterion, points: body.points ?? 'computed' },
      });
      const label = await labelsFor(drill, live, { principal, request }, team.id);
      return scoreView(await reviewOf(drill, live, team), label);
    },
  }),
];
