// Exercises of the platform: made, found, kept in memory while they are used, and moved on by one ticker.
import { exerciseContent, programmeOf } from '#drill/exercise/content.ts';
import type { TeamState } from '#drill/exercise/state.ts';
import type { Run } from '#drill/run/run.ts';
import { makeVariant } from '#drill/run/variant.ts';
import { hashKeys } from '#drill/world/random.ts';
import type { SeatOut } from '#model/drill/api.ts';
import type { NewTeamEntry, TeamEntry } from '#model/drill/entry.ts';
import type { CrewRole, Exercise, ExerciseOptions } from '#model/drill/exercise.ts';
import { HinomiError } from '#model/errors.ts';
import { uuidv7 } from '#model/ids.ts';
import { type Clock, minute } from '#model/time.ts';
import {
  drillEntries,
  drillInjects,
  drillMarks,
  drillSeats,
  drillTeams,
  exercises,
} from '#store/records/drill-collections.ts';
import { everyRecord, type Records } from '#store/records/records.ts';
import { removeWhere } from '#store/records/retention.ts';
import type { Sealer } from '#store/records/seal.ts';
import type { Auth } from '../auth/auth.ts';
import { type BestPlays, openBestPlays } from './best-plays.ts';
import { DrillBus } from './drill-bus.ts';
import { firstInjects } from './injects-of.ts';
import { LiveExercise } from './live-exercise.ts';
import type { LiveTeam } from './live-team.ts';
import { sequenceName } from './logs.ts';
import { openPeople, type People } from './people.ts';
import type { OpenView, WorldKeeper } from './ports.ts';
import { openPreviews, type Previews } from './previews.ts';
import { clockwork, pulse } from './pulse.ts';
import { code, openSeats, type SeatAccess, type Seats } from './seats.ts';
import { openSittings, type Sittings } from './sittings.ts';
import { openSkillRecords, type SkillRecords } from './skill-records.ts';
import { keepRecords } from './skills-of.ts';
import { scenarioOf } from './variants.ts';

export interface DrillParts {
  records: Records;
  auth: Auth;
  sealer: Sealer;
  clock: Clock;
  worlds: WorldKeeper;
  openView: OpenView;
  /** Makes ready what views of a run need, beside everything else. */
  prepareView?: (world: string, run: Run) => void;
  /** Where people reach the console. */
  publicUrl: string;
}

export interface NewExercise {
  name?: string;
  profile: string;
  staff: number;
  days: number;
  seed: number;
  scenario: string;
  programme: string;
  language: 'ja' | 'en';
  options: ExerciseOptions;
  teams: { name?: string; seats: number; people: { name: string; mail: string; organisation: string }[] }[];
  crew: { account: string; role: CrewRole }[];
  access: SeatAccess;
}

export interface Drill extends DrillParts {
  bus: DrillBus;
  people: People;
  seats: Seats;
  sittings: Sittings;
  bestPlays: BestPlays;
  previews: Previews;
  skills: SkillRecords;
  create(by: string, given: NewExercise): Promise<{ live: LiveExercise; seats: SeatOut[] }>;
  /** @throws HinomiError `RECORD_NOT_FOUND`. */
  exercise(id: string): Promise<LiveExercise>;
  /** The exercise of a team. @throws HinomiError `RECORD_NOT_FOUND`. */
  desk(team: string): Promise<{ live: LiveExercise; team: LiveTeam }>;
  /** Another exercise that goes on from a moment of one, with some of its teams. Paused. */
  branch(
    by: string,
    live: LiveExercise,
    given: { at: number; teams?: string[]; name?: string },
  ): Promise<LiveExercise>;
  remove(live: LiveExercise): Promise<void>;
  /** Seed of a team's variant: its own, or the exercise's. */
  variantSeed(exercise: Exercise, number: number): number;
  /** Skill tests as the phase now has them: those of a phase that ended are closed. Before anything is told of tests. */
  settleTests(live: LiveExercise): Promise<void>;
  /** Writes into a team's log and tells those who watch. */
  write(
    live: LiveExercise,
    team: LiveTeam,
    by: string,
    decide: Parameters<LiveTeam['change']>[1],
  ): Promise<TeamEntry[]>;
  /** The same for many teams, many in one transaction: hundreds of writes one after the other would take seconds. */
  writeMany(
    live: LiveExercise,
    teams: readonly LiveTeam[],
    by: string,
    decide: (team: LiveTeam, state: TeamState) => readonly NewTeamEntry[],
  ): Promise<Map<LiveTeam, TeamEntry[]>>;
  /** Notes that somebody looked at something; kept some seconds later. */
  looked(live: LiveExercise, team: LiveTeam, by: string, what: string, text: string): void;
  /** One turn of the ticker. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

const missing = (what: string, id: string) =>
  new HinomiError('RECORD_NOT_FOUND', `there is no ${what} ${id}`, {
    remedy: 'It may have been removed; go back to the list.',
    status: 404,
  });

/** Exercises nobody asked for so long leave the memory. */
const idleAfter = 30 * minute;
const lookedEvery = 10_000;
/** Views made ready in one turn of the ticker: each takes a quarter of a second of another thread. */
const preparedATurn = 2;
/** Work on teams in one turn of the ticker, ms. */
const turnLasts = 100;
/** Logs of teams written in one transaction. */
const teamsAtOnce = 50;
interface Turn {
  began: number;
  teams: number;
}
const evidenceEvery = 2_000;

type LookedItem = Extract<NewTeamEntry, { kind: 'looked' }>['items'][number];

/** Opens exercise control over the stores. Ends with `close`. */
export function openDrill(parts: DrillParts): Drill {
  const { records, auth, clock, worlds } = parts;
  const bus = new DrillBus();
  const people = openPeople(records, parts.sealer, auth.audit, clock);
  const seats = openSeats({ records, accounts: auth.accounts, people, clock, publicUrl: parts.publicUrl });
  const sittings = openSittings(records, parts.sealer, clock);
  const bestPlays = openBestPlays();
  const previews = openPreviews(clock);
  const skills = openSkillRecords(records, parts.sealer, clock);
  /** Ended exercises whose records are being kept. */
  const recorded = new Set<string>();
  const live = new Map<string, Promise<LiveExercise>>();
  const looks = new Map<string, { exercise: string; since: number; items: LookedItem[] }>();
  const told = new Map<string, number>();
  /** When each team, and each exercise with a team of it, was last moved on. */
  const pulsed = new WeakMap<LiveTeam, number>();
  const prepared = new WeakSet<Run>();
  const moved = new WeakMap<LiveExercise, number>();
  const ready = new Map<string, LiveExercise>();
  /** Up to which entry of an exercise's log its tests are settled. */
  const settled = new WeakMap<LiveExercise, { upTo: number; done: Promise<void> }>();

  const unsubscribe = worlds.subscribe(world => {
    for (const one of ready.values())
      if (one.record.world === world.id) {
        one.world = world;
        bus.publish({ exercise: one.id, staff: true }, 'world', world);
        if (world.state === 'ready' || world.state === 'failed')
          bus.publish({ exercise: one.id }, 'exercise', { state: one.state });
      }
  });

  const open = async (id: string): Promise<LiveExercise> => {
    const record = await records.collection(exercises).get(id);
    if (!record) throw missing('exercise', id);
    const model = await worlds.world(record.world);
    const one = await LiveExercise.open(record, await worlds.get(record.world), model, {
      records,
      clock,
      bus,
    });
    ready.set(id, one);
    return one;
  };

  const tell = (exercise: LiveExercise, team: LiveTeam, written: TeamEntry[]): TeamEntry[] => {
    for (const entry of written)
      if (entry.kind !== 'looked')
        bus.publish({ exercise: exercise.id, team: team.id }, 'entry', {
          team: team.id,
          sequence: entry.sequence,
          kind: entry.kind,
          at: entry.at,
          by: entry.by,
          ...('part' in entry ? { part: entry.part } : {}),
        });
    return written;
  };
  const write: Drill['write'] = async (exercise, team, by, decide) =>
    tell(exercise, team, await team.change(exercise.stamp(by), decide));

  const writeMany: Drill['writeMany'] = async (exercise, teams, by, decide) => {
    const written = new Map<LiveTeam, TeamEntry[]>();
    // Always in the same order, so that two servers never wait for each other.
    const ordered = [...teams].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (let at = 0; at < ordered.length; at += teamsAtOnce) {
      const stamp = exercise.stamp(by);
      const some = ordered.slice(at, at + teamsAtOnce);
      const durable = await records.transaction(async scope => {
        const done: (() => TeamEntry[])[] = [];
        for (const team of some)
          done.push(await team.changeWithin(scope, stamp, state => decide(team, state)));
        return done;
      });
      for (const [index, team] of some.entries()) written.set(team, tell(exercise, team, durable[index]!()));
    }
    return written;
  };

  /** Writes what was looked at in an exercise, all teams together: each writing waits for the disk. */
  const flushLooks = async (id: string): Promise<void> => {
    const held = new Map([...looks].filter(([, look]) => look.exercise === id));
    for (const team of held.keys()) looks.delete(team);
    const exercise = await self.exercise(id);
    const teams = [...exercise.teams.values()].filter(team => held.has(team.id));
    await writeMany(exercise, teams, '', team => [{ kind: 'looked', items: held.get(team.id)!.items }]);
  };

  const self: Drill = {
    ...parts,
    bus,
    people,
    seats,
    sittings,
    bestPlays,
    previews,
    skills,
    write,
    writeMany,
    variantSeed,

    settleTests(one) {
      const upTo = one.entries.at(-1)?.sequence ?? 0;
      const known = settled.get(one);
      if (known?.upTo === upTo) return known.done;
      const done = settleTests(one).catch(error => {
        settled.delete(one);
        throw error;
      });
      settled.set(one, { upTo, done });
      return done;
    },

    async exercise(id) {
      const known = live.get(id) ?? open(id);
      live.set(id, known);
      try {
        const one = await known;
        one.used = clock();
        return one;
      } catch (error) {
        live.delete(id);
        throw error;
      }
    },

    async desk(id) {
      const team = await records.collection(drillTeams).get(id);
      if (!team) throw missing('team', id);
      const exercise = await self.exercise(team.exercise);
      return { live: exercise, team: exercise.teams.get(id) ?? (await exercise.put(team)) };
    },

    async create(by, given) {
      const programme = programmeOf(given.programme);
      const scenario = scenarioOf(given.scenario);
      const { profile, staff, days, seed } = given;
      const world = await worlds.ask({ profile, staff, days, seed });
      const { start, end } = makeVariant(await worlds.world(world.id), scenario, seed);
      const now = clock();
      const exercise: Exercise = {
        id: uuidv7(now),
        name: given.name ?? `${scenario.title[given.language]} ${new Date(now).toISOString().slice(0, 10)}`,
        world: world.id,
        profile,
        staff,
        days,
        seed,
        scenario: scenario.id,
        programme,
        report: exerciseContent().reports.get(programme.report)!,
        language: given.language,
        options: given.options,
        crew: given.crew,
        groups: [],
        joinCode: code(6).toUpperCase(),
        simStart: start,
        simEnd: end,
        created: now,
        createdBy: by,
        updated: now,
      };
      await records.transaction(async scope => {
        await scope.collection(exercises).put(exercise);
        await scope
          .collection(drillInjects)
          .putMany(firstInjects(exercise.id, programme, scenario, now) as never[]);
      });
      const handed: SeatOut[] = [];
      for (const [index, team] of given.teams.entries()) {
        const made = await seats.addTeam(exercise, {
          ...(team.name === undefined ? {} : { name: team.name }),
          number: index + 1,
          seats: Math.max(team.seats, team.people.length),
          variant: variantSeed(exercise, index + 1),
        });
        for (const person of team.people) handed.push(await seats.add(exercise, made, given.access, person));
        if (given.access !== 'none')
          for (let seat = team.people.length; seat < team.seats; seat++)
            handed.push(await seats.add(exercise, made, given.access));
      }
      return { live: await self.exercise(exercise.id), seats: handed };
    },

    async branch(by, from, given) {
      const now = clock();
      if (given.at > from.now() || given.at < from.record.simStart)
        throw new HinomiError('DRILL_CLOCK', 'a branch begins at a moment that has been', {
          remedy: 'Choose a moment between the start and now.',
          status: 409,
        });
      const chosen = [...from.teams.values()].filter(one => given.teams?.includes(one.id) ?? true);
      const { ended: _ended, recorded: _recorded, ...record } = from.record;
      const exercise: Exercise = {
        ...record,
        id: uuidv7(now),
        name:
          given.name ??
          `${record.name} ↳ ${new Date(given.at + 9 * 60 * minute).toISOString().slice(11, 16)}`.slice(
            0,
            120,
          ),
        joinCode: code(6).toUpperCase(),
        branch: { exercise: record.id, at: given.at },
        created: now,
        createdBy: by,
        updated: now,
      };
      await records.transaction(async scope => {
        await scope.collection(exercises).put(exercise);
        await scope.collection(drillInjects).putMany(
          from.injects.map(one => ({
            ...one,
            id: `${exercise.id}:${one.name}`,
            exercise: exercise.id,
            teams: [],
          })) as never[],
        );
        for (const [index, { team, state }] of chosen.entries()) {
          const id = uuidv7(now);
          await scope.collection(drillTeams).put({
            ...team,
            id,
            exercise: exercise.id,
            number: index + 1,
            base: { log: team.id, sequence: state.sequence, at: given.at },
            created: now,
          });
          await scope.sequence(sequenceName(id), state.sequence);
        }
      });
      const made = await self.exercise(exercise.id);
      const phase = record.programme.phases.find(one => one.clock === 'run') ?? record.programme.phases[0]!;
      await made.begin(by, phase, given.at);
      return made;
    },

    async remove(one) {
      const { id } = one.record;
      live.delete(id);
      ready.delete(id);
      told.delete(id);
      for (const team of one.teams.keys()) looks.delete(team);
      for (const seat of await people.seats(id)) {
        // Records over the years stay with people who can be met again: an account or a mail address of theirs.
        if (seat.person === '' && !seat.joined) await skills.forget(seat.id);
        await seats.remove(seat);
      }
      for (const log of [id, ...one.teams.keys()]) await removeWhere(records, drillEntries, { log });
      await sittings.removeAll(id);
      await removeWhere(records, drillMarks, { exercise: id });
      await removeWhere(records, drillInjects, { exercise: id });
      await removeWhere(records, drillSeats, { exercise: id });
      await removeWhere(records, drillTeams, { exercise: id });
      await records.collection(exercises).remove(id);
    },

    looked(exercise, team, by, what, text) {
      const real = clock();
      team.seen(by, what, real);
      const held = looks.get(team.id) ?? { exercise: exercise.id, since: real, items: [] };
      looks.set(team.id, held);
      if (held.items.length < 500)
        held.items.push({ by, what, text: text.slice(0, 500), at: exercise.now(real), real });
    },

    async tick() {
      const real = clock();
      const turn = { began: performance.now(), teams: 0 };
      for (const id of new Set(
        [...looks.values()].filter(one => real - one.since >= lookedEvery).map(one => one.exercise),
      ))
        await flushLooks(id);
      const running: LiveExercise[] = [];
      // The exercise that waited longest goes first.
      for (const one of [...ready.values()].sort((a, b) => (moved.get(a) ?? 0) - (moved.get(b) ?? 0))) {
        if (one.state === 'ended' || one.state === 'paused')
          if (real - one.used > idleAfter && !bus.watched(one.id)) {
            ready.delete(one.id);
            live.delete(one.id);
            told.delete(one.id);
            recorded.delete(one.id);
            continue;
          }
        await keepPace(one, real);
        running.push(one);
      }
      for (const one of running) await lookAt(one, real, turn);
      prepareViews(running);
    },

    async close() {
      unsubscribe();
      await bestPlays.close();
      await previews.close();
      for (const id of new Set([...looks.values()].map(one => one.exercise)))
        await flushLooks(id).catch(() => {});
    },
  };

  /** Nobody should wait for the first page of a team's logs: a few teams a turn, also before the clock runs. */
  function prepareViews(running: readonly LiveExercise[]): void {
    let left = preparedATurn;
    for (const one of running)
      for (const team of one.state === 'ended' ? [] : one.teams.values()) {
        if (left === 0) return;
        const run = team.ahead();
        if (prepared.has(run)) continue;
        prepared.add(run);
        left--;
        parts.prepareView?.(one.record.world, run);
      }
  }

  async function settleTests(one: LiveExercise): Promise<void> {
    for (const [test, purpose] of [
      ['pre', 'before'],
      ['post', 'after'],
    ] as const) {
      const over = one.testEnded(test);
      if (over !== undefined || one.test === test) await sittings.settle(one.id, purpose, over);
    }
  }

  /** What goes by the clock: phases, tests, injects that are due. For every exercise and team in every turn. */
  async function keepPace(one: LiveExercise, real: number): Promise<void> {
    const phase = one.phase(real);
    const plan = one.phasePlan;
    if (phase?.overdue && plan?.advance === 'time' && one.clock.state !== 'ended') {
      const last = phase.index === one.record.programme.phases.length - 1;
      const next = one.record.programme.phases[phase.index + 1];
      if (last) await one.turn('', 'end');
      else if (next?.clock !== 'run' || one.mayRun(one.now(real))) await one.enterPhase('', 'next');
    }
    await self.settleTests(one).catch(ignore);
    const { ended, recorded: kept = 0 } = one.record;
    if (one.clock.state === 'ended' && ended !== undefined && kept < ended && !recorded.has(one.id)) {
      recorded.add(one.id);
      // Beside the ticker: other exercises go on. What failed is tried again when it is opened anew.
      keepRecords(self, one).catch(ignore);
    }
    if (one.clock.state !== 'running') return;
    const now = one.now(real);
    const due = [...one.teams.values()].filter(
      team => clockwork(known(one, team, team.state, now)).length > 0,
    );
    await writeMany(one, due, '', (team, state) => clockwork(known(one, team, state, now)));
  }

  /** How a team stands, as far as its log tells. */
  const known = (one: LiveExercise, team: LiveTeam, state: TeamState, now: number) => ({
    exercise: one.record,
    injects: one.injects,
    injectId: one.injectId,
    team: team.id,
    state,
    phase: one.phase()?.id,
    now,
  });

  /** What only the run tells: teams take turns. */
  async function lookAt(one: LiveExercise, real: number, turn: Turn): Promise<void> {
    if (one.clock.state !== 'running') return;
    // So that scores wait for nothing at the end. A search that fails is tried again when somebody asks for a score.
    for (const team of one.teams.values()) bestPlays.of(one.record, team.played.variant.seed).catch(ignore);
    const now = one.now(real);
    const teams = [...one.teams.values()].sort((a, b) => (pulsed.get(a) ?? 0) - (pulsed.get(b) ?? 0));
    for (const team of teams) {
      // Hundreds of teams take turns: those who search meanwhile wait no longer than this.
      if (performance.now() - turn.began > turnLasts && turn.teams > 0) break;
      turn.teams++;
      moved.set(one, real);
      pulsed.set(team, real);
      const due = (state: TeamState) =>
        pulse({
          ...known(one, team, state, now),
          run: team.present(now, real),
          truth: team.played.truth,
        });
      // Asked without the log's lock first: mostly there is nothing to write.
      if (due(team.state).length > 0) await write(one, team, '', due);
    }
    if (real - (told.get(one.id) ?? 0) >= evidenceEvery && bus.watched(one.id)) {
      told.set(one.id, real);
      bus.publish({ exercise: one.id }, 'evidence', { upTo: now });
      bus.publish({ exercise: one.id, staff: true }, 'wall', {});
    }
  }

  return self;
}

/** Outside of everything: a search that goes on must not keep an exercise in memory. */
const ignore = (): void => {};

/** Seed of a team's variant: its own, or the exercise's. */
const variantSeed = (exercise: Exercise, number: number): number =>
  exercise.options.ownVariants ? hashKeys(exercise.seed, 'team', number) % 1_000_000 : exercise.seed;

/** Exercises that had not ended when the server stopped: their clocks go on. */
export async function resumeDrill(drill: Drill, onError: (error: unknown) => void): Promise<void> {
  for await (const { id } of everyRecord(drill.records.collection(exercises), { where: { ended: 0 } }))
    await drill.exercise(id).catch(onError);
  // Those that ended without their last tests being closed.
  for (const id of await drill.sittings.unfinished())
    await drill
      .exercise(id)
      .then(live => drill.settleTests(live))
      .catch(onError);
}
