// The whole application: every route of every room × every kind of caller, and its description as valid OpenAPI.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppParts, platformRoutes } from './app.ts';
import { startTestAuth, type TestAuth } from './auth/test-auth.ts';
import { loadSettings } from './config/load.ts';
import { openDrill } from './drill/drill.ts';
import { Bus } from './http/bus.ts';
import { walkRoutes } from './http/server.ts';
import { walkAccess } from './http/walk.ts';

/** Stands for a part that the door must keep callers from: whatever is asked of it, it throws when called. */
const loud = (name: string): never =>
  new Proxy(() => {}, {
    get: (_target, key) => (typeof key === 'symbol' || key === 'then' ? undefined : loud(`${name}.${key}`)),
    apply: () => {
      throw new Error(`${name} was called`);
    },
  }) as never;

let t: TestAuth;
beforeAll(async () => {
  t = await startTestAuth({
    routes: (auth, records) => {
      const parts: AppParts = {
        settings: loadSettings({}, {}, '/nonexistent'),
        store: loud('store'),
        records,
        auth,
        services: loud('services'),
        collector: loud('collector'),
        reach: { url: 'https://127.0.0.1:8443', pin: '' },
        queue: loud('queue'),
        drill: openDrill({
          records,
          auth,
          sealer: loud('sealer'),
          clock: Date.now,
          worlds: { subscribe: () => () => {} } as never,
          openView: loud('view'),
          publicUrl: '',
        }),
        dnsStatuses: () => [],
        blocked24h: async () => 0,
        bus: new Bus(),
        clock: Date.now,
      };
      return platformRoutes(parts);
    },
  });
});
afterAll(() => t?.close());

it('lets in whom each route declares, and nobody else', async () => {
  const { wrong, calls } = await walkAccess(t.app, t.auth, t.clock);
  expect(wrong).toEqual([]);
  expect(calls).toBe(walkRoutes(t.app).length * 37);
});

it('declares public only what the contract says', () => {
  const open = walkRoutes(t.app).filter(route => route.access === 'public');
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toMatchInlineSnapshot(`
    [
      "GET /a/:token",
      "GET /api/v1/openapi.json",
      "GET /api/v1/session",
      "GET /api/v1/session/oidc",
      "GET /api/v1/session/oidc/callback",
      "GET /healthz",
      "GET /metrics",
      "POST /a/:token/:step",
      "POST /api/v1/drill/enter",
      "POST /api/v1/session",
      "POST /api/v1/setup",
    ]
  `);
});

it('refuses an upload without a body instead of failing', async () => {
  const admin = await t.enter('uploader', ['admin']);
  expect(await admin.call('POST', '/inputs?name=nothing')).toMatchObject({
    status: 400,
    body: { code: 'UPLOAD_EMPTY' },
  });
});

it.each(['/events?from=1e308', '/events/histogram?from=-1e308', '/overview?to=9e15', '/audit?after=1e300'])(
  'refuses a number no clock shows: %s',
  async path => {
    const admin = await t.enter('reader', ['admin']);
    expect(await admin.call('GET', path)).toMatchObject({ status: 400 });
  },
);

it('refuses to export a search that cannot be read, before the download begins', async () => {
  const admin = await t.enter('exporter', ['admin']);
  expect(await admin.call('GET', '/events/export?format=csv&q=nosuch:1')).toMatchObject({
    status: 400,
    body: { code: 'SEARCH_UNKNOWN_FIELD' },
  });
});

it('describes itself in valid OpenAPI 3.1', async () => {
  const { errors, valid } = await new Validator().validate(
    (await t.app.inject('/api/v1/openapi.json')).json(),
  );
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});
