// A batch as it lies in a request, in the agent's spool and in the journal: u16 header length, header (JSON), u32 body
// length, body (zstd NDJSON). Little endian.
import { Compile } from 'typebox/compile';
import { BatchHeader, batchLimits } from '#model/collect/batch.ts';
import { HinomiError } from '#model/errors.ts';

const headerCheck = Compile(BatchHeader);

export interface Frame {
  header: BatchHeader;
  body: Buffer;
  /** The frame's own bytes. */
  bytes: Buffer;
}

const malformed = (why: string) =>
  new HinomiError('BATCH_MALFORMED', `The request is not a row of batches: ${why}.`, { status: 400 });

/** Puts a header and a body together. */
export function makeFrame(header: BatchHeader, body: Uint8Array): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const frame = Buffer.allocUnsafe(2 + text.length + 4 + body.byteLength);
  frame.writeUInt16LE(text.length, 0);
  text.copy(frame, 2);
  frame.writeUInt32LE(body.byteLength, 2 + text.length);
  frame.set(body, 6 + text.length);
  return frame;
}

/** The frame at an offset. @throws HinomiError `BATCH_MALFORMED`, `BATCH_TOO_LARGE`. */
export function frameAt(bytes: Buffer, offset: number): Frame {
  if (offset + 2 > bytes.length) throw malformed('it ends within a header');
  const headerLength = bytes.readUInt16LE(offset);
  if (headerLength > batchLimits.headerBytes) throw malformed('a header is too long');
  const bodyAt = offset + 2 + headerLength + 4;
  if (bodyAt > bytes.length) throw malformed('it ends within a header');
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8', offset + 2, bodyAt - 4));
  } catch {
    throw malformed('a header is not JSON');
  }
  if (!headerCheck.Check(header)) {
    const field = headerCheck.Errors(header)[0]?.instancePath.slice(1);
    throw new HinomiError('BATCH_MALFORMED', `A batch header is malformed at ${field || 'its root'}.`, {
      status: 400,
      place: field ? { field } : {},
    });
  }
  const length = bytes.readUInt32LE(bodyAt - 4);
  if (length > batchLimits.bytes)
    throw new HinomiError('BATCH_TOO_LARGE', `A batch has more than ${batchLimits.bytes} bytes.`, {
      status: 413,
    });
  const end = bodyAt + length;
  if (end > bytes.length) throw malformed('it ends within a body');
  return { header, body: bytes.subarray(bodyAt, end), bytes: bytes.subarray(offset, end) };
}
