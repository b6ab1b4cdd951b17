// JSON schema → fast-check values: mostly what the schema asks for, at any place now and then something else.
import fc from 'fast-check';

interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minLength?: number;
  patternProperties?: Record<string, Schema>;
}

/** Values no handler likes. */
const hostile: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '__proto__',
  "' OR 1=1 --",
  '%00',
  '../../etc/passwd',
  'x'.repeat(5_000),
  '💥'.repeat(100),
  -1,
  0,
  1.5,
  1e308,
  -1e308,
  Number.MAX_SAFE_INTEGER,
  2 ** 64,
  [],
  {},
  [[[[]]]],
  { __proto__: null, constructor: { prototype: {} } },
);

/** Texts that mean something somewhere. */
const words = [
  'admin',
  'example.org',
  'bad.example',
  '192.0.2.1',
  '192.0.2.0/24',
  '2001:db8::1',
  'https://example.org/a?b=c',
  'source.ip:192.0.2.1',
  'hinomi.class:scan OR "x"',
  'SELECT count() FROM events',
  'SELECT * FROM system.tables',
  'source.ip',
  'event.dataset',
  '@timestamp',
  'labels',
  '2026-01-01T00:00:00Z',
  '1700000000000',
  'd41d8cd98f00b204e9800998ecf8427e',
  '-updated',
  'ja',
  'red',
];

const text = ({ minLength = 0, maxLength = 400 }: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...words),
    fc.string({ unit: 'binary', minLength: Math.min(minLength, 500), maxLength: Math.min(maxLength, 500) }),
  );

/** Values for a schema; `ids` are identifiers the application has given out. */
export function valuesOf(
  schema: Schema | undefined,
  ids: () => readonly string[],
  depth = 0,
): fc.Arbitrary<unknown> {
  if (!schema || depth > 6) return hostile;
  const fitting = fits(schema, ids, depth);
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: hostile });
}

function fits(schema: Schema, ids: () => readonly string[], depth: number): fc.Arbitrary<unknown> {
  const inner = (each: Schema | undefined) => valuesOf(each, ids, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum && schema.enum.length > 0) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.allOf;
  if (choices && choices.length > 0) return fc.oneof(...choices.map(inner));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'string':
      return fc.oneof(
        { weight: 3, arbitrary: text(schema) },
        { weight: 1, arbitrary: fc.nat().map(which => ids()[which % Math.max(1, ids().length)] ?? 'none') },
      );
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -10, -(2 ** 31)),
        max: Math.max(Math.min(schema.maximum ?? 1e9, 2 ** 31 - 1), schema.minimum ?? 0),
      });
    case 'number':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(inner(schema.items), { maxLength: 5 });
    case 'object': {
      const known = Object.entries(schema.properties ?? {});
      const always = new Set(schema.required ?? []);
      return fc
        .tuple(
          fc.record(Object.fromEntries(known.map(([name, each]) => [name, inner(each)])), {
            requiredKeys: known.filter(([name]) => always.has(name)).map(([name]) => name),
          }),
          fc.option(fc.tuple(fc.string(), hostile), { freq: 12 }),
        )
        .map(([made, more]) => (more ? { ...made, [more[0]]: more[1] } : made));
    }
    default:
      return hostile;
  }
}
