// Checks requests with TypeBox: defaults filled in, query text converted, the first problem named by its field.
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { HinomiError } from '#model/errors.ts';

/** Fastify's validator compiler for TypeBox schemas. */
export const schemaCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  return (given: unknown) => {
    const filled = validator.Default(given ?? {});
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
