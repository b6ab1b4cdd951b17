// Questions over all segments of a world. What a question without clock and team holds for in a whole segment is kept: a hundred
// teams look at the same days and ask alike.
import { formatSearch } from '#model/search/format.ts';
import { minute } from '#model/time.ts';
import { Cache } from './cache.ts';
import { evaluate, maskedLines, type Steps } from './evaluate.ts';
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
import type { EvidenceFacet, EvidenceMask, EvidencePosition, EvidenceRow, EvidenceScope } from './port.ts';
import { Segment } from './segment.ts';

/** Bytes kept in memory. */
const mostKept = 256 * 2 ** 20;

interface Part {
  segment: Segment;
  /** Lines in the scope's time, half-open. */
  from: number;
  to: number;
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

const minuteMicroseconds = microseconds(minute);

export class EvidenceReader {
  readonly #folder: string;
  readonly #cache: Cache;
  readonly #worlds = new Map<string, World>();

  constructor(folder: string, kept = mostKept) {
    this.#folder = folder;
    this.#cache = new Cache(kept);
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
    parts.sort(
      (a, b) => turn * (reach(a) - reach(b)) || turn * (a.segment.head.first - b.segment.head.first),
    );
    let found: { at: number; segment: Segment; line: number }[] = [];
    for (const part of parts) {
      const last = found[wanted - 1];
      if (last && turn * (reach(part) - last.at) > 0) break;
      const { segment, from, to } = part;
      const set = yield* this.#linesOf(part, within);
      const { at } = segment;
      const take = newest ? lastLines : firstLines;
      for (const line of take(set, from, to, wanted)) found.push({ at: at[line]!, segment, line });
      found.sort(
        (a, b) =>
          turn * (a.at - b.at) ||
          turn * (a.segment.head.first - b.segment.head.first) ||
          turn * (a.line - b.line),
      );
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

  *top(
    scope: EvidenceScope,
    facet: EvidenceFacet,
    limit: number,
    also: ReadonlyMap<string, number> = new Map(),
  ): Steps<{ value: string; count: number }[]> {
    const parts = this.#parts(scope);
    const values = yield* this.#values(scope.world, facet);
    const totals = new Float64Array(values?.names.length ?? 0);
    const others = new Map<string, number>();
    for (const part of parts) {
      const { segment } = part;
      const numbers = values!.ofSegment.get(segment.file)!;
      if (isWhole(part)) {
        const { ordinals, counts } = yield* this.#valueCounts(segment, scope, facet);
        for (let index = 0; index < ordinals.length; index++)
          totals[numbers[ordinals[index]!]!]! += counts[index]!;
        const hidden = yield* this.#hiddenOf(part, scope);
        if (!hidden) continue;
        const column = segment.column(facet);
        for (const line of listLines(hidden)) totals[numbers[column[line]!]!]!--;
        continue;
      }
      const column = segment.column(facet);
      for (const line of listLines(yield* this.#linesOf(part, scope), part.from, part.to))
        totals[numbers[column[line]!]!]!++;
    }
    for (const [value, count] of also) {
      const number = values?.numbers.get(value);
      if (number === undefined || number >= totals.length) others.set(value, count);
      else totals[number]! += count;
    }
    const empty = values?.numbers.get('');
    if (empty !== undefined) totals[empty] = 0;
    others.delete('');
    // A world has far more values than anybody asks for: only those that can be among the first are sorted.
    const least = totals.toSorted().at(-Math.min(limit, totals.length)) ?? 0;
    const first: { value: string; count: number }[] = [];
    for (let number = 0; number < totals.length; number++)
      if (totals[number]! > 0 && totals[number]! >= least)
        first.push({ value: values!.names[number]!, count: totals[number]! });
    for (const [value, count] of others) if (count > 0) first.push({ value, count });
    return first.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, limit);
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
      segments: files.map(file => has.get(file) ?? new Segment(file, this.#cache)),
      values: kept?.values ?? new Map(),
    };
    this.#worlds.set(name, world);
    return world;
  }

  #parts({ world, from, to }: EvidenceScope): Part[] {
    const [begin, end] = [microseconds(from), microseconds(to)];
    return this.#world(world).segments.flatMap((segment): Part[] => {
      if (begin > segment.head.to || end <= segment.head.from) return [];
      const part = { segment, from: segment.lineAt(begin), to: segment.lineAt(end) };
      return part.from < part.to ? [part] : [];
    });
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
  *#linesOf({ segment, from, to }: Part, scope: EvidenceScope): Steps<LineSet> {
    const set = yield* this.#wholeSet(segment, scope);
    const { masks } = scope;
    if (!masks || !anyMatters(segment, masks)) return set;
    return takeAll(keepRange(set.slice(), from, to), maskedLines(segment, masks));
  }

  /** Lines of a scope in a whole segment that masks take away; undefined when there are none. */
  *#hiddenOf({ segment }: Part, scope: EvidenceScope): Steps<LineSet | undefined> {
    const { masks } = scope;
    if (!masks || !anyMatters(segment, masks)) return undefined;
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

  /** Lines of a whole segment by value of a facet: ordinals of its dictionary. */
  *#valueCounts(
    segment: Segment,
    scope: EvidenceScope,
    facet: EvidenceFacet,
  ): Steps<{ ordinals: Uint32Array; counts: Uint32Array }> {
    const key = `${segment.file} ${facet} ${formatSearch(scope.where)}`;
    const known = this.#cache.get<{ ordinals: Uint32Array; counts: Uint32Array }>(key);
    if (known) return known;
    const set = yield* this.#wholeSet(segment, scope);
    const all = new Uint32Array(segment.dictionary(facet).size);
    const column = segment.column(facet);
    for (const line of listLines(set)) all[column[line]!]!++;
    const ordinals = Uint32Array.from(all.keys().filter(ordinal => all[ordinal]! > 0));
    const counts = Uint32Array.from(ordinals, ordinal => all[ordinal]!);
    return this.#cache.put(key, { ordinals, counts }, ordinals.byteLength * 2);
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
