// What the team thinks of a thing, in a word and a shape.
import { verdicts } from '#model/drill/case.ts';
import { useI18n } from '../../../../i18n/context.tsx';

export function VerdictTag({ verdict }: { verdict: string }) {
  const { t } = useI18n();
  const known = verdicts.find(one => one === verdict);
  return (
    <span className="verdict">
      <i className={`verdict-dot is-${known ?? 'suspected'}`} aria-hidden="true" />
      {known ? t(`desk.verdict.${known}`) : verdict}
    </span>
  );
}
