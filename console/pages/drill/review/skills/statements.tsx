// What people can and cannot do yet, in sentences, each with how often it was seen.
import { useI18n } from '../../../../i18n/context.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { storyText } from '../../desk/context.tsx';
import { simClock } from '../../shared/clock.ts';
import { Picture } from '../charts/picture.tsx';
import { scale } from '../charts/scale.ts';
import type { StatementView } from '../shapes.ts';

const verdicts = ['can', 'partly', 'cannot-yet', 'not-observed'] as const;
const tones = { can: 'ok', partly: 'warn', 'cannot-yet': 'fail', 'not-observed': 'idle' } as const;

export function Statements({ statements }: { statements: readonly StatementView[] }) {
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

function StatementOf({ statement }: { statement: StatementView }) {
  const { t, side, list } = useI18n();
  const { share, taken, opportunities } = statement;
  const facts = [...statement.shownBy, ...statement.missedIn];
  const text = statement.verdict === 'not-observed' ? side(statement.title) : side(statement.sentence);
  return (
    <li className="rv-statement">
      <div>
        <p>{text}</p>
        {facts.length > 0 ? (
          <details>
            <summary>{t('review.skills.why')}</summary>
            <Facts facts={statement.shownBy} good />
            <Facts facts={statement.missedIn} />
          </details>
        ) : null}
        <p className="muted rv-roles">{t('review.skills.roles', { roles: list(statement.roles) })}</p>
      </div>
      {share ? (
        <div className="rv-share">
          <Picture
            height={16}
            label={t('review.skills.share', {
              taken,
              opportunities,
              low: Math.round(share.low * 100),
              high: Math.round(share.high * 100),
            })}
          >
            {width => {
              const x = scale(0, 1, 6, width - 6);
              return (
                <>
                  <line className="rv-lane" x1={6} x2={width - 6} y1={8} y2={8} />
                  <rect
                    className="rv-band after"
                    x={x(share.low)}
                    width={Math.max(2, x(share.high) - x(share.low))}
                    y={3}
                    height={10}
                    rx={5}
                  />
                  <circle className="rv-point after" cx={x(share.value)} cy={8} r={4} />
                </>
              );
            }}
          </Picture>
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
            <span className="num muted">{simClock(fact.at, false)}</span> {storyText(i18n, fact.text)}
          </span>
        </li>
      ))}
    </ul>
  );
}
