// Numbers without gaps in commit order: incident numbers, list serials, audit sequence.
import { sql, type Transaction } from 'kysely';
import type { Tables } from './database.ts';

/**
 * Takes the next `count` numbers of a named sequence (first ever: 1) and returns the last of them. The sequence stays
 * locked until the transaction ends, so numbers become visible in their order and a rollback leaves no gap.
 */
export async function nextInSequence(
  transaction: Transaction<Tables>,
  name: string,
  count = 1,
): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    insert into sequences (name, value) values (${name}, ${count})
    on conflict (name) do update set value = sequences.value + ${count} returning value`.execute(transaction);
  return rows[0]!.value;
}
