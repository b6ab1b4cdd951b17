// What people can and cannot do yet, in sentences, each with how often it was seen.
import type { StatementView } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock } from '../../shared/clock.ts';
import { ShareBand } from '../charts/share-band.tsx';
import { sentence } from '../text.ts';

const verdicts = ['can', 'partly', 'cannot-yet', 'not-observed'] as const;
const tones = { can: 'ok', partly: 'warn', 'cannot-yet': 'fail', 'not-observed': 'idle' } as const;

/** A statement; those of a record carry no reasons. */
type Said = Omit<StatementView, 'verdict' | 'roles' | 'shownBy' | 'missedIn'> &
  Partial<Pick<StatementView, 'roles' | 'shownBy' | 'missedIn'>> & { verdict: string };

export function Statements({ statements }: { statements: readonly Said[] }) {
  const { t } = useI18n();
  if (statements.length === 0) return <Empty title={t('review.skills.none')} />;
  return verdicts.map(verdict => {
    const inside = statements.filter(one => one.verdict === verdict);
    if (inside.length === 0) return null;
    return (
      <section key={verdict} className="rv-verdict">
        <h3>
          <Tag tone={tones[verdict]}>{t(`review.verdict.${verdict}`)}</Tag>{' '}
          <span className="muted">{inside.length}</span>
        </h3>
        <ul>
          {inside.map(one => (
            <StatementOf key={one.skill} statement={one} />
          ))}
        </ul>
      </section>
    );
  });
}

function StatementOf({ statement }: { statement: Said }) {
  const { t, side, list } = useI18n();
  const { share, taken, opportunities, roles = [], shownBy = [], missedIn = [] } = statement;
  const text = statement.verdict === 'not-observed' ? side(statement.title) : side(statement.sentence);
  return (
    <li className="rv-statement">
      <div>
        <p>{text}</p>
        {shownBy.length + missedIn.length > 0 ? (
          <details>
            <summary>{t('review.skills.why')}</summary>
            <Facts facts={shownBy} good />
            <Facts facts={missedIn} />
          </details>
        ) : null}
        {roles.length > 0 ? (
          <p className="muted rv-roles">{t('review.skills.roles', { roles: list(roles) })}</p>
        ) : null}
      </div>
      {share ? (
        <div className="rv-share">
          <ShareBand
            share={share}
            label={t('review.skills.share', {
              taken,
              opportunities,
              low: Math.round(share.low * 100),
              high: Math.round(share.high * 100),
            })}
          />
          <span className="num muted">{t('review.skills.times', { taken, opportunities })}</span>
        </div>
      ) : null}
    </li>
  );
}

function Facts({ facts, good = false }: { facts: StatementView['shownBy']; good?: boolean }) {
  const i18n = useI18n();
  return (
    <ul className="rv-reasons">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
        <li key={index} className={good ? 'good' : 'bad'}>
          <span className="rv-reason-mark">
            {good ? '✓' : '✗'}
            <span className="off-screen">{i18n.t(good ? 'review.good' : 'review.bad')}</span>
          </span>
          <span>
            <span className="num muted">{simClock(fact.at, false)}</span> {sentence(i18n, fact.text)}
          </span>
        </li>
      ))}
    </ul>
  );
}
