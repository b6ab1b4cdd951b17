// What an exercise shows of skills: facts of each team, statements about teams and people, and what is kept of them.

import { exerciseContent } from '#drill/exercise/content.ts';
import { missingParts } from '#drill/exercise/report.ts';
import { behaviourOf, type Observed } from '#drill/review/behaviour.ts';
import { explained } from '#drill/score/explain.ts';
import { itemBank, skillList } from '#drill/skills/bank.ts';
import { skillStatements } from '#drill/skills/behaviour/statements.ts';
import { scoreSitting } from '#drill/skills/score.ts';
import { counts, itemsOfSitting } from '#drill/skills/sitting.ts';
import type { StatementView } from '#model/drill/review.ts';
import type { BehaviourFact, SkillRecordEntry, SkillStatement } from '#model/drill/skill.ts';
import type { Localized } from '#model/localized.ts';
import { exercises } from '#store/records/drill-collections.ts';
import type { Drill } from './drill.ts';
import type { LiveExercise } from './live-exercise.ts';
import type { LiveTeam } from './live-team.ts';
import { replayedOf, reviewOf, wordsOf } from './review.ts';
import { reportResult } from './routes/marks.ts';

/** Facts of a team's exercise. */
export async function factsOf(drill: Drill, live: LiveExercise, team: LiveTeam): Promise<BehaviourFact[]> {
  const review = await reviewOf(drill, live, team);
  const { facts } = await reportResult(drill, live, team, []);
  const observed: Observed = {
    ...replayedOf(review),
    score: review.score,
    words: wordsOf(live, team, review.until),
    facts,
    missing: missingParts(live.record.report, team.state),
  };
  return behaviourOf(observed);
}

/** A fact in words. */
function factText(fact: BehaviourFact, { played }: LiveTeam): Localized {
  const { scenario } = played.variant;
  switch (fact.kind) {
    case 'detected':
    case 'missed':
      return explained(`drill.fact.${fact.kind}`, { step: fact.step }, scenario);
    case 'acted':
      return explained('drill.fact.acted', { action: fact.action, what: fact.subject }, scenario);
    case 'contained':
    case 'evidence':
      return explained(`drill.fact.${fact.kind}`, { what: fact.subject }, scenario);
    case 'recovered':
      return explained('drill.fact.recovered', { what: fact.service }, scenario);
    case 'communication':
      return explained('drill.fact.communication', { what: fact.to }, scenario);
    case 'answered':
      return explained('drill.fact.answered', { question: fact.question }, scenario);
    case 'reported':
      return {
        ja: explained('drill.fact.reported', { what: reportPart(fact.part).ja }, scenario).ja,
        en: explained('drill.fact.reported', { what: reportPart(fact.part).en }, scenario).en,
      };
    case 'searched':
      return { ja: fact.subject, en: fact.subject };
  }
}

/** Title of a part of a report, whichever template has it. */
function reportPart(id: string): Localized {
  for (const { parts } of exerciseContent().reports.values()) {
    const part = parts.find(one => one.id === id);
    if (part) return part.title;
  }
  return { ja: id, en: id };
}

/** A verdict as a sentence: what somebody can or cannot do yet. */
export function sentenceOf({ skill, verdict }: Pick<SkillStatement, 'skill' | 'verdict'>) {
  const known = skillList().find(one => one.id === skill);
  if (!known) return { title: { ja: skill, en: skill }, sentence: { ja: '', en: '' } };
  const partly: Localized = {
    ja: explained('drill.fact.partly', { what: known.can.ja }, { plan: [] }).ja,
    en: explained('drill.fact.partly', { what: known.can.en }, { plan: [] }).en,
  };
  const unseen = explained('drill.fact.not-observed', {}, { plan: [] });
  return {
    title: known.title,
    sentence: { can: known.can, 'cannot-yet': known.cannotYet, partly, 'not-observed': unseen }[verdict],
  };
}

/** Statements with their facts in words. */
export function statementViews(
  team: LiveTeam,
  facts: readonly BehaviourFact[],
  statements: readonly SkillStatement[],
): StatementView[] {
  const byId = new Map(facts.map(fact => [fact.id, fact]));
  const seen = (ids: readonly string[]) =>
    ids.slice(0, 20).flatMap(id => {
      const fact = byId.get(id);
      return fact ? [{ text: factText(fact, team), at: fact.at, evidence: [...fact.evidence] }] : [];
    });
  return statements.map(one => ({
    skill: one.skill,
    ...sentenceOf(one),
    verdict: one.verdict,
    taken: one.taken,
    opportunities: one.opportunities,
    ...(one.share ? { share: one.share } : {}),
    roles: [...(skillList().find(skill => skill.id === one.skill)?.roles ?? [])],
    shownBy: seen(one.shownBy),
    missedIn: seen(one.missedIn),
  }));
}

/** Statements about a team, or about what one account did in it. */
export const statementsOf = (facts: readonly BehaviourFact[], by?: string): SkillStatement[] =>
  skillStatements(skillList(), facts, by);

/** Keeps tests and behaviour of everybody in an ended exercise. Told again, it changes nothing. */
export async function keepRecords(drill: Drill, live: LiveExercise): Promise<void> {
  const bank = itemBank();
  await drill.settleTests(live);
  const sittings = await drill.sittings.all(live.id);
  const reader = { name: 'system', from: '' };
  const people = await drill.people.of(live.id, reader);
  for (const team of live.teams.values()) {
    const facts = await factsOf(drill, live, team);
    for (const account of team.team.members) {
      const tests = sittings
        .filter(one => one.person === account)
        .filter(counts)
        .map(
          (one): SkillRecordEntry => ({
            at: one.finished,
            kind: 'sitting',
            ref: one.id,
            percent: scoreSitting(itemsOfSitting(one, bank), one.answers).percent,
          }),
        );
      const statements = statementsOf(facts, account)
        .filter(one => one.verdict !== 'not-observed')
        .map(one => ({ ...one, evidence: one.evidence.slice(0, 5) }));
      const exercise: SkillRecordEntry[] =
        statements.length === 0
          ? []
          : [{ at: live.record.ended ?? live.real, kind: 'exercise', ref: live.id, statements }];
      if (tests.length + exercise.length === 0) continue;
      const person = people.get(account);
      await drill.skills.keep(
        { account, mail: person?.mail ?? '', organisation: person?.organisation ?? '' },
        [...tests, ...exercise],
      );
    }
  }
  const recorded = drill.clock();
  live.record = await drill.records.collection(exercises).update(live.id, one => ({ ...one, recorded }));
}
