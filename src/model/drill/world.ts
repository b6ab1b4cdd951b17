// A simulated organisation whose logs are (being) loaded into the evidence store, shared by all exercises on it.
import { type Static, Type } from 'typebox';

export const DrillWorld = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64 }),
    profile: Type.String({ maxLength: 40 }),
    staff: Type.Integer(),
    days: Type.Integer(),
    seed: Type.Integer(),
    state: Type.Enum(['waiting', 'loading', 'ready', 'failed']),
    /** 0 to 1. */
    progress: Type.Number({ minimum: 0, maximum: 1 }),
    lines: Type.Integer(),
    /** Lines of each source, once it is ready. */
    kinds: Type.Optional(Type.Record(Type.String(), Type.Integer())),
    error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String(), remedy: Type.String() })),
    created: Type.Integer(),
    /** Seconds loading took. */
    seconds: Type.Number(),
    updated: Type.Integer(),
  },
  { additionalProperties: false, title: 'Simulated organisation' },
);
export type DrillWorld = Static<typeof DrillWorld>;
