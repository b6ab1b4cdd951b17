// The same search over the roll-ups, when every condition is on something they keep.
import type { EventFieldName } from '#model/event/fields.ts';
import type { SearchNode } from '#model/search/ast.ts';
import type { Params } from './params.ts';
import { compileSearch } from './search-sql.ts';

/** Fields the roll-ups are keyed by, and their columns there. */
export const rollupColumns: Partial<Record<EventFieldName, string>> = {
  'hinomi.exercise': 'exercise',
  'hinomi.class': 'class',
  'event.dataset': 'dataset',
  'hinomi.vantage': 'vantage',
  'network.transport': 'transport',
  'network.protocol': 'protocol',
  'destination.port': 'port',
  'source.geo.country_iso_code': 'country',
};

type ColumnMap = typeof rollupColumns;

/** Fields that the roll-up of sources keeps. */
export const sourceColumns: ColumnMap = {
  'hinomi.exercise': 'exercise',
  'hinomi.class': 'class',
  'event.dataset': 'dataset',
  'source.ip': 'source',
};

/** Whether a roll-up with these columns can answer a search. */
export function fitsRollup(node: SearchNode, columns: ColumnMap = rollupColumns): boolean {
  switch (node.kind) {
    case 'all':
      return true;
    case 'and':
    case 'or':
      return node.parts.every(part => fitsRollup(part, columns));
    case 'not':
      return fitsRollup(node.part, columns);
    case 'field':
      return columns[node.field] !== undefined;
    default:
      return false;
  }
}

/** The condition of a tree over a roll-up; only for trees that {@link fitsRollup}. */
export function compileRollup(node: SearchNode, params: Params, columns: ColumnMap = rollupColumns): string {
  let sql = compileSearch(node, params);
  for (const [field, column] of Object.entries(columns)) sql = sql.replaceAll(`\`${field}\``, column);
  return sql;
}

/** Whether a tree speaks about a field, at any depth. */
export function mentions(node: SearchNode, field: EventFieldName): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.parts.some(part => mentions(part, field));
  if (node.kind === 'not') return mentions(node.part, field);
  return node.kind === 'field' && node.field === field;
}
