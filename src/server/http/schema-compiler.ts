// Checks requests with TypeBox: defaults filled in, query text converted, the first problem named by its field.
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { HinomiError } from '#model/errors.ts';

/** Fastify's validator compiler for TypeBox schemas. */
export const schemaCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  return (given: unknown) => {
    const filled = validator.Default(declaredOnly(schema, given ?? {}));
    const value = httpPart === 'body' ? filled : validator.Convert(filled);
    if (validator.Check(value)) return { value };
    const [first] = validator.Errors(value);
    const missing = first?.keyword === 'required' ? `/${first.params.requiredProperties[0]}` : '';
    const field = `${httpPart ?? 'request'}${first?.instancePath ?? ''}${missing}`;
    return {
      error: new HinomiError('REQUEST_INVALID', `${field} ${first?.message ?? 'does not fit'}`, {
        place: { field },
        remedy: 'Correct this field and try again.',
        status: 400,
      }),
    };
  };
};

/**
 * Without the members of a body or query that no schema names: a handler that spreads what it was given into a record
 * must not be able to write fields nobody declared. Where the schema forbids further members, the check tells of them.
 */
function declaredOnly(schema: TSchema, given: unknown): unknown {
  const { properties, additionalProperties } = schema as {
    properties?: Record<string, TSchema>;
    additionalProperties?: unknown;
  };
  if (!properties || additionalProperties !== undefined) return given;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(properties, name)));
}
