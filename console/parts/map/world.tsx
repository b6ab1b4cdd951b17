// World map: where observed sources are registered, as points by country and arcs to where they were seen. Calm by
// design: no rotation, no blinking; size and colour carry everything.
import { geoEqualEarth, geoPath } from 'd3-geo';
import { useMemo } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import type { Overview } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { seriesColour } from '../../theme/palette.ts';
import { useScheme } from '../tags.tsx';
import places from './countries.json';

const width = 960;
const height = 400;
const projection = geoEqualEarth().fitExtent(
  [
    [4, 4],
    [width - 4, height + 34],
  ],
  {
    type: 'MultiPoint',
    coordinates: [
      [-175, 0],
      [178, 0],
      [0, 80],
      [0, -56],
    ],
  },
);
const path = geoPath(projection);
const world = atlas as unknown as Topology<{ countries: GeometryCollection }>;
// Antarctica hosts no networks worth the room.
const shapes = feature(world, world.objects.countries)
  .features.filter(shape => shape.id !== '010')
  .map((shape, index) => ({ id: String(shape.id ?? `x${index}`), d: path(shape) ?? '' }));

const table: Readonly<Record<string, readonly (string | number)[]>> = places;
const pointOf = (code: string): [number, number] | undefined => {
  const entry = table[code];
  return entry ? (projection([Number(entry[1]), Number(entry[2])]) ?? undefined) : undefined;
};

/** A curve bent upwards between two points. */
function arc([x1, y1]: [number, number], [x2, y2]: [number, number]): string {
  const lift = Math.min(90, Math.hypot(x2 - x1, y2 - y1) * 0.22);
  return `M${x1.toFixed(1)} ${y1.toFixed(1)}Q${((x1 + x2) / 2).toFixed(1)} ${((y1 + y2) / 2 - lift).toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;
}

export interface WorldMapProps {
  countries: Overview['countries'];
  arcs: Overview['arcs'];
  onCountry?: (code: string) => void;
}

export function WorldMap({ countries, arcs, onCountry }: WorldMapProps) {
  const { t, country, compact, list } = useI18n();
  const scheme = useScheme();
  const most = Math.max(1, ...countries.map(entry => entry.events));
  const mostArc = Math.max(1, ...arcs.map(entry => entry.events));
  const points = useMemo(
    () =>
      countries.flatMap(entry => {
        const at = pointOf(entry.country);
        return at ? [{ ...entry, at, radius: 2.2 + 11 * Math.sqrt(entry.events / most) }] : [];
      }),
    [countries, most],
  );
  const curves = useMemo(
    () =>
      arcs.slice(0, 60).flatMap(entry => {
        const { country: code, lat, lon } = entry.from;
        const from =
          lat !== undefined && lon !== undefined ? (projection([lon, lat]) ?? undefined) : pointOf(code);
        const to = pointOf(entry.to);
        return from && to && code !== entry.to
          ? [{ ...entry, d: arc(from, to), key: `${code}-${entry.to}-${entry.class}` }]
          : [];
      }),
    [arcs],
  );
  const top = countries.slice(0, 5).map(entry => `${country(entry.country)} ${compact(entry.events)}`);

  return (
    <svg
      className="world"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={top.length > 0 ? t('map.label', { list: list(top) }) : t('map.empty')}
    >
      <g className="world-land">
        {shapes.map(shape => (
          <path key={shape.id} d={shape.d} />
        ))}
      </g>
      <g fill="none" strokeLinecap="round">
        {curves.map(curve => (
          <path
            key={curve.key}
            className="world-arc"
            d={curve.d}
            stroke={seriesColour(curve.class, scheme)}
            strokeWidth={0.7 + 1.8 * Math.sqrt(curve.events / mostArc)}
          />
        ))}
      </g>
      <g className="world-points">
        {points.map(point => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the same search is in the country list beside the map
          <circle
            key={point.country}
            cx={point.at[0]}
            cy={point.at[1]}
            r={point.radius}
            onClick={() => onCountry?.(point.country)}
          >
            <title>
              {t('map.point', {
                country: country(point.country),
                events: point.events,
                sources: point.sources,
              })}
            </title>
          </circle>
        ))}
      </g>
    </svg>
  );
}
