// Gathers the records of one slice with their facets, by columns.
import type { Facets } from '../evidence/source.ts';
import type { EvidenceColumns, TextColumn } from './row.ts';

interface TextBuilder {
  add(text: string): void;
  take(): TextColumn;
}

function textBuilder(): TextBuilder {
  let room = Buffer.allocUnsafeSlow(1 << 12);
  let end = 0;
  let ends: number[] = [];
  return {
    add(text) {
      if (text !== '') {
        const most = end + text.length * 3;
        if (most > room.length) {
          const larger = Buffer.allocUnsafeSlow(Math.max(most, room.length * 2));
          room.copy(larger, 0, 0, end);
          room = larger;
        }
        end += room.write(text, end);
      }
      ends.push(end);
    },
    take() {
      const bytes = new Uint8Array(end);
      room.copy(bytes, 0, 0, end);
      const column = { bytes, ends: Uint32Array.from(ends) };
      end = 0;
      ends = [];
      return column;
    },
  };
}

export interface ColumnsBuilder {
  add(at: number, text: string, facets: Facets, cause: string): void;
  /** What was added since the last call; undefined when that is nothing. */
  take(): EvidenceColumns | undefined;
}

/** Columns of a source. */
export function columnsBuilder(source: string): ColumnsBuilder {
  let times: number[] = [];
  const columns = {
    text: textBuilder(),
    host: textBuilder(),
    user: textBuilder(),
    sourceAddress: textBuilder(),
    destinationAddress: textBuilder(),
    object: textBuilder(),
    code: textBuilder(),
    cause: textBuilder(),
  };
  return {
    add(at, text, facets, cause) {
      times.push(at);
      columns.text.add(text);
      columns.host.add(facets.host);
      columns.user.add(facets.user);
      columns.sourceAddress.add(facets.source);
      columns.destinationAddress.add(facets.destination);
      columns.object.add(facets.object);
      columns.code.add(facets.code);
      columns.cause.add(cause);
    },
    take() {
      if (times.length === 0) return undefined;
      const at = Float64Array.from(times);
      times = [];
      return {
        source,
        at,
        text: columns.text.take(),
        host: columns.host.take(),
        user: columns.user.take(),
        sourceAddress: columns.sourceAddress.take(),
        destinationAddress: columns.destinationAddress.take(),
        object: columns.object.take(),
        code: columns.code.take(),
        cause: columns.cause.take(),
      };
    },
  };
}

/** Every buffer of columns, for handing them to another thread instead of copying. */
export function buffersOf(columns: EvidenceColumns): ArrayBuffer[] {
  const { at, source: _, ...texts } = columns;
  return [at.buffer, ...Object.values(texts).flatMap(({ bytes, ends }) => [bytes.buffer, ends.buffer])];
}
