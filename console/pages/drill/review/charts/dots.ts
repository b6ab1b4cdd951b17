// Dots of a distribution: equal values stand above each other instead of on each other. Pure.

export interface Dot<T> {
  item: T;
  x: number;
  /** How many dots lie under it. */
  level: number;
}

/** Stacks dots whose centres are closer than `size`, in the order given. */
export function stackDots<T>(items: readonly T[], x: (item: T) => number, size: number): Dot<T>[] {
  const placed: Dot<T>[] = [];
  for (const item of items) {
    const at = x(item);
    const near = new Set(placed.filter(one => Math.abs(one.x - at) < size).map(one => one.level));
    let level = 0;
    while (near.has(level)) level += 1;
    placed.push({ item, x: at, level });
  }
  return placed;
}
