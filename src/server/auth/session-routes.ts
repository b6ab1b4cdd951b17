// Signing in and out, and the first set-up.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Account } from '#model/record/account.ts';
import { rights, roleRights } from '#model/vocab/role.ts';
import { defineRoute, type Principal, type Route } from '../http/route.ts';
import type { Auth } from './auth.ts';
import { csrfOf } from './authenticator.ts';
import { AccountName, Code, DisplayName, Language, Password } from './shapes.ts';
import { signIn } from './sign-in.ts';

const SessionView = Type.Object({
  account: Type.Union([Account, Type.Null()]),
  rights: Type.Array(Type.Enum([...rights])),
  /** To be sent as `x-csrf-token` with every write. */
  csrf: Type.String(),
  setupNeeded: Type.Boolean(),
  /** Whether signing in at an identity provider is offered. */
  oidc: Type.Boolean(),
});

/** Puts the session's cookie on the reply and shows who is signed in now. */
export function welcome(auth: Auth, reply: FastifyReply, account: Account, token: string) {
  auth.cookies.setSession(reply, token, Math.floor(auth.sessions.limits.absolute / 1000));
  const granted = rights.filter(right => account.roles.some(role => roleRights[role].includes(right)));
  return { account, rights: granted, csrf: csrfOf(token), setupNeeded: false, oidc: auth.oidc !== undefined };
}

async function view(auth: Auth, principal: Principal | undefined, request: FastifyRequest) {
  return {
    account: principal?.account ?? null,
    rights: rights.filter(right => principal?.roles.some(role => roleRights[role].includes(right))),
    csrf: (principal?.via === 'session' && auth.authenticator.csrfToken(request)) || '',
    setupNeeded: !principal && (await auth.setup.needed()),
    oidc: auth.oidc !== undefined,
  };
}

export const sessionRoutes = (auth: Auth): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Who is signed in, with which rights',
    tags: ['session'],
    response: SessionView,
    handler: ({ principal, request }) => view(auth, principal, request),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/session',
    access: 'public',
    rate: 'strict',
    summary: 'Sign in',
    tags: ['session'],
    body: Type.Object({ name: AccountName, password: Password, totp: Type.Optional(Code) }),
    response: SessionView,
    async handler({ body, request, reply }) {
      const { account, token } = await signIn(auth, { ...body, from: request.ip });
      return welcome(auth, reply, account, token);
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/session',
    access: 'account',
    session: true,
    summary: 'Sign out',
    tags: ['session'],
    async handler({ principal, request, reply }) {
      await auth.sessions.end(principal.id);
      auth.cookies.clearSession(reply);
      const { name } = principal.account;
      await auth.audit.record({
        actor: name,
        from: request.ip,
        action: 'session.ended',
        object: `account/${name}`,
      });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/setup',
    access: 'public',
    rate: 'strict',
    summary: 'Make the first administrator with the one-time token that the server printed',
    tags: ['session'],
    body: Type.Object({
      token: Type.String({ minLength: 1, maxLength: 100 }),
      name: AccountName,
      displayName: DisplayName,
      password: Password,
      language: Language,
    }),
    response: SessionView,
    status: 201,
    async handler({ body: { token: setupToken, ...admin }, request, reply }) {
      const account = await auth.setup.finish(setupToken, admin);
      const { token } = await auth.sessions.open(account.id, request.ip);
      await auth.audit.record({
        actor: account.name,
        from: request.ip,
        action: 'setup.finished',
        object: `account/${account.name}`,
      });
      return welcome(auth, reply, account, token);
    },
  }),
];
