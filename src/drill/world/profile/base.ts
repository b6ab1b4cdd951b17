// A profile and the base it takes from what it does not say itself.
import type { Source } from './content-file.ts';

export type Plain = Record<string, unknown>;
export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists of base and profile that are joined, by the name their items go by. */
const keyOf: Readonly<Record<string, string>> = {
  servers: 'name',
  segments: 'id',
  serviceAccounts: 'account',
};

/** A profile takes what it does not say from its base. */
export function joined(base: Plain, own: Plain): Plain {
  const merged: Plain = { ...base, ...own };
  for (const [list, key] of Object.entries(keyOf)) {
    const [inherited, added] = [base[list], own[list]];
    if (!Array.isArray(inherited) || !Array.isArray(added)) continue;
    const replaced = new Map(added.filter(isPlain).map(item => [item[key], item]));
    const known = new Set(inherited.filter(isPlain).map(item => item[key]));
    merged[list] = [
      ...inherited.map(item => (isPlain(item) && replaced.get(item[key])) || item),
      ...added.filter(item => !(isPlain(item) && known.has(item[key]))),
    ];
  }
  return merged;
}

/** Where a field of a joined profile stands: items of joined lists are the very objects of the file they come from. */
export function origin(
  path: string[],
  merged: Plain,
  sources: readonly Source[],
): { source: Source; path: string[] } {
  const [field = '', index, ...rest] = path;
  for (const source of sources) {
    const value = isPlain(source.value) ? source.value[field] : undefined;
    if (value === undefined) continue;
    if (!(field in keyOf) || index === undefined || !Array.isArray(value)) return { source, path };
    const place = value.indexOf((merged[field] as unknown[])[Number(index)]);
    if (place >= 0) return { source, path: [field, String(place), ...rest] };
  }
  return { source: sources[0]!, path };
}
