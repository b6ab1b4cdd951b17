// Whether a variant is fit for people: everything scored can be seen in a log, nothing of the attack is everyday life as well,
// and no one word gives the attack away.
import type { Facets } from '../evidence/source.ts';
import type { Run, Truth } from '../run/run.ts';
import type { Variant } from '../run/variant.ts';
import { proofsOf } from '../score/proof.ts';
import type { World } from '../world/entities.ts';
import type { ProcessRef } from '../world/event.ts';
import type { Reader } from './desk.ts';

export interface Admission {
  /** Scored things no line of the attack shows. */
  unproved: string[];
  /** Indicators everyday lines show too, so that they prove nothing. */
  everyday: string[];
  /** Words in lines of most steps that no everyday line has and that are no thing of the attack: one search finds it all. */
  markers: string[];
}

/** Takes everyday lines one by one and judges in the end. */
export interface Examiner {
  see(text: string, facets: Facets): void;
  judge(): Admission;
}

/** A word in lines of so large a part of the steps marks the attack. */
const most = 0.6;
const leastSteps = 3;
/** Rarer words are chance: a time, a number. */
const leastShare = 0.01;
const words = (text: string): string[] => text.split(/[^A-Za-z0-9_.-]+/).filter(word => word.length >= 4);

export function examine(world: World, variant: Variant, truth: Truth, idle: Run, reader: Reader): Examiner {
  const proofOf = proofsOf(world, idle);
  const steps = idle.steps.map(step => step.step);
  const proved = (value: string) => proofOf(value) !== undefined;
  const unproved = [
    ...truth.hosts.filter(host => !proved(host)),
    ...truth.accounts.filter(account => !proved(account)),
    ...truth.indicators.map(one => one.value).filter(value => !proved(value)),
    ...truth.files.filter(file => !proved(file)),
    ...steps.filter(step => proofOf({ cause: `step:${step}` }) === undefined).map(step => `step ${step}`),
  ];
  // A site of everybody that was altered is everyday life by its nature.
  const shared = new Set(
    Object.values(variant.cast).flatMap(one =>
      one.kind === 'site' ? [one.site.domain, ...one.site.hosts] : [],
    ),
  );
  const faceted = new Map<string, string>();
  const written: string[] = [];
  for (const { type, value } of truth.indicators)
    if (shared.has(value)) continue;
    else if (type === 'domain' || type === 'ip') faceted.set(value.toLowerCase(), value);
    else written.push(value);
  const everyday = new Set<string>();
  const names = marksOf(variant, truth, idle, reader);
  return {
    see(text, { source, destination, object }) {
      for (const one of [source, destination, object]) {
        const known = one === '' ? undefined : faceted.get(one.toLowerCase());
        if (known !== undefined) everyday.add(known);
      }
      for (const value of written) if (!everyday.has(value) && text.includes(value)) everyday.add(value);
      for (const word of names) if (text.includes(word)) names.delete(word);
    },
    judge: () => ({ unproved: [...new Set(unproved)], everyday: [...everyday], markers: [...names] }),
  };
}

/** Words of the attack's lines that could be a mark; everyday lines strike them out. */
function marksOf(variant: Variant, truth: Truth, idle: Run, reader: Reader): Set<string> {
  const own = [
    ...truth.hosts,
    ...truth.accounts,
    ...truth.files,
    ...truth.indicators.map(one => one.value),
    variant.scenario.attacker.agent,
  ]
    .join(' ')
    .toLowerCase();
  const seen = new Map<string, { steps: Set<string>; lines: number }>();
  let lines = 0;
  for (const event of idle.events) {
    if (!event.cause.startsWith('step:')) continue;
    reader.project(event, (_source, _at, text) => {
      lines++;
      for (const word of new Set(words(text))) {
        const known = seen.get(word) ?? { steps: new Set<string>(), lines: 0 };
        known.steps.add(event.cause);
        known.lines++;
        seen.set(word, known);
      }
    });
  }
  const least = Math.max(leastSteps, most * idle.steps.length);
  const numbers = numbersOf(idle);
  return new Set(
    [...seen]
      .filter(
        ([word, known]) =>
          known.steps.size >= least &&
          known.lines >= leastShare * lines &&
          !isGuid.test(word) &&
          !numbers.has(word.toLowerCase()) &&
          !own.includes(word.toLowerCase()),
      )
      .map(([word]) => word),
  );
}

/** A process, a session: where an investigation goes on from, no mark. */
const isGuid = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;

/** Numbers of the attack's processes as logs write them: no mark either. */
function numbersOf(idle: Run): Set<string> {
  const numbers = new Set<string>();
  for (const event of idle.events)
    for (const part of Object.values(event))
      if (typeof part === 'object' && part !== null && 'guid' in part && 'pid' in part) {
        const { pid } = part as ProcessRef;
        numbers.add(String(pid)).add(`0x${pid.toString(16)}`);
      }
  return numbers;
}
