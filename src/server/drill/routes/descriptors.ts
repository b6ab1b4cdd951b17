// What exercises can be made of: organisations, scenarios, programmes, actions, evidence sources.
import { join } from 'node:path';
import { Type } from 'typebox';
import { actionList } from '#drill/actions/actions.ts';
import { filesOf, productContent } from '#drill/content/folders.ts';
import { sources } from '#drill/evidence/sources.ts';
import { exerciseContent } from '#drill/exercise/content.ts';
import { scenarios } from '#drill/run/library.ts';
import { loadFrameworks } from '#drill/skills/frameworks.ts';
import { loadProfile } from '#drill/world/profile/load-profile.ts';
import {
  ActionView,
  itemsOf,
  ProfileView,
  ProgrammeView,
  ScenarioView,
  SourceView,
  TechniqueView,
} from '#model/drill/api.ts';
import { DrillWorld } from '#model/drill/world.ts';
import { HinomiError } from '#model/errors.ts';
import { hasRight } from '#model/vocab/role.ts';
import { exercises } from '#store/records/drill-collections.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { actor, idParams, present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { programmeView } from '../views.ts';

const tags = ['drill'];
const skillFolder = join(productContent, 'skills');

let profiles: { id: string; organisation: ReturnType<typeof loadProfile>['organisation'] }[] | undefined;
const allProfiles = () => {
  profiles ??= filesOf('organisations').map(({ name }) => {
    const id = name.slice(0, -'.yaml'.length);
    return { id, organisation: loadProfile(id).organisation };
  });
  return profiles;
};

let attack: { id: string; name: string }[] | undefined;
const techniques = () => {
  attack ??= Object.entries(loadFrameworks(skillFolder).attack.ids)
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return attack;
};

export const descriptorRoutes = (drill: Drill): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/profiles',
    access: 'drill-play',
    summary: 'Organisations that can be simulated',
    tags,
    response: itemsOf(ProfileView),
    handler: () => ({
      items: allProfiles().map(({ id, organisation: { name, summary, staff } }) => ({
        id,
        name,
        summary,
        staff,
      })),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/scenarios',
    access: 'drill-play',
    summary: 'The scenario library; what happens in them is told to staff only',
    tags,
    response: itemsOf(ScenarioView),
    handler: ({ principal }) => ({
      items: [...scenarios().values()].map(one => ({
        id: one.id,
        title: one.title,
        summary: hasRight(principal.roles, 'drill-staff') ? one.summary : { ja: '', en: '' },
        ...(hasRight(principal.roles, 'drill-staff') ? { brief: one.briefing } : {}),
        family: one.family,
        complete: one.status === 'complete',
        level: one.level,
        hours: one.window.hours,
      })),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/programmes',
    access: 'drill-play',
    summary: 'Programmes: phases, their length and what everybody does in them',
    tags,
    response: itemsOf(ProgrammeView),
    handler: () => ({ items: [...exerciseContent().programmes.values()].map(programmeView) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/actions',
    access: 'drill-play',
    summary: 'What administrators can do, with the forms',
    tags,
    response: itemsOf(ActionView),
    handler: () => ({
      items: actionList.map(one => ({
        id: one.id,
        title: one.title,
        summary: one.summary,
        group: one.group,
        parameters: JSON.parse(JSON.stringify(one.parameters)) as Record<string, unknown>,
        minutes: { least: one.delay[0], most: one.delay[1] },
        approval: one.approval === 'boss',
        cost: one.cost,
        sideEffects: one.sideEffects,
        limits: one.limits,
      })),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/sources',
    access: 'drill-play',
    summary: 'Evidence sources in the order exports list them',
    tags,
    response: itemsOf(SourceView),
    handler: () => ({
      items: sources.map(({ id, title, summary, file, format }) => ({ id, title, summary, file, format })),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/techniques',
    access: 'drill-play',
    summary: 'ATT&CK techniques that forms offer, by id',
    tags,
    response: itemsOf(TechniqueView),
    handler: () => ({ items: techniques() }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/worlds',
    access: 'drill-run',
    summary: 'Simulated organisations and how far they are loaded',
    tags,
    response: itemsOf(DrillWorld),
    handler: async () => ({ items: await drill.worlds.list() }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/worlds/:id',
    access: 'drill-run',
    summary: 'One simulated organisation',
    tags,
    params: idParams,
    response: DrillWorld,
    handler: async ({ params }) => present(await drill.worlds.get(params.id), 'world', params.id),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/drill/worlds',
    access: 'drill-run',
    summary: 'Load a simulated organisation ahead of an exercise',
    tags,
    body: Type.Object(
      {
        profile: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
        staff: Type.Integer({ minimum: 1, maximum: 20_000 }),
        days: Type.Integer({ minimum: 1, maximum: 10, default: 2 }),
        seed: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
      },
      { additionalProperties: false },
    ),
    response: DrillWorld,
    status: 202,
    handler: async ({ body, principal, request }) => {
      const world = await drill.worlds.ask(body);
      await drill.auth.audit.record({
        actor: actor(principal),
        from: request.ip,
        action: 'drill.world-asked',
        object: `world/${world.id}`,
        detail: { profile: body.profile, staff: body.staff, seed: body.seed },
      });
      return world;
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/drill/worlds/:id',
    access: 'drill-admin',
    summary: 'Remove a simulated organisation no exercise uses',
    tags,
    params: idParams,
    handler: async ({ params, principal, request }) => {
      present(await drill.worlds.get(params.id), 'world', params.id);
      if ((await drill.records.collection(exercises).count({ world: params.id })) > 0)
        throw new HinomiError('DRILL_WORLD_IN_USE', 'exercises use this organisation', {
          remedy: 'Remove those exercises first.',
          status: 409,
        });
      await drill.worlds.remove(params.id);
      await drill.auth.audit.record({
        actor: actor(principal),
        from: request.ip,
        action: 'drill.world-removed',
        object: `world/${params.id}`,
      });
    },
  }),
];
