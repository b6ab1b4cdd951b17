// Where alerts may be sent, and by whom: a webhook must not become a way to the machine's own services.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { csrfOf } from '../auth/authenticator.ts';
import { type Browser, startTestAuth, type TestAuth } from '../auth/test-auth.ts';
import { alertRoutes } from './alerts.ts';

let t: TestAuth;
let analyst: Browser;
let admin: Browser;
beforeAll(async () => {
  t = await startTestAuth({
    routes: (auth, records) =>
      alertRoutes({ records, notify: undefined as never, audit: auth.audit, clock: () => 1 }),
  });
  // Sign-in has no routes here: sessions are opened in the store, and the CSRF token follows from them.
  analyst = await t.enter('ana', ['analyst']);
  admin = await t.enter('boss', ['admin']);
  for (const browser of [analyst, admin]) browser.csrf = csrfOf(browser.cookies.get('hinomi_session')!);
});
afterAll(() => t?.close());

const channel = (target: string) => ({
  name: 'x',
  kind: 'webhook',
  target,
  language: 'en',
  enabled: false,
  minSeverity: 0,
  classes: [],
  prefixes: [],
  tlp: 'clear',
});

it.each([
  'http://127.0.0.1:8123/?query=DROP',
  'http://localhost:9000/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://2130706433/',
  'http://0/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'https://127.1.2.3/',
  'https://169.254.169.254/latest/meta-data',
  'https://[fe80::1]/',
])('a webhook to this machine itself (%s) is an administrator’s to set', async target => {
  expect(await analyst.call('POST', '/alert-channels', channel(target))).toMatchObject({
    status: 400,
    body: { code: 'CHANNEL_INVALID', place: { field: 'target' } },
  });
  const mine = (await analyst.call('POST', '/alert-channels', channel('https://hooks.example/'))).body;
  expect((await analyst.call('PATCH', `/alert-channels/${mine.id}`, { target })).status).toBe(400);
  const made = await admin.call('POST', '/alert-channels', channel(target));
  expect(made.status).toBe(201);
  // What an administrator set may still be switched on by others, and not turned elsewhere.
  expect((await analyst.call('PATCH', `/alert-channels/${made.body.id}`, { enabled: true })).status).toBe(
    200,
  );
});

it.each([
  'http://hooks.example/',
  'file:///etc/passwd',
  'https://a:b@hooks.example/',
  'gopher://127.0.0.1/',
  'x',
])('a webhook to %s is nobody’s', async target => {
  for (const caller of [analyst, admin])
    expect((await caller.call('POST', '/alert-channels', channel(target))).status).toBe(400);
});
