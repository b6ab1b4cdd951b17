// The wire between agent and collector: what a batch says about itself, what the collector answers.
import { type Static, Type } from 'typebox';

/** Path prefix of the collector's interface. */
export const collectorPath = '/collector/v1';

/** Bounds both sides keep; a larger batch is refused with 413. */
export const batchLimits = {
  /** Events in one batch. */
  events: 20_000,
  /** Bytes of one batch as sent (compressed). */
  bytes: 4 * 1024 * 1024,
  /** Bytes of one batch after decompression. */
  rawBytes: 32 * 1024 * 1024,
  /** Bytes of one request, which carries one or more batches. */
  requestBytes: 8 * 1024 * 1024,
  /** Batches in one request. */
  batches: 64,
  /** Bytes of one batch's header. */
  headerBytes: 1024,
} as const;

/** Stream names: `honeypot.ssh`, `capture.eth0`, `log.zeek-conn`. */
export const StreamName = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$', title: 'Stream name' });

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/**
 * A batch's header. Sequences count up by one per stream within an epoch; a new epoch begins when the agent lost its
 * spool. `made` and `dropped` are running totals of the stream within the epoch, this batch included.
 */
export const BatchHeader = Type.Object(
  {
    stream: StreamName,
    /** When the agent's spool was made, Unix milliseconds. */
    epoch: count,
    sequence: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    /** Events in the body. */
    count: Type.Integer({ minimum: 0, maximum: batchLimits.events }),
    /** SHA-256 of the body as sent, hex. */
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    made: count,
    dropped: count,
    /** When the agent closed the batch, Unix milliseconds by its clock. */
    closed: count,
    /** When a canary was put into this batch, Unix milliseconds by the agent's clock. */
    canary: Type.Optional(count),
  },
  { title: 'Batch header', additionalProperties: false },
);
export type BatchHeader = Static<typeof BatchHeader>;

/** The answer to a batch request: highest sequence held durably, by stream, and what was refused. */
export const BatchAnswer = Type.Object(
  {
    acks: Type.Array(Type.Object({ stream: Type.String(), epoch: count, sequence: count })),
    /** The first batch refused; those after it were not looked at. */
    refused: Type.Optional(
      Type.Object({
        stream: Type.String(),
        epoch: count,
        sequence: count,
        code: Type.String(),
        message: Type.String(),
        line: Type.Optional(Type.Integer()),
        field: Type.Optional(Type.String()),
      }),
    ),
  },
  { title: 'Batch answer' },
);
export type BatchAnswer = Static<typeof BatchAnswer>;
