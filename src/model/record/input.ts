// An input: one file or stream that was taken in, with what came of it and what was skipped and why.
import { type Static, Type } from 'typebox';

export const Skipped = Type.Object({
  /** `line 12`, `packet 7`, `byte 4096`. */
  at: Type.String(),
  why: Type.String(),
});
export type Skipped = Static<typeof Skipped>;

export const Input = Type.Object(
  {
    id: Type.String(),
    file: Type.String({ maxLength: 1024 }),
    /** Of the file as it came; the same content under the same format is the same input. */
    sha256: Type.String(),
    /** Where the bytes are on the server, for evidence; not shown. */
    path: Type.String(),
    vantage: Type.Enum(['darknet', 'victim', 'honeypot', 'lan', 'unknown']),
    format: Type.String(),
    by: Type.String(),
    status: Type.Enum(['waiting', 'reading', 'done', 'failed']),
    bytes: Type.Integer(),
    bytesRead: Type.Integer(),
    /** Packets or log lines read. */
    records: Type.Integer(),
    events: Type.Integer(),
    skippedCount: Type.Integer(),
    /** First 100 skipped records. */
    skipped: Type.Array(Skipped, { maxItems: 100 }),
    classes: Type.Record(Type.String(), Type.Integer()),
    fingerprints: Type.Record(Type.String(), Type.Integer()),
    findings: Type.Array(Type.String()),
    error: Type.String(),
    firstEvent: Type.Integer(),
    lastEvent: Type.Integer(),
    created: Type.Integer(),
    finished: Type.Optional(Type.Integer()),
    exercise: Type.String(),
  },
  { title: 'Input' },
);
export type Input = Static<typeof Input>;
