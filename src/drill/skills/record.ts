// Records over the years: a person's own line, and what may be said of an organisation without pointing at anybody.
import type { Estimate } from '#model/drill/sitting.ts';
import type { SkillRecord, SkillRecordEntry, SkillStatement } from '#model/drill/skill.ts';
import { estimate, shareOf } from './score.ts';
import { leastGroup } from './statistics/gain.ts';

const entryLimit = 500;

/** Adds an entry in time order; one of the same kind and reference is replaced, so that a corrected mark counts once. */
export function withEntry(record: SkillRecord, entry: SkillRecordEntry, now: number): SkillRecord {
  const others = record.entries.filter(old => old.kind !== entry.kind || old.ref !== entry.ref);
  const entries = [...others, entry].sort((a, b) => a.at - b.at).slice(-entryLimit);
  return { ...record, entries, updated: now };
}

/** Latest verdict on each skill, with when it was reached; "not observed" never hides an earlier observation. */
export function latestStatements(record: SkillRecord): { at: number; statement: SkillStatement }[] {
  const latest = new Map<string, { at: number; statement: SkillStatement }>();
  for (const { at, statements = [] } of record.entries)
    for (const statement of statements)
      if (statement.verdict !== 'not-observed' || !latest.has(statement.skill))
        latest.set(statement.skill, { at, statement });
  return [...latest.values()];
}

/** One year of an organisation. Figures of fewer than five people are withheld. */
export interface OrganisationYear {
  year: number;
  people: number;
  /** Mean percent of the last sitting of each person in the year, with its standard error. */
  percent?: Estimate;
  /** For each skill the share of observed people who can. */
  skills: { skill: string; people: number; can?: Estimate }[];
}

/** Sums up an organisation's records by calendar year of `utcOffset` (minutes east). */
export function organisationYears(records: readonly SkillRecord[], utcOffset: number): OrganisationYear[] {
  const yearOf = (at: number) => new Date(at + utcOffset * 60_000).getUTCFullYear();
  const years = [...new Set(records.flatMap(({ entries }) => entries.map(({ at }) => yearOf(at))))].sort();
  return years.map(year => {
    const own = records
      .map(record => ({ ...record, entries: record.entries.filter(({ at }) => yearOf(at) === year) }))
      .filter(({ entries }) => entries.length > 0);
    const percents = own.flatMap(({ entries }) => {
      const last = entries.findLast(entry => entry.kind === 'sitting' && entry.percent !== undefined);
      return last?.percent ? [last.percent.value] : [];
    });
    const verdicts = new Map<string, { people: number; can: number }>();
    for (const record of own)
      for (const { statement } of latestStatements(record)) {
        if (statement.verdict === 'not-observed') continue;
        const entry = verdicts.get(statement.skill) ?? { people: 0, can: 0 };
        entry.people++;
        if (statement.verdict === 'can') entry.can++;
        verdicts.set(statement.skill, entry);
      }
    return {
      year,
      people: own.length,
      ...(percents.length >= leastGroup ? { percent: meanOf(percents) } : {}),
      skills: [...verdicts].map(([skill, { people, can }]) => ({
        skill,
        people,
        ...(people >= leastGroup ? { can: shareOf(can, people) } : {}),
      })),
    };
  });
}

function meanOf(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return estimate(mean, Math.sqrt(variance / values.length));
}
