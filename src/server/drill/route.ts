// Routes inside an exercise: the platform's door lets a right in, then the exercise's staff list and teams decide.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TProperties, type TSchema, Type } from 'typebox';
import type { CrewRole } from '#model/drill/exercise.ts';
import { HinomiError } from '#model/errors.ts';
import type { Right } from '#model/vocab/role.ts';
import { hasRight } from '#model/vocab/role.ts';
import { defineRoute, type Principal, type Route, type RouteDeclaration } from '../http/route.ts';
import type { Drill } from './drill.ts';
import type { LiveExercise } from './live-exercise.ts';
import type { LiveTeam } from './live-team.ts';

export type Place = { role: CrewRole; team?: undefined } | { role: 'trainee'; team: string };
export type PlaceRole = Place['role'];

/** What an account is in an exercise; undefined: nothing. */
export function placeOf(
  live: LiveExercise,
  principal: Pick<Principal, 'account' | 'roles'>,
): Place | undefined {
  const crew = live.record.crew.find(one => one.account === principal.account.id);
  if (crew) return { role: crew.role };
  const team = live.teamOf(principal.account.id);
  if (team) return { role: 'trainee', team: team.id };
  return hasRight(principal.roles, 'drill-admin') ? { role: 'instructor' } : undefined;
}

export const drillForbidden = (): HinomiError =>
  new HinomiError('DRILL_FORBIDDEN', 'your place in this exercise does not allow this', {
    remedy: 'Ask the instructor for another place in it.',
    status: 403,
  });

interface Inner<P extends TProperties, Q, B> {
  params: Static<ReturnType<typeof Type.Object<P>>>;
  query: Q;
  body: B;
  principal: Principal;
  request: FastifyRequest;
  reply: FastifyReply;
  live: LiveExercise;
  place: Place;
  /** Account of the caller. */
  by: string;
}
type Given<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined;
// biome-ignore lint/suspicious/noConfusingVoidType: handlers that return nothing are async functions of type void
type Answer<S extends TSchema | undefined> = S extends TSchema ? Static<S> : void;

type Declared<
  P extends TProperties,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
  R extends TSchema | undefined,
> = Omit<RouteDeclaration<Right, undefined, Q, B, R>, 'handler' | 'tags' | 'params' | 'access' | 'path'> & {
  /** Below `/api/v1/drill/exercises/:id` or `/api/v1/drill/desk/:team`. */
  path: string;
  access: Right;
  /** Who may, inside the exercise. */
  inside: readonly PlaceRole[];
  params?: P;
};

/** Which places a route lets in, for the test that walks them all. */
export const insideOf = new WeakMap<Route, { scope: 'exercise' | 'desk'; inside: readonly PlaceRole[] }>();

const ref = Type.String({ minLength: 1, maxLength: 200 });

/** Declares a route of an exercise. */
export function exerciseRoute<
  P extends TProperties = Record<never, never>,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(
  drill: Drill,
  declared: Declared<P, Q, B, R> & {
    handler(call: Inner<P, Given<Q>, Given<B>>): Promise<Answer<R> | FastifyReply> | Answer<R> | FastifyReply;
  },
): Route {
  const { path, inside, params, handler, ...rest } = declared;
  const route = defineRoute({
    ...rest,
    tags: ['drill'],
    path: `/api/v1/drill/exercises/:id${path}`,
    params: Type.Object({ id: ref, ...params }),
    handler: (async (call: Inner<P, Given<Q>, Given<B>>) => {
      const live = await drill.exercise((call.params as { id: string }).id);
      const place = placeOf(live, call.principal);
      if (!place || !inside.includes(place.role)) throw drillForbidden();
      return handler({ ...call, live, place, by: call.principal.account.id });
    }) as never,
  } as never);
  insideOf.set(route, { scope: 'exercise', inside });
  return route;
}

/** Declares a route of a team's desk. Trainees: their own team's only. Staff who are let in look; writing is the team's. */
export function deskRoute<
  P extends TProperties = Record<never, never>,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(
  drill: Drill,
  declared: Declared<P, Q, B, R> & {
    handler(
      call: Inner<P, Given<Q>, Given<B>> & { team: LiveTeam },
    ): Promise<Answer<R> | FastifyReply> | Answer<R> | FastifyReply;
  },
): Route {
  const { path, inside, params, handler, ...rest } = declared;
  const route = defineRoute({
    ...rest,
    tags: ['drill'],
    path: `/api/v1/drill/desk/:team${path}`,
    params: Type.Object({ team: ref, ...params }),
    handler: (async (call: Inner<P, Given<Q>, Given<B>>) => {
      const { live, team } = await drill.desk((call.params as { team: string }).team);
      const place = placeOf(live, call.principal);
      if (!place || !inside.includes(place.role)) throw drillForbidden();
      if (place.role === 'trainee' && place.team !== team.id) throw drillForbidden();
      const by = call.principal.account.id;
      if (place.role === 'trainee') team.seen(by, team.presence.get(by)?.on ?? '', live.real);
      return handler({ ...call, live, team, place, by });
    }) as never,
  } as never);
  insideOf.set(route, { scope: 'desk', inside });
  return route;
}

export const everybody = [
  'instructor',
  'assistant',
  'white-cell',
  'evaluator',
  'observer',
  'trainee',
] as const;
export const staff = ['instructor', 'assistant', 'white-cell', 'evaluator'] as const;
/** At the desk, or looking over its shoulder. */
export const atDesk = ['trainee', ...staff] as const;
export const team = ['trainee'] as const;
export const instructor = ['instructor'] as const;
export const helpers = ['instructor', 'assistant'] as const;
export const cell = ['instructor', 'assistant', 'white-cell'] as const;
export const markers = ['instructor', 'assistant', 'evaluator'] as const;

/** The simulated clock must run for what happens inside the story. @throws HinomiError `DRILL_CLOCK_STOPPED`, `DRILL_STORY_OVER`. */
export function needRunning(live: LiveExercise): void {
  if (live.clock.state === 'running') {
    if (live.now() < live.window.simEnd) return;
    throw new HinomiError('DRILL_STORY_OVER', 'the simulated days are over', {
      remedy: 'Finish the report; the instructor goes on to the next phase.',
      status: 409,
    });
  }
  throw new HinomiError('DRILL_CLOCK_STOPPED', 'the clock of the exercise does not run', {
    remedy: 'Wait until the instructor lets it run.',
    status: 409,
  });
}

/** The exercise must not be over. @throws HinomiError `DRILL_OVER`. */
export function needOpen(live: LiveExercise): void {
  if (live.clock.state !== 'ended') return;
  throw new HinomiError('DRILL_OVER', 'the exercise has ended', {
    remedy: 'What was done stays readable.',
    status: 409,
  });
}
