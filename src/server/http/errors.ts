// Every error leaves the API in one shape; what nobody foresaw is logged with an id and told without detail.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';

export const ErrorBody = Type.Object(
  {
    code: Type.String(),
    message: Type.String(),
    remedy: Type.String(),
    place: Type.Object({
      file: Type.Optional(Type.String()),
      line: Type.Optional(Type.Integer()),
      offset: Type.Optional(Type.Integer()),
      field: Type.Optional(Type.String()),
    }),
    /** Names the request in the server's log. */
    request: Type.String(),
  },
  { title: 'Error' },
);

/** Codes for what Fastify and its plugins refuse, by HTTP status. */
const byStatus: Record<number, { code: string; remedy: string }> = {
  400: { code: 'REQUEST_INVALID', remedy: 'Correct the request and try again.' },
  404: { code: 'NOT_FOUND', remedy: 'Check the address.' },
  405: { code: 'METHOD_NOT_ALLOWED', remedy: 'See the API description for the methods of this address.' },
  413: { code: 'REQUEST_TOO_LARGE', remedy: 'Send less at once.' },
  414: { code: 'ADDRESS_TOO_LONG', remedy: 'Shorten the query.' },
  415: {
    code: 'CONTENT_TYPE_UNKNOWN',
    remedy: 'Send application/json, or application/octet-stream for uploads.',
  },
  429: { code: 'TOO_MANY_REQUESTS', remedy: 'Wait a minute, then try again.' },
};

/** Turns anything thrown into the error a client may see. */
function publicError(error: unknown): HinomiError {
  if (error instanceof HinomiError) return error;
  const status = (error as FastifyError | undefined)?.statusCode ?? 500;
  const known = byStatus[status];
  if (known && error instanceof Error)
    return new HinomiError(known.code, error.message, { status, remedy: known.remedy, cause: error });
  return new HinomiError('INTERNAL', 'Something went wrong on the server.', {
    remedy: 'Try again; if it stays, give the administrator the request id.',
    cause: error,
  });
}

/** Answers with an error in the one shape. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const told = publicError(error);
  if (told.status >= 500) request.log.error({ err: error, code: told.code }, 'request failed');
  else request.log.info({ code: told.code, status: told.status }, 'request refused');
  return reply.status(told.status).type('application/json; charset=utf-8').send({
    code: told.code,
    message: told.message,
    remedy: told.remedy,
    place: told.place,
    request: request.id,
  });
}

/** Answers every failure with a coded error; what is not ours is logged and told as internal. */
export const installErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
};
