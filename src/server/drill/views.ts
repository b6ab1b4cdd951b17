// How exercises look to those inside them.
import { exerciseContent } from '#drill/exercise/content.ts';
import type { ExerciseView } from '#model/drill/api.ts';
import type { Programme } from '#model/drill/programme.ts';
import type { Drill } from './drill.ts';
import type { LiveExercise } from './live-exercise.ts';
import type { Place } from './route.ts';

export const programmeView = (programme: Programme) => ({
  id: programme.id,
  title: programme.title,
  summary: programme.summary,
  alone: programme.alone,
  minutes: programme.phases.reduce((sum, phase) => sum + phase.minutes, 0),
  phases: programme.phases,
});

/** Trainees see neither scenario and seed nor other teams. */
export async function exerciseView(drill: Drill, live: LiveExercise, place: Place): Promise<ExerciseView> {
  const { record } = live;
  const staff = place.role !== 'trainee';
  const teams = [...live.teams.values()].filter(one => staff || one.id === place.team);
  const crew = staff ? record.crew : [];
  const accounts = await Promise.all(crew.map(one => drill.auth.accounts.get(one.account)));
  return {
    id: record.id,
    name: record.name,
    state: live.state,
    profile: record.profile,
    staff: record.staff,
    days: record.days,
    programme: programmeView(record.programme),
    language: record.language,
    options: record.options,
    place: place.role === 'trainee' ? { role: 'trainee', team: place.team } : { role: place.role },
    ...live.running(),
    teams: teams.map(({ team }) => ({
      id: team.id,
      number: team.number,
      name: team.name,
      members: team.members.length,
      seats: team.seats,
    })),
    crew: crew.map((one, index) => ({
      account: one.account,
      name: accounts[index]?.name ?? '',
      displayName: accounts[index]?.displayName ?? '',
      role: one.role,
    })),
    ...(staff
      ? {
          seed: record.seed,
          scenario: record.scenario,
          joinCode: record.joinCode,
          groups: record.groups,
          ...(live.world ? { world: live.world } : {}),
          ...(record.branch ? { branch: record.branch } : {}),
        }
      : {}),
    simStart: record.simStart,
    simEnd: record.simEnd,
    resultsOpen: live.resultsOpen,
    created: record.created,
  };
}

/** Whom a team can reach, and how. */
export const contacts = () =>
  exerciseContent().roles.map(({ role, title, channels }) => ({ role, title, channels }));
