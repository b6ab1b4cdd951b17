// Answers about everyday life, kept for all teams of a world: a hundred teams look at the same day and ask alike.
import { formatSearch } from '#model/search/format.ts';
import type {
  EvidenceFacet,
  EvidencePosition,
  EvidenceRow,
  EvidenceScope,
  EvidenceStore,
} from '#store/evidence/port.ts';
import { rowTest } from './match.ts';

/** Lines of the store fetched at once. */
const blockRows = 128;
const bulkRows = 5_000;
/** Grain of the lines kept whole in memory, ms of simulated time. */
const chunkMs = 10_000;
const wholeChunk = 5_000;

export type Order = 'newest' | 'oldest';

interface Kept {
  value: Promise<unknown>;
  bytes: number;
}

export class SharedEvidence {
  readonly store: EvidenceStore;
  readonly #most: number;
  /** In order of use, oldest first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  /** Questions answered from memory, and asked of the store. */
  readonly counts = { kept: 0, asked: 0 };

  /** `bytes`: memory for answers, roughly; default 128 MB. */
  constructor(store: EvidenceStore, bytes = 128 * 2 ** 20) {
    this.store = store;
    this.#most = bytes;
  }

  /** Memory that answers take, roughly. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Lines of a scope from a place on, block by block. */
  async *rows(scope: EvidenceScope, order: Order, start?: EvidencePosition): AsyncGenerator<EvidenceRow> {
    let position = start;
    for (;;) {
      const from = position;
      const block = await this.#keep(
        `page ${scopeKey(scope)} ${order} ${from?.at} ${from?.skip}`,
        () => this.store.page(scope, { limit: blockRows, order, ...(from ? { start: from } : {}) }),
        sizeOfRows,
      );
      yield* block;
      const last = block.at(-1);
      if (!last || block.length < blockRows) return;
      position = after(block, last.at, from);
    }
  }

  /** The same for everything of a scope: in large blocks that are not kept. */
  async *allRows(scope: EvidenceScope, order: Order, start?: EvidencePosition): AsyncGenerator<EvidenceRow> {
    let position = start;
    for (;;) {
      const block = await this.store.page(scope, {
        limit: bulkRows,
        order,
        ...(position ? { start: position } : {}),
      });
      yield* block;
      const last = block.at(-1);
      if (!last || block.length < bulkRows) return;
      position = after(block, last.at, position);
    }
  }

  histogram(scope: EvidenceScope, origin: number, width: number) {
    return this.#keep(
      `histogram ${scopeKey(scope)} ${origin} ${width}`,
      () => this.store.histogram(scope, { origin, width }),
      list => 200 + list.length * 60,
    );
  }

  top(scope: EvidenceScope, facet: EvidenceFacet, limit: number) {
    return this.#keep(
      `top ${scopeKey(scope)} ${facet} ${limit}`,
      () => this.store.top(scope, facet, limit),
      list => 200 + list.length * 120,
    );
  }

  /**
   * Lines of the last moments of a scope that satisfy it, oldest first. They are searched in memory, because the clock moves on
   * with every question; meant for a minute or so.
   */
  async recent(scope: EvidenceScope): Promise<EvidenceRow[]> {
    const found: EvidenceRow[] = [];
    for (let from = Math.floor(scope.from / chunkMs) * chunkMs; from < scope.to; from += chunkMs) {
      const rows = await this.#keep(
        `recent ${scope.world} ${formatSearch(scope.where)} ${from}`,
        async () => {
          const all = await this.#chunk(scope.world, from);
          return scope.where.kind === 'all' ? all : all.filter(rowTest(scope.where));
        },
        list => 200 + list.length * 8,
      );
      for (const row of rows) if (row.at >= scope.from && row.at < scope.to) found.push(row);
    }
    return found;
  }

  #chunk(world: string, from: number): Promise<EvidenceRow[]> {
    return this.#keep(
      `chunk ${world} ${from}`,
      async () => {
        const scope: EvidenceScope = { world, where: everything, from, to: from + chunkMs };
        const all: EvidenceRow[] = [];
        for (;;) {
          const last = all.at(-1);
          const start = last && after(all, last.at);
          const page = await this.store.page(scope, {
            limit: wholeChunk,
            order: 'oldest',
            ...(start ? { start } : {}),
          });
          all.push(...page);
          if (page.length < wholeChunk) return all;
        }
      },
      sizeOfChunk,
    );
  }

  /** Forgets everything about a world: it was dropped, or more of it was loaded. */
  forget(world: string): void {
    for (const [key, kept] of this.#kept)
      if (key.split(' ', 2)[1] === world) {
        this.#bytes -= kept.bytes;
        this.#kept.delete(key);
      }
  }

  #keep<T>(key: string, ask: () => Promise<T>, size: (value: T) => number): Promise<T> {
    const known = this.#kept.get(key);
    if (known) {
      this.counts.kept++;
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.value as Promise<T>;
    }
    this.counts.asked++;
    const kept: Kept = { value: ask(), bytes: 0 };
    this.#kept.set(key, kept);
    const value = kept.value as Promise<T>;
    value.then(
      answer => {
        if (this.#kept.get(key) !== kept) return;
        kept.bytes = size(answer) + key.length * 2;
        this.#bytes += kept.bytes;
        this.#shrink();
      },
      () => {
        if (this.#kept.get(key) === kept) this.#kept.delete(key);
      },
    );
    return value;
  }

  #shrink(): void {
    for (const [key, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#most) return;
      if (bytes === 0) continue; // still under way
      this.#bytes -= bytes;
      this.#kept.delete(key);
    }
  }
}

const everything = { kind: 'all', span: { start: 0, end: 0 } } as const;

/** World first: {@link SharedEvidence.forget} looks for it. */
const scopeKey = ({ world, where, from, to, masks }: EvidenceScope): string =>
  `${world} ${from} ${to} ${masks ? JSON.stringify(masks) : ''} ${formatSearch(where)}`;

/** Lines of the last moments are kept a second time as words are looked for in them. */
const sizeOfChunk = (rows: readonly EvidenceRow[]): number =>
  rows.reduce((sum, row) => sum + 32 + row.text.length, sizeOfRows(rows));

const sizeOfRows = (rows: readonly EvidenceRow[]): number =>
  rows.reduce((sum, row) => sum + 260 + row.text.length + row.object.length, 200);

/** The place after a list of rows that began at another place. */
export function after(rows: readonly EvidenceRow[], at: number, start?: EvidencePosition): EvidencePosition {
  let same = 0;
  while (same < rows.length && rows[rows.length - 1 - same]!.at === at) same++;
  return { at, skip: same + (start?.at === at ? start.skip : 0) };
}
