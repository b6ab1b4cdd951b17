// The list table: dense rows on a desk, cards on a phone. Rows lead somewhere through a real link in the first cell.
import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { List } from '../api/types.ts';
import { useI18n } from '../i18n/context.tsx';
import { Failure, Waiting } from './states.tsx';

export interface Column<T> {
  id: string;
  head: ReactNode;
  cell: (item: T) => ReactNode;
  /** Numbers stand right. */
  number?: boolean;
  /** Takes what width is left; its text may be cut. */
  wide?: boolean;
  /** Left out on a phone. */
  desk?: boolean;
}

export function DataTable<T>({
  items,
  columns,
  rowKey,
  label,
  rowClass,
}: {
  items: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (item: T) => string;
  label: string;
  rowClass?: (item: T) => string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.id} scope="col" className={cellClass(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={rowKey(item)} className={rowClass?.(item)}>
              {columns.map(column => (
                <td key={column.id} className={cellClass(column)}>
                  <span className="card-label" aria-hidden="true">
                    {column.head}
                  </span>
                  <span className="cell">{column.cell(item)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const cellClass = (column: { number?: boolean; wide?: boolean; desk?: boolean }): string =>
  `${column.number ? 'num' : ''} ${column.wide ? 'wide' : ''} ${column.desk ? 'desk-cell' : ''}`.trim();

type Paged<T> = Pick<
  UseInfiniteQueryResult<{ pages: List<T>[] }>,
  'data' | 'error' | 'refetch' | 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'
>;

/** All items read so far of a paged query. */
export const itemsOf = <T,>(query: { data?: { pages: List<T>[] } | undefined }): T[] =>
  query.data?.pages.flatMap(page => page.items) ?? [];

/** A table over a paged query, with its waiting, empty and failed states and a button for more. */
export function PagedTable<T>({
  query,
  empty,
  ...table
}: {
  query: Paged<T>;
  empty: ReactNode;
  columns: readonly Column<T>[];
  rowKey: (item: T) => string;
  label: string;
  rowClass?: (item: T) => string;
}) {
  const { t } = useI18n();
  const items = itemsOf(query);
  if (query.data === undefined)
    return query.error ? (
      <Failure error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Waiting lines={10} />
    );
  if (items.length === 0) return empty;
  return (
    <>
      <DataTable items={items} {...table} />
      {query.hasNextPage ? (
        <div className="more">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('table.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
