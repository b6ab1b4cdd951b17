// One slice made: world events told, projected, sorted. Runs in worker threads and, for one worker, in the caller.
import { everyday } from '../activity/everyday.ts';
import { sliceOf } from '../activity/slice.ts';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import type { World } from '../world/entities.ts';
import { gather, orderOf } from './collect.ts';
import type { EvidenceColumns, EvidenceSlice } from './row.ts';

/** Lines of one source as bytes: those of the slice joined, and those that belong to later slices. */
export interface SourceBytes {
  source: number;
  /** Lines inside the slice, each with its end. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Time of each line inside, and where it ends in `bytes`. */
  at: Float64Array<ArrayBuffer>;
  ends: Uint32Array<ArrayBuffer>;
  /** Lines after the slice, in order of time. */
  later: { at: number[]; text: string[] };
}

export interface SliceMaker {
  bytes(slice: number): SourceBytes[];
  columns(slice: number): EvidenceSlice;
}

const encoder = new TextEncoder();

/** Makes slices of a world. */
export function sliceMaker(world: World): SliceMaker {
  const project = compileProjection(sources, projectionContext(world));
  const tell = (slice: number, withFacets: boolean) => {
    const { bySource, sink } = gather(sources.length, withFacets);
    everyday(world, slice, event => project(event, sink));
    return bySource;
  };
  return {
    bytes(slice) {
      const { from, to } = sliceOf(world, slice);
      const list: SourceBytes[] = [];
      for (const [source, lines] of tell(slice, false).entries()) {
        if (lines.at.length === 0) continue;
        // A record that carries an earlier time (the start of a long session) stands where it was written: at the slice's head.
        for (let i = 0; i < lines.at.length; i++) if (lines.at[i]! < from) lines.at[i] = from;
        const order = orderOf(lines.at);
        let inside = order.length;
        while (inside > 0 && lines.at[order[inside - 1]!]! >= to) inside--;
        const at = new Float64Array(inside);
        const ends = new Uint32Array(inside);
        let size = 0;
        for (let i = 0; i < inside; i++) {
          const text = lines.text[order[i]!]!;
          // Room for the worst case, three bytes a UTF-16 unit; trimmed below.
          size += text.length * 3 + 1;
        }
        const buffer = scratch(size);
        let end = 0;
        for (let i = 0; i < inside; i++) {
          const index = order[i]!;
          at[i] = lines.at[index]!;
          end += encoder.encodeInto(lines.text[index]!, buffer.subarray(end)).written;
          buffer[end++] = 10;
          ends[i] = end;
        }
        const later = { at: [] as number[], text: [] as string[] };
        for (let i = inside; i < order.length; i++) {
          later.at.push(lines.at[order[i]!]!);
          later.text.push(lines.text[order[i]!]!);
        }
        list.push({ source, bytes: buffer.slice(0, end), at, ends, later });
      }
      return list;
    },
    columns(slice) {
      const list: EvidenceColumns[] = [];
      for (const [index, lines] of tell(slice, true).entries()) {
        if (lines.at.length === 0) continue;
        const order = orderOf(lines.at);
        const { facets } = lines;
        const column = <T>(of: (i: number) => T) => Array.from(order, of);
        list.push({
          source: sources[index]!.id,
          at: Float64Array.from(order, i => lines.at[i]!),
          text: column(i => lines.text[i]!),
          host: column(i => facets[i]!.host),
          user: column(i => facets[i]!.user),
          sourceAddress: column(i => facets[i]!.source),
          destinationAddress: column(i => facets[i]!.destination),
          object: column(i => facets[i]!.object),
          code: column(i => facets[i]!.code),
          cause: column(i => lines.cause[i]!),
        });
      }
      return { slice, sources: list };
    },
  };
}

let room = new Uint8Array(1 << 20);
function scratch(size: number): Uint8Array<ArrayBuffer> {
  if (room.length < size) room = new Uint8Array(Math.ceil(size * 1.25));
  return room;
}
