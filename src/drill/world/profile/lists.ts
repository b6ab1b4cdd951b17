// Lists every world draws from: names of people (content/names/people.yaml) and of the internet (content/names/internet.yaml).
import { type Static, Type } from 'typebox';
import { Localized } from '#model/localized.ts';

const closed = { additionalProperties: false } as const;
const romaji = Type.String({ pattern: '^[A-Z][a-z]{1,15}$', description: 'Romanised, without accents.' });
const Name = Type.Tuple([Type.String({ minLength: 1, maxLength: 6 }), romaji], {
  description: 'As written, and romanised.',
});
const Word = Type.String({ pattern: '^[a-z0-9]{2,20}$' });
const Domain = Type.String({ pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)*\\.example$' });

/** Family and given names, most common first. */
export const PeopleNames = Type.Object(
  {
    family: Type.Array(Name, { minItems: 100 }),
    female: Type.Array(Name, { minItems: 60 }),
    male: Type.Array(Name, { minItems: 60 }),
  },
  { ...closed, title: 'Names of people' },
);
export type PeopleNames = Static<typeof PeopleNames>;

const siteCategories = [
  'search',
  'news',
  'government',
  'business',
  'cloud',
  'update',
  'shopping',
  'social',
  'video',
  'advert',
  'other',
] as const;
const Category = Type.Enum(siteCategories);

/** What the internet of every world is made of. */
export const InternetLists = Type.Object(
  {
    providers: Type.Array(
      Type.Object(
        {
          asn: Type.Integer({ description: 'Reserved for documentation: RFC 5398.' }),
          name: Type.String(),
          country: Type.String({ pattern: '^[A-Z]{2}$' }),
          kind: Type.Enum(['access', 'cloud', 'cdn', 'hosting'] as const),
          cidrs: Type.Array(Type.String({ pattern: '^198\\.1[89]\\.\\d+\\.0/20$' }), { minItems: 1 }),
        },
        closed,
      ),
      { minItems: 4 },
    ),
    /** Sites everybody knows: the head of the distribution. */
    sites: Type.Array(
      Type.Object(
        {
          domain: Domain,
          category: Category,
          weight: Type.Number({ exclusiveMinimum: 0 }),
          title: Localized,
          hosts: Type.Optional(Type.Array(Domain)),
        },
        closed,
      ),
      { minItems: 20 },
    ),
    /** How many more sites are made for the long tail, by category, with words of their names and titles. */
    tail: Type.Array(
      Type.Object(
        {
          category: Category,
          count: Type.Integer({ minimum: 1, maximum: 1000 }),
          words: Type.Array(Type.Tuple([Word, Type.String()]), { minItems: 5 }),
        },
        closed,
      ),
    ),
    technical: Type.Object(
      { first: Type.Array(Word, { minItems: 5 }), second: Type.Array(Word, { minItems: 5 }) },
      closed,
    ),
    places: Type.Array(Type.Tuple([Word, Type.String()]), { minItems: 40 }),
    paths: Type.Record(Type.String(), Type.Array(Type.String({ pattern: '^/' }), { minItems: 3 })),
    mailboxes: Type.Array(Domain, { minItems: 3, description: 'Free mail providers.' }),
    newsletters: Type.Array(Type.Object({ name: Localized, domain: Domain }, closed), { minItems: 5 }),
    vendors: Type.Array(Type.Object({ name: Localized, domain: Domain }, closed), { minItems: 5 }),
    offices: Type.Array(Type.Object({ name: Localized, domain: Domain }, closed), { minItems: 5 }),
    research: Type.Array(Type.Object({ name: Type.String(), domain: Domain }, closed), { minItems: 3 }),
  },
  { ...closed, title: 'The internet' },
);
export type InternetLists = Static<typeof InternetLists>;
