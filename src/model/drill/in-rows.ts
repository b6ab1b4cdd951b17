// Where things drawn along a line of time stand: rows in which none covers another. Pure; pages and papers draw by it.

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
