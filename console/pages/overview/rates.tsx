// Rates by traffic class (or dataset, for logs) over the chosen hours.
import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import type { RatePoint } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { TimeChart } from '../../parts/lazy.tsx';
import { Panel } from '../../parts/page.tsx';
import { ClassTag, useScheme } from '../../parts/tags.tsx';
import { seriesColour } from '../../theme/palette.ts';

export function RatesPanel({
  series,
  hours,
  metric,
  onMetric,
}: {
  series: readonly RatePoint[];
  hours: number;
  metric: string;
  onMetric: (metric: string) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const scheme = useScheme();
  const by = metric === 'packets' ? 'packets' : 'events';
  const names = useMemo(() => [...new Set(series.map(point => point.class || 'unknown'))].sort(), [series]);
  const drawn = useMemo(
    () =>
      names.map(name => {
        const key = `class.${name}`;
        return {
          name: i18n.has(key) ? i18n.t(key) : name,
          colour: seriesColour(name, scheme),
          points: series
            .filter(point => (point.class || 'unknown') === name)
            .map(point => [point.at, point[by]] as const),
        };
      }),
    [names, series, by, scheme, i18n],
  );
  const last = Math.max(0, ...series.map(point => point.at));
  const range = useMemo((): [number, number] => {
    const end = Math.ceil((last || Date.now()) / 60_000) * 60_000;
    return [end - hours * 3_600_000, end];
  }, [last, hours]);
  return (
    <Panel
      title={t('overview.rates')}
      className="area-rates"
      aside={
        <SegmentedControl
          size="xs"
          value={by}
          onChange={onMetric}
          data={[
            { value: 'events', label: t('total.events') },
            { value: 'packets', label: t('total.packets') },
          ]}
          aria-label={t('overview.metric')}
        />
      }
    >
      <TimeChart
        series={drawn}
        label={t('overview.rates.label', { list: i18n.list(drawn.map(one => one.name)) })}
        height={190}
        range={range}
      />
      <div className="legend">
        {names.map(name => (
          <ClassTag key={name} name={name} />
        ))}
      </div>
    </Panel>
  );
}
