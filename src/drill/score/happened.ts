// What really happened in a team's own run: what they can be asked to find. An attack stopped early leaves less.
import type { Run, StepTaken, Truth } from '../run/run.ts';

const unique = (list: readonly string[]): string[] => [...new Set(list)];

export interface Happened {
  hosts: readonly string[];
  accounts: readonly string[];
  indicators: readonly string[];
  files: readonly string[];
  /** `from>to`. */
  route: readonly string[];
  timeline: readonly { step: string; at: number; techniques: readonly string[] }[];
  entry: Truth['entry'];
}

export function happened(run: Run, truth: Truth): Happened {
  const steps: readonly StepTaken[] = run.steps;
  return {
    hosts: unique(steps.flatMap(step => step.hosts)),
    accounts: unique(steps.flatMap(step => step.accounts)),
    indicators: unique(steps.flatMap(step => step.indicators.map(one => one.value))),
    files: unique(steps.flatMap(step => step.files)),
    route: unique(steps.flatMap(step => step.taken.map(({ from, host }) => `${from}>${host}`))),
    timeline: steps.map(({ step, at, techniques }) => ({ step, at, techniques })),
    entry: truth.entry,
  };
}
