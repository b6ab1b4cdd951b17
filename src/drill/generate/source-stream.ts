// One source's file as it grows: lines of slice after slice, with those that earlier slices left for later merged in.
import { createHash } from 'node:crypto';
import type { SourceBytes } from './slice-lines.ts';

/** Takes the bytes of a file in order. */
export type Put = (bytes: Uint8Array) => void;

interface Pending {
  at: number;
  bytes: Uint8Array;
}

export interface SourceStream {
  /** Bytes before the first line. */
  header(text: string): void;
  /** The next slice, which ends at `to`; `made` is absent when it left no lines in this source. */
  add(made: SourceBytes | undefined, to: number): void;
  /** What is still pending, then the SHA-256 of everything. */
  end(): { lines: number; bytes: number; sha256: string };
}

const encoder = new TextEncoder();

/** A file's content, hashed as it is put. */
export function sourceStream(put: Put): SourceStream {
  const hash = createHash('sha256');
  let pending: Pending[] = [];
  let lines = 0;
  let size = 0;
  const write = (bytes: Uint8Array) => {
    if (bytes.length === 0) return;
    hash.update(bytes);
    size += bytes.length;
    put(bytes);
  };
  /** Merges what is due with the slice; of equal times, the line of the earlier slice comes first. */
  const merge = (due: readonly Pending[], made: SourceBytes | undefined) => {
    let position = 0;
    let written = 0;
    for (const line of due) {
      if (made) {
        while (position < made.at.length && made.at[position]! < line.at) position++;
        const end = position === 0 ? 0 : made.ends[position - 1]!;
        write(made.bytes.subarray(written, end));
        written = end;
      }
      write(line.bytes);
    }
    if (made) write(made.bytes.subarray(written));
    lines += due.length + (made?.at.length ?? 0);
  };
  return {
    header: text => write(encoder.encode(text)),
    add(made, to) {
      let due = 0;
      while (due < pending.length && pending[due]!.at < to) due++;
      if (made || due > 0) merge(pending.slice(0, due), made);
      if (due > 0) pending = pending.slice(due);
      if (made && made.later.at.length > 0) {
        const { bytes, at, ends } = made.later;
        for (let i = 0; i < at.length; i++)
          pending.push({ at: at[i]!, bytes: bytes.subarray(ends[i - 1] ?? 0, ends[i]!) });
        // Sorting an array is stable, so equal times keep the order of slices.
        pending.sort((a, b) => a.at - b.at);
      }
    },
    end() {
      merge(pending, undefined);
      pending = [];
      return { lines, bytes: size, sha256: hash.digest('hex') };
    },
  };
}
