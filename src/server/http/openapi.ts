// The API describes itself: OpenAPI 3.1 from the same schemas that check and serialise.
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Route } from './route.ts';

/** Serves the description of every declared route. */
export async function installOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hinomi',
        version,
        description:
          'Watch, analyse, warn, share, drill. Lists answer {items, next?}; errors answer {code, message, remedy, place}.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'hinomi_session' },
          csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    hideUntagged: true,
  });
}

/** `GET /users/:id` → `get_users_id`. */
export const operationId = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  [method.toLowerCase(), ...path.replace('/api/v1', '').split(/[/:]+/).filter(Boolean)]
    .join('_')
    .replace(/\W/g, '_');

/** Which credentials a route takes, for its description. */
export function securityOf({ access, session, method }: Pick<Route, 'access' | 'session' | 'method'>) {
  if (access === 'public') return [];
  const browser = method === 'GET' ? { session: [] } : { session: [], csrf: [] };
  return session ? [browser] : [browser, { token: [] }];
}
