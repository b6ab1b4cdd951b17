// What is true at a moment of a debrief, and how wide its texts are. Pure.

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
