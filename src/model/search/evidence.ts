// What a search of an exercise's logs can name: facets every source fills, and the line itself.
import type { SearchDictionary, SearchField } from './dictionary.ts';

export type EvidenceFieldName =
  | 'source'
  | 'host'
  | 'user'
  | 'ip'
  | 'source.ip'
  | 'destination.ip'
  | 'object'
  | 'code'
  | 'text';

const fields: readonly SearchField<EvidenceFieldName>[] = [
  { name: 'source', type: 'keyword' },
  { name: 'host', type: 'keyword' },
  { name: 'user', type: 'keyword' },
  { name: 'ip', type: 'ip' },
  { name: 'source.ip', type: 'ip' },
  { name: 'destination.ip', type: 'ip' },
  { name: 'object', type: 'text' },
  { name: 'code', type: 'keyword' },
  { name: 'text', type: 'text' },
];
const byName = new Map<string, SearchField<EvidenceFieldName>>(fields.map(field => [field.name, field]));

/**
 * Logs of a simulated organisation. Values are compared without regard to ASCII case; a word, and `text:`, stands for
 * itself in the line and not for a part of a longer word (`*` opens an end): see {@link ./words.ts}.
 */
export const evidenceDictionary: SearchDictionary<EvidenceFieldName> = {
  fields,
  find: name => byName.get(name),
  labels: false,
  wordField: 'text',
  vocabulary: {},
};
