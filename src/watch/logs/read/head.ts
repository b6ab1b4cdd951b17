// The first lines of a file, unpacked and decoded, to tell its format by.

import { openBytes } from './decompress.ts';
import { LineSplitter } from './lines.ts';

export const headLimit = 64 * 1024;

/** Whole lines out of the first bytes; when there is no whole line, what there is. */
export function headOf(bytes: Buffer): string {
  const lines: string[] = [];
  const splitter = new LineSplitter({
    line: text => {
      lines.push(text);
    },
    tooLong: () => {},
  });
  splitter.push(bytes.subarray(0, headLimit));
  if (lines.length === 0) splitter.finish();
  return lines.join('\n');
}

/** Reads no more than it needs. Damaged compression gives what could be unpacked. */
export async function readHead(file: string): Promise<{ head: string; bytes: Buffer }> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of openBytes(file).chunks) {
      parts.push(chunk);
      size += chunk.length;
      if (size >= headLimit) break;
    }
  } catch (error) {
    if (size === 0) throw error;
  }
  const bytes = Buffer.concat(parts);
  return { head: headOf(bytes), bytes };
}
