import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { BehaviourFact, behaviourMetrics, SkillRecord, SkillStatement } from '#model/drill/skill.ts';
import { loadFrameworks, loadSkills } from '../frameworks.ts';
import { latestStatements, organisationYears, withEntry } from '../record.ts';
import { shareOf } from '../score.ts';
import { opportunities } from './opportunities.ts';
import { skillStatements } from './statements.ts';

const folder = join(import.meta.dirname, '../../../../content/skills');
const skills = loadSkills(folder, loadFrameworks(folder));

let counter = 0;
type Loose = Partial<BehaviourFact> & { kind: BehaviourFact['kind'] };
const fact = (given: Loose): BehaviourFact =>
  ({ id: `f${++counter}`, at: 0, by: 'ito', evidence: [`line-${counter}`], ...given }) as BehaviourFact;
const acted = (verdict: 'right' | 'harmful' | 'needless', sourcesBefore: string[], by = 'ito') =>
  fact({
    kind: 'acted',
    action: 'isolate-host',
    response: 'contain',
    subject: 'PC-1',
    verdict,
    sourcesBefore,
    cost: 1,
    by,
  });

const run: BehaviourFact[] = [
  fact({ kind: 'detected', step: 'mail', afterMs: 10, limitMs: 20 }),
  fact({ kind: 'detected', step: 'beacon', afterMs: 30, limitMs: 20 }),
  fact({ kind: 'missed', step: 'theft' }),
  acted('right', ['squid', 'sysmon']),
  acted('right', ['squid']),
  acted('needless', []),
  acted('harmful', ['squid'], 'abe'),
  fact({ kind: 'answered', question: 'hosts', precision: 0.9, recall: 0.8 }),
  fact({ kind: 'answered', question: 'accounts', precision: 0.2, recall: 1 }),
  fact({ kind: 'answered', question: 'entry', precision: 1, recall: 1 }),
  fact({ kind: 'recovered', service: 'web', limitMs: 50, clean: false }),
  fact({ kind: 'communication', to: 'boss', what: 'promise', outcome: 'kept' }),
  fact({ kind: 'communication', to: 'boss', what: 'promise', outcome: 'late' }),
  fact({ kind: 'reported', part: 'entry', outcome: 'missing' }),
];

describe('opportunities', () => {
  const counts = (metric: (typeof behaviourMetrics)[number]) => {
    const found = opportunities(metric, run);
    return [found.filter(({ taken }) => taken).length, found.length];
  };

  it('are counted as on paper', () => {
    expect(run.every(entry => Compile(BehaviourFact).Check(entry))).toBe(true);
    expect(counts('noticed-in-time')).toEqual([1, 3]);
    expect(counts('read-before-acting')).toEqual([3, 4]);
    expect(counts('joined-sources')).toEqual([1, 2]);
    expect(counts('right-target')).toEqual([2, 4]);
    expect(counts('no-harm')).toEqual([3, 4]);
    expect(counts('found-extent')).toEqual([2, 2]);
    expect(counts('no-shotgun')).toEqual([2, 3]);
    expect(counts('recovered-clean')).toEqual([0, 0]);
    expect(counts('recovered-in-time')).toEqual([0, 1]);
    expect(counts('kept-word')).toEqual([1, 2]);
    expect(counts('report-facts')).toEqual([0, 0]);
    expect(counts('report-complete')).toEqual([0, 1]);
  });

  it('serve every metric by a skill', () => {
    expect(new Set(skills.map(({ metric }) => metric))).toEqual(new Set(behaviourMetrics));
  });
});

describe('statements', () => {
  const of = (id: string, by?: string) => skillStatements(skills, run, by).find(({ skill }) => skill === id)!;

  it('say can, partly, cannot yet and not observed with their evidence, what went wrong first', () => {
    for (const statement of skillStatements(skills, run))
      expect(Compile(SkillStatement).Check(statement)).toBe(true);
    expect(of('find-the-entry').verdict).toBe('can');
    expect(of('notice-intrusion').verdict).toBe('cannot-yet');
    expect(of('read-before-acting').verdict).toBe('partly');
    expect(of('keep-evidence')).toMatchObject({ verdict: 'not-observed', opportunities: 0 });
    expect(of('keep-evidence').share).toBeUndefined();
    const [, , missed] = run;
    expect(of('notice-intrusion').missedIn).toContain(missed!.id);
    expect(of('notice-intrusion').evidence.at(-1)).toBe(run[0]!.evidence[0]);
  });

  it('of one person rest on what this person did', () => {
    expect(of('do-no-harm', 'abe')).toMatchObject({ taken: 0, opportunities: 1, verdict: 'not-observed' });
    expect(of('do-no-harm', 'nobody').opportunities).toBe(0);
  });
});

describe('records', () => {
  const at = (year: number) => Date.UTC(year, 5, 1);
  const sitting = (ref: string, year: number, percent: number) => ({
    at: at(year),
    kind: 'sitting' as const,
    ref,
    percent: shareOf(percent / 4, 25, 100),
  });
  const empty = (id: string): SkillRecord => ({ id, organisation: 'city', entries: [], updated: 0 });

  it('stay in order, and a corrected entry replaces the old one', () => {
    let record = withEntry(empty('a'), sitting('s2', 2027, 80), 1);
    record = withEntry(record, sitting('s1', 2026, 60), 2);
    record = withEntry(record, sitting('s1', 2026, 64), 3);
    expect(record.entries.map(({ ref, percent }) => [ref, percent!.value])).toEqual([
      ['s1', 64],
      ['s2', 80],
    ]);
    expect(Compile(SkillRecord).Check(record)).toBe(true);
  });

  it('keep an observed skill when a later exercise gave no chance to show it', () => {
    const [statement] = skillStatements(skills, run);
    const blank = { ...statement!, verdict: 'not-observed' as const };
    const record: SkillRecord = {
      ...empty('a'),
      entries: [
        { at: 1, kind: 'exercise', ref: 'e1', statements: [statement!] },
        { at: 2, kind: 'exercise', ref: 'e2', statements: [blank] },
      ],
    };
    expect(latestStatements(record)).toEqual([{ at: 1, statement }]);
  });

  it('of an organisation show means with errors and withhold groups under five', () => {
    const people = [60, 64, 68, 72, 76].map((percent, index) => ({
      ...empty(`p${index}`),
      entries: [sitting(`s${index}`, 2026, percent), ...(index < 2 ? [sitting(`t${index}`, 2027, 80)] : [])],
    }));
    const [first, second] = organisationYears(people, 540);
    expect(first).toMatchObject({ year: 2026, people: 5 });
    expect(first!.percent!.value).toBeCloseTo(68, 10);
    // Deviation √40, error √8.
    expect(first!.percent!.se).toBeCloseTo(Math.sqrt(8), 10);
    expect(second).toMatchObject({ year: 2027, people: 2 });
    expect(second!.percent).toBeUndefined();
  });
});
