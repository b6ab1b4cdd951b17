// A mapping: which field of somebody's JSON or CSV goes to which event field. Plain data, so that it can live in a file.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HinomiError } from '#model/errors.ts';
import { type EventFieldName, eventField } from '#model/event/fields.ts';

const Source = Type.Union([
  /** Path in the record: keys joined by dots; a key that itself holds dots is tried whole first. */
  Type.String({ minLength: 1, maxLength: 256 }),
  Type.Object(
    {
      path: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      /** A constant for every record; or what to use when the path is empty. */
      value: Type.Optional(Type.String({ maxLength: 1024 })),
      case: Type.Optional(Type.Enum(['lower', 'upper'])),
      /** Value → value, applied last; values not named stay. */
      map: Type.Optional(Type.Record(Type.String(), Type.String())),
    },
    { additionalProperties: false },
  ),
]);
export type Source = Static<typeof Source>;

export const Mapping = Type.Object(
  {
    /** `event.module`; default is the format's id. */
    module: Type.Optional(Type.String({ pattern: '^[a-z0-9_-]{1,64}$' })),
    /** Kind within the module. */
    dataset: Type.Optional(Type.String({ pattern: '^[a-z0-9_.-]{1,64}$' })),
    time: Type.Object(
      {
        path: Type.String({ minLength: 1, maxLength: 256 }),
        /** `auto`: ISO 8601, web server time, or seconds/ms/µs/ns since 1970 told apart by size. */
        format: Type.Optional(Type.Enum(['auto', 'iso', 'epoch-s', 'epoch-ms', 'clf', 'bsd'])),
      },
      { additionalProperties: false },
    ),
    fields: Type.Record(Type.String(), Source),
    /** CSV only: the delimiter, when it is not found by itself. */
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
  },
  { additionalProperties: false, title: 'Mapping' },
);
export type Mapping = Static<typeof Mapping>;

const check = Compile(Mapping);
const reserved = new Set([
  '@timestamp',
  'event.id',
  'event.original',
  'labels',
  'log.offset',
  'log.file.path',
]);

/** A field a mapping may set. */
export type MappedField = Exclude<EventFieldName, 'labels' | 'event.id' | '@timestamp' | 'event.original'>;

/**
 * Checks a mapping that came from a person.
 * @throws HinomiError `LOG_MAPPING_INVALID` with the field at fault.
 */
export function parseMapping(value: unknown): Mapping {
  const fail = (message: string, field: string): never => {
    throw new HinomiError('LOG_MAPPING_INVALID', `The mapping is not valid: ${message}`, {
      place: { field },
      remedy: 'Compare it with docs/log-mapping.md; event fields are listed in docs/fields.md.',
      status: 400,
    });
  };
  if (!check.Check(value)) {
    const error = [...check.Errors(value)][0];
    return fail(error?.message ?? 'wrong shape', error?.instancePath ?? '');
  }
  for (const name of Object.keys(value.fields))
    if (!eventField(name) || reserved.has(name))
      fail(`${name} is not an event field a mapping may set`, name);
  return value;
}
