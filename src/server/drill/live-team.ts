// One team at its desk: its log in memory, what it folds to, and its run of the scenario, computed anew when it acts.
import { prefix } from '#drill/exercise/log.ts';
import { actionsTaken, nextAction, stateOf, type TeamState } from '#drill/exercise/state.ts';
import type { Run } from '#drill/run/run.ts';
import { simulate } from '#drill/run/simulate.ts';
import type { World } from '#drill/world/entities.ts';
import type { NewTeamEntry, TeamEntry } from '#model/drill/entry.ts';
import type { DrillTeam } from '#model/drill/exercise.ts';
import { drillTeams } from '#store/records/drill-collections.ts';
import type { RecordScope, Records } from '#store/records/records.ts';
import { appendLog, readLog, type Stamp } from './logs.ts';
import type { Played } from './variants.ts';

/** Somebody at the desk just now; not kept. */
export interface Presence {
  on: string;
  seen: number;
}

export type Decide = (state: TeamState, log: readonly TeamEntry[]) => readonly NewTeamEntry[];

/** A run to the present is computed at most so often, ms of the time of day, and takes no more than a small share of it. */
const freshFor = 1_000;
const freshShare = 200;
const oldest = 10_000;

export class LiveTeam {
  team: DrillTeam;
  readonly played: Played;
  readonly presence = new Map<string, Presence>();
  readonly #records: Records;
  readonly #world: World;
  #log: TeamEntry[];
  #state: TeamState;
  #ahead: { key: string; run: Run } | undefined;
  #present: { key: string; at: number; real: number; cost: number; run: Run } | undefined;

  private constructor(team: DrillTeam, log: TeamEntry[], records: Records, world: World, played: Played) {
    this.team = team;
    this.#log = log;
    this.#state = stateOf(log);
    this.#records = records;
    this.#world = world;
    this.played = played;
  }

  static async open(team: DrillTeam, records: Records, world: World, played: Played): Promise<LiveTeam> {
    const base = team.base ? prefix(await readBranch(records, team.base.log, team.base), team.base) : [];
    const own = await readLog<TeamEntry>(records, team.id, team.base?.sequence ?? 0);
    return new LiveTeam(team, [...base, ...own], records, world, played);
  }

  get id(): string {
    return this.team.id;
  }
  get state(): TeamState {
    return this.#state;
  }
  get log(): readonly TeamEntry[] {
    return this.#log;
  }
  get world(): World {
    return this.#world;
  }
  /** Last sequence that is known here. */
  get #known(): number {
    return Math.max(this.#log.at(-1)?.sequence ?? 0, this.team.base?.sequence ?? 0);
  }

  /** Reads what other servers have written. */
  async refresh(): Promise<TeamEntry[]> {
    return this.#take(await readLog<TeamEntry>(this.#records, this.id, this.#known));
  }

  /** Writes what `decide` makes of the state as it is then; resolves with the entries when they are durable. */
  async change(stamp: Stamp, decide: Decide): Promise<TeamEntry[]> {
    const durable = await this.#records.transaction(scope => this.changeWithin(scope, stamp, decide));
    return durable();
  }

  /** The same among others of one transaction. Call what it resolves with once that has ended: the entries. */
  async changeWithin(scope: RecordScope, stamp: Stamp, decide: Decide): Promise<() => TeamEntry[]> {
    const known = this.#known;
    const before = this.#log;
    const fresh = await appendLog<TeamEntry, NewTeamEntry>(scope, this.id, known, stamp, tail => {
      const log = tail.length > 0 ? [...before.filter(one => one.sequence <= known), ...tail] : before;
      return decide(tail.length > 0 ? stateOf(log) : this.#state, log);
    });
    return () => {
      this.#take(fresh);
      return fresh.filter(one => one.real === stamp.real && one.by === stamp.by);
    };
  }

  /** Two changes may end in another order than they were written in. */
  #take(fresh: TeamEntry[]): TeamEntry[] {
    const have = new Set(this.#log.map(one => one.sequence));
    const added = fresh.filter(one => !have.has(one.sequence));
    if (added.length > 0) {
      this.#log = [...this.#log, ...added].sort((a, b) => a.sequence - b.sequence);
      this.#state = stateOf(this.#log);
    }
    return added;
  }

  nextAction(log: readonly TeamEntry[] = this.#log): number {
    return nextAction(log);
  }

  #key(): string {
    return this.#state.actions
      .map(one => `${one.number}:${one.approvedAt ?? ''}:${one.refused === undefined ? '' : 'x'}`)
      .join(',');
  }

  /** The run to the end of the window as it would go on from here: overlay of the evidence, bounded by who reads it. */
  ahead(): Run {
    if (this.#state.actions.length === 0) return this.played.untouched();
    const key = this.#key();
    if (this.#ahead?.key !== key) {
      const { variant } = this.played;
      this.#ahead = {
        key,
        run: simulate(this.#world, variant, actionsTaken(this.#state), variant.end),
      };
    }
    return this.#ahead.run;
  }

  /** The run up to now: outcomes, losses and the attacker as they stand. May be some seconds of the time of day old. */
  present(now: number, real: number): Run {
    const key = this.#key();
    const held = this.#present;
    if (
      held &&
      held.key === key &&
      held.at <= now &&
      (held.at === now ||
        Math.abs(real - held.real) < Math.min(oldest, Math.max(freshFor, freshShare * held.cost)))
    )
      return held.run;
    const began = performance.now();
    const run = simulate(this.#world, this.played.variant, actionsTaken(this.#state), now);
    this.#present = { key, at: now, real, cost: performance.now() - began, run };
    return run;
  }

  seen(account: string, on: string, real: number): void {
    this.presence.set(account, { on, seen: real });
  }
}

/** A log with everything it was branched from. */
async function readBranch(records: Records, log: string, upTo: { sequence: number }): Promise<TeamEntry[]> {
  const team = await records.collection(drillTeams).get(log);
  const before = team?.base ? prefix(await readBranch(records, team.base.log, team.base), team.base) : [];
  const own = await readLog<TeamEntry>(records, log, team?.base?.sequence ?? 0);
  return [...before, ...own.filter(one => one.sequence <= upTo.sequence)];
}
