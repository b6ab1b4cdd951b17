// A team's case: what they collected and concluded. Every part is a list of items the whole team edits.
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ maxLength });
const Links = Type.Array(text(200), { maxItems: 50, default: [] });
const At = Type.Number({ minimum: 0, maximum: 8e15 });

export const entityTypes = [
  'host',
  'account',
  'domain',
  'ip',
  'url',
  'sha256',
  'email',
  'path',
  'service',
  'task',
  'registry',
  'user-agent',
] as const;
export type EntityType = (typeof entityTypes)[number];
export const verdicts = ['suspected', 'compromised', 'malicious', 'benign'] as const;

/** A log line as it was when it was put into the case. */
export const KeptLine = Type.Object(
  {
    id: text(300),
    at: At,
    source: text(60),
    host: text(200),
    user: text(200),
    from: text(64),
    destination: text(64),
    object: text(4000),
    code: text(200),
    text: text(65_536),
  },
  { ...closed, title: 'Line' },
);
export type KeptLine = Static<typeof KeptLine>;

export const caseParts = {
  evidence: Type.Object(
    { line: Type.Optional(KeptLine), artefact: Type.Optional(text(300)), note: text(4000) },
    closed,
  ),
  entities: Type.Object(
    {
      type: Type.Enum([...entityTypes]),
      value: Type.String({ minLength: 1, maxLength: 2000 }),
      verdict: Type.Enum([...verdicts]),
      note: text(4000),
      evidence: Links,
    },
    closed,
  ),
  timeline: Type.Object(
    {
      when: At,
      text: Type.String({ minLength: 1, maxLength: 2000 }),
      technique: Type.Optional(Type.String({ pattern: '^T\\d{4}(\\.\\d{3})?$' })),
      host: Type.Optional(text(200)),
      evidence: Links,
    },
    closed,
  ),
  hypotheses: Type.Object(
    {
      text: Type.String({ minLength: 1, maxLength: 2000 }),
      status: Type.Enum(['open', 'supported', 'refuted']),
      evidence: Links,
    },
    closed,
  ),
  decisions: Type.Object(
    {
      text: Type.String({ minLength: 1, maxLength: 2000 }),
      options: text(4000),
      reason: text(4000),
    },
    closed,
  ),
  route: Type.Object(
    {
      /** Host it came from; `internet` for the entry. */
      from: Type.String({ minLength: 1, maxLength: 200 }),
      to: Type.String({ minLength: 1, maxLength: 200 }),
      technique: Type.Optional(Type.String({ pattern: '^T\\d{4}(\\.\\d{3})?$' })),
      when: Type.Optional(At),
    },
    closed,
  ),
} as const;
export type CasePart = keyof typeof caseParts;
export const casePartNames = Object.keys(caseParts) as CasePart[];
export type CaseFields = { [P in CasePart]: Static<(typeof caseParts)[P]> };

/** An item as kept: who put it in last, and when (simulated). */
export type CaseItem<P extends CasePart> = CaseFields[P] & { id: string; by: string; at: number };
export type Case = { [P in CasePart]: CaseItem<P>[] };
