// Lines of one source in one slice, kept as bytes from the moment they are told: the strings die young, which is what makes
// millions of them cheap.

export interface SortedLines {
  /** Lines inside the slice in order of time, each with its end. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Time of each of them, and where it ends in `bytes`. */
  at: Float64Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
  /** The same for lines that belong to later slices. */
  later: { bytes: Uint8Array<ArrayBuffer>; at: Float64Array<ArrayBuffer>; ends: Uint32Array<ArrayBuffer> };
}

export interface LineBytes {
  add(at: number, text: string): void;
  /** Sorts what was added since the last call and starts again; undefined when that is nothing. */
  take(from: number, to: number): SortedLines | undefined;
}

export function lineBytes(): LineBytes {
  let room = Buffer.allocUnsafeSlow(1 << 16);
  let end = 0;
  let at: number[] = [];
  /** Where each line ends in `room`, in the order told. */
  let told: number[] = [];
  return {
    add(time, text) {
      const most = end + text.length * 3 + 1;
      if (most > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, room.length * 2));
        room.copy(larger, 0, 0, end);
        room = larger;
      }
      end += room.write(text, end);
      room[end++] = 10;
      at.push(time);
      told.push(end);
    },
    take(from, to) {
      if (at.length === 0) return undefined;
      // A record that carries an earlier time (the start of a long session) stands where it was written: at the slice's head.
      for (let i = 0; i < at.length; i++) if (at[i]! < from) at[i] = from;
      const order = new Uint32Array(at.length);
      for (let i = 0; i < order.length; i++) order[i] = i;
      order.sort((a, b) => at[a]! - at[b]! || a - b);
      let inside = order.length;
      while (inside > 0 && at[order[inside - 1]!]! >= to) inside--;
      const part = (first: number, last: number) => {
        let size = 0;
        for (let i = first; i < last; i++) size += told[order[i]!]! - (told[order[i]! - 1] ?? 0);
        const bytes = new Uint8Array(size);
        const times = new Float64Array(last - first);
        const ends = new Uint32Array(last - first);
        let position = 0;
        for (let i = first; i < last; i++) {
          const line = order[i]!;
          const start = told[line - 1] ?? 0;
          room.copy(bytes, position, start, told[line]!);
          position += told[line]! - start;
          times[i - first] = at[line]!;
          ends[i - first] = position;
        }
        return { bytes, at: times, ends };
      };
      const sorted = { ...part(0, inside), later: part(inside, order.length) };
      at = [];
      told = [];
      end = 0;
      return sorted;
    },
  };
}
