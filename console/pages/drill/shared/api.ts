// What the pages of the drill read: types of the answers, and query options with their keys. Keys begin with `drill`,
// then `exercise` and its id or `desk` and the team's, so that live.ts knows what a happening makes stale.
import { queryOptions } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  ClockView,
  DeskView,
  ExerciseBrief,
  ExerciseView,
  ProfileView,
  ProgrammeView,
  ScenarioView,
  SourceView,
  WallView,
} from '#model/drill/api.ts';
import { get, type QueryValues } from '../../../api/client.ts';
import type { List } from '../../../api/types.ts';
import { heardClock } from './clock.ts';

export type Profile = Static<typeof ProfileView>;
export type Scenario = Static<typeof ScenarioView>;
export type ProgrammeInfo = Static<typeof ProgrammeView>;
export type ExerciseLine = Static<typeof ExerciseBrief>;
export type Desk = Static<typeof DeskView>;
type Source = Static<typeof SourceView>;

const at = encodeURIComponent;
const still = { staleTime: Number.POSITIVE_INFINITY };

/** A read of the drill; `key` goes after `drill`. */
export const drillRead = <T>(key: readonly unknown[], path: string, query: QueryValues = {}) =>
  queryOptions({
    queryKey: ['drill', ...key, query] as const,
    queryFn: ({ signal }) => get<T>(`/drill${path}`, query, signal),
  });

const timed = <T extends { clock: ClockView }>(key: readonly unknown[], path: string) =>
  queryOptions({
    queryKey: ['drill', ...key, {}] as const,
    queryFn: async ({ signal }) => {
      const answer = await get<T>(`/drill${path}`, {}, signal);
      heardClock(answer.clock);
      return answer;
    },
  });

/** A read inside an exercise. */
export const exerciseRead = <T>(id: string, part: string, query?: QueryValues) =>
  drillRead<T>(['exercise', id, part], `/exercises/${at(id)}/${part}`, query);
/** A read of a team's desk. */
export const deskRead = <T>(team: string, part: string, query?: QueryValues) =>
  drillRead<T>(['desk', team, part], `/desk/${at(team)}/${part}`, query);

export const drillQueries = {
  profiles: () => ({ ...drillRead<List<Profile>>(['profiles'], '/profiles'), ...still }),
  scenarios: () => ({ ...drillRead<List<Scenario>>(['scenarios'], '/scenarios'), ...still }),
  programmes: () => ({ ...drillRead<List<ProgrammeInfo>>(['programmes'], '/programmes'), ...still }),
  sources: () => ({ ...drillRead<List<Source>>(['sources'], '/sources'), ...still }),
  exercises: () => drillRead<List<ExerciseLine>>(['exercises'], '/exercises'),
  /** With clock and phase, which the live stream keeps true. */
  exercise: (id: string) => timed<ExerciseView>(['exercise', id], `/exercises/${at(id)}`),
  wall: (id: string) => timed<WallView>(['exercise', id, 'wall'], `/exercises/${at(id)}/wall`),
  /** Desk of a team: members, exercise, clock and phase. */
  desk: (team: string) => timed<Desk>(['desk', team], `/desk/${at(team)}`),
};

/** Keys for `invalidateQueries`: everything below an exercise, or one part of it. */
export const exerciseKey = (id: string, part?: string): readonly unknown[] =>
  part === undefined ? ['drill', 'exercise', id] : ['drill', 'exercise', id, part];
/** Everything below a desk, or one part of it. */
export const deskKey = (team: string, part?: string): readonly unknown[] =>
  part === undefined ? ['drill', 'desk', team] : ['drill', 'desk', team, part];
