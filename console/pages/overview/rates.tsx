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
  range,
  metric,
  onMetric,
}: {
  series: readonly RatePoint[];
  range: readonly [from: number, to: number];
  metric: string;
  onMetric: (metric: string) => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const scheme = useScheme();
  const by = metric === 'packets' ? 'packets' : 'events';
  const names = useMemo(() => [...new Set(series.map(point => point.class || 'unknown'))].sort(), [series]);
  const drawn = useMemo(() => {
    const slots = [...new Set(series.map(point => point.at))].sort((a, b) => a - b);
    return names.map(name => {
      const key = `class.${name}`;
      const values = new Map<number, number>();
      for (const point of series)
        if ((point.class || 'unknown') === name)
          values.set(point.at, (values.get(point.at) ?? 0) + point[by]);
      return {
        name: i18n.has(key) ? i18n.t(key) : name,
        colour: seriesColour(name, scheme),
        // Stacking goes by position, so every series has every slot.
        points: slots.map(at => [at, values.get(at) ?? 0] as const),
      };
    });
  }, [names, series, by, scheme, i18n]);
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
