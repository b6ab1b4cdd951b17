// Beside the results: the sources with their counts, and the most frequent values of each field. A click narrows.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { apiUrl, type QueryValues } from '../../../../api/client.ts';
import type { MessageKey } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Failure } from '../../../../parts/states.tsx';
import { useHere } from '../context.tsx';
import { deskPath, deskQueries } from '../data.ts';
import { useSources } from '../parts/names.ts';
import { facetFields, type Range } from './view.ts';

export interface SideProps {
  question: QueryValues;
  range: Range;
  asOf: number;
  sources: readonly string[];
  onSources: (sources: readonly string[]) => void;
  onPick: (field: string, value: string, exclude?: boolean) => void;
}

export function Side(props: SideProps) {
  const [open, setOpen] = useState<readonly string[]>(['host', 'user', 'code']);
  return (
    <>
      <SourceChooser {...props} />
      {facetFields.map(([field, word]) => (
        <Facet
          key={field}
          field={field}
          word={word}
          {...props}
          open={open.includes(field)}
          onToggle={() =>
            setOpen(open.includes(field) ? open.filter(one => one !== field) : [...open, field])
          }
        />
      ))}
    </>
  );
}

function SourceChooser({ question, range, asOf, sources, onSources }: SideProps) {
  const { t, compact } = useI18n();
  const { team } = useHere();
  const { ids, of } = useSources();
  const { sources: _, ...everywhere } = question;
  const top = useQuery(deskQueries.top(team, { ...everywhere, field: 'source', limit: 100 }, asOf));
  const counts = new Map(top.data?.items.map(one => [one.value, one.count]));
  const listed = ids.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const chosen = new Set(sources);
  return (
    <fieldset className="facet source-list">
      <legend>
        {t('desk.logs.sources')}
        {sources.length > 0 ? (
          <button type="button" className="link-button" onClick={() => onSources([])}>
            {t('desk.logs.allSources')}
          </button>
        ) : null}
      </legend>
      <ul>
        {listed.map(id => {
          const { title, summary, colour } = of(id);
          const n = counts.get(id) ?? 0;
          return (
            <li key={id} className={n === 0 && top.data ? 'source-row nothing' : 'source-row'}>
              <label title={summary}>
                <input
                  type="checkbox"
                  checked={chosen.has(id)}
                  onChange={event =>
                    onSources(
                      event.currentTarget.checked ? [...sources, id] : sources.filter(one => one !== id),
                    )
                  }
                />
                <svg width={8} height={8} aria-hidden="true">
                  <rect width={8} height={8} rx={2} fill={colour} />
                </svg>
                <span>{title}</span>
                <span className="source-count">{top.data ? compact(n) : ''}</span>
              </label>
              <a
                className="facet-minus"
                href={apiUrl(deskPath(team, 'download'), { source: id, ...range })}
                download
                title={t('desk.logs.download', { source: title })}
                aria-label={t('desk.logs.download', { source: title })}
              >
                <Icon name="download" size={12} />
              </a>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

function Facet({
  field,
  word,
  open,
  onToggle,
  ...props
}: SideProps & { field: string; word: string; open: boolean; onToggle: () => void }) {
  const { t } = useI18n();
  return (
    <div className="facet">
      <button type="button" className="facet-head" aria-expanded={open} onClick={onToggle}>
        <Icon name={open ? 'down' : 'right'} size={12} /> {t(`desk.field.${word}` as MessageKey)}
      </button>
      {open ? <Values field={field} word={word} {...props} /> : null}
    </div>
  );
}

function Values({ field, word, question, asOf, onPick }: SideProps & { field: string; word: string }) {
  const { t, compact } = useI18n();
  const { team } = useHere();
  const [limit, setLimit] = useState(6);
  const query = useQuery(deskQueries.top(team, { ...question, field, limit }, asOf));
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.items.filter(one => one.value !== '') ?? [];
  if (items.length === 0) return <p className="facet-none">{query.data ? t('events.noValues') : '…'}</p>;
  const most = Math.max(...items.map(one => one.count));
  return (
    <ul>
      {items.map(({ value, count }) => {
        const shown = visibleText(value);
        return (
          <li key={value} className="facet-row">
            <button
              type="button"
              className="facet-value"
              onClick={() => onPick(word, value)}
              title={shown.slice(0, 400)}
            >
              <svg className="facet-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(count / most) * 100} height={1} />
              </svg>
              <span>{shown}</span>
              <span>{compact(count)}</span>
            </button>
            <button
              type="button"
              className="facet-minus"
              aria-label={t('events.exclude', { value: shown.slice(0, 80) })}
              onClick={() => onPick(word, value, true)}
            >
              <Icon name="minus" size={12} />
            </button>
          </li>
        );
      })}
      {(query.data?.items.length ?? 0) >= limit ? (
        <li>
          <button type="button" className="link-button facet-more" onClick={() => setLimit(limit + 14)}>
            {t('more')}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
