// Heavy drawings, loaded when first shown.
import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';

const LazyChart = lazy(async () => ({ default: (await import('./chart/time-chart.tsx')).TimeChart }));
const LazyMap = lazy(async () => ({ default: (await import('./map/world.tsx')).WorldMap }));

export const TimeChart = (props: ComponentProps<typeof LazyChart>) => (
  <Suspense fallback={<Skeleton height={typeof props.height === 'number' ? props.height : 180} />}>
    <LazyChart {...props} />
  </Suspense>
);

export const WorldMap = (props: ComponentProps<typeof LazyMap>) => (
  <Suspense fallback={<Skeleton className="world" height="auto" />}>
    <LazyMap {...props} />
  </Suspense>
);
