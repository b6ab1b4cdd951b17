// Heartbeat of an agent: what each stream has made, lost and still holds, so that the centre can prove the flow.
import { type Static, Type } from 'typebox';
import { StreamName } from './batch.ts';

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const FlowReport = Type.Object(
  {
    /** Unix milliseconds by the agent's clock. */
    sent: count,
    version: Type.String({ maxLength: 50 }),
    streams: Type.Array(
      Type.Object(
        {
          stream: StreamName,
          epoch: count,
          /** Events made and lost since the epoch began, and events waiting in the spool now. */
          made: count,
          dropped: count,
          spooled: count,
          /** Set when the source itself cannot work: message for people. */
          failed: Type.Optional(Type.String({ maxLength: 300 })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 64 },
    ),
  },
  { title: 'Flow report', additionalProperties: false },
);
export type FlowReport = Static<typeof FlowReport>;
