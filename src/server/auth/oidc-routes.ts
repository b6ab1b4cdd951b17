// The two redirects of signing in at an identity provider.
import { Type } from 'typebox';
import { HinomiError } from '#model/errors.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Auth } from './auth.ts';
import { welcome } from './session-routes.ts';

export const oidcRoutes = (auth: Auth): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/session/oidc',
    access: 'public',
    rate: 'strict',
    summary: 'Go to the identity provider to sign in',
    tags: ['session'],
    query: Type.Object({ returnTo: Type.String({ default: '/', maxLength: 2000 }) }),
    produces: 'text/html',
    async handler({ query, reply }) {
      if (!auth.oidc)
        throw new HinomiError('OIDC_OFF', 'no identity provider is set up', {
          remedy: 'Sign in with a local account, or set oidc.issuer.',
          status: 404,
        });
      const { url, state } = await auth.oidc.begin(query.returnTo);
      auth.cookies.setOidcState(reply, state);
      return reply.redirect(url);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/session/oidc/callback',
    access: 'public',
    rate: 'strict',
    summary: 'Come back from the identity provider',
    tags: ['session'],
    produces: 'text/html',
    async handler({ request, reply }) {
      const state = auth.cookies.oidcState(request);
      auth.cookies.clearOidcState(reply);
      try {
        if (!auth.oidc) throw new HinomiError('OIDC_OFF', 'no identity provider is set up', { status: 404 });
        const query = new URLSearchParams(request.url.split('?')[1] ?? '');
        const { account, returnTo } = await auth.oidc.finish(query, state);
        const { token } = await auth.sessions.open(account.id, request.ip);
        await auth.accounts.signedIn(account.id);
        await auth.audit.record({
          actor: account.name,
          from: request.ip,
          action: 'session.opened',
          object: `account/${account.name}`,
          detail: { by: 'oidc' },
        });
        welcome(auth, reply, account, token);
        return reply.redirect(returnTo);
      } catch (error) {
        // A person is waiting in a browser: the sign-in page tells them, by code.
        request.log.warn({ err: error }, 'sign-in by OIDC failed');
        const code = error instanceof HinomiError ? error.code : 'INTERNAL';
        return reply.redirect(`/login?error=${code}`);
      }
    },
  }),
];
