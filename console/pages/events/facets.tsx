// Most frequent values beside the results; a click narrows the search, the minus excludes.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { eventField } from '#model/event/fields.ts';
import { visibleText } from '#model/visible.ts';
import type { QueryValues } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Failure } from '../../parts/states.tsx';
import { facetFields } from './view.ts';

type Pick = (field: string, value: string, exclude?: boolean) => void;

export function Facets({ scope, onPick }: { scope: QueryValues; onPick: Pick }) {
  const [open, setOpen] = useState<readonly string[]>(facetFields.slice(0, 5));
  return facetFields.map(field => (
    <Facet
      key={field}
      field={field}
      scope={scope}
      onPick={onPick}
      open={open.includes(field)}
      onToggle={() => setOpen(open.includes(field) ? open.filter(one => one !== field) : [...open, field])}
    />
  ));
}

function Facet({
  field,
  scope,
  onPick,
  open,
  onToggle,
}: {
  field: string;
  scope: QueryValues;
  onPick: Pick;
  open: boolean;
  onToggle: () => void;
}) {
  const { language } = useI18n();
  return (
    <div className="facet">
      <button
        type="button"
        className="facet-head"
        aria-expanded={open}
        onClick={onToggle}
        title={eventField(field)?.[language]}
      >
        <Icon name={open ? 'down' : 'right'} size={12} /> {field}
      </button>
      {open ? <FacetValues field={field} scope={scope} onPick={onPick} /> : null}
    </div>
  );
}

function FacetValues({ field, scope, onPick }: { field: string; scope: QueryValues; onPick: Pick }) {
  const { t, has, compact, country } = useI18n();
  const [limit, setLimit] = useState(6);
  const query = useQuery(queries.top({ ...scope, field, limit }));
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const items = (query.data?.items ?? [])
    .map(item => ({ ...item, value: String(item.value ?? '') }))
    .filter(item => item.value !== '' && item.value !== '0');
  if (items.length === 0) return <p className="facet-none">{query.data ? t('events.noValues') : '…'}</p>;
  const most = Math.max(...items.map(item => item.events));
  const label = (value: string): string => {
    const key = `class.${value}`;
    if (field === 'hinomi.class' && has(key)) return t(key);
    return field === 'source.geo.country_iso_code' ? country(value) : visibleText(value);
  };
  return (
    <ul>
      {items.map(item => (
        <li key={item.value} className="facet-row">
          <button
            type="button"
            className="facet-value"
            onClick={() => onPick(field, item.value)}
            title={label(item.value).slice(0, 400)}
          >
            <i style={{ width: `${(item.events / most) * 100}%` }} aria-hidden="true" />
            <span>{label(item.value)}</span>
            <span>{compact(item.events)}</span>
          </button>
          <button
            type="button"
            className="facet-minus"
            aria-label={t('events.exclude', { value: label(item.value).slice(0, 80) })}
            onClick={() => onPick(field, item.value, true)}
          >
            <Icon name="minus" size={12} />
          </button>
        </li>
      ))}
      {items.length >= limit ? (
        <li>
          <button type="button" className="link-button facet-more" onClick={() => setLimit(limit + 14)}>
            {t('more')}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
