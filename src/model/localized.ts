// A text in both languages, as content files and descriptors carry it.
import { type Static, Type } from 'typebox';

export const Localized = Type.Object(
  { ja: Type.String({ maxLength: 20_000 }), en: Type.String({ maxLength: 20_000 }) },
  { additionalProperties: false, title: 'Localized', description: 'The same text in Japanese and English.' },
);
export type Localized = Static<typeof Localized>;
