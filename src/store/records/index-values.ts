// Values of the index columns, alike on both engines whatever a document holds.
import { createHash } from 'node:crypto';
import type { AnyCollection } from './collection.ts';
import type { IndexValue } from './port.ts';

/** PostgreSQL refuses B-tree entries above about 2,700 bytes; 500 UTF-16 units are at most 1,500. */
const longest = 500;

/**
 * The form in which a value is kept and asked for: long text keeps its beginning and a digest of all of it (equality
 * stays exact, order beyond the beginning is arbitrary); NUL and lone surrogates, which PostgreSQL refuses, are
 * replaced.
 */
export function indexValue(value: IndexValue): IndexValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  const text = value.length <= longest ? value : `${value.slice(0, longest - 64)}${digest(value)}`;
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The index columns of one document. */
export function indexValues(collection: AnyCollection, document: { id: string }): Record<string, IndexValue> {
  const values: Record<string, IndexValue> = {};
  for (const [name, index] of Object.entries(collection.indexes))
    values[name] = indexValue(index.of(document) ?? (index.kind === 'text' ? '' : 0));
  return values;
}
