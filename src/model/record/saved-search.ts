// A search an analyst keeps.
import { type Static, Type } from 'typebox';

export const SavedSearch = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    query: Type.String({ maxLength: 4096 }),
    by: Type.String(),
    shared: Type.Boolean(),
    created: Type.Integer(),
  },
  { title: 'SavedSearch' },
);
export type SavedSearch = Static<typeof SavedSearch>;
