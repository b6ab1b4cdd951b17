// What one team sees: everyday life without what its actions prevented, with what its run left behind, up to the clock.
import { evidenceDictionary } from '#model/search/evidence.ts';
import { parseSearch } from '#model/search/parse.ts';
import type {
  EvidenceFacet,
  EvidenceMask,
  EvidenceNode,
  EvidencePosition,
  EvidenceQuestions,
  EvidenceRow,
  EvidenceScope,
  OwnLines,
} from '#store/evidence/port.ts';
import type { SimTime } from '../world/entities.ts';
import { bucketWidth } from './buckets.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { lineId, timeOfLine } from './line-id.ts';

export interface TeamViewOptions {
  store: EvidenceQuestions;
  /** Id of the world in the store. */
  world: string;
  /** First midnight of the world: buckets of a histogram are counted from it. */
  start: SimTime;
  /** What its run left behind. */
  own?: OwnLines | undefined;
  masks: readonly EvidenceMask[];
}

/** What a team asks for. `now` is its exercise's clock: nothing later is ever shown. */
export interface ViewScope {
  now: SimTime;
  q?: string;
  /** Only these sources. */
  sources?: readonly string[];
  /** Half-open; default the whole world. */
  from?: SimTime;
  to?: SimTime;
}

/** A line as trainees see it: the same whether it is everyday life or the attack. */
export interface ViewLine extends EvidenceRow {
  id: string;
}

export interface ViewPage {
  items: ViewLine[];
  next?: string;
}

type Order = 'newest' | 'oldest';

/** Lines fetched at once where all of them are read. */
const bulk = 2_000;

export class TeamView {
  readonly #store: EvidenceQuestions;
  readonly #world: string;
  readonly #start: SimTime;
  readonly #own: OwnLines | undefined;
  readonly #masks: readonly EvidenceMask[];

  constructor({ store, world, start, own, masks }: TeamViewOptions) {
    this.#store = store;
    this.#world = world;
    this.#start = start;
    this.#own = own;
    this.#masks = masks;
  }

  /**
   * One page of lines, newest first unless told otherwise. Pages after the first show the logs as of the first.
   * @throws SearchError for a search line that cannot be read; HinomiError `SEARCH_CURSOR`.
   */
  async search(request: ViewScope & { order?: Order; limit?: number; cursor?: string }): Promise<ViewPage> {
    const { order = 'newest', cursor } = request;
    const limit = Math.max(1, Math.min(1000, Math.floor(request.limit ?? 100)));
    const place = cursor === undefined ? undefined : readCursor(cursor, request.now);
    const asOf = place?.asOf ?? request.now;
    const scope = this.#scope({ ...request, now: asOf });
    const start = place?.start;
    const found = await this.#store.page(scope, { limit: limit + 1, order, ...(start ? { start } : {}) });
    const rows = found.slice(0, limit);
    const more = found.length > limit;
    const last = rows.at(-1);
    return {
      items: rows.map(lineOf),
      ...(more && last ? { next: writeCursor({ asOf, start: after(rows, last.at, start) }) } : {}),
    };
  }

  /** Lines by source over time, at most `buckets` of one width; the first and last may lie half outside the range. */
  async histogram(request: ViewScope & { buckets?: number }): Promise<{
    width: number;
    buckets: { at: SimTime; counts: Record<string, number> }[];
  }> {
    const scope = this.#scope(request);
    const wanted = Math.max(1, Math.min(500, Math.floor(request.buckets ?? 60)));
    const width = bucketWidth(scope.to - scope.from, wanted);
    const origin = this.#start + Math.floor((scope.from - this.#start) / width) * width;
    const buckets = Array.from(
      { length: Math.max(0, Math.ceil((scope.to - origin) / width)) },
      (_, slot) => ({
        at: origin + slot * width,
        counts: {} as Record<string, number>,
      }),
    );
    const count = (slot: number, source: string, n: number) => {
      const counts = buckets[slot]?.counts;
      if (counts) counts[source] = (counts[source] ?? 0) + n;
    };
    for (const { slot, source, count: n } of await this.#store.histogram(scope, { origin, width }))
      count(slot, source, n);
    return { width, buckets };
  }

  /** The most frequent values of a facet, empty ones left out. */
  async top(
    request: ViewScope & { facet: EvidenceFacet; limit?: number },
  ): Promise<{ value: string; count: number }[]> {
    const { facet } = request;
    const limit = Math.max(1, Math.min(200, Math.floor(request.limit ?? 20)));
    return this.#store.top(this.#scope(request), facet, limit);
  }

  /** A line by its id; undefined when the team cannot see one (yet). */
  async line(id: string, now: SimTime): Promise<ViewLine | undefined> {
    const at = timeOfLine(id);
    if (at === undefined) return undefined;
    const scope = this.#scope({ now, from: at, to: at + 0.001 });
    for await (const row of this.#rows(scope, 'oldest', 20)) if (lineId(row) === id) return lineOf(row);
    return undefined;
  }

  /** A line with those of the same source around it, oldest first; empty when the team cannot see the line. */
  async context(id: string, now: SimTime, before = 20, following = 20): Promise<ViewLine[]> {
    const line = await this.line(id, now);
    if (!line) return [];
    const take = async (order: Order, most: number) => {
      const found: ViewLine[] = [];
      let passed = false;
      const scope = this.#scope({ now, sources: [line.source] });
      for await (const row of this.#rows(scope, order, most + 10, { at: line.at, skip: 0 })) {
        if (passed && found.length >= most) break;
        if (passed) found.push(lineOf(row));
        else passed = lineId(row) === id;
      }
      return found;
    };
    const bounded = (n: number) => Math.max(0, Math.min(200, Math.floor(n)));
    return [
      ...(await take('newest', bounded(before))).reverse(),
      line,
      ...(await take('oldest', bounded(following))),
    ];
  }

  /** Every line of a scope, oldest first: what a file of it holds. */
  everything(request: ViewScope): AsyncIterable<EvidenceRow> {
    return this.#rows(this.#scope(request), 'oldest', bulk);
  }

  #scope({ now, q = '', sources, from, to }: ViewScope): EvidenceScope {
    const parts: EvidenceNode[] = [parseSearch(q, evidenceDictionary)];
    if (sources && sources.length > 0) parts.push(anySource(sources));
    const useful = parts.filter(part => part.kind !== 'all');
    const where: EvidenceNode =
      useful.length === 1
        ? useful[0]!
        : useful.length === 0
          ? parts[0]!
          : { kind: 'and', parts: useful, span };
    const first = Math.max(this.#start, from ?? this.#start);
    const last = Math.max(first, Math.min(now, to ?? now));
    const masks = this.#masks.filter(mask => mask.from < last && mask.to > first);
    const own = this.#own;
    return {
      world: this.#world,
      where,
      from: first,
      to: last,
      ...(masks.length > 0 ? { masks } : {}),
      ...(own ? { own } : {}),
    };
  }

  /** Everything of a scope in order from a place on, fetched so many at once. */
  async *#rows(
    scope: EvidenceScope,
    order: Order,
    atOnce: number,
    from?: EvidencePosition,
  ): AsyncGenerator<EvidenceRow> {
    let start = from;
    for (;;) {
      const rows = await this.#store.page(scope, { limit: atOnce, order, ...(start ? { start } : {}) });
      yield* rows;
      if (rows.length < atOnce) return;
      start = after(rows, rows.at(-1)!.at, start);
    }
  }
}

const span = { start: 0, end: 0 };

function anySource(sources: readonly string[]): EvidenceNode {
  const parts = [...new Set(sources)]
    .sort()
    .map((text): EvidenceNode => ({ kind: 'field', field: 'source', match: { kind: 'equals', text }, span }));
  return parts.length === 1 ? parts[0]! : { kind: 'or', parts, span };
}

/** The place after a list of rows that began at another place. */
function after(rows: readonly EvidenceRow[], at: number, start?: EvidencePosition): EvidencePosition {
  let same = 0;
  while (same < rows.length && rows[rows.length - 1 - same]!.at === at) same++;
  return { at, skip: same + (start?.at === at ? start.skip : 0) };
}

/** Only what a line shows: never the cause of a team's own. */
const lineOf = (row: EvidenceRow): ViewLine => ({
  id: lineId(row),
  at: row.at,
  source: row.source,
  text: row.text,
  host: row.host,
  user: row.user,
  sourceAddress: row.sourceAddress,
  destinationAddress: row.destinationAddress,
  object: row.object,
  code: row.code,
});
