// Questions over all segments of a world. What a question without clock and team holds for in a whole segment is kept: a hundred
// teams look at the same days and ask alike.
import { formatSearch } from '#model/search/format.ts';
import { minute } from '#model/time.ts';
import { Cache } from './cache.ts';
import { evaluate, maskedLines } from './evaluate.ts';
import { markOf, segmentsOf } from './folder.ts';
import {
  addLine,
  countLines,
  firstLines,
  keepIn,
  keepRange,
  type LineSet,
  lastLines,
  listLines,
  noLines,
  takeAll,
} from './line-set.ts';
import { microseconds } from './lines.ts';
import { BlockPool } from './pool.ts';
import type {
  EvidenceFacet,
  EvidenceMask,
  EvidencePosition,
  EvidenceRow,
  EvidenceScope,
  OwnLines,
} from './port.ts';
import { memorySource, Segment } from './segment.ts';
import { columns } from './segment-file.ts';
import type { Steps } from './turns.ts';

interface Part {
  segment: Segment;
  /** Lines in the scope's time, half-open. */
  from: number;
  to: number;
  /** Of the world; else who asks brought it. */
  shared: boolean;
}

interface World {
  mark: string;
  segments: Segment[];
  values: Map<EvidenceFacet, Values>;
}

/** Values of a facet over all segments of a world. */
interface Values {
  names: string[];
  numbers: Map<string, number>;
  /** For each segment the numbers of the values in its dictionary. */
  ofSegment: Map<string, Uint32Array>;
}

/** A file of a world that was dropped is read no longer than this, ms. */
const lastRead = minute;

/** Lines of so many who brought their own stay open. */
const mostOwned = 400;

const everything = { kind: 'all', span: { start: 0, end: 0 } } as const;
const minuteMicroseconds = microseconds(minute);

export class EvidenceReader {
  readonly #folder: string;
  readonly #cache: Cache;
  readonly #pool: BlockPool;
  readonly #worlds = new Map<string, World>();
  readonly #owned = new Map<string, Segment>();
  readonly #warmed = new WeakSet<Segment>();
  /** Segments that were found damaged. */
  readonly #faults = new WeakMap<Segment, unknown>();

  /** @param memory bytes for what is kept of files and of answers. */
  constructor(folder: string, memory: number) {
    this.#folder = folder;
    this.#cache = new Cache(memory / 3);
    this.#pool = new BlockPool((memory / 3) * 2);
  }

  *page(
    scope: EvidenceScope,
    {
      limit,
      order = 'newest',
      start,
    }: { limit: number; order?: 'newest' | 'oldest'; start?: EvidencePosition },
  ): Steps<EvidenceRow[]> {
    const newest = order === 'newest';
    const tick = 0.001;
    const within = !start
      ? scope
      : newest
        ? { ...scope, to: Math.min(scope.to, start.at + tick) }
        : { ...scope, from: Math.max(scope.from, start.at) };
    const skip = start?.skip ?? 0;
    const wanted = limit + skip;
    const parts = this.#parts(within);
    const turn = newest ? -1 : 1;
    // Lines that are told later than they happened stand beside those of the segment before: segments may overlap a little.
    const reach = ({ segment: { head } }: Part) => (newest ? head.to : head.from);
    const ranked = parts
      .map((part, rank) => ({ ...part, rank }))
      .sort((a, b) => turn * (reach(a) - reach(b)) || turn * (a.rank - b.rank));
    let found: { at: number; rank: number; segment: Segment; line: number }[] = [];
    for (const part of ranked) {
      const last = found[wanted - 1];
      if (last && turn * (reach(part) - last.at) > 0) break;
      const { segment, from, to, rank } = part;
      const set = yield* this.#linesOf(part, within);
      const { at } = segment;
      const take = newest ? lastLines : firstLines;
      for (const line of take(set, from, to, wanted)) found.push({ at: at[line]!, rank, segment, line });
      found.sort((a, b) => turn * (a.at - b.at) || turn * (a.rank - b.rank) || turn * (a.line - b.line));
      found = found.slice(0, wanted);
    }
    const shown = found.slice(skip);
    const bySegment = Map.groupBy(shown, ({ segment }) => segment);
    const rows = new Map<Segment, Map<number, EvidenceRow>>();
    for (const [segment, of] of bySegment) {
      const lines = of.map(({ line }) => line);
      const made = segment.rows(lines);
      rows.set(segment, new Map(lines.map((line, index) => [line, made[index]!])));
    }
    return shown.map(({ segment, line }) => rows.get(segment)!.get(line)!);
  }

  *histogram(
    scope: EvidenceScope,
    { origin, width }: { origin: number; width: number },
  ): Steps<{ slot: number; source: string; count: number }[]> {
    const counts = new Map<string, Map<number, number>>();
    const add = (source: string, slot: number, count: number) => {
      const slots = counts.get(source) ?? new Map<number, number>();
      counts.set(source, slots);
      slots.set(slot, (slots.get(slot) ?? 0) + count);
    };
    const step = microseconds(width);
    const first = microseconds(origin);
    const whole = origin % minute === 0 && width % minute === 0;
    for (const part of this.#parts(scope)) {
      const { segment } = part;
      const sources = segment.dictionary('source');
      if (whole && isWhole(part)) {
        const { from, counts: ofMinutes } = yield* this.#minutes(segment, scope);
        for (let index = 0; index < ofMinutes.length; index++) {
          const count = ofMinutes[index]!;
          if (count === 0) continue;
          const at = (from + Math.floor(index / sources.size)) * minuteMicroseconds;
          add(sources.value(index % sources.size), Math.floor((at - first) / step), count);
        }
        const hidden = yield* this.#hiddenOf(part, scope);
        if (hidden) countEach(segment, hidden, (line, at) => add(line, Math.floor((at - first) / step), -1));
        continue;
      }
      const set = yield* this.#linesOf(part, scope);
      countSlots(part, set, first, step, add);
    }
    return [...counts].flatMap(([source, slots]) =>
      [...slots].filter(([, count]) => count !== 0).map(([slot, count]) => ({ slot, source, count })),
    );
  }

  *top(scope: EvidenceScope, facet: EvidenceFacet, limit: number): Steps<{ value: string; count: number }[]> {
    const parts = this.#parts(scope);
    const { names, numbers, ofSegment } = yield* this.#values(scope.world, facet);
    const totals = new Float64Array(names.length);
    /** Values that only lines of one's own have. */
    const others = new Map<string, number>();
    for (const part of parts) {
      const { segment, shared } = part;
      const { ordinals, counts } = yield* this.#countsOf(part, scope, facet);
      const known = shared ? ofSegment.get(segment.file)! : undefined;
      for (let index = 0; index < ordinals.length; index++) {
        const ordinal = ordinals[index]!;
        const value = known ? '' : segment.dictionary(facet).value(ordinal);
        const number = known ? known[ordinal]! : (numbers.get(value) ?? totals.length);
        if (number < totals.length) totals[number]! += counts[index]!;
        else others.set(value, (others.get(value) ?? 0) + counts[index]!);
      }
      const hidden = isWhole(part) ? yield* this.#hiddenOf(part, scope) : undefined;
      if (!hidden) continue;
      const column = segment.column(facet);
      for (const line of listLines(hidden)) totals[known![column[line]!]!]!--;
    }
    const empty = numbers.get('');
    if (empty !== undefined) totals[empty] = 0;
    others.delete('');
    // A world has far more values than anybody asks for: only those that can be among the first are sorted.
    const some = totals.filter(count => count > 0).sort();
    const least = some.at(-Math.min(limit, some.length)) ?? 0;
    const first = [...others].map(([value, count]) => ({ value, count }));
    for (let number = 0; number < totals.length; number++)
      if (totals[number]! > 0 && totals[number]! >= least)
        first.push({ value: names[number]!, count: totals[number]! });
    return first.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, limit);
  }

  /**
   * Reads what questions about a world will need, and checks it: the first to ask should not wait for the disk. For when
   * nothing else is to do; undefined when it was done, or is under way. A segment found damaged is refused from then on.
   */
  warm(name: string): Steps<void> | undefined {
    const segments = this.#world(name).segments.filter(segment => !this.#warmed.has(segment));
    if (segments.length === 0) return undefined;
    for (const segment of segments) this.#warmed.add(segment);
    return this.#warm(name, segments);
  }

  *#warm(world: string, segments: readonly Segment[]): Steps<void> {
    for (const segment of segments.toReversed()) {
      try {
        yield* segment.warm();
      } catch (error) {
        this.#faults.set(segment, error);
        throw error;
      }
      yield* this.#minutes(segment, { world, where: everything, from: 0, to: 0 });
    }
    for (const facet of columns) yield* this.#values(world, facet);
  }

  #forget(world: string): void {
    for (const segment of this.#worlds.get(world)?.segments ?? []) {
      this.#cache.forget(segment.file);
      // Questions under way go on reading.
      setTimeout(() => segment.close(), lastRead).unref();
    }
    this.#worlds.delete(world);
  }

  /** The world as its folder has it now. */
  #world(name: string): World {
    const mark = markOf(this.#folder, name);
    const known = this.#worlds.get(name);
    if (known?.mark === mark) return known;
    const files = segmentsOf(this.#folder, name).map(({ file }) => file);
    const kept = known?.segments.every(({ file }) => files.includes(file)) ? known : undefined;
    if (known && !kept) this.#forget(name);
    const has = new Map((kept?.segments ?? []).map(segment => [segment.file, segment]));
    const world: World = {
      mark,
      segments: files.map(file => has.get(file) ?? Segment.open(file, this.#cache, this.#pool)),
      values: kept?.values ?? new Map(),
    };
    this.#worlds.set(name, world);
    return world;
  }

  #parts({ world, from, to, own }: EvidenceScope): Part[] {
    const [begin, end] = [microseconds(from), microseconds(to)];
    const { segments } = this.#world(world);
    return [...segments, ...(own ? [this.#own(own)] : [])].flatMap((segment, index): Part[] => {
      if (begin > segment.head.to || end <= segment.head.from) return [];
      const shared = index < segments.length;
      if (this.#faults.has(segment)) throw this.#faults.get(segment);
      const part = { segment, from: segment.lineAt(begin), to: segment.lineAt(end), shared };
      return part.from < part.to ? [part] : [];
    });
  }

  /** Lines that a question brings along; those of who asked lately stay open. */
  #own({ key, bytes }: OwnLines): Segment {
    const known = this.#owned.get(key);
    const segment = known ?? new Segment(`own ${key}`, memorySource(bytes), this.#cache);
    this.#owned.delete(key);
    this.#owned.set(key, segment);
    for (const [old, { file }] of this.#owned) {
      if (this.#owned.size <= mostOwned) break;
      this.#cache.forget(`${file} `);
      this.#owned.delete(old);
    }
    return segment;
  }

  /** Lines of a whole segment that a question holds for, masks and time aside. The set is kept: copy before changing. */
  *#wholeSet(segment: Segment, { where }: EvidenceScope): Steps<LineSet> {
    const key = `${segment.file} lines ${formatSearch(where)}`;
    const known = this.#cache.get<{ set: LineSet } | { few: Uint32Array }>(key);
    if (known && 'set' in known) return known.set;
    if (known) {
      const set = noLines(segment.head.lines);
      for (const line of known.few) addLine(set, line);
      return set;
    }
    const set = yield* evaluate(segment, where);
    yield;
    const count = countLines(set);
    // Few lines are kept one by one.
    if (count * 32 < segment.head.lines) this.#cache.put(key, { few: listLines(set) }, count * 4);
    else this.#cache.put(key, { set }, set.byteLength);
    return set;
  }

  /** Lines of a scope in a part; outside the part's range more may be set. */
  *#linesOf({ segment, from, to, shared }: Part, scope: EvidenceScope): Steps<LineSet> {
    const set = yield* this.#wholeSet(segment, scope);
    const { masks } = scope;
    if (!shared || !masks || !anyMatters(segment, masks)) return set;
    return takeAll(keepRange(set.slice(), from, to), maskedLines(segment, masks));
  }

  /** Lines of a scope in a whole segment that masks take away; undefined when there are none. */
  *#hiddenOf({ segment, shared }: Part, scope: EvidenceScope): Steps<LineSet | undefined> {
    const { masks } = scope;
    if (!shared || !masks || !anyMatters(segment, masks)) return undefined;
    return keepIn(maskedLines(segment, masks), yield* this.#wholeSet(segment, scope));
  }

  /** Lines of a whole segment by minute and source. */
  *#minutes(segment: Segment, scope: EvidenceScope): Steps<{ from: number; counts: Uint32Array }> {
    const key = `${segment.file} minutes ${formatSearch(scope.where)}`;
    const known = this.#cache.get<{ from: number; counts: Uint32Array }>(key);
    if (known) return known;
    const set = yield* this.#wholeSet(segment, scope);
    const { head, at } = segment;
    const sources = segment.dictionary('source').size;
    const column = segment.column('source');
    const from = Math.floor(head.from / minuteMicroseconds);
    const counts = new Uint32Array((Math.floor(head.to / minuteMicroseconds) - from + 1) * sources);
    for (const line of listLines(set))
      counts[(Math.floor(at[line]! / minuteMicroseconds) - from) * sources + column[line]!]!++;
    return this.#cache.put(key, { from, counts }, counts.byteLength);
  }

  /** Lines of a part by value of a facet, ordinals of its dictionary; of a whole one without regard to masks. */
  *#countsOf(
    part: Part,
    scope: EvidenceScope,
    facet: EvidenceFacet,
  ): Steps<{ ordinals: Uint32Array; counts: Uint32Array }> {
    const { segment } = part;
    if (!isWhole(part))
      return countValues(segment, yield* this.#linesOf(part, scope), facet, part.from, part.to);
    const key = `${segment.file} ${facet} ${formatSearch(scope.where)}`;
    const known = this.#cache.get<{ ordinals: Uint32Array; counts: Uint32Array }>(key);
    if (known) return known;
    const counted = countValues(segment, yield* this.#wholeSet(segment, scope), facet);
    return this.#cache.put(key, counted, counted.ordinals.byteLength * 2);
  }

  /** Values of a facet, numbered over all segments of a world. */
  *#values(name: string, facet: EvidenceFacet): Steps<Values> {
    const world = this.#world(name);
    let values = world.values.get(facet);
    if (!values) {
      values = { names: [], numbers: new Map(), ofSegment: new Map() };
      world.values.set(facet, values);
    }
    for (const segment of world.segments) {
      if (values.ofSegment.has(segment.file)) continue;
      yield;
      // Another question may have come this far meanwhile.
      if (values.ofSegment.has(segment.file)) continue;
      const { names, numbers } = values;
      values.ofSegment.set(
        segment.file,
        Uint32Array.from(segment.dictionary(facet).values(), value => {
          let number = numbers.get(value);
          if (number === undefined) {
            number = names.length;
            names.push(value);
            numbers.set(value, number);
          }
          return number;
        }),
      );
    }
    return values;
  }
}

const anyMatters = ({ head }: Segment, masks: readonly EvidenceMask[]): boolean =>
  masks.some(mask => microseconds(mask.from) <= head.to && microseconds(mask.to) > head.from);

const isWhole = ({ segment, from, to }: Part): boolean => from === 0 && to === segment.head.lines;

function countValues(
  segment: Segment,
  set: LineSet,
  facet: EvidenceFacet,
  from = 0,
  to = segment.head.lines,
) {
  const all = new Uint32Array(segment.dictionary(facet).size);
  const column = segment.column(facet);
  for (const line of listLines(set, from, to)) all[column[line]!]!++;
  const ordinals = Uint32Array.from(all.keys().filter(ordinal => all[ordinal]! > 0));
  return { ordinals, counts: Uint32Array.from(ordinals, ordinal => all[ordinal]!) };
}

function countEach(segment: Segment, set: LineSet, take: (source: string, at: number) => void): void {
  const { at } = segment;
  const column = segment.column('source');
  const sources = segment.dictionary('source');
  for (const line of listLines(set)) take(sources.value(column[line]!), at[line]!);
}

function countSlots(
  { segment, from, to }: Part,
  set: LineSet,
  first: number,
  step: number,
  add: (source: string, slot: number, count: number) => void,
): void {
  const { at } = segment;
  const column = segment.column('source');
  const sources = segment.dictionary('source');
  const counts = new Uint32Array(sources.size);
  let slot = Number.NaN;
  let end = Number.NEGATIVE_INFINITY;
  const flush = () => {
    for (let source = 0; source < counts.length; source++)
      if (counts[source]! > 0) add(sources.value(source), slot, counts[source]!);
    counts.fill(0);
  };
  for (const line of listLines(set, from, to)) {
    const time = at[line]!;
    if (time >= end) {
      flush();
      slot = Math.floor((time - first) / step);
      end = first + (slot + 1) * step;
    }
    counts[column[line]!]!++;
  }
  flush();
}
