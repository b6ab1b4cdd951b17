// What the collector's journal holds: batches as they came with our stamp, block boundaries, and what is stored.
import { HinomiError } from '#model/errors.ts';

export const recordType = {
  /** State of all streams; begins every segment. */
  snapshot: 0,
  /** One accepted batch. */
  batch: 1,
  /** `{number, rows}`: the batches since the last boundary are one block of the store. */
  block: 2,
  /** `{number}`: the store has that block. */
  stored: 3,
} as const;

/** What the collector adds to a batch; with it, reading the batch again gives the same rows. */
export interface Stamp {
  agent: string;
  vantage: string;
  /** Unix milliseconds. */
  received: number;
}

/** Parts of a batch record: u16 stamp length, stamp (JSON), then the frame. */
export function stampBytes(stamp: Stamp): Buffer {
  const text = Buffer.from(JSON.stringify([stamp.agent, stamp.vantage, stamp.received]));
  const bytes = Buffer.allocUnsafe(2 + text.length);
  bytes.writeUInt16LE(text.length, 0);
  text.copy(bytes, 2);
  return bytes;
}

/** Reads a batch record. @throws HinomiError `JOURNAL_RECORD` when it is not one. */
export function journalledBatch(body: Buffer): { stamp: Stamp; frame: Buffer } {
  try {
    const end = 2 + body.readUInt16LE(0);
    const [agent, vantage, received] = JSON.parse(body.toString('utf8', 2, end)) as [string, string, number];
    if (end > body.length || typeof agent !== 'string' || typeof received !== 'number')
      throw new Error('shape');
    return { stamp: { agent, vantage, received }, frame: body.subarray(end) };
  } catch (cause) {
    throw new HinomiError('JOURNAL_RECORD', 'A journal record does not hold a batch.', { cause });
  }
}
