// One slice made: world events told, projected, sorted. What worker threads do.
import { everyday } from '../activity/everyday.ts';
import { sliceOf } from '../activity/slice.ts';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import type { World } from '../world/entities.ts';
import { columnsBuilder } from './columns.ts';
import { lineBytes, type SortedLines } from './line-bytes.ts';
import type { EvidenceColumns, EvidenceSlice } from './row.ts';

export interface SourceBytes extends SortedLines {
  /** Index in the registry. */
  source: number;
}

export interface SliceMaker {
  bytes(slice: number): SourceBytes[];
  columns(slice: number): EvidenceSlice;
}

/** Makes slices of a world. */
export function sliceMaker(world: World): SliceMaker {
  const project = compileProjection(sources, projectionContext(world));
  const files = sources.map(lineBytes);
  const columns = sources.map(source => columnsBuilder(source.id));
  return {
    bytes(slice) {
      const { from, to } = sliceOf(world, slice);
      everyday(world, slice, event => project(event, (source, at, text) => files[source]!.add(at, text)));
      const list: SourceBytes[] = [];
      for (const [source, lines] of files.entries()) {
        const sorted = lines.take(from, to);
        if (sorted) list.push({ source, ...sorted });
      }
      return list;
    },
    columns(slice) {
      everyday(world, slice, event =>
        project(event, (source, at, text, facets, cause) => columns[source]!.add(at, text, facets, cause)),
      );
      const list: EvidenceColumns[] = [];
      for (const builder of columns) {
        const made = builder.take();
        if (made) list.push(made);
      }
      return { slice, sources: list };
    },
  };
}
