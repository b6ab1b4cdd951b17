// The course of a team in one line: when the attack began, when it was noticed and stopped, beside best play.
import type { ScoreView } from '#model/drill/review.ts';
import { minute } from '#model/time.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { organisationOffset, simClock } from '../../shared/clock.ts';
import { Picture } from '../charts/picture.tsx';
import { scale, timeMarks } from '../charts/scale.ts';

export function Course({ times }: { times: ScoreView['times'] }) {
  const { t, duration } = useI18n();
  const mine = (['detected', 'contained'] as const).flatMap(id =>
    times[id] === undefined ? [] : [{ id, at: times[id] }],
  );
  const best = (['detected', 'contained'] as const).flatMap(id =>
    times.best[id] === undefined ? [] : [{ id, at: times.best[id] }],
  );
  const all = [times.began, times.end, ...mine.map(one => one.at), ...best.map(one => one.at)];
  const from = Math.min(...all);
  const to = Math.max(...all, from + 10 * minute);
  const say = (id: 'detected' | 'contained', at: number | undefined) =>
    `${t(`review.mark.${id}`)}: ${at === undefined ? t('review.never') : duration(Math.max(0, at - times.began))}`;
  const label = [say('detected', times.detected), say('contained', times.contained)].join(', ');
  return (
    <>
      <Picture label={`${t('review.course')}: ${label}`} height={112}>
        {width => {
          const x = scale(from, to, 70, width - 14);
          return (
            <>
              {timeMarks(from, to, Math.max(2, Math.floor(width / 110)), organisationOffset).map(at => (
                <g key={at}>
                  <line className="rv-grid" x1={x(at)} x2={x(at)} y1={8} y2={88} />
                  <text className="rv-tick" x={x(at)} y={104} textAnchor="middle">
                    {simClock(at, false)}
                  </text>
                </g>
              ))}
              <text className="rv-label" x={0} y={36}>
                {t('review.course.team')}
              </text>
              <text className="rv-tick" x={0} y={74}>
                {t('review.course.best')}
              </text>
              <line className="rv-attack" x1={x(times.began)} x2={x(times.end)} y1={32} y2={32} />
              <line className="rv-attack faint" x1={x(times.began)} x2={x(times.end)} y1={70} y2={70} />
              {mine.map(one => (
                <Mark key={one.id} id={one.id} x={x(one.at)} y={32} />
              ))}
              {best.map(one => (
                <Mark key={one.id} id={one.id} x={x(one.at)} y={70} faint />
              ))}
            </>
          );
        }}
      </Picture>
      <ul className="rv-legend">
        {(['detected', 'contained'] as const).map(id => (
          <li key={id}>
            <svg width={16} height={16} aria-hidden="true">
              <Mark id={id} x={8} y={8} />
            </svg>
            {say(id, times[id])}
            {times.best[id] !== undefined ? (
              <span className="muted">
                {' '}
                ({t('review.course.best')} {duration(Math.max(0, times.best[id] - times.began))})
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Noticed: circle; stopped: square. */
export function Mark({
  id,
  x,
  y,
  faint = false,
}: {
  id: 'detected' | 'contained';
  x: number;
  y: number;
  faint?: boolean;
}) {
  const className = `rv-mark ${id}${faint ? ' faint' : ''}`;
  if (id === 'detected') return <circle className={className} cx={x} cy={y} r={6} />;
  return <rect className={className} x={x - 6} y={y - 6} width={12} height={12} rx={1} />;
}
