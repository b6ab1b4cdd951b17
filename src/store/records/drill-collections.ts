// Collections of the drill: worlds, exercises, teams, seats, injects, tests and the logs everything else is folded from.
import { DrillEntry } from '#model/drill/entry.ts';
import { DrillSeat, DrillTeam, Exercise } from '#model/drill/exercise.ts';
import { Inject } from '#model/drill/inject.ts';
import { DrillMarks } from '#model/drill/marks.ts';
import { SealedSitting } from '#model/drill/sitting.ts';
import { SealedRecord } from '#model/drill/skill.ts';
import { DrillWorld } from '#model/drill/world.ts';
import { type AnyCollection, defineCollection } from './collection.ts';

export const drillWorlds = defineCollection({
  name: 'drillWorlds',
  schema: DrillWorld,
  text: { profile: d => d.profile, state: d => d.state },
  number: { created: d => d.created },
});

export const exercises = defineCollection({
  name: 'drillExercises',
  schema: Exercise,
  text: { world: d => d.world, joinCode: d => d.joinCode },
  number: { created: d => d.created, ended: d => d.ended },
});

export const drillTeams = defineCollection({
  name: 'drillTeams',
  schema: DrillTeam,
  text: { exercise: d => d.exercise },
  number: { number: d => d.number },
  pairs: [['exercise', 'number']],
});

export const drillSeats = defineCollection({
  name: 'drillSeats',
  schema: DrillSeat,
  text: { exercise: d => d.exercise, team: d => d.team, link: d => d.link },
  number: { created: d => d.created },
});

export const drillInjects = defineCollection({
  name: 'drillInjects',
  schema: Inject,
  text: { exercise: d => d.exercise },
  number: { created: d => d.created },
  pairs: [['exercise', 'created']],
});

/** Append-only: `log` is an exercise's or a team's id. */
export const drillEntries = defineCollection({
  name: 'drillEntries',
  schema: DrillEntry,
  text: { log: d => d.log },
  number: { sequence: d => d.sequence },
  pairs: [['log', 'sequence']],
});

export const testSittings = defineCollection({
  name: 'testSittings',
  schema: SealedSitting,
  text: { exercise: d => d.exercise, person: d => d.person },
  number: { started: d => d.started, finished: d => d.finished },
  pairs: [['exercise', 'started']],
});

export const drillMarks = defineCollection({
  name: 'drillMarks',
  schema: DrillMarks,
  text: { exercise: d => d.exercise, team: d => d.team },
});

export const skillRecords = defineCollection({
  name: 'skillRecords',
  schema: SealedRecord,
  number: { updated: d => d.updated },
});

export const drillCollections: readonly AnyCollection[] = [
  drillWorlds,
  exercises,
  drillTeams,
  drillSeats,
  drillInjects,
  drillEntries,
  testSittings,
  drillMarks,
  skillRecords,
];
