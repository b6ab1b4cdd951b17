// How the server logs: one JSON line a request without its query, secrets cut out wherever they turn up.

import type { Writable } from 'node:stream';
import type { FastifyServerOptions } from 'fastify';

const secretKeys =
  'authorization cookie password current next token secret totp clientSecret tokenHash'.split(' ');

/** Logger options for Fastify. `stream` is where lines go (default: standard output). */
export const logOptions = (
  level: string,
  stream?: Writable,
): NonNullable<FastifyServerOptions['logger']> => ({
  level,
  ...(stream ? { stream } : {}),
  redact: {
    paths: ['req.headers', 'res.headers', ...secretKeys.flatMap(key => [key, `*.${key}`])],
    censor: '[hidden]',
  },
  serializers: {
    // Queries and fragments of addresses may carry one-time tokens and what people search for.
    req: request => ({ method: request.method, path: pathOf(request.url), from: request.ip }),
    res: reply => ({ status: reply.statusCode }),
  },
});

/** The path of a request target; tokens inside paths (`/a/<token>`) are cut too. */
const pathOf = (url: string | undefined): string =>
  (url ?? '')
    .split('?')[0]!
    .replace(/^\/a\/[^/]+/, '/a/[hidden]')
    .slice(0, 200);
