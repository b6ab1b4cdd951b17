// The most frequent values of several ranges together, from the most frequent ones of each.

interface Counted {
  value: string;
  count: number;
}

export interface TopPart {
  /** Most frequent first. */
  list: readonly Counted[];
  /** So many at most are in `list`: a shorter one is complete. */
  most: number;
  /** Counts of these values. */
  of(values: string[]): Promise<Counted[]>;
}

/**
 * The `limit` most frequent values of parts and `own` counts together; counts below one are left out. A value that only some
 * parts listed is asked of the others, if it could still be among the first.
 */
export async function mergeTop(
  own: ReadonlyMap<string, number>,
  parts: readonly TopPart[],
  limit: number,
): Promise<Counted[]> {
  const sums = new Map(own);
  /** Values a cut list does not tell: no more than its last one has. */
  const open = parts.filter(part => part.list.length >= part.most);
  for (const { list } of parts)
    for (const { value, count } of list) sums.set(value, (sums.get(value) ?? 0) + count);
  const least = [...sums.values()].sort((a, b) => b - a)[limit - 1] ?? 0;
  const slack = open.reduce((sum, { list }) => sum + (list.at(-1)?.count ?? 0), 0);
  await Promise.all(
    open.map(async ({ list, of }) => {
      const listed = new Set(list.map(({ value }) => value));
      const asked = [...sums].filter(([value, sum]) => !listed.has(value) && sum + slack >= least);
      if (asked.length === 0) return;
      for (const { value, count } of await of(asked.map(([value]) => value)))
        sums.set(value, (sums.get(value) ?? 0) + count);
    }),
  );
  return [...sums]
    .filter(([, count]) => count > 0)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, limit);
}
