// The debrief: replay of a team, "what if", and the class side by side.
import { Type } from 'typebox';
import { whatIf } from '#drill/review/counterfactual.ts';
import { debriefOf } from '#drill/review/debrief.ts';
import { Change, CompareView, DebriefView, WhatIf } from '#model/drill/review.ts';
import type { Route } from '../../http/route.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import { needResults } from '../results.ts';
import { replayedOf, reviewOf } from '../review.ts';
import { compareOf } from '../review-papers.ts';
import { atDesk, deskRoute, exerciseRoute, staff } from '../route.ts';

export const reviewRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/debrief',
    access: 'drill-play',
    inside: atDesk,
    summary: 'Replay: attacker and team side by side; for the team from the critique on',
    response: DebriefView,
    handler: async ({ live, place, team, principal, request }) => {
      needResults(live, place);
      const label = await labelsFor(drill, live, { principal, request }, team.id);
      const debrief = debriefOf(replayedOf(await reviewOf(drill, live, team)));
      return {
        team: team.id,
        teamName: team.team.name,
        ...debrief,
        events: debrief.events.map(event => ({ ...event, label: label(event.by) })),
      };
    },
  }),
  deskRoute(drill, {
    method: 'POST',
    path: '/counterfactual',
    access: 'drill-play',
    inside: ['trainee', 'instructor', 'assistant', 'evaluator'],
    summary: 'What would have come of one action added, moved or left out',
    body: Type.Object({ change: Change }, { additionalProperties: false }),
    bodyLimit: 64 * 1024,
    response: WhatIf,
    handler: async ({ live, place, team, body }) => {
      needResults(live, place);
      const { world, variant, taken, run, until } = replayedOf(await reviewOf(drill, live, team));
      return whatIf(world, variant, taken, run, body.change, until);
    },
  }),
  exerciseRoute(drill, {
    method: 'GET',
    path: '/debrief/compare',
    access: 'drill-staff',
    inside: staff,
    summary: 'The class side by side: how results are spread and what teams did differently',
    response: CompareView,
    handler: ({ live }) => compareOf(drill, live),
  }),
];
