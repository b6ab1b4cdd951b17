// Exercises: made in one call, listed, changed, removed; who runs them; the clock and the programme.
import { Type } from 'typebox';
import { ExerciseBrief, ExerciseView, itemsOf, Running, SeatOut } from '#model/drill/api.ts';
import { clockDeeds } from '#model/drill/entry.ts';
import { CrewRole, Exercise, ExerciseOptions, exerciseStates } from '#model/drill/exercise.ts';
import { HinomiError } from '#model/errors.ts';
import { hasRight } from '#model/vocab/role.ts';
import { drillTeams, exercises } from '#store/records/drill-collections.ts';
import { everyRecord } from '#store/records/records.ts';
import { defineRoute, type Principal, type Route } from '../../http/route.ts';
import { actor } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { everybody, exerciseRoute, instructor, placeOf } from '../route.ts';
import { exerciseView } from '../views.ts';

const PersonGiven = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    mail: Type.Optional(Type.String({ maxLength: 200, default: '' })),
    organisation: Type.Optional(Type.String({ maxLength: 200, default: '' })),
  },
  { additionalProperties: false },
);
const TeamsGiven = Type.Union([
  Type.Integer({ minimum: 1, maximum: 300, description: 'So many teams of four' }),
  Type.Array(
    Type.Object(
      {
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
        seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 12, default: 4 })),
        people: Type.Optional(Type.Array(PersonGiven, { maxItems: 12, default: [] })),
      },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 300 },
  ),
]);
const Crew = Type.Object(
  { account: Type.String({ minLength: 1, maxLength: 64 }), role: CrewRole },
  { additionalProperties: false },
);
const NewExercise = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    profile: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    staff: Type.Integer({ minimum: 1, maximum: 20_000 }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, default: 2 })),
    seed: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
    scenario: Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' }),
    programme: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    language: Type.Optional(Type.Enum(['ja', 'en'], { default: 'ja' })),
    options: Type.Optional(Type.Partial(ExerciseOptions)),
    teams: TeamsGiven,
    crew: Type.Optional(Type.Array(Crew, { maxItems: 100 })),
    access: Type.Optional(Type.Enum(['links', 'passwords', 'none'], { default: 'links' })),
  },
  { additionalProperties: false },
);

export function exerciseRoutes(drill: Drill): Route[] {
  const { records, auth } = drill;
  const audited = (principal: Principal, from: string, action: string, id: string, detail = {}) =>
    auth.audit.record({
      actor: actor(principal),
      from,
      action: `drill.${action}`,
      object: `exercise/${id}`,
      detail,
    });
  const accountByName = async (name: string) => {
    const account = await auth.accounts.byName(name);
    if (account) return account;
    throw new HinomiError('ACCOUNT_UNKNOWN', `there is no account ${name}`, {
      place: { field: 'body/account' },
      remedy: 'Ask an administrator to make it.',
      status: 404,
    });
  };
  const change = async (id: string, make: (one: Exercise) => Exercise) => {
    const live = await drill.exercise(id);
    live.record = await records.collection(exercises).update(id, one => ({
      ...make(one),
      updated: drill.clock(),
    }));
    drill.bus.publish({ exercise: id }, 'exercise', { state: live.state });
    return live;
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/api/v1/drill/exercises',
      access: 'account',
      summary: 'Exercises one has a place in, newest first',
      tags: ['drill'],
      query: Type.Object({ state: Type.Optional(Type.Enum([...exerciseStates])) }),
      response: itemsOf(ExerciseBrief),
      handler: async ({ query, principal }) => {
        const all = hasRight(principal.roles, 'drill-admin');
        const mine = new Set<string>();
        if (!all)
          for await (const team of everyRecord(records.collection(drillTeams)))
            if (team.members.includes(principal.account.id)) mine.add(team.exercise);
        const items = [];
        for await (const record of everyRecord(records.collection(exercises), { order: '-created' })) {
          const crew = record.crew.some(one => one.account === principal.account.id);
          if (!all && !crew && !mine.has(record.id)) continue;
          const live = await drill.exercise(record.id);
          const place = placeOf(live, principal);
          if (!place || (query.state && live.state !== query.state)) continue;
          items.push({
            id: record.id,
            name: record.name,
            state: live.state,
            place: place.role === 'trainee' ? place : { role: place.role },
            programme: record.programme.id,
            ...(place.role === 'trainee' ? {} : { scenario: record.scenario }),
            profile: record.profile,
            staff: record.staff,
            teams: place.role === 'trainee' ? 1 : live.teams.size,
            created: record.created,
            phase: live.phase() ?? null,
          });
        }
        return { items };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/v1/drill/exercises',
      access: 'drill-run',
      summary: 'Make an exercise with its teams; its organisation is loaded at once',
      tags: ['drill'],
      body: NewExercise,
      response: Type.Object({ exercise: ExerciseView, seats: Type.Array(SeatOut) }),
      status: 201,
      handler: async ({ body, principal, request }) => {
        const by = principal.account.id;
        const given =
          typeof body.teams === 'number' ? Array.from({ length: body.teams }, () => ({})) : body.teams;
        const crew = [{ account: by, role: 'instructor' as const }];
        for (const one of body.crew ?? []) {
          const { id } = await accountByName(one.account);
          if (id !== by && !crew.some(other => other.account === id))
            crew.push({ account: id, role: one.role as 'instructor' });
        }
        const { live, seats } = await drill.create(by, {
          ...(body.name === undefined ? {} : { name: body.name }),
          profile: body.profile,
          staff: body.staff,
          days: body.days ?? 2,
          seed: body.seed,
          scenario: body.scenario,
          programme: body.programme,
          language: body.language ?? 'ja',
          options: { approval: 'white-cell', ownVariants: false, hints: true, ...body.options },
          teams: (given as Exclude<typeof body.teams, number>).map(team => ({
            ...(team.name === undefined ? {} : { name: team.name }),
            seats: team.seats ?? 4,
            people: (team.people ?? []).map(one => ({
              name: one.name,
              mail: one.mail ?? '',
              organisation: one.organisation ?? '',
            })),
          })),
          crew,
          access: body.access ?? 'links',
        });
        await audited(principal, request.ip, 'exercise-made', live.id, {
          scenario: body.scenario,
          teams: live.teams.size,
          seats: seats.length,
        });
        return { exercise: await exerciseView(drill, live, { role: 'instructor' }), seats };
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '',
      access: 'drill-play',
      inside: everybody,
      summary: 'One exercise, as far as one’s place in it shows',
      response: ExerciseView,
      handler: ({ live, place }) => exerciseView(drill, live, place),
    }),
    exerciseRoute(drill, {
      method: 'PATCH',
      path: '',
      access: 'drill-run',
      inside: instructor,
      summary: 'Change name, language, options or groups',
      body: Type.Object(
        {
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
          language: Type.Optional(Type.Enum(['ja', 'en'])),
          options: Type.Optional(Type.Partial(ExerciseOptions)),
          groups: Type.Optional(Exercise.properties.groups),
        },
        { additionalProperties: false },
      ),
      response: ExerciseView,
      handler: async ({ live, place, body }) => {
        const { options, ...rest } = body;
        await change(live.id, one => ({ ...one, ...rest, options: { ...one.options, ...options } }));
        return exerciseView(drill, live, place);
      },
    }),
    exerciseRoute(drill, {
      method: 'DELETE',
      path: '',
      access: 'drill-run',
      inside: instructor,
      summary: 'Remove an exercise with its logs and the personal data of its people',
      handler: async ({ live, principal, request }) => {
        await drill.remove(live);
        await audited(principal, request.ip, 'exercise-removed', live.id);
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/crew',
      access: 'drill-run',
      inside: instructor,
      summary: 'Give an account a place among the staff',
      body: Crew,
      response: ExerciseView,
      handler: async ({ live, place, body, principal, request }) => {
        const { id } = await accountByName(body.account);
        await change(live.id, one => ({
          ...one,
          crew: [...one.crew.filter(other => other.account !== id), { account: id, role: body.role }],
        }));
        await audited(principal, request.ip, 'crew-changed', live.id, { account: id, role: body.role });
        return exerciseView(drill, live, place);
      },
    }),
    exerciseRoute(drill, {
      method: 'DELETE',
      path: '/crew/:account',
      access: 'drill-run',
      inside: instructor,
      summary: 'Take a place among the staff away; the last instructor stays',
      params: { account: Type.String({ maxLength: 64 }) },
      response: ExerciseView,
      handler: async ({ live, place, params, principal, request }) => {
        await change(live.id, one => {
          const crew = one.crew.filter(other => other.account !== params.account);
          if (!crew.some(other => other.role === 'instructor'))
            throw new HinomiError('DRILL_LAST_INSTRUCTOR', 'an exercise keeps an instructor', {
              remedy: 'Make somebody else an instructor first.',
              status: 409,
            });
          return { ...one, crew };
        });
        await audited(principal, request.ip, 'crew-changed', live.id, { account: params.account, role: '' });
        return exerciseView(drill, live, place);
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/clock',
      access: 'drill-run',
      inside: instructor,
      summary: 'Start, pause, resume, speed up, jump forward, rewind or end',
      body: Type.Object(
        {
          do: Type.Enum([...clockDeeds]),
          speed: Type.Optional(Type.Number({ minimum: 0.1, maximum: 120 })),
          to: Type.Optional(Type.Number({ minimum: 0, maximum: 8e15 })),
        },
        { additionalProperties: false },
      ),
      response: Running,
      handler: async ({ live, body, by, principal, request }) => {
        await live.turn(by, body.do, {
          ...(body.speed === undefined ? {} : { speed: body.speed }),
          ...(body.to === undefined ? {} : { to: body.to }),
        });
        await audited(principal, request.ip, `clock-${body.do}`, live.id);
        return live.running();
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/phase',
      access: 'drill-run',
      inside: instructor,
      summary: 'Enter the next or a named phase of the programme',
      body: Type.Object({ to: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
      response: Running,
      handler: async ({ live, body, by }) => {
        await live.enterPhase(by, body.to);
        return live.running();
      },
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/branch',
      access: 'drill-run',
      inside: instructor,
      summary: 'Another exercise that goes on from a moment of this one, paused',
      body: Type.Object(
        {
          at: Type.Number({ minimum: 0, maximum: 8e15 }),
          teams: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 300 })),
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
        },
        { additionalProperties: false },
      ),
      response: Type.Object({ exercise: ExerciseView }),
      status: 201,
      handler: async ({ live, body, by, place }) => {
        const made = await drill.branch(by, live, {
          at: body.at,
          ...(body.teams ? { teams: body.teams } : {}),
          ...(body.name ? { name: body.name } : {}),
        });
        return { exercise: await exerciseView(drill, made, place) };
      },
    }),
  ];
}
