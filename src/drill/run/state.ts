// A run while it is played: its clock, what is still to happen, and who writes what down.
import { type Scene, sceneOf } from '../activity/scene.ts';
import type { Host, SimTime, World } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';
import { hashKeys, type Random, type StreamKey, stream } from '../world/random.ts';
import { type Ledger, makeLedger } from './ledger.ts';
import { Queue } from './queue.ts';
import { isolated, makeSituation, type Situation } from './situation.ts';
import type { Variant } from './variant.ts';

/** What somebody of the attack could notice. */
export type Signal =
  | { kind: 'channel-down'; host: string }
  | { kind: 'silent'; host: string }
  /** Orders from an address outside are refused. */
  | { kind: 'turned-away'; host: string }
  | { kind: 'cleaned'; host: string }
  | { kind: 'hunted' }
  | { kind: 'discovered' };

export interface RunState {
  world: World;
  scene: Scene;
  variant: Variant;
  queue: Queue;
  situation: Situation;
  ledger: Ledger;
  now: SimTime;
  /** A stream of this variant; never keyed by a running number. */
  random(...keys: readonly StreamKey[]): Random;
  /** Tells the attacker's agent. */
  signal(signal: Signal): void;
  /** Names the resolver has in its cache, with the end of that. */
  cache: Map<string, SimTime>;
}

export function makeState(world: World, variant: Variant): RunState {
  return {
    world,
    scene: sceneOf(world),
    variant,
    queue: new Queue(),
    situation: makeSituation(),
    ledger: makeLedger(),
    now: variant.start,
    random: (...keys) => stream(world.seed, variant.seed, variant.scenario.id, ...keys),
    signal: () => {},
    cache: new Map(),
  };
}

/** Something that takes time: yields how many ms to wait, ends with a result. */
export type Course<T> = Generator<number, T, void>;

/** Plays a course on the run's clock. `broken` is asked before each stretch and may end it early. */
export function play<T>(
  run: RunState,
  course: Course<T>,
  ended: (result: T) => void,
  broken?: () => T | undefined,
): void {
  const advance = (at: SimTime): void => {
    run.now = at;
    const early = broken?.();
    if (early !== undefined) {
      ended(early);
      return;
    }
    const { value, done } = course.next();
    if (done) ended(value);
    else run.queue.put(at + Math.max(1, value), advance);
  };
  advance(run.now);
}

export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => count * 60_000;

/** Writes events of one cause with a clock that moves a little at each, so that order is never by chance. */
export interface Trail {
  run: RunState;
  cause: string;
  /** Time of the next event: the run's clock, a few ms after the one before. */
  tick(): SimTime;
  write(event: WorldEvent): void;
}

export function makeTrail(run: RunState, cause: string): Trail {
  let last = 0;
  let count = 0;
  const logged = (host: Host): Host =>
    !host.sysmon &&
    host.os.startsWith('windows') &&
    (run.situation.raisedEverywhere || run.situation.raised.has(host.name))
      ? { ...host, sysmon: true }
      : host;
  return {
    run,
    cause,
    tick() {
      const step = 2 + (hashKeys(run.variant.seed, cause, run.now, count++) % 4600) / 100;
      last = Math.max(last, run.now) + step;
      return last;
    },
    write(event) {
      // An isolated host forwards no logs and sends nothing; neither does one that was wiped.
      if (isolated(run.situation, event.host) || run.situation.destroyed.has(event.host.name)) return;
      run.ledger.events.push({ ...event, host: logged(event.host) });
    },
  };
}
