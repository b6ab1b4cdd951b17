// Where the happenings of a debrief stand: rows in which none covers another, and what is true at a moment. Pure.

export interface Placed<T> {
  item: T;
  row: number;
  x: number;
  width: number;
}

/**
 * Puts items into rows from left to right, each into the first row where it is free. What finds no row among `most`
 * goes into the one that is free first.
 *
 * @param box where an item begins and how wide it is drawn, px
 */
export function inRows<T>(
  items: readonly T[],
  box: (item: T) => { x: number; width: number },
  most = 12,
  gap = 4,
): { placed: Placed<T>[]; rows: number } {
  const ends: number[] = [];
  const placed = items
    .map(item => ({ item, ...box(item) }))
    .toSorted((a, b) => a.x - b.x)
    .map(one => {
      let row = ends.findIndex(end => end + gap <= one.x);
      if (row < 0) row = ends.length < most ? ends.length : ends.indexOf(Math.min(...ends));
      ends[row] = Math.max(ends[row] ?? 0, one.x + one.width);
      return { ...one, row };
    });
  return { placed, rows: ends.length };
}

/** Moments at which something happens, in order, each once. */
export const momentsOf = (...lists: readonly (readonly { at: number }[])[]): number[] =>
  [...new Set(lists.flatMap(list => list.map(one => one.at)))].toSorted((a, b) => a - b);

/** The next moment after (or before) a time; the time itself when there is none. */
export function neighbour(moments: readonly number[], at: number, forward: boolean): number {
  const found = forward ? moments.find(one => one > at) : moments.findLast(one => one < at);
  return found ?? at;
}

/** Index of the last item that has begun at a moment, -1 before the first. Items are in time order. */
export const lastBegun = (items: readonly { at: number }[], at: number): number =>
  items.findLastIndex(one => one.at <= at);

/** About how wide a text is drawn, px: Japanese characters fill their square, Latin ones a little more than half. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? size : size * 0.56), 0);
