// The score of a team: the sum, its course in a picture, losses, and every dimension with its reasons.
import type { ScoreView } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { points } from '../text.ts';
import { Course } from './course.tsx';
import { Criteria } from './criteria.tsx';

/** `exercise` is given where corrections may be made. */
export function Score({ score, exercise }: { score: ScoreView; exercise?: string | undefined }) {
  const { t, list } = useI18n();
  const { remaining } = score;
  const held = [...remaining.hosts, ...remaining.accounts];
  return (
    <div className="stack-panels">
      <div className="columns rv-sum">
        <Panel title={t('review.score')}>
          <p className="rv-total">
            <strong>{points(score.total)}</strong> <span className="muted">/ 100</span>
          </p>
          <p className="row tight">
            {score.state === 'provisional' ? <Tag tone="warn">{t('review.provisional')}</Tag> : null}
            {score.corrected ? <Tag tone="info">{t('review.corrected')}</Tag> : null}
          </p>
          <p className="muted">{t('review.score.text')}</p>
        </Panel>
        <Panel title={t('review.course')}>
          <Course times={score.times} />
        </Panel>
        <Panel title={t('review.loss')}>
          <Amounts
            rows={[
              { id: 'team', label: t('review.course.team'), value: score.loss.team },
              { id: 'best', label: t('review.course.best'), value: score.loss.best },
              { id: 'nothing', label: t('review.course.nothing'), value: score.loss.nothing },
            ]}
          />
          <h3>{t('review.cost')}</h3>
          <Amounts
            rows={[
              { id: 'team', label: t('review.course.team'), value: score.cost.team },
              { id: 'best', label: t('review.course.best'), value: score.cost.best },
            ]}
          />
          {held.length > 0 ? (
            <p>
              <Tag tone="fail">{t('review.held')}</Tag> <span className="mono">{list(held)}</span>
            </p>
          ) : null}
        </Panel>
      </div>
      <Criteria score={score} exercise={exercise} />
    </div>
  );
}

/** Amounts side by side as bars on one scale. */
export function Amounts({ rows }: { rows: readonly { id: string; label: string; value: number }[] }) {
  const most = Math.max(1, ...rows.map(row => row.value));
  return (
    <ul className="rv-amounts">
      {rows.map(row => (
        <li key={row.id}>
          <span>{row.label}</span>
          <svg className="rv-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect className="rv-bar-all" width={100} height={8} />
            <rect className={`rv-amount ${row.id}`} width={(100 * row.value) / most} height={8} />
          </svg>
          <span className="num">{points(row.value)}</span>
        </li>
      ))}
    </ul>
  );
}
