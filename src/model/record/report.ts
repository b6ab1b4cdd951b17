// What a blocked person said on the warning page: that the listing is a mistake, or "continue anyway".
import { type Static, Type } from 'typebox';

export const Report = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['mistake', 'continued']),
    /** The name that was blocked, A-label form. */
    domain: Type.String({ maxLength: 253 }),
    /** Id of the indicator that blocked it; empty when it is not on the list (any more). */
    indicator: Type.String(),
    at: Type.Integer(),
    /** The person's words; empty for `continued`. No address of the person is kept. */
    text: Type.String({ maxLength: 2_000 }),
    status: Type.Enum(['open', 'accepted', 'rejected']),
    note: Type.String({ maxLength: 2_000 }),
    updated: Type.Integer(),
  },
  { title: 'Report' },
);
export type Report = Static<typeof Report>;
