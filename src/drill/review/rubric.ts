// The report by rubric: judgement by people, facts by comparison with what happened.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ReportValue } from '#model/drill/entry.ts';
import { type MarkSheet, Rubric } from '#model/drill/marks.ts';
import type { ReportPart } from '#model/drill/programme.ts';
import type { Because } from '../score/because.ts';
import type { Happened } from '../score/happened.ts';
import type { ProofOf } from '../score/proof.ts';
import { readYaml, refuse } from '../skills/read-yaml.ts';

const file = fileURLToPath(new URL('../../../content/rubrics/report.yaml', import.meta.url));
let known: Rubric | undefined;

/** The rubric of the report. @throws HinomiError `CONTENT_INVALID`. */
export function reportRubric(): Rubric {
  if (known) return known;
  const { value, faults } = readYaml('content/rubrics/report.yaml', readFileSync(file, 'utf8'), Rubric);
  known = value ?? refuse(faults);
  return known;
}

/** Judgement of one marker, 0 to 100 by weight; undefined while a criterion is open. */
export function judgementOf(rubric: Rubric, sheet: MarkSheet): number | undefined {
  if (rubric.criteria.some(one => sheet[one.id] === undefined)) return undefined;
  const total = rubric.criteria.reduce((sum, one) => sum + one.weight, 0);
  return rubric.criteria.reduce((sum, one) => sum + one.weight * sheet[one.id]!.mark, 0) / total;
}

/** A part of a report that can be checked: percent and why. */
export interface FactPart {
  part: string;
  percent: number;
  because: Because[];
}

/** Near enough to be the same moment. */
const sameMoment = 15 * 60_000;

/** Whether a line of a report names a value: as a word of its own, with or without domain, or as a longer text in it. */
export function names(entry: string, value: string): boolean {
  const line = entry.normalize('NFKC').toLowerCase();
  const wanted = value.toLowerCase();
  const words = line.split(/[\s,;、。「」()（）"']+/);
  const bare = words.flatMap(word => [
    word,
    word.replace(/^.*\\/, ''),
    word.replace(/@.*$/, ''),
    word.split('.')[0]!,
    word.replace(/[.:]+$/, ''),
  ]);
  return bare.includes(wanted) || (wanted.length >= 8 && line.includes(wanted));
}

/** Time of day a line of a timeline begins with, minutes; undefined without one. */
const minutesOf = (entry: string): number | undefined => {
  const found = /(?:^|[^\d:])([01]?\d|2[0-3])[:時]([0-5]\d)/.exec(entry.normalize('NFKC'));
  return found ? 60 * Number(found[1]) + Number(found[2]) : undefined;
};

const share = (found: number, named: number, real: number): number =>
  found === 0 ? 0 : Math.round((200 * found) / (named + real));

/**
 * Compares the parts of a report that hold facts with what happened in the team's own run. Listing everything loses, as in
 * the case. Parts about which nothing happened are left out.
 * @param utcOffset Minutes east: times in the report are the organisation's.
 */
export function reportFacts(
  parts: readonly Pick<ReportPart, 'id' | 'kind'>[],
  written: (part: string) => ReportValue | undefined,
  real: Happened,
  proofOf: ProofOf,
  utcOffset: number,
): FactPart[] {
  const sets: Partial<Record<ReportPart['kind'], readonly string[]>> = {
    hosts: real.hosts,
    accounts: real.accounts,
    indicators: real.indicators,
    files: real.files,
  };
  return parts.flatMap(({ id, kind }) => {
    const value = written(id);
    const entries = Array.isArray(value) ? value : [];
    if (kind === 'timeline')
      return real.timeline.length === 0 ? [] : [times(id, entries, real, proofOf, utcOffset)];
    const wanted = sets[kind];
    if (!wanted || wanted.length === 0) return [];
    const leaf = (text: string) => (kind === 'files' ? text.replace(/^.*[\\/]/, '') : text);
    const found = wanted.filter(one => entries.some(entry => names(entry, one) || names(entry, leaf(one))));
    const wrong = entries.filter(entry => !wanted.some(one => names(entry, one) || names(entry, leaf(one))));
    const tell = (key: Because['key'], list: readonly string[], good: boolean): Because[] =>
      list.map(what => {
        const proof = proofOf(what);
        return { key, values: { what }, good, evidence: [], ...(proof ? { proof } : {}) };
      });
    return [
      {
        part: id,
        percent: share(found.length, found.length + wrong.length, wanted.length),
        because: [
          ...tell('drill.score.found', found, true),
          ...tell(
            'drill.score.missed',
            wanted.filter(one => !found.includes(one)),
            false,
          ),
          ...tell('drill.score.wrong', wrong, false),
        ],
      },
    ];
  });
}

/** Each step is met by a line of its time of day; each line counts once. */
function times(
  part: string,
  entries: readonly string[],
  real: Happened,
  proofOf: ProofOf,
  utcOffset: number,
): FactPart {
  const free = entries.map(minutesOf);
  const dayMs = 86_400_000;
  const met = real.timeline.map(({ at }) => {
    const clock = ((at + utcOffset * 60_000) % dayMs) / 60_000;
    const index = free.findIndex(
      minute => minute !== undefined && Math.abs(minute - clock) * 60_000 <= sameMoment,
    );
    if (index >= 0) free[index] = undefined;
    return index >= 0;
  });
  const found = met.filter(Boolean).length;
  return {
    part,
    percent: share(found, entries.length, real.timeline.length),
    because: real.timeline.map(({ step, at }, index) => {
      const proof = proofOf({ cause: `step:${step}`, from: at });
      return {
        key: met[index] ? 'drill.score.step-told' : 'drill.score.step-untold',
        values: { step },
        good: met[index]!,
        evidence: [],
        ...(proof ? { proof } : {}),
      };
    }),
  };
}
