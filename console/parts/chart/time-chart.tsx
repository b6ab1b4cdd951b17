// Stacked activity over time (ECharts, only the parts used). Tooltips are drawn on the canvas: names come from
// attackers and the page allows no inline styles.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useI18n } from '../../i18n/context.tsx';
import type { Scheme } from '../../theme/palette.ts';
import { useScheme } from '../tags.tsx';

register([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

export interface TimeSeries {
  name: string;
  colour: string;
  points: readonly (readonly [at: number, value: number])[];
}

const inks: Record<Scheme, { text: string; line: string; surface: string; strong: string }> = {
  light: { text: '#566172', line: '#e3e6eb', surface: '#ffffff', strong: '#18212d' },
  dark: { text: '#98a5b5', line: '#28323e', surface: '#1b232d', strong: '#dde4ec' },
};

export function TimeChart({
  series,
  label,
  height = 180,
  range,
}: {
  series: readonly TimeSeries[];
  label: string;
  height?: number | string;
  range?: readonly [number, number];
}) {
  const i18n = useI18n();
  const scheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = init(element, undefined, { renderer: 'canvas' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const ink = inks[scheme];
    const font = {
      fontFamily: '"Inter Variable", "Noto Sans JP Variable", sans-serif',
      fontSize: 11,
      color: ink.text,
    };
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption(
      {
        animation: !still,
        animationDuration: 250,
        animationDurationUpdate: 250,
        textStyle: font,
        grid: {
          left: 8,
          right: 8,
          top: 10,
          bottom: 4,
          outerBoundsMode: 'same',
          outerBoundsContain: 'axisLabel',
        },
        xAxis: {
          type: 'time',
          ...(range ? { min: range[0], max: range[1] } : {}),
          axisLine: { lineStyle: { color: ink.line } },
          axisTick: { show: false },
          splitNumber: 6,
          axisLabel: {
            ...font,
            hideOverlap: true,
            formatter: (value: number) => axisTime(i18n.stamp(value), range),
          },
        },
        yAxis: {
          type: 'value',
          splitNumber: 3,
          axisLabel: { ...font, formatter: (value: number) => i18n.compact(value) },
          splitLine: { lineStyle: { color: ink.line } },
        },
        tooltip: {
          trigger: 'axis',
          renderMode: 'richText',
          confine: true,
          axisPointer: { type: 'shadow' },
          backgroundColor: ink.surface,
          borderColor: ink.line,
          textStyle: { ...font, color: ink.strong, fontSize: 12 },
          formatter: (items: unknown) => tooltip(items, i18n.stamp, i18n.number),
        },
        series: series.map(one => ({
          type: 'bar',
          stack: 'all',
          name: one.name,
          color: one.colour,
          barCategoryGap: '12%',
          barMaxWidth: 26,
          data: one.points.map(([at, value]) => [at, value]),
        })),
      },
      { notMerge: true },
    );
  }, [series, scheme, i18n, range]);

  return <div ref={box} className="chart" style={{ height }} role="img" aria-label={label} />;
}

const axisTime = (stamp: string, range: readonly [number, number] | undefined): string => {
  const day = stamp.slice(5, 10);
  const clock = stamp.slice(11, 16);
  const long = range !== undefined && range[1] - range[0] > 3 * 86_400_000;
  return long || clock === '00:00' ? day : clock;
};

interface TooltipItem {
  seriesName: string;
  value: [number, number];
}

function tooltip(items: unknown, stamp: (at: number) => string, number: (value: number) => string): string {
  const rows = (items as TooltipItem[]).filter(item => item.value[1] > 0).reverse();
  const at = (items as TooltipItem[])[0]?.value[0] ?? 0;
  return [stamp(at), ...rows.map(item => `${item.seriesName}  ${number(item.value[1])}`)].join('\n');
}
