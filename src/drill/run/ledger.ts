// What a run gives: written while it is played, closed at its end.
import type { SimTime, World } from '../world/entities.ts';
import type { WorldEvent } from '../world/event.ts';
import type { ActionOutcome, Loss, Mask, StepTaken, Utterance } from './run.ts';

/** A rate that runs while something is down. */
interface Meter {
  from: SimTime;
  to: SimTime | undefined;
  perHour: number;
}
interface LossMeter extends Meter {
  kind: string;
  what: string;
  step: string;
}

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
export type OpenStep = Open<StepTaken>;
export type OpenOutcome = Open<ActionOutcome>;

export interface Ledger {
  events: WorldEvent[];
  masks: { -readonly [K in keyof Mask]: Mask[K] }[];
  steps: OpenStep[];
  outcomes: Map<number, OpenOutcome>;
  losses: Loss[];
  meters: LossMeter[];
  utterances: Utterance[];
  /** Costs by number of the action. */
  charges: { action: number; points: number }[];
  costs: (Meter & { action: number })[];
  /** Accounts of the public application in the attacker's hands, where they are used from, and whether a session stands. */
  stolen: { account: string; client: string; open: boolean }[];
}

export const makeLedger = (): Ledger => ({
  events: [],
  masks: [],
  steps: [],
  outcomes: new Map(),
  losses: [],
  meters: [],
  utterances: [],
  charges: [],
  costs: [],
  stolen: [],
});

const hour = 3_600_000;

/** Share of an hour's harm at night and on days off: few people want the service then. */
const quiet = 0.2;

/** Hours between two times as the business feels them: full from 8 to 18 on working days, a fifth otherwise. */
export function businessHours(world: World, from: SimTime, to: SimTime): number {
  let sum = 0;
  for (let at = from; at < to; ) {
    const sinceStart = at - world.start;
    const next = Math.min(to, world.start + (Math.floor(sinceStart / hour) + 1) * hour);
    const day = world.calendar[Math.floor(sinceStart / (24 * hour))];
    const clock = Math.floor((sinceStart % (24 * hour)) / hour);
    sum += ((next - at) / hour) * ((day?.working ?? true) && clock >= 8 && clock < 18 ? 1 : quiet);
    at = next;
  }
  return sum;
}

const meterPoints = (world: World, meter: Meter, until: SimTime): number =>
  businessHours(world, meter.from, Math.min(meter.to ?? until, until)) * meter.perHour;

/** Totals are exact to a hundredth, so that they are the same in any order of adding. */
export const points = (value: number): number => Math.round(value * 100) / 100;

/** Losses with the running ones measured up to `until`. */
export const lossesOf = (world: World, ledger: Ledger, until: SimTime): Loss[] =>
  [
    ...ledger.losses,
    ...ledger.meters.map(meter => ({
      at: meter.from,
      kind: meter.kind,
      what: meter.what,
      points: meterPoints(world, meter, until),
      step: meter.step,
    })),
  ].sort((a, b) => a.at - b.at);

/** Business cost of one action up to `until`. */
export const costOf = (world: World, ledger: Ledger, action: number, until: SimTime): number =>
  points(
    ledger.charges.reduce((sum, one) => sum + (one.action === action ? one.points : 0), 0) +
      ledger.costs.reduce(
        (sum, one) => sum + (one.action === action ? meterPoints(world, one, until) : 0),
        0,
      ),
  );
