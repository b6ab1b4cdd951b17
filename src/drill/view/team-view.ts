// What one team sees: everyday life without what its actions prevented, with what its run left behind, up to the clock.
import { evidenceDictionary } from '#model/search/evidence.ts';
import { parseSearch } from '#model/search/parse.ts';
import { minute } from '#model/time.ts';
import type {
  EvidenceFacet,
  EvidenceMask,
  EvidenceNode,
  EvidencePosition,
  EvidenceRow,
  EvidenceScope,
} from '#store/evidence/port.ts';
import type { SimTime } from '../world/entities.ts';
import { bucketWidth } from './buckets.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { lineId, timeOfLine } from './line-id.ts';
import { maskTest, type RowTest, rowTest } from './match.ts';
import type { OverlayRow } from './overlay.ts';
import { after, type Order, type SharedEvidence } from './shared.ts';
import { fullHours, hours, newestFirst, oldestFirst } from './tiers.ts';
import { mergeTop } from './top.ts';

export interface TeamViewOptions {
  shared: SharedEvidence;
  /** Id of the world in the store. */
  world: string;
  /** First midnight of the world: buckets of a histogram are counted from it. */
  start: SimTime;
  /** In order of time. */
  overlay: readonly OverlayRow[];
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

/** Everyday lines in a row that a team's masks may take away before the store is asked to leave them out. */
const patience = 1_000;
/** Everyday life is searched up to a whole minute, the same for all teams; the rest in memory. */
const grain = minute;
const topKept = 1_000;
/** Different values among the lines that masks take away. */
const hiddenKept = 50_000;
/** A microsecond: the grain of times. */
const tick = 0.001;

export class TeamView {
  readonly #shared: SharedEvidence;
  readonly #world: string;
  readonly #start: SimTime;
  readonly #overlay: readonly OverlayRow[];
  readonly #masks: readonly EvidenceMask[];

  constructor({ shared, world, start, overlay, masks }: TeamViewOptions) {
    this.#shared = shared;
    this.#world = world;
    this.#start = start;
    this.#overlay = overlay;
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
    const rows: EvidenceRow[] = [];
    let more = false;
    for await (const row of this.#rows(this.#scope({ ...request, now: asOf }), order, place?.start)) {
      if (rows.length === limit) {
        more = true;
        break;
      }
      rows.push(row);
    }
    const last = rows.at(-1);
    return {
      items: rows.map(lineOf),
      ...(more && last ? { next: writeCursor({ asOf, start: after(rows, last.at, place?.start) }) } : {}),
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
    const { stored, recent } = split(scope);
    for (const piece of stored ? fullHours(stored) : []) {
      const part: EvidenceScope = { ...stored!, ...piece };
      for (const { slot, source, count: n } of await this.#shared.histogram(part, origin, width))
        count(slot, source, n);
      const hidden = this.#hidden(part);
      if (hidden)
        for (const { slot, source, count: n } of await this.#shared.histogram(hidden, origin, width))
          count(slot, source, -n);
    }
    for (const row of await this.#inMemory(scope, recent))
      count(Math.floor((row.at - origin) / width), row.source, 1);
    for (const { counts } of buckets)
      for (const source of Object.keys(counts)) if (counts[source]! <= 0) delete counts[source];
    return { width, buckets };
  }

  /** The most frequent values of a facet, empty ones left out. */
  async top(
    request: ViewScope & { facet: EvidenceFacet; limit?: number },
  ): Promise<{ value: string; count: number }[]> {
    const { facet } = request;
    const limit = Math.max(1, Math.min(200, Math.floor(request.limit ?? 20)));
    const scope = this.#scope(request);
    const { stored, recent } = split(scope);
    const own = new Map<string, number>();
    const add = (value: string, count: number) => {
      if (value !== '') own.set(value, (own.get(value) ?? 0) + count);
    };
    for (const row of await this.#inMemory(scope, recent)) add(row[facet], 1);
    const pieces = (stored ? fullHours(stored) : []).map(
      (piece): EvidenceScope => ({ ...stored!, ...piece }),
    );
    for (const piece of pieces) {
      const hidden = this.#hidden(piece);
      if (hidden)
        for (const { value, count } of await this.#shared.top(hidden, facet, hiddenKept)) add(value, -count);
    }
    return mergeTop(
      own,
      await Promise.all(
        pieces.map(async piece => ({
          list: await this.#shared.top(piece, facet, topKept),
          most: topKept,
          of: (values: string[]) => this.#shared.store.top(piece, facet, values.length, values),
        })),
      ),
      limit,
    );
  }

  /** A line by its id; undefined when the team cannot see one (yet). */
  async line(id: string, now: SimTime): Promise<ViewLine | undefined> {
    const at = timeOfLine(id);
    if (at === undefined) return undefined;
    const scope = this.#scope({ now, from: at, to: at + 0.001 });
    for await (const row of this.#rows(scope, 'oldest')) if (lineId(row) === id) return lineOf(row);
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
      for await (const row of this.#rows(scope, order, { at: line.at, skip: 0 })) {
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
    return this.#rows(this.#scope(request), 'oldest', undefined, true);
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
    return { world: this.#world, where, from: first, to: Math.max(first, Math.min(now, to ?? now)) };
  }

  /** Masks that can matter to a scope. */
  #masksIn(scope: EvidenceScope): EvidenceMask[] {
    return this.#masks.filter(mask => mask.from < scope.to && mask.to > scope.from);
  }

  /** Everyday lines of a scope that masks take away; undefined when there are none. */
  #hidden(scope: EvidenceScope): EvidenceScope | undefined {
    const list = this.#masksIn(scope);
    if (list.length === 0) return undefined;
    const from = Math.max(scope.from, Math.min(...list.map(mask => mask.from)));
    const to = Math.min(scope.to, Math.max(...list.map(mask => mask.to)));
    return { ...scope, from, to, masks: { list, mode: 'only' } };
  }

  /** What counts need besides the store: recent everyday lines that are not masked, and the team's own. */
  async #inMemory(scope: EvidenceScope, recent: EvidenceScope | undefined): Promise<EvidenceRow[]> {
    const masked = maskTest(this.#masksIn(scope));
    const everyday = recent ? await this.#shared.recent(recent) : [];
    return [...everyday.filter(row => !masked(row)), ...this.#ownRows(scope)];
  }

  #ownRows(scope: EvidenceScope): OverlayRow[] {
    const holds = rowTest(scope.where);
    return this.#overlay.filter(row => row.at >= scope.from && row.at < scope.to && holds(row));
  }

  /** Everything of a scope in order from a place on: everyday lines and the team's own, which of one time come last in time. */
  async *#rows(
    scope: EvidenceScope,
    order: Order,
    start?: EvidencePosition,
    bulk = false,
  ): AsyncGenerator<EvidenceRow> {
    const beyond = (row: EvidenceRow) =>
      start === undefined || (order === 'newest' ? row.at <= start.at : row.at >= start.at);
    const own = this.#ownRows(scope).filter(beyond);
    if (order === 'newest') own.reverse();
    let toSkip = start?.skip ?? 0;
    let next = 0;
    const shown = (row: EvidenceRow) => !(start && row.at === start.at && toSkip-- > 0);
    const ownFirst = (at: number) => {
      const time = own[next]?.at;
      return time !== undefined && (order === 'newest' ? time >= at : time < at);
    };
    for await (const row of this.#everyday(scope, order, start?.at, bulk)) {
      while (ownFirst(row.at)) {
        const mine = own[next++]!;
        if (shown(mine)) yield mine;
      }
      if (shown(row)) yield row;
    }
    for (; next < own.length; next++) if (shown(own[next]!)) yield own[next]!;
  }

  /** Everyday lines of a scope that no mask takes away, from a time on. */
  async *#everyday(
    scope: EvidenceScope,
    order: Order,
    from: number | undefined,
    bulk: boolean,
  ): AsyncGenerator<EvidenceRow> {
    const { stored, recent } = split(scope);
    const masked = maskTest(this.#masksIn(scope));
    const beyond = (row: EvidenceRow) =>
      from === undefined || (order === 'newest' ? row.at <= from : row.at >= from);
    const lately = async (): Promise<EvidenceRow[]> => {
      if (!recent || (order === 'newest' && from !== undefined && from < recent.from)) return [];
      const rows = (await this.#shared.recent(recent)).filter(row => beyond(row) && !masked(row));
      return order === 'newest' ? rows.reverse() : rows;
    };
    if (order === 'newest') yield* await lately();
    if (stored) {
      const left =
        order === 'newest'
          ? { from: stored.from, to: from === undefined ? stored.to : Math.min(stored.to, from + tick) }
          : { from: from === undefined ? stored.from : Math.max(stored.from, from), to: stored.to };
      const pieces = bulk ? hours(left) : order === 'newest' ? newestFirst(left) : oldestFirst(left);
      for (const piece of pieces) yield* this.#unmasked({ ...stored, ...piece }, order, masked, bulk);
    }
    if (order === 'oldest') yield* await lately();
  }

  /** Stored lines without the masked ones: left out on the way, and by the store where there are too many. */
  async *#unmasked(
    scope: EvidenceScope,
    order: Order,
    masked: RowTest,
    bulk: boolean,
  ): AsyncGenerator<EvidenceRow> {
    let lost = 0;
    let at = Number.NaN;
    /** Lines of the time `at` given out. */
    let given = 0;
    if (bulk) {
      for await (const row of this.#shared.allRows(scope, order)) if (!masked(row)) yield row;
      return;
    }
    for await (const row of this.#shared.rows(scope, order)) {
      if (row.at !== at) {
        at = row.at;
        given = 0;
      }
      if (!masked(row)) {
        given++;
        yield row;
      } else if (++lost > patience) {
        const list = this.#masksIn(scope);
        yield* this.#shared.rows({ ...scope, masks: { list, mode: 'without' } }, order, { at, skip: given });
        return;
      }
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

/** The part of a scope that is asked of the store, and the last moments that are searched in memory. */
function split(scope: EvidenceScope): { stored?: EvidenceScope; recent?: EvidenceScope } {
  const edge = Math.max(scope.from, Math.floor(scope.to / grain) * grain);
  return {
    ...(scope.from < edge ? { stored: { ...scope, to: edge } } : {}),
    ...(edge < scope.to ? { recent: { ...scope, from: edge } } : {}),
  };
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
