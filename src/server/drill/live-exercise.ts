// An exercise as it runs: its log, clock and phase, its teams, its injects. Everything here can be read from the store again.
import { type ClockState, clockOf, simNow, type Window } from '#drill/exercise/clock.ts';
import { enter, nextPhase, type PhaseNow, phaseOf, resultsOpen, testEnded } from '#drill/exercise/phases.ts';
import type { World } from '#drill/world/entities.ts';
import type { ClockView } from '#model/drill/api.ts';
import type { ClockDeed, ExerciseEntry, NewExerciseEntry, NewTeamEntry } from '#model/drill/entry.ts';
import type { DrillTeam, Exercise, ExerciseState } from '#model/drill/exercise.ts';
import type { Inject } from '#model/drill/inject.ts';
import type { Phase } from '#model/drill/programme.ts';
import type { DrillWorld } from '#model/drill/world.ts';
import { HinomiError } from '#model/errors.ts';
import { type Clock, day, hour } from '#model/time.ts';
import { drillInjects, drillTeams, exercises } from '#store/records/drill-collections.ts';
import { everyRecord, type RecordScope, type Records } from '#store/records/records.ts';
import type { DrillBus } from './drill-bus.ts';
import { LiveTeam } from './live-team.ts';
import { appendLog, readLog, type Stamp } from './logs.ts';
import { variantCache } from './variants.ts';

export interface LiveParts {
  records: Records;
  clock: Clock;
  bus: DrillBus;
}

/** Simulated time that must be loaded before the clock. */
const loadedAhead = hour;

const stopped = (why: string, remedy: string) => new HinomiError('DRILL_CLOCK', why, { remedy, status: 409 });

export class LiveExercise {
  record: Exercise;
  /** How far its world is. */
  world: DrillWorld | undefined;
  readonly model: World;
  teams = new Map<string, LiveTeam>();
  injects: readonly Inject[] = [];
  /** Time of day it was last asked for. */
  used = 0;
  readonly #parts: LiveParts;
  readonly #variant: ReturnType<typeof variantCache>;
  #entries: ExerciseEntry[] = [];

  private constructor(record: Exercise, world: DrillWorld | undefined, model: World, parts: LiveParts) {
    this.record = record;
    this.world = world;
    this.model = model;
    this.#parts = parts;
    this.#variant = variantCache(model, record.scenario);
  }

  static async open(
    record: Exercise,
    world: DrillWorld | undefined,
    model: World,
    parts: LiveParts,
  ): Promise<LiveExercise> {
    const live = new LiveExercise(record, world, model, parts);
    live.#entries = await readLog<ExerciseEntry>(parts.records, record.id, 0);
    await live.loadInjects();
    const teams = parts.records.collection(drillTeams);
    const where = { exercise: record.id };
    for await (const team of everyRecord(teams, { where, order: 'number' })) await live.put(team);
    return live;
  }

  get id(): string {
    return this.record.id;
  }
  get window(): Window {
    return { simStart: this.record.simStart, simEnd: this.record.simEnd };
  }
  get entries(): readonly ExerciseEntry[] {
    return this.#entries;
  }
  get clock(): ClockState {
    return clockOf(this.#entries, this.window);
  }
  /** Time of day. */
  get real(): number {
    return this.#parts.clock();
  }
  now(real = this.real): number {
    return simNow(this.clock, this.window, real);
  }
  phase(real = this.real): PhaseNow | undefined {
    return phaseOf(this.#entries, this.record.programme, real);
  }
  /** The phase as the programme has it. */
  get phasePlan(): Phase | undefined {
    const now = this.phase();
    return now && this.record.programme.phases[now.index];
  }
  /** The test that can be taken now. */
  get test(): 'pre' | 'post' | undefined {
    return this.clock.state === 'ended' ? undefined : this.phasePlan?.test;
  }
  /** Time of day at which a test was over; undefined while it is on, and before it. */
  testEnded(test: 'pre' | 'post'): number | undefined {
    return this.test === test ? undefined : testEnded(this.#entries, this.record.programme, test);
  }
  get resultsOpen(): boolean {
    return resultsOpen(this.record.programme, this.phase(), this.clock.state === 'ended');
  }

  get state(): ExerciseState {
    const { state } = this.clock;
    if (state === 'ended') return 'ended';
    if (!this.world || this.world.state === 'failed') return 'failed';
    if (this.phase()) return state === 'running' ? 'running' : 'paused';
    return this.searchable >= this.#needed(this.record.simStart) ? 'ready' : 'preparing';
  }

  /** Simulated time up to which everyday life is in the logs; without end once the organisation is loaded. */
  get searchable(): number {
    if (!this.world) return 0;
    if (this.world.state === 'ready') return Number.POSITIVE_INFINITY;
    return this.model.start + Math.floor(this.world.progress * this.model.days * day);
  }
  /** The present of the logs: that of the clock, but never beyond what is loaded. */
  logsNow(real = this.real): number {
    return Math.min(this.now(real), this.searchable);
  }
  /** How far logs must reach for the clock to run at a moment: loading is faster than any clock, so a little ahead is enough. */
  #needed(at: number): number {
    return Math.min(this.record.simEnd, at + loadedAhead);
  }

  /** Whether the logs reach far enough for the clock to run at a moment. */
  mayRun(at: number): boolean {
    return this.searchable >= this.#needed(at);
  }

  clockView(): ClockView {
    const real = this.real;
    const { state, simAt, realAt, speed } = this.clock;
    return { state, simAt, realAt, speed, now: this.now(real), serverTime: real };
  }
  running() {
    return { clock: this.clockView(), phase: this.phase() ?? null };
  }

  /** Puts a team, or a changed one, into the exercise. */
  async put(team: DrillTeam): Promise<LiveTeam> {
    const known = this.teams.get(team.id);
    if (known) {
      known.team = team;
      return known;
    }
    const live = await LiveTeam.open(team, this.#parts.records, this.model, this.#variant(team.variant));
    this.teams.set(team.id, live);
    return live;
  }
  drop(team: string): void {
    this.teams.delete(team);
  }
  /** The team an account is in. */
  teamOf(account: string): LiveTeam | undefined {
    return [...this.teams.values()].find(one => one.team.members.includes(account));
  }

  async loadInjects(): Promise<void> {
    const all: Inject[] = [];
    const where = { exercise: this.id };
    for await (const inject of everyRecord(this.#parts.records.collection(drillInjects), {
      where,
      order: 'created',
    }))
      all.push(inject as Inject);
    this.injects = all;
  }
  injectId = (name: string): string => `${this.id}:${name}`;

  stamp(by: string): Stamp {
    const real = this.real;
    return { at: this.now(real), real, by };
  }

  /** Reads what other servers have written. */
  async refresh(): Promise<void> {
    const last = this.#entries.at(-1)?.sequence ?? 0;
    this.#take(await readLog<ExerciseEntry>(this.#parts.records, this.id, last));
  }

  #take(fresh: readonly ExerciseEntry[]): void {
    const have = new Set(this.#entries.map(one => one.sequence));
    const added = fresh.filter(one => !have.has(one.sequence));
    if (added.length === 0) return;
    this.#entries = [...this.#entries, ...added].sort((a, b) => a.sequence - b.sequence);
    this.#parts.bus.publish({ exercise: this.id }, 'clock', { state: this.state, ...this.running() });
  }

  /** Appends to the exercise's own log; `with` writes more in the same transaction. */
  async #append(
    by: string,
    entries: readonly NewExerciseEntry[],
    more?: (scope: RecordScope) => Promise<void>,
  ): Promise<void> {
    const stamp = this.stamp(by);
    const last = this.#entries.at(-1)?.sequence ?? 0;
    const fresh = await this.#parts.records.transaction(async scope => {
      const added = await appendLog<ExerciseEntry, NewExerciseEntry>(
        scope,
        this.id,
        last,
        stamp,
        () => entries,
      );
      await more?.(scope);
      return added;
    });
    this.#take(fresh);
  }

  /** Enters a phase. @throws HinomiError `DRILL_CLOCK` when it cannot be entered now. */
  async enterPhase(by: string, to: string): Promise<void> {
    const { programme } = this.record;
    if (this.clock.state === 'ended') throw stopped('the exercise has ended', 'Branch it to go on.');
    const phase =
      to === 'next' ? nextPhase(programme, this.phase()) : programme.phases.find(one => one.id === to);
    if (!phase)
      throw stopped(
        to === 'next' ? 'this is the last phase' : `there is no phase ${to}`,
        'End the exercise.',
      );
    if (phase.clock === 'run' && !this.mayRun(this.now()))
      throw stopped(
        'the logs of the organisation are still being loaded',
        'Wait until they reach the start of the exercise; other phases can go before.',
      );
    await this.#append(by, enter(phase, programme, this.window));
  }

  /** Begins in the middle: a phase entered, the clock at a moment, paused. For branches. */
  async begin(by: string, phase: Phase, at: number): Promise<void> {
    await this.#append(by, [
      { kind: 'clock', do: 'jump', to: at },
      ...enter(phase, this.record.programme, this.window),
      { kind: 'clock', do: 'pause' },
    ]);
  }

  /**
   * Turns the clock.
   * @throws HinomiError `DRILL_CLOCK` for what makes no sense now.
   */
  async turn(by: string, deed: ClockDeed, given: { speed?: number; to?: number } = {}): Promise<void> {
    if (this.clock.state === 'ended' && deed !== 'rewind')
      throw stopped('the exercise has ended', 'Branch it to go on.');
    if (deed === 'start') {
      if (this.phase()) throw stopped('the exercise has begun', 'Use resume.');
      return this.enterPhase(by, 'next');
    }
    if ((deed === 'resume' || deed === 'jump') && this.phasePlan?.clock !== 'run')
      throw stopped('the clock does not run in this phase', 'Go to a phase of the exercise.');
    if ((deed === 'jump' || deed === 'rewind') && given.to === undefined)
      throw new HinomiError('REQUEST_INVALID', 'body/to is missing', {
        place: { field: 'body/to' },
        remedy: 'Say which moment.',
        status: 400,
      });
    if (deed === 'rewind') return this.#rewind(by, given.to!);
    if (deed === 'jump' && !this.mayRun(given.to!))
      throw stopped('the logs are not loaded that far yet', 'Wait, or jump less far.');
    await this.#append(by, [{ kind: 'clock', do: deed, ...given }], async scope => {
      if (deed !== 'end') return;
      const ended = this.real;
      this.record = await scope
        .collection(exercises)
        .update(this.id, one => ({ ...one, ended, updated: ended }));
    });
  }

  /** Back to a moment: what teams did after it no longer holds, though their logs keep it. */
  async #rewind(by: string, to: number): Promise<void> {
    const stamp = this.stamp(by);
    if (to > stamp.at) throw stopped('that moment has not come yet', 'Use jump to go forward.');
    const moment = Math.max(to, this.record.simStart);
    const teams = [...this.teams.values()];
    await this.#append(by, [{ kind: 'clock', do: 'rewind', to: moment }], async scope => {
      for (const team of teams)
        await appendLog<never, NewTeamEntry>(scope, team.id, Number.MAX_SAFE_INTEGER - 1, stamp, () => [
          { kind: 'rewind', to: moment },
        ]);
    });
    for (const team of teams) await team.refresh();
  }
}
