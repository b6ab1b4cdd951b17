// For tests: calls every route of a server as every kind of caller, and compares with what the routes declare.
import type { FastifyInstance } from 'fastify';
import { type Role, roles } from '#model/vocab/role.ts';
import type { Auth } from '../auth/auth.ts';
import { csrfOf } from '../auth/authenticator.ts';
import { mayCall } from './access.ts';
import type { Principal, Route } from './route.ts';
import { walkRoutes } from './server.ts';

/** One kind of caller: fresh credentials for each call, and who they are (nobody when they must not count). */
interface Caller {
  name: string;
  headers(): Promise<Record<string, string>>;
  as: Pick<Principal, 'roles' | 'via'> | undefined;
}

export interface WalkResult {
  calls: number;
  allowed: number;
  /** Calls whose answer contradicts the declaration; empty when all is well. */
  wrong: string[];
}

/**
 * Walks all routes as anonymous, as every role by session and by token, as an account without roles, as a disabled
 * account, with an expired token, an ended session and a forged CSRF token. `clock` lets tokens expire.
 */
export async function walkAccess(
  app: FastifyInstance,
  auth: Auth,
  clock: { now: number },
): Promise<WalkResult> {
  const result: WalkResult = { calls: 0, allowed: 0, wrong: [] };
  for (const caller of await callersFor(auth, clock))
    for (const route of walkRoutes(app)) {
      const code = await codeOf(app, route, await caller.headers());
      const denied = code === 'NOT_SIGNED_IN' || code === 'FORBIDDEN' || code === 'CSRF_TOKEN_WRONG';
      const may = mayCall(
        { access: route.access, session: route.session ?? false },
        caller.as as Principal | undefined,
      );
      result.calls++;
      if (!denied) result.allowed++;
      if (denied === may)
        result.wrong.push(`${caller.name}: ${route.method} ${route.path} ${may ? 'refused' : 'let in'}`);
    }
  return result;
}

/** The error code of a call without a body and with made-up parameters: it passes the door or not, and does little. */
async function codeOf(app: FastifyInstance, route: Route, headers: Record<string, string>): Promise<string> {
  const url = route.path.replaceAll(/:\w+/g, 'no-such-thing');
  // As a stream: some answers never end.
  const reply = await app.inject({ method: route.method, url, headers, payloadAsStream: true });
  const stream = reply.stream();
  if (reply.statusCode !== 401 && reply.statusCode !== 403) {
    stream.destroy();
    return '';
  }
  let text = '';
  for await (const chunk of stream) text += chunk;
  return (JSON.parse(text) as { code: string }).code;
}

async function callersFor(auth: Auth, clock: { now: number }): Promise<Caller[]> {
  const make = (name: string, held: Role[]) =>
    auth.accounts.create({
      name,
      displayName: '',
      roles: held,
      language: 'en',
      password: 'ferry lantern copper 9',
    });
  const cookies = (token: string, csrf = csrfOf(token)) => ({
    cookie: `hinomi_session=${token}`,
    'x-csrf-token': csrf,
  });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const open = async (account: string) => (await auth.sessions.open(account, '')).token;

  // One who stays, so that every other may be changed or removed.
  await make('walk-keeper', ['admin']);
  const callers: Caller[] = [{ name: 'anonymous', as: undefined, headers: async () => ({}) }];
  for (const held of [[], ...roles.map(role => [role])]) {
    const account = await make(`walk-${held[0] ?? 'nothing'}`, held);
    const { token } = await auth.tokens.create(account, 'walk', held, 300);
    callers.push(
      {
        name: `${held} by session`,
        as: { roles: held, via: 'session' },
        headers: async () => cookies(await open(account.id)),
      },
      { name: `${held} by token`, as: { roles: held, via: 'token' }, headers: async () => bearer(token) },
    );
  }
  const admin = await make('walk-second', ['admin']);
  const narrowed = await auth.tokens.create(admin, 'narrow', [], 300);
  const disabled = await make('walk-disabled', ['admin']);
  const ofDisabled = [
    await open(disabled.id),
    (await auth.tokens.create(disabled, 'x', ['admin'], 300)).token,
  ] as const;
  await auth.accounts.change(disabled.id, { disabled: true });
  const expired = await auth.tokens.create(admin, 'short', ['admin'], 1);
  const old = await open(admin.id);
  clock.now += 8 * 86_400_000;
  callers.push(
    {
      name: 'token narrowed to nothing',
      as: { roles: [], via: 'token' },
      headers: async () => bearer(narrowed.token),
    },
    { name: 'disabled account by session', as: undefined, headers: async () => cookies(ofDisabled[0]) },
    { name: 'disabled account by token', as: undefined, headers: async () => bearer(ofDisabled[1]) },
    { name: 'expired token', as: undefined, headers: async () => bearer(expired.token) },
    { name: 'ended session', as: undefined, headers: async () => cookies(old) },
    { name: 'made-up session', as: undefined, headers: async () => cookies('x'.repeat(43)) },
    { name: 'made-up token', as: undefined, headers: async () => bearer(`hinomi_${'x'.repeat(43)}`) },
    {
      // A bad token does not fall back to a good cookie.
      name: 'expired token beside a session',
      as: undefined,
      headers: async () => ({ ...cookies(await open(admin.id)), ...bearer(expired.token) }),
    },
  );
  return callers;
}
