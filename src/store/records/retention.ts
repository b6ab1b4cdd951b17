// Records that strangers cause (failed sign-ins, reports of blocked people) must not fill the store: removed by age or number.
import type { CollectionDefinition } from './collection.ts';
import type { ListOptions } from './port.ts';
import type { Records } from './records.ts';

const batch = 1_000;

/** Removes a list's records in short transactions, so that others may write in between. */
async function removeAll<T extends { id: string }, I extends string>(
  records: Records,
  definition: CollectionDefinition<T, I>,
  options: ListOptions<I>,
  most: number,
): Promise<number> {
  let removed = 0;
  while (removed < most) {
    const { items } = await records
      .collection(definition)
      .list({ ...options, limit: Math.min(batch, most - removed) });
    if (items.length === 0) break;
    await records.transaction(async scope => {
      for (const { id } of items) await scope.collection(definition).remove(id);
    });
    removed += items.length;
  }
  return removed;
}

/** Removes every record that meets the conditions. Resolves with how many went. */
export const removeWhere = <T extends { id: string }, I extends string>(
  records: Records,
  definition: CollectionDefinition<T, I>,
  where: NonNullable<ListOptions<I>['where']>,
): Promise<number> => removeAll(records, definition, { where }, Number.POSITIVE_INFINITY);

/** Keeps the `most` records that are greatest in a field (newest by its time). Resolves with how many went. */
export async function keepNewest<T extends { id: string }, I extends string>(
  records: Records,
  definition: CollectionDefinition<T, I>,
  field: I,
  most: number,
): Promise<number> {
  const over = (await records.collection(definition).count()) - most;
  return over > 0 ? removeAll(records, definition, { order: field }, over) : 0;
}
