// Records as rooms see them: typed collections of documents with indexed fields, on SQLite or PostgreSQL alike.

export type IndexValue = string | number;
/** A value, one of several, a half-open range, or text somewhere inside (case-sensitive). */
export type Condition =
  | IndexValue
  | readonly IndexValue[]
  | { gte?: IndexValue; lt?: IndexValue; contains?: string };

export interface ListOptions<I extends string> {
  where?: Partial<Record<I, Condition>>;
  /** An indexed field, ascending; with `-` in front, descending. Ties are broken by id. Default: id. */
  order?: I | `-${I}` | 'id' | '-id';
  /** At most so many (default 100, at most 10,000). */
  limit?: number;
  /** Opaque cursor from an earlier page with the same order and conditions. */
  after?: string;
}

/** A collection of documents of one schema. Every write is validated and durable when it resolves. */
export interface Collection<T extends { id: string }, I extends string> {
  get(id: string): Promise<T | undefined>;
  getMany(ids: readonly string[]): Promise<T[]>;
  /** Inserts or replaces. */
  put(document: T): Promise<void>;
  /** Inserts or replaces all or none. */
  putMany(documents: readonly T[]): Promise<void>;
  /** Reads, changes and writes in one transaction. @throws HinomiError `RECORD_NOT_FOUND`. */
  update(id: string, change: (document: T) => T): Promise<T>;
  remove(id: string): Promise<boolean>;
  list(options?: ListOptions<I>): Promise<{ items: T[]; next?: string }>;
  count(where?: ListOptions<I>['where']): Promise<number>;
}
