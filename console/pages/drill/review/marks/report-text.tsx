// The report of a team as its markers read it, each part with what the machine found in it.
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ReportView } from '#model/drill/api.ts';
import type { TeamMarks } from '#model/drill/review.ts';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { deskRead } from '../../shared/api.ts';
import { Reasons } from '../results/criteria.tsx';
import { points } from '../text.ts';

type Report = Static<typeof ReportView>;

export function ReportText({ team, facts }: { team: string; facts: TeamMarks['facts'] }) {
  const { t } = useI18n();
  const query = useQuery(deskRead<Report>(team, 'report'));
  return (
    <Loaded query={query}>
      {report =>
        report.state === 'none' ? (
          <Empty title={t('review.marks.noReport')}>{t('review.marks.noReport.text')}</Empty>
        ) : (
          report.parts.map(part => (
            <Part
              key={part.id}
              part={part}
              value={report.values[part.id]?.value}
              fact={facts.find(one => one.part === part.id)}
            />
          ))
        )
      }
    </Loaded>
  );
}

function Part({
  part,
  value,
  fact,
}: {
  part: Report['parts'][number];
  value: Report['values'][string]['value'] | undefined;
  fact: TeamMarks['facts'][number] | undefined;
}) {
  const { t, side } = useI18n();
  const empty = value === undefined || value.length === 0;
  return (
    <section className="rv-part">
      <h3>{side(part.title)}</h3>
      {empty ? (
        <p className="muted">{t('review.marks.emptyPart')}</p>
      ) : Array.isArray(value) ? (
        <ul className="rv-part-list">
          {value.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
            <li key={index}>{visibleText(one)}</li>
          ))}
        </ul>
      ) : (
        <p className="rv-part-text">
          {part.kind === 'choice'
            ? choiceOf(part, value, side)
            : value.split('\n').map(visibleText).join('\n')}
        </p>
      )}
      {fact ? (
        <details>
          <summary>{t('review.marks.fact', { points: points(fact.percent) })}</summary>
          <Reasons because={fact.because} />
        </details>
      ) : null}
    </section>
  );
}

const choiceOf = (
  part: Report['parts'][number],
  value: string,
  side: (text: { ja: string; en: string }) => string,
): string => {
  const option = part.options?.find(one => one.id === value);
  return option ? side(option.title) : visibleText(value);
};
