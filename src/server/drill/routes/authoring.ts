// What authors look at before a class does: a scenario's course and a dry run with robot teams.
import { scenarios } from '#drill/run/library.ts';
import { loadProfile } from '#drill/world/profile/load-profile.ts';
import { AuthoringRequest, PreviewView, TrialView } from '#model/drill/authoring.ts';
import { HinomiError } from '#model/errors.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';

/** @throws HinomiError when there is no such organisation or scenario, or it has no world of so many people. */
function known(request: AuthoringRequest): AuthoringRequest {
  present(scenarios().get(request.scenario), 'scenario', request.scenario);
  const { staff } = loadProfile(request.profile).organisation;
  if (request.staff < staff.least || request.staff > staff.most)
    throw new HinomiError('DRILL_WORLD', `${request.profile} has ${staff.least} to ${staff.most} people`, {
      place: { field: 'query/staff' },
      remedy: 'Give a number of people in that range.',
      status: 400,
    });
  return request;
}

export const authoringRoutes = ({ previews }: Drill): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/authoring/preview',
    access: 'drill-author',
    summary: 'What a class would meet: steps with their lines, injects, best play, costs',
    tags: ['drill'],
    query: AuthoringRequest,
    response: PreviewView,
    handler: ({ query }) => previews.preview(known(query)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/authoring/trial',
    access: 'drill-author',
    summary: 'A dry run with robot teams: begun when first asked for, then how it stands',
    tags: ['drill'],
    query: AuthoringRequest,
    response: TrialView,
    handler: ({ query }) => previews.trial(known(query)),
  }),
];
