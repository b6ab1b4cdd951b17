// The one door: before a request's body is read, decides who calls and whether the route lets them.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HinomiError } from '#model/errors.ts';
import { hasRight } from '#model/vocab/role.ts';
import type { Access, Principal } from './route.ts';

/** Finds out who calls. */
export interface Authenticator {
  /** The caller, or `undefined` when anonymous or no longer valid. `touch`: counts as activity of the session. */
  authenticate(request: FastifyRequest, touch: boolean): Promise<Principal | undefined>;
  /** The token that a browser must send with every write of this session. */
  csrfToken(request: FastifyRequest): string | undefined;
}

/** What a route says of itself to the door. */
export interface AccessConfig {
  access: Access;
  session: boolean;
  streamBody: boolean;
  form: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
  }
  interface FastifyContextConfig {
    door?: AccessConfig;
  }
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a caller may use a route: the rule that the walk over all routes is compared with. */
export function mayCall(
  door: Pick<AccessConfig, 'access' | 'session'>,
  principal: Principal | undefined,
): boolean {
  if (door.access === 'public') return true;
  if (!principal) return false;
  if (door.session && principal.via !== 'session') return false;
  return door.access === 'account' || hasRight(principal.roles, door.access);
}

/** Installs the door, and refuses to start with a route that declares no access. */
export function installAccess(app: FastifyInstance, authenticator: Authenticator): void {
  app.decorateRequest('principal', undefined);
  app.addHook('onRoute', route => {
    if (!route.config?.door)
      throw new HinomiError(
        'ROUTE_WITHOUT_ACCESS',
        `${String(route.method)} ${route.url} declares no access`,
        {
          remedy: 'Declare the route with defineRoute.',
        },
      );
  });
  // After the rate limits (onRequest), before the body is read.
  app.addHook('preParsing', async request => {
    const door = request.routeOptions.config.door;
    if (!door) return; // no route: the not-found handler answers
    if (!reading.has(request.method)) refuseCrossSite(request);
    request.principal = await authenticator.authenticate(request, true);
    if (!mayCall(door, request.principal))
      throw request.principal ? forbidden(door, request.principal) : notSignedIn();
    if (request.principal?.via === 'session' && !reading.has(request.method))
      if (request.headers['x-csrf-token'] !== authenticator.csrfToken(request)) throw badCsrf();
    const streamed = request.headers['content-type']?.startsWith('application/octet-stream') ?? false;
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    if ((streamed && !door.streamBody) || (form && !door.form))
      throw new HinomiError('CONTENT_TYPE_UNKNOWN', 'this address takes application/json', { status: 415 });
  });
}

/** Browsers say where a request comes from; no page of another site has business writing here. */
function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new HinomiError('CROSS_SITE', 'the request comes from another site', {
      remedy: 'Use the console at its own address.',
      status: 403,
    });
}

const notSignedIn = (): HinomiError =>
  new HinomiError('NOT_SIGNED_IN', 'nobody is signed in', { remedy: 'Sign in and try again.', status: 401 });

const forbidden = (door: AccessConfig, principal: Principal): HinomiError =>
  door.session && principal.via === 'token'
    ? new HinomiError('FORBIDDEN', 'API tokens may not do this', {
        remedy: 'Sign in to the console and do it there.',
        status: 403,
      })
    : new HinomiError('FORBIDDEN', `the right "${door.access}" is missing`, {
        remedy: 'Ask an administrator for a role that has it.',
        status: 403,
      });

const badCsrf = (): HinomiError =>
  new HinomiError('CSRF_TOKEN_WRONG', 'the x-csrf-token header is missing or stale', {
    remedy: 'Load the page again.',
    status: 403,
  });
