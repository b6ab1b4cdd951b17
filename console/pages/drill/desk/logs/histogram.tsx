// Lines over time, stacked by source.
import { useMemo } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { TimeBars } from '../../../../parts/time-bars.tsx';
import { simStamp } from '../../shared/clock.ts';
import type { Bars } from '../data.ts';
import { useSources } from '../parts/names.ts';
import { restName, stack } from './bins.ts';
import type { Range } from './view.ts';

export function Histogram({
  data,
  range,
  onRange,
}: {
  data: Bars | undefined;
  range: Range;
  onRange: (from: number, to: number) => void;
}) {
  const { t } = useI18n();
  const { of } = useSources();
  const drawn = useMemo(() => (data ? stack(data, range) : undefined), [data, range]);
  if (!drawn) return <div className="histogram-empty muted">{data ? t('desk.logs.none') : ' '}</div>;
  const title = (name: string) => (name === restName ? t('desk.logs.rest') : of(name).title);
  const colour = (name: string) => (name === restName ? 'var(--line-strong)' : of(name).colour);
  return (
    <TimeBars
      stack={drawn}
      label={t('desk.logs.histogram')}
      stamp={at => simStamp(at)}
      tick={at => simStamp(at, drawn.to - drawn.from < 600_000).slice(5)}
      title={title}
      colour={colour}
      onRange={onRange}
    >
      <ul className="legend">
        {drawn.names.map(name => (
          <li key={name} className="class-tag">
            <svg width={10} height={10} aria-hidden="true">
              <rect width={10} height={10} rx={2} fill={colour(name)} />
            </svg>
            {title(name)}
          </li>
        ))}
      </ul>
    </TimeBars>
  );
}
