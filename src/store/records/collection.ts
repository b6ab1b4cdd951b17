// Declares a collection of documents: its name, schema and the fields it can be asked by.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { HinomiError } from '#model/errors.ts';

/** A column derived from each document; `undefined` is kept as `''` or `0`, so an absent value can be asked for. */
export interface Index<T> {
  readonly kind: 'text' | 'number';
  of(document: T): string | number | undefined;
}

/** First problem of a document: a JSON pointer and what is expected there. */
export interface FieldProblem {
  field: string;
  message: string;
}

export interface CollectionDefinition<T extends { id: string }, I extends string> {
  readonly name: string;
  /** Raise it when an index function changes its meaning: columns are filled anew at the next start. */
  readonly version: number;
  readonly indexes: { readonly [K in I]: Index<T> };
  /** Pairs of indexes that lists use together: one value of the first, ordered by the second. */
  readonly pairs: readonly (readonly [string, string])[];
  /** The first problem of a document, or `undefined` when it fits the schema. */
  problem(document: unknown): FieldProblem | undefined;
  /** @throws HinomiError `RECORD_INVALID` with the field's JSON pointer. */
  assertValid(document: T): void;
}

export type AnyCollection = CollectionDefinition<{ id: string }, string>;

function indexesOf<S extends TSchema, A extends string, B extends string>({
  text = {} as never,
  number = {} as never,
}: CollectionDeclaration<S, A, B>): Record<A | B, Index<Static<S>>> {
  const indexes: Record<string, Index<Static<S>>> = {};
  for (const [name, of] of Object.entries<(document: Static<S>) => string | undefined>(text))
    indexes[name] = { kind: 'text', of };
  for (const [name, of] of Object.entries<(document: Static<S>) => number | boolean | undefined>(number))
    indexes[name] = { kind: 'number', of: document => Number(of(document) ?? 0) };
  return indexes;
}

const namePattern = /^[a-z][a-zA-Z0-9]{0,40}$/;
const columnPattern = /^[a-z][a-zA-Z0-9]{0,40}$/;

/** What a caller declares: `text` and `number` give the fields the collection can be asked and ordered by. */
export interface CollectionDeclaration<S extends TSchema, A extends string, B extends string> {
  name: string;
  schema: S;
  /** Compared by code point. */
  text?: { [K in A]: (document: Static<S>) => string | undefined };
  /** IEEE doubles; booleans as 0 and 1. */
  number?: { [K in B]: (document: Static<S>) => number | boolean | undefined };
  /**
   * Lists of one value of the first field in the order of the second: kept as an index of its own, else a database
   * sorts all rows of that value for each page.
   */
  pairs?: readonly (readonly [NoInfer<A | B>, NoInfer<A | B>])[];
  version?: number;
}

/**
 * Declares a collection. The table, its columns and their database indexes are made from this when the store opens.
 * @throws RangeError when a name would not be a safe identifier.
 */
export function defineCollection<S extends TSchema, A extends string = never, B extends string = never>(
  declaration: CollectionDeclaration<S, A, B>,
): CollectionDefinition<Static<S> & { id: string }, A | B> {
  const { name, schema } = declaration;
  const indexes = indexesOf(declaration);
  if (!namePattern.test(name)) throw new RangeError(`collection name ${name}`);
  for (const column of Object.keys(indexes))
    if (!columnPattern.test(column) || column === 'id' || column === 'document' || column === 'place')
      throw new RangeError(`index name ${name}.${column}`);
  const validator = Compile(schema);
  const problem = (document: unknown): FieldProblem | undefined => {
    if (validator.Check(document)) return undefined;
    const [first] = validator.Errors(document);
    if (!first) return { field: '', message: 'does not fit the schema' };
    const missing = first.keyword === 'required' ? first.params.requiredProperties[0] : undefined;
    return {
      field: missing === undefined ? first.instancePath : `${first.instancePath}/${missing}`,
      message: first.message,
    };
  };
  return {
    name,
    version: declaration.version ?? 1,
    indexes,
    pairs: declaration.pairs ?? [],
    problem,
    assertValid(document) {
      const found = problem(document);
      if (!found) return;
      throw new HinomiError('RECORD_INVALID', `${name}: ${found.field || '/'} ${found.message}`, {
        place: { field: found.field },
        remedy: 'Correct the field and try again.',
        status: 400,
      });
    },
  };
}
