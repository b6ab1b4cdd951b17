// From behaviour to statements about skills: can, partly, cannot yet, or not observed, each with its evidence.
import type { BehaviourFact, Skill, SkillStatement } from '#model/drill/skill.ts';
import { shareOf } from '../score.ts';
import { opportunities } from './opportunities.ts';

/** Evidence ids kept in a statement: enough to look at, not the whole log. */
const evidenceLimit = 40;

/**
 * Says for each skill what the facts of one or more runs show. With `by` only what this account did counts; a team's
 * facts (`by` '') say nothing about one person. Few opportunities give "not observed", never a guess.
 */
export function skillStatements(
  skills: readonly Skill[],
  facts: readonly BehaviourFact[],
  by?: string,
): SkillStatement[] {
  const own = by === undefined ? facts : facts.filter(fact => fact.by === by);
  return skills.map(skill => {
    const chances = opportunities(skill.metric, own);
    const taken = chances.filter(chance => chance.taken);
    const missed = chances.filter(chance => !chance.taken);
    const share = chances.length === 0 ? undefined : taken.length / chances.length;
    const verdict: SkillStatement['verdict'] =
      share === undefined || chances.length < skill.opportunities
        ? 'not-observed'
        : share >= skill.canFrom
          ? 'can'
          : share < skill.cannotBelow
            ? 'cannot-yet'
            : 'partly';
    return {
      skill: skill.id,
      verdict,
      taken: taken.length,
      opportunities: chances.length,
      ...(share === undefined ? {} : { share: shareOf(taken.length, chances.length) }),
      shownBy: taken.map(({ fact }) => fact),
      missedIn: missed.map(({ fact }) => fact),
      // What went wrong is looked at first.
      evidence: [...new Set([...missed, ...taken].flatMap(({ evidence }) => evidence))].slice(
        0,
        evidenceLimit,
      ),
    };
  });
}
