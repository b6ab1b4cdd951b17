// Where observed sources are registered: the map and the countries in words.
import { useNavigate } from '@tanstack/react-router';
import type { Overview } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { addTerm } from '../../lib/search-text.ts';
import { WorldMap } from '../../parts/lazy.tsx';
import { To } from '../../parts/link.tsx';
import { Panel } from '../../parts/page.tsx';

/** The view of the events search that matches the overview's hours. */
export const lastOf = (hours: number): string =>
  hours <= 1 ? '1h' : hours <= 24 ? '24h' : hours <= 168 ? '7d' : '30d';

export function MapPanel({ data, hours }: { data: Overview; hours: number }) {
  const { t, country, compact } = useI18n();
  const navigate = useNavigate();
  const search = (code: string) => ({
    q: addTerm('', 'source.geo.country_iso_code', code),
    last: lastOf(hours),
  });
  return (
    <Panel title={t('overview.map')} className="area-map">
      <div className="map-box">
        <WorldMap
          countries={data.countries}
          arcs={data.arcs}
          onCountry={code => void navigate({ to: '/events', search: search(code) as never })}
        />
        <ol className="map-list" aria-label={t('overview.countries')}>
          {data.countries.slice(0, 8).map(entry => (
            <li key={entry.country}>
              <To to="/events" search={search(entry.country)} className="map-country">
                <span>{country(entry.country)}</span>
                <span>{compact(entry.events)}</span>
              </To>
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}
