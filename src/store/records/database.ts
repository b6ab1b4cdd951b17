// What the parts of the record store share: a Kysely handle, which SQL it speaks, and who may write on it now.
import type { Kysely, Transaction } from 'kysely';

/** Tables are made from declarations, so their names are not known to the compiler. */
export type Tables = Record<string, never>;
export type Engine = 'sqlite' | 'postgres';

/** A place to read and write: the store itself, or one transaction on it. */
export interface Scope {
  readonly engine: Engine;
  /** For reads; inside a transaction it is the transaction. */
  readonly reader: Kysely<Tables>;
  /** Runs `work` in a transaction: a new one, or the one this scope is bound to. */
  write<R>(work: (transaction: Transaction<Tables>) => Promise<R>): Promise<R>;
}
