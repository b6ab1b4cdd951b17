// A robot team plays a variant: looks, finds, acts, looks again.
import type { Case } from '#model/drill/case.ts';
import type { ActionTaken, Run } from '../run/run.ts';
import { simulate } from '../run/simulate.ts';
import type { Variant } from '../run/variant.ts';
import type { World } from '../world/entities.ts';
import { type Desk, type Line, masked, type Reader } from './desk.ts';
import { caseOf, type Findings, makeFindings } from './findings.ts';
import { investigate } from './investigate.ts';
import type { Knowledge } from './knowledge.ts';
import { order, wishes } from './respond.ts';

export interface Played {
  run: Run;
  log: ActionTaken[];
  case: Case;
}

const minute = 60_000;

export function playRobot(
  world: World,
  variant: Variant,
  knowledge: Knowledge,
  reader: Reader,
  everyday: readonly Line[],
  progress: (share: number) => void = () => {},
): Played {
  const log: ActionTaken[] = [];
  const seen = new Map<string, number>();
  let found: Findings = makeFindings();
  if (knowledge.acts !== 'none')
    for (
      let at = variant.start + knowledge.every * minute;
      at <= variant.end;
      at += knowledge.every * minute
    ) {
      const { events, masks, utterances } = simulate(world, variant, log, at);
      const lines = [
        ...everyday.filter(line => line.at <= at && !masked(line, masks)),
        ...reader.of(events).filter(line => line.at <= at),
      ];
      const desk: Desk = { lines, utterances };
      found = investigate(world, desk, knowledge, (at - variant.start) / 3_600_000);
      for (const key of found.entities.keys()) if (!seen.has(key)) seen.set(key, at);
      order(log, wishes(world, desk, found, knowledge), at + knowledge.slow * minute);
      // Each look reads everything since the start: the last ones take longest.
      progress(((at - variant.start) / (variant.end - variant.start)) ** 2);
    }
  return { run: simulate(world, variant, log, variant.end), log, case: caseOf(found, seen) };
}
