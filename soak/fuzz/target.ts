// What is fuzzed: a target takes bytes and must come back, throwing nothing but coded errors, whatever the bytes.
import { HinomiError } from '#model/errors.ts';

export interface Target {
  name: string;
  /** Valid inputs, to be mutated. */
  samples(): readonly Uint8Array[];
  /** Words of the format, put in where the mutation likes to. */
  words?: readonly string[];
  /** Opens what is needed once; the answer takes one input. Throws when an invariant is broken. */
  open(): Promise<TargetRun> | TargetRun;
  /** Inputs that reach new code are kept and bent further. For targets where a case takes microseconds. */
  guided?: boolean;
  /** Cases of a full run. */
  cases: number;
  /** Resident memory allowed, MiB; default 768. */
  memory?: number;
  /** Milliseconds one case may take before it counts as a hang; default 2,000. */
  slow?: number;
}

export interface TargetRun {
  run(data: Buffer): void | Promise<void>;
  /** Judged after every few thousand cases: what must hold in the long run. */
  check?(): void | Promise<void>;
  close?(): Promise<void>;
}

/** Runs something that may refuse its input with a coded error; anything else that is thrown is a finding. */
export function refusable<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof HinomiError) return undefined;
    throw error;
  }
}

/** @throws Error when an invariant does not hold. */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}

export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
