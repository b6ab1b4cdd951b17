// When an inject with a condition comes, in words.
import type { ConditionTerms } from '#model/drill/api.ts';
import type { Condition } from '#model/drill/inject.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { exerciseRead } from '../../shared/api.ts';

/** What conditions of an exercise may name. */
export const conditionTerms = (exercise: string) => exerciseRead<ConditionTerms>(exercise, 'conditions');

/** Says a condition in the reader's language; what `terms` does not know keeps its short name. */
export function useCondition(terms: Partial<ConditionTerms> = {}): (condition: Condition) => string {
  const { t, has, side } = useI18n();
  const named = (of: 'steps' | 'actions' | 'phases' | 'injects', id: string) => {
    const term = terms[of]?.find(one => one.id === id);
    return term ? side(term.title) : id;
  };
  const milestone = (id: string) => {
    const key = `class.milestone.${id}`;
    return has(key) ? t(key) : id;
  };
  const joined = (key: 'class.when.and' | 'class.when.or', parts: readonly string[]) =>
    parts.reduce((before, next) => t(key, { before, next }));
  const say = (one: Condition): string => {
    if ('all' in one) return joined('class.when.and', one.all.map(say));
    if ('any' in one) return t('class.when.any', { any: joined('class.when.or', one.any.map(say)) });
    if ('not' in one) return t('class.when.not', { what: say(one.not) });
    if ('minutes' in one) return t('class.when.minutes', { minutes: one.minutes });
    if ('noActionFor' in one) return t('class.when.noActionFor', { minutes: one.noActionFor });
    if ('loss' in one) return t('class.when.loss', { points: one.loss });
    if ('milestone' in one) return t('class.when.milestone', { name: milestone(one.milestone) });
    if ('phase' in one) return t('class.when.phase', { phase: named('phases', one.phase) });
    if ('injectSubmitted' in one)
      return t('class.when.submitted', { inject: named('injects', one.injectSubmitted) });
    if ('injectOverdue' in one)
      return t('class.when.overdue', { inject: named('injects', one.injectOverdue) });
    if ('messageAnswered' in one)
      return t('class.when.answered', { inject: named('injects', one.messageAnswered) });
    if ('action' in one)
      return t(`class.when.action.${one.status ?? 'any'}`, { action: named('actions', one.action) });
    return t(`class.when.step.${one.status ?? 'done'}`, { step: named('steps', one.step) });
  };
  return say;
}
