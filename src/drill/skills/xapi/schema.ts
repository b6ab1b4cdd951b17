// xAPI 1.0.3 statements as a schema, written from "Experience API, Part Two: Data" (section numbers below), for what we write
// and what we read back: activities as objects, agents and identified groups as actors.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** §4.2: an IRI has a scheme. Best effort, as the specification allows. */
const Iri = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+$', maxLength: 2000 });
/** §4.2: keys are RFC 5646 tags; lengths of the parts are checked as §2.2 asks. */
const LanguageMap = Type.Record(
  Type.String({ pattern: '^([A-Za-z]{2,8}|x(-[A-Za-z0-9]{1,8})+)(-[A-Za-z0-9]{1,8})*$' }),
  Type.String({ maxLength: 20_000 }),
  { additionalProperties: false },
);
/** §2.4.1: UUID in standard string form, variant 2. */
const Uuid = Type.String({
  pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$',
});
/** §4.5: ISO 8601; RFC 3339 as recommended, and not the negative zero offset. */
const Timestamp = Type.String({
  pattern:
    '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?(Z|\\+\\d{2}:\\d{2}|-(?!00:00)\\d{2}:\\d{2})$',
});
/** §4.6: ISO 8601 duration, not the alternative format. */
const Duration = Type.String({
  pattern:
    '^P(?!$)(\\d+W|(\\d+(\\.\\d+)?Y)?(\\d+(\\.\\d+)?M)?(\\d+(\\.\\d+)?D)?(T(?=\\d)(\\d+(\\.\\d+)?H)?(\\d+(\\.\\d+)?M)?(\\d+(\\.\\d+)?S)?)?)$',
});
/** §4.1: keys are IRIs; values may be anything, null included. */
const Extensions = Type.Record(Iri, Type.Unknown(), { additionalProperties: false });
const closed = { additionalProperties: false } as const;

/** §2.4.2.4 */
const Account = Type.Object({ homePage: Iri, name: Type.String({ minLength: 1, maxLength: 500 }) }, closed);
// §2.4.2.3: exactly one inverse functional identifier, so one shape for each.
const identified = <T extends 'Agent' | 'Group'>(objectType: T) => {
  const name = Type.Optional(Type.String({ maxLength: 500 }));
  const type = objectType === 'Agent' ? Type.Optional(Type.Literal(objectType)) : Type.Literal(objectType);
  return Type.Union([
    Type.Object({ objectType: type, name, account: Account }, closed),
    Type.Object(
      { objectType: type, name, mbox: Type.String({ pattern: '^mailto:[^@\\s]+@[^@\\s]+$' }) },
      closed,
    ),
    Type.Object(
      { objectType: type, name, mbox_sha1sum: Type.String({ pattern: '^[0-9A-Fa-f]{40}$' }) },
      closed,
    ),
    Type.Object({ objectType: type, name, openid: Iri }, closed),
  ]);
};
const Agent = identified('Agent');
const Group = identified('Group');

/** §2.4.3 */
const Verb = Type.Object({ id: Iri, display: Type.Optional(LanguageMap) }, closed);
/** §2.4.4.1, interaction components */
const Component = Type.Object(
  { id: Type.String({ minLength: 1 }), description: Type.Optional(LanguageMap) },
  closed,
);
/** §2.4.4.1 */
const Definition = Type.Object(
  {
    name: Type.Optional(LanguageMap),
    description: Type.Optional(LanguageMap),
    type: Type.Optional(Iri),
    moreInfo: Type.Optional(Iri),
    interactionType: Type.Optional(
      Type.Enum([
        'true-false',
        'choice',
        'fill-in',
        'long-fill-in',
        'matching',
        'performance',
        'sequencing',
        'likert',
        'numeric',
        'other',
      ]),
    ),
    correctResponsesPattern: Type.Optional(Type.Array(Type.String())),
    choices: Type.Optional(Type.Array(Component)),
    scale: Type.Optional(Type.Array(Component)),
    source: Type.Optional(Type.Array(Component)),
    target: Type.Optional(Type.Array(Component)),
    steps: Type.Optional(Type.Array(Component)),
    extensions: Type.Optional(Extensions),
  },
  closed,
);
const Activity = Type.Object(
  { objectType: Type.Optional(Type.Literal('Activity')), id: Iri, definition: Type.Optional(Definition) },
  closed,
);
/** §2.4.5 */
const Score = Type.Object(
  {
    scaled: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
    raw: Type.Optional(Type.Number()),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
  },
  closed,
);
const Result = Type.Object(
  {
    score: Type.Optional(Score),
    success: Type.Optional(Type.Boolean()),
    completion: Type.Optional(Type.Boolean()),
    response: Type.Optional(Type.String()),
    duration: Type.Optional(Duration),
    extensions: Type.Optional(Extensions),
  },
  closed,
);
/** §2.4.6 */
const Context = Type.Object(
  {
    registration: Type.Optional(Uuid),
    instructor: Type.Optional(Type.Union([Agent, Group])),
    team: Type.Optional(Group),
    contextActivities: Type.Optional(
      Type.Object(
        {
          parent: Type.Optional(Type.Array(Activity)),
          grouping: Type.Optional(Type.Array(Activity)),
          category: Type.Optional(Type.Array(Activity)),
          other: Type.Optional(Type.Array(Activity)),
        },
        closed,
      ),
    ),
    revision: Type.Optional(Type.String()),
    platform: Type.Optional(Type.String()),
    language: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' })),
    statement: Type.Optional(Type.Object({ objectType: Type.Literal('StatementRef'), id: Uuid }, closed)),
    extensions: Type.Optional(Extensions),
  },
  closed,
);

/** §2.4 */
export const Statement = Type.Object(
  {
    id: Uuid,
    actor: Type.Union([Agent, Group]),
    verb: Verb,
    object: Activity,
    result: Type.Optional(Result),
    context: Type.Optional(Context),
    timestamp: Type.Optional(Timestamp),
    stored: Type.Optional(Timestamp),
    version: Type.Optional(Type.String({ pattern: '^1\\.0\\.' })),
  },
  { ...closed, title: 'xAPI 1.0.3 statement' },
);
export type Statement = Static<typeof Statement>;

const shape = Compile(Statement);
/** Component lists each interaction type may have (§2.4.4.1). */
const lists: Readonly<Record<string, readonly string[]>> = {
  choice: ['choices'],
  sequencing: ['choices'],
  likert: ['scale'],
  matching: ['source', 'target'],
  performance: ['steps'],
};

/** What keeps a value from being a statement: schema first, then the rules between fields. Empty when it is one. */
export function statementFaults(value: unknown): string[] {
  if (!shape.Check(value))
    return [...shape.Errors(value)].slice(0, 10).map(e => `${e.instancePath} ${e.message}`);
  const faults: string[] = [];
  const { score } = value.result ?? {};
  if (score) {
    const { raw, min, max } = score;
    if (min !== undefined && max !== undefined && min >= max)
      faults.push('/result/score min is not below max');
    if (raw !== undefined && ((min !== undefined && raw < min) || (max !== undefined && raw > max)))
      faults.push('/result/score raw is outside min and max');
  }
  const definition = value.object.definition;
  if (definition) {
    const { interactionType } = definition;
    for (const list of ['choices', 'scale', 'source', 'target', 'steps'] as const) {
      const components = definition[list];
      if (!components) continue;
      if (!interactionType || !(lists[interactionType] ?? []).includes(list))
        faults.push(`/object/definition/${list} does not belong to ${interactionType ?? 'no interaction'}`);
      if (new Set(components.map(({ id }) => id)).size < components.length)
        faults.push(`/object/definition/${list} has an id twice`);
    }
    if (definition.correctResponsesPattern && !interactionType)
      faults.push('/object/definition has a response pattern without interactionType');
  }
  return faults;
}
