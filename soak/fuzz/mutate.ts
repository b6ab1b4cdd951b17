// Valid inputs bent out of shape. An input is a recipe (a sample and a few edits), so that one that fails can be made
// smaller by leaving edits out. Written for speed: fast-check's arbitraries cost more than most targets.
import { utf8 } from './target.ts';

interface Edit {
  kind: number;
  place: number;
  value: number;
  length: number;
}

export interface Recipe {
  sample: number;
  edits: readonly Edit[];
}

const edges = [
  0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
];

/** Most bytes an edited input grows to. */
const limit = 65_536;

function apply(
  data: Buffer,
  { kind, place, value, length }: Edit,
  others: readonly Buffer[],
  words: readonly Buffer[],
): Buffer {
  const at = data.length === 0 ? 0 : place % (data.length + 1);
  const splice = (into: Uint8Array, removed: number) =>
    Buffer.concat([data.subarray(0, at), into, data.subarray(at + removed)]).subarray(0, limit);
  switch (kind) {
    case 0:
      if (at < data.length) data[at]! ^= 1 << (value & 7);
      return data;
    case 1:
      if (at < data.length) data[at] = value & 255;
      return data;
    case 2: {
      if (at + 2 > data.length) return data;
      const edge = edges[value % edges.length]! & 0xffff;
      if (length & 1) data.writeUInt16BE(edge, at);
      else data.writeUInt16LE(edge, at);
      return data;
    }
    case 3: {
      if (at + 4 > data.length) return data;
      const edge = edges[value % edges.length]!;
      if (length & 1) data.writeUInt32BE(edge, at);
      else data.writeUInt32LE(edge, at);
      return data;
    }
    case 4:
      return data.subarray(0, at);
    case 5:
      return splice(Buffer.alloc(0), length);
    case 6:
      return splice(Buffer.alloc(length, value & 255), 0);
    case 7:
      return splice(data.subarray(at, at + length), 0);
    case 8: {
      const other = others[value % others.length]!;
      const from = other.length === 0 ? 0 : (value >>> 8) % other.length;
      return splice(other.subarray(from, from + length * 8), length & 1 ? length * 8 : 0);
    }
    case 9: {
      const other = others[value % others.length]!;
      return Buffer.concat([data.subarray(0, at), other.subarray(Math.min(at, other.length))]).subarray(
        0,
        limit,
      );
    }
    case 10:
      return words.length === 0 ? data : splice(words[value % words.length]!, length & 1 ? 0 : length);
    default: {
      // A stretch many times over: nesting, long lists.
      const part = data.subarray(at, at + Math.max(1, length % 8));
      const times = Math.min(2_000, value % 3_000, Math.floor(limit / Math.max(1, part.length)));
      return value % 7 === 0 && part.length > 0
        ? splice(Buffer.concat(Array.from({ length: times }, () => part)), 0)
        : data;
    }
  }
}

const learntAtMost = 2_000;
const largestLearnt = 4_096;

/** Bends samples; one input in sixteen is bytes from nowhere. `random` gives 32 random bits. */
export function mutator(samples: readonly Uint8Array[], words: readonly string[] = []) {
  const originals = samples.map(sample => Buffer.from(sample));
  const dictionary = words.map(utf8);
  const given = originals.length;
  return {
    /** Takes inputs worth bending further; when there are too many, they replace others learnt before. */
    learn(inputs: readonly Buffer[], random: () => number): void {
      for (const input of inputs) {
        if (input.length > largestLearnt) continue;
        const at =
          originals.length < given + learntAtMost ? originals.length : given + (random() % learntAtMost);
        originals[at] = Buffer.from(input);
      }
    },
    recipe(random: () => number): Recipe {
      const edits = Array.from({ length: 1 + (random() & 7) }, () => ({
        kind: random() % 12,
        place: random(),
        value: random(),
        length: random() % 7 === 0 ? random() % 300 : random() & 15,
      }));
      return { sample: random() % 16 === 0 ? -1 : random() % originals.length, edits };
    },
    build({ sample, edits }: Recipe): Buffer {
      // Bytes from nowhere are what edits make of next to nothing.
      const start =
        sample < 0 ? Buffer.from(edits.map(edit => edit.value & 255)) : Buffer.from(originals[sample]!);
      return edits.reduce<Buffer>((data, edit) => apply(data, edit, originals, dictionary), start);
    },
  };
}

/** The recipe with fewest edits that still fails, leaving out one after another. */
export async function reduce(recipe: Recipe, fails: (recipe: Recipe) => Promise<boolean>): Promise<Recipe> {
  let best = recipe;
  for (let index = 0; index < best.edits.length; ) {
    const fewer = { ...best, edits: best.edits.filter((_, other) => other !== index) };
    if (await fails(fewer)) best = fewer;
    else index++;
  }
  return best;
}
