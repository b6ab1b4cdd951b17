// When an inject with a condition comes, in words.
import type { Condition } from '#model/drill/inject.ts';
import { useI18n } from '../../../../i18n/context.tsx';

/** Says a condition in the reader's language. */
export function useCondition(): (condition: Condition) => string {
  const { t, has } = useI18n();
  const named = (key: string, plain: string) => (has(key) ? t(key) : plain);
  const say = (one: Condition): string => {
    if ('all' in one) return one.all.map(say).join(t('class.when.and'));
    if ('any' in one) return t('class.when.any', { any: one.any.map(say).join(t('class.when.or')) });
    if ('not' in one) return t('class.when.not', { what: say(one.not) });
    if ('minutes' in one) return t('class.when.minutes', { minutes: one.minutes });
    if ('noActionFor' in one) return t('class.when.noActionFor', { minutes: one.noActionFor });
    if ('loss' in one) return t('class.when.loss', { points: one.loss });
    if ('milestone' in one)
      return t('class.when.milestone', { name: named(`class.milestone.${one.milestone}`, one.milestone) });
    if ('phase' in one) return t('class.when.phase', { phase: one.phase });
    if ('injectSubmitted' in one) return t('class.when.submitted', { inject: one.injectSubmitted });
    if ('injectOverdue' in one) return t('class.when.overdue', { inject: one.injectOverdue });
    if ('messageAnswered' in one) return t('class.when.answered', { inject: one.messageAnswered });
    if ('action' in one) return t('class.when.action', { action: one.action });
    return t('class.when.step', { step: one.step });
  };
  return say;
}
