// A question of the skill test: text in both languages, key, why wrong answers tempt, and what it maps to.
import { type Static, Type } from 'typebox';
import { Localized } from '../localized.ts';

/** What an item is about. One content file each: `content/items/<domain>.yaml`. */
export const itemDomains = [
  'network',
  'network-logs',
  'windows-logs',
  'directory',
  'malware',
  'containment',
  'evidence',
  'reporting',
  'law',
  'ddos',
  'web',
  'mail',
  'recovery',
  'ics',
] as const;
export const ItemDomain = Type.Enum([...itemDomains]);
export type ItemDomain = Static<typeof ItemDomain>;

/** What the answer takes, after Bloom's revised taxonomy, merged to four steps that two readers can tell apart. */
export const itemLevels = [
  'know', // remember or understand a fact
  'apply', // use it on a given case
  'analyse', // draw it out of evidence
  'judge', // weigh costs and consequences
] as const;
export const ItemLevel = Type.Enum([...itemLevels]);
export type ItemLevel = Static<typeof ItemLevel>;

/** `both` marks an anchor: it stands in form A and in form B and ties their scales together. */
export const itemForms = ['A', 'B', 'both', 'bank'] as const;
export const ItemForm = Type.Enum([...itemForms]);
export type ItemForm = Static<typeof ItemForm>;

const text = (max: number) =>
  Type.Object(
    { ja: Type.String({ minLength: 1, maxLength: max }), en: Type.String({ minLength: 1, maxLength: max }) },
    { additionalProperties: false },
  );

/** A wrong option says why it tempts: the misconception behind it. A right one has no `why`. */
export const ItemOption = Type.Object(
  { text: text(300), why: Type.Optional(text(300)) },
  { additionalProperties: false },
);
export type ItemOption = Static<typeof ItemOption>;

/** What an item or a skill maps to in frameworks of others; each id must stand in `content/skills/frameworks.yaml`. */
export const FrameworkIds = Type.Object(
  {
    /** NICE Framework task, knowledge or skill statements. */
    nice: Type.Array(Type.String({ pattern: '^[TKS]\\d{4}$' }), { minItems: 1, maxItems: 8 }),
    /** SecBoK category names, in Japanese as published. */
    secbok: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 4 }),
    attack: Type.Optional(Type.Array(Type.String({ pattern: '^T\\d{4}(\\.\\d{3})?$' }), { maxItems: 8 })),
    d3fend: Type.Optional(Type.Array(Type.String({ pattern: '^D3-[A-Z]{1,8}$' }), { maxItems: 8 })),
  },
  { additionalProperties: false },
);
export type FrameworkIds = Static<typeof FrameworkIds>;

const common = {
  id: Type.String({ pattern: '^[a-z][a-z0-9-]{2,47}$' }),
  stem: text(1500),
  /** Log lines, settings, a message: shown as they are in a fixed-width face, the same in both languages. */
  exhibit: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
  explanation: text(1200),
  references: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 5 }),
  level: ItemLevel,
  /** Share of LAN administrators expected to answer rightly before training; the author's guess until data are in. */
  difficulty: Type.Number({ minimum: 0.05, maximum: 0.95 }),
  form: ItemForm,
  maps: FrameworkIds,
};

const choice = <K extends 'single' | 'multiple'>(kind: K) =>
  Type.Object(
    { ...common, kind: Type.Literal(kind), options: Type.Array(ItemOption, { minItems: 3, maxItems: 6 }) },
    { additionalProperties: false },
  );

export const SingleItem = choice('single');
export const MultipleItem = choice('multiple');
export const OrderItem = Type.Object(
  {
    ...common,
    kind: Type.Literal('order'),
    /** In the right order; shown shuffled. */
    steps: Type.Array(text(200), { minItems: 3, maxItems: 6 }),
  },
  { additionalProperties: false },
);
export const ShortItem = Type.Object(
  {
    ...common,
    kind: Type.Literal('short'),
    /** Any of these is right, after Unicode NFKC, case folding and trimming. */
    accept: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 10 }),
    /** Read as a number, right within this distance of the first accepted answer. */
    tolerance: Type.Optional(Type.Number({ minimum: 0 })),
  },
  { additionalProperties: false },
);

/** An item as content files carry it; its domain is its file's. */
export const ItemSource = Type.Union([SingleItem, MultipleItem, OrderItem, ShortItem]);
export type ItemSource = Static<typeof ItemSource>;
export type Item = ItemSource & { domain: ItemDomain };
export const itemKinds = ['single', 'multiple', 'order', 'short'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** A domain's file. */
export const ItemFile = Type.Object(
  { domain: ItemDomain, title: Localized, items: Type.Array(ItemSource, { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false, title: 'Items of one domain' },
);
export type ItemFile = Static<typeof ItemFile>;

/** Whether a choice option is right: right ones carry no reason why they tempt. */
export const isKey = (option: ItemOption): boolean => option.why === undefined;
