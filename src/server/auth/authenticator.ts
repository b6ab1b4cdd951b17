// Who calls: the bearer token when there is one, else the session cookie.
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../http/access.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { Sessions } from './sessions.ts';

/** Cookie names and attributes; `secure` when people reach the console by https. */
export interface Cookies {
  session(request: FastifyRequest): string | undefined;
  setSession(reply: FastifyReply, token: string, seconds: number): void;
  clearSession(reply: FastifyReply): void;
  oidcState(request: FastifyRequest): string | undefined;
  setOidcState(reply: FastifyReply, state: string): void;
  clearOidcState(reply: FastifyReply): void;
}

export function openCookies(secure: boolean): Cookies {
  // The prefix makes browsers refuse the cookie from other hosts and without https (RFC 6265bis §4.1.3).
  const name = (base: string): string => (secure ? `__Host-${base}` : base);
  const [session, oidc] = [name('hinomi_session'), name('hinomi_oidc')];
  const attributes = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  return {
    session: request => request.cookies[session],
    setSession: (reply, token, seconds) =>
      reply.setCookie(session, token, { ...attributes, maxAge: seconds }),
    clearSession: reply => reply.clearCookie(session, attributes),
    oidcState: request => request.cookies[oidc],
    setOidcState: (reply, state) => reply.setCookie(oidc, state, { ...attributes, maxAge: 600 }),
    clearOidcState: reply => reply.clearCookie(oidc, attributes),
  };
}

/** Derived from the session's secret, which scripts of other sites can neither read nor guess. */
export const csrfOf = (sessionToken: string): string =>
  createHash('sha256').update(`csrf\n${sessionToken}`).digest('base64url');

export const openAuthenticator = (
  sessions: Sessions,
  tokens: ApiTokens,
  cookies: Cookies,
): Authenticator => ({
  async authenticate(request, touch) {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer ([\w-]{1,100})$/i.exec(authorization)?.[1];
      const found = token && (await tokens.find(token));
      return found
        ? { account: found.account, roles: found.roles, via: 'token', id: found.record.id }
        : undefined;
    }
    const token = cookies.session(request);
    const found = token && (await sessions.find(token, touch));
    return found
      ? { account: found.account, roles: found.account.roles, via: 'session', id: found.session.id }
      : undefined;
  },
  csrfToken(request) {
    const token = cookies.session(request);
    return token && csrfOf(token);
  },
});
