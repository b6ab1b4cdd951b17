// Builds the HTTP server: guards first, then the declared routes, then the console for everything else.
import type { Writable } from 'node:stream';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifySchema } from 'fastify';
import { uuidv7 } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import { minute } from '#model/time.ts';
import { type Authenticator, installAccess } from './access.ts';
import type { Bus } from './bus.ts';
import { installConsole } from './console.ts';
import { ErrorBody, installErrors, sendError } from './errors.ts';
import { logOptions } from './log.ts';
import { installOpenApi, operationId, securityOf } from './openapi.ts';
import { defaultRateLimits, installRateLimits, type RateLimits, strictRate } from './rate-limits.ts';
import { defineRoute, type Route } from './route.ts';
import { schemaCompiler } from './schema-compiler.ts';
import { securityHeaders } from './security-headers.ts';
import { streamRoute } from './stream-route.ts';

export interface ServerOptions {
  routes: readonly Route[];
  authenticator: Authenticator;
  bus: Bus;
  clock: Clock;
  version: string;
  /** The built console; absent: API only. */
  consoleDirectory?: string;
  /** Whether people reach it by https (directly or through a proxy): turns on HSTS. */
  secure?: boolean;
  /** Proxies whose X-Forwarded-For is believed (addresses or prefixes). */
  trustProxy?: string[];
  rateLimits?: Partial<RateLimits>;
  log?: { level: string; stream?: Writable } | false;
}

const jsonLimit = 1024 * 1024;

/**
 * Makes a server that is ready to listen (or to be injected into by tests).
 * @throws HinomiError `ROUTE_WITHOUT_ACCESS` for a route that was not declared with `defineRoute`.
 */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const limits = { ...defaultRateLimits, ...options.rateLimits };
  const app = fastify({
    logger: options.log ? logOptions(options.log.level, options.log.stream) : false,
    genReqId: () => uuidv7(options.clock()),
    requestIdHeader: false,
    exposeHeadRoutes: false,
    bodyLimit: jsonLimit,
    requestTimeout: 30 * minute,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    frameworkErrors: sendError,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 500 },
  });
  app.server.headersTimeout = 20_000;
  app.server.maxConnections = 5000;
  app.setValidatorCompiler(schemaCompiler);
  installErrors(app);
  await app.register(helmet, securityHeaders(options.secure ?? false));
  await app.register(cookie);
  await installRateLimits(app, limits);
  installAccess(app, options.authenticator);
  await installOpenApi(app, options.version);
  installBodies(app);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
  });
  const stream = streamRoute(options.bus, options.authenticator);
  app.addHook('preClose', async () => stream.endAll());
  const routes = [...options.routes, stream.route, openApiRoute(app)];
  app.decorate('declaredRoutes', routes);
  for (const route of routes) registerRoute(app, route, limits);
  await installConsole(app, options.consoleDirectory);
  return app;
}

declare module 'fastify' {
  interface FastifyInstance {
    declaredRoutes: readonly Route[];
  }
}

/** Every route of a server with the access it declares. */
export const walkRoutes = (app: FastifyInstance): readonly Route[] => app.declaredRoutes;

/** JSON and, where a route says so, raw streams and forms without fields. Plain text, which other sites can send, is not taken. */
function installBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1024 },
    (_request, _body, done) => done(null, undefined),
  );
}

function registerRoute(app: FastifyInstance, route: Route, limits: RateLimits): void {
  const status = route.status ?? (route.response || route.produces ? 200 : 204);
  const schema: FastifySchema = {
    summary: route.summary,
    tags: [...route.tags],
    operationId: operationId(route),
    security: securityOf(route),
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    ...(route.streamBody ? { consumes: ['application/octet-stream'] } : {}),
    ...(route.produces ? { produces: [route.produces] } : {}),
    response: {
      [status]: route.response ?? {
        type: 'null',
        description: route.produces ? `As ${route.produces}` : 'Done',
      },
      '4xx': ErrorBody,
      '5xx': ErrorBody,
    },
  };
  // A schema for an answer the handler writes by itself is for the description only.
  const asIs = route.response === undefined;
  app.route({
    method: route.method,
    url: route.path,
    schema,
    bodyLimit: route.bodyLimit ?? jsonLimit,
    config: {
      door: {
        access: route.access,
        session: route.session ?? false,
        streamBody: route.streamBody ?? false,
        form: route.form ?? false,
      },
      ...(route.rate === 'strict' ? { rateLimit: strictRate(limits) } : {}),
    },
    ...(asIs ? { serializerCompiler: () => (data: unknown) => JSON.stringify(data) } : {}),
    async handler(request, reply) {
      const answer = await route.handler({
        params: request.params,
        query: request.query,
        body: request.body,
        principal: request.principal,
        request,
        reply,
      } as Parameters<Route['handler']>[0]);
      // A reply is thenable: one that streams ends with nothing to send, also when its reader has gone.
      if (reply.sent || reply.raw.headersSent || answer === reply) return reply;
      return reply.status(status).send(answer);
    },
  });
}

const openApiRoute = (app: FastifyInstance): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/openapi.json',
    access: 'public',
    summary: 'This description of the API (OpenAPI 3.1)',
    tags: ['about'],
    produces: 'application/json',
    handler: ({ reply }) => reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  });
