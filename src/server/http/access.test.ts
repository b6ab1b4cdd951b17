// Every route × every kind of caller, the CSRF token on every write, and the API's description of itself.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authRoutes } from '../auth/routes.ts';
import { startTestAuth, type TestAuth } from '../auth/test-auth.ts';
import { mayCall } from './access.ts';
import { defineRoute } from './route.ts';
import { walkRoutes } from './server.ts';
import { walkAccess } from './walk.ts';

let t: TestAuth;
beforeAll(async () => {
  t = await startTestAuth();
});
afterAll(() => t.close());

it('lets in whom the route declares, and nobody else', async () => {
  const result = await walkAccess(t.app, t.auth, t.clock);
  expect(result.wrong).toEqual([]);
  expect(result.calls).toBeGreaterThan(500);
  expect(result.allowed).toBeGreaterThan(100);
});

it('notices a route that lets in more than it declares (the walk checks itself)', async () => {
  const lying = await startTestAuth({
    routes: auth => [
      ...authRoutes(auth),
      defineRoute({
        method: 'GET',
        path: '/api/v1/planted',
        access: 'public',
        summary: 'x',
        tags: ['x'],
        handler: () => {},
      }),
    ],
  });
  const planted = walkRoutes(lying.app).find(route => route.path === '/api/v1/planted')!;
  planted.access = 'settings';
  const { wrong } = await walkAccess(lying.app, lying.auth, lying.clock);
  expect(wrong.length).toBeGreaterThan(10);
  expect(wrong.every(line => line.includes('/planted let in'))).toBe(true);
  await lying.close();
});

it('demands the CSRF token on every write of a session, also to sign out', async () => {
  for (const route of walkRoutes(t.app)) {
    if (route.access === 'public' || route.method === 'GET') continue;
    const browser = await t.enter('root', ['admin']);
    for (const csrf of ['', 'wrong', (await t.enter('other', ['admin'])).csrf]) {
      browser.csrf = csrf;
      const reply = await browser.call(route.method, route.path.replaceAll(/:\w+/g, 'none'), {});
      expect([route.path, reply.body?.code]).toEqual([route.path, 'CSRF_TOKEN_WRONG']);
    }
  }
});

it('needs no right for what is public and a right for what is not', () => {
  expect(mayCall({ access: 'public', session: false }, undefined)).toBe(true);
  expect(mayCall({ access: 'account', session: false }, undefined)).toBe(false);
});

it('describes itself in valid OpenAPI 3.1, with the access of every route', async () => {
  const reply = await t.app.inject('/api/v1/openapi.json');
  const description = reply.json();
  expect(description.openapi).toMatch(/^3\.1\./);
  const verdict = await new Validator().validate(description);
  expect(verdict.errors ?? []).toEqual([]);
  expect(verdict.valid).toBe(true);
  for (const route of walkRoutes(t.app)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = description.paths[path]?.[route.method.toLowerCase()];
    expect([path, operation?.summary]).toEqual([path, route.summary]);
    expect([path, operation.security.length === 0]).toEqual([path, route.access === 'public']);
  }
  expect((await new Validator().validate({ ...description, info: {} })).valid).toBe(false);
});
