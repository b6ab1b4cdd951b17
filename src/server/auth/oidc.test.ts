// Sign-in at a real provider on loopback: the code flow with PKCE, and everything that must be refused.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { minute } from '#model/time.ts';
import { parseRoleMap } from './oidc.ts';
import { Browser, startTestAuth, type TestAuth } from './test-auth.ts';
import { startProvider, type TestProvider } from './test-oidc-provider.ts';

let provider: TestProvider;
let t: TestAuth;

const settings = (issuer: string) => ({
  issuer,
  clientId: 'hinomi',
  clientSecret: 'client secret of the test',
  publicUrl: 'http://127.0.0.1:8080',
  rolesClaim: 'groups',
  roleMap: parseRoleMap(['soc=analyst', 'cn=a,dc=b=admin']),
  defaultRoles: ['viewer' as const],
});

beforeEach(async () => {
  provider = await startProvider('hinomi', 'client secret of the test');
  provider.person = {
    sub: 'u-1',
    preferred_username: 'aki',
    name: '晶',
    locale: 'ja-JP',
    groups: ['soc', 'other'],
  };
  t = await startTestAuth({ oidc: settings(provider.issuer) });
});
afterEach(async () => {
  await t.close();
  await provider.close();
});

/** Goes to the provider as a browser does and returns the address it sends back to. */
async function visitProvider(browser: Browser, returnTo = '/incidents?status=new'): Promise<string> {
  const begun = await browser.call('GET', `/session/oidc?returnTo=${encodeURIComponent(returnTo)}`);
  expect(begun.status).toBe(302);
  const answer = await fetch(String(begun.headers.location), { redirect: 'manual' });
  const back = new URL(answer.headers.get('location')!);
  expect(back.origin).toBe('http://127.0.0.1:8080');
  return back.pathname + back.search;
}

async function signIn(browser = new Browser(t.app), returnTo?: string) {
  const reply = await browser.call('GET', await visitProvider(browser, returnTo));
  return { browser, landed: String(reply.headers.location) };
}

it('makes an account at the first sign-in and finds it at the next, with roles from its groups', async () => {
  const { browser, landed } = await signIn();
  expect(landed).toBe('/incidents?status=new');
  const { account, csrf } = (await browser.look()).body;
  expect(account).toMatchObject({
    name: 'aki',
    displayName: '晶',
    language: 'ja',
    roles: ['analyst'],
    oidc: { subject: 'u-1' },
  });
  expect(csrf).not.toBe('');
  provider.person['groups'] = ['cn=a,dc=b', 'soc'];
  const again = (await (await signIn()).browser.look()).body.account;
  expect(again.id).toBe(account.id);
  expect([...again.roles].sort()).toEqual(['admin', 'analyst']);
  provider.person['groups'] = [];
  expect((await (await signIn()).browser.look()).body.account.roles).toEqual(['viewer']);
  // Roles were lost: the earlier sessions ended.
  expect((await browser.look()).body.account).toBeNull();
});

it('never takes over a local account of the same name', async () => {
  const local = await t.enter('aki', ['admin']);
  const { browser } = await signIn();
  const { account } = (await browser.look()).body;
  expect(account.name).toMatch(/^aki-[0-9a-f]{8}$/);
  expect(account.roles).toEqual(['analyst']);
  expect((await local.look()).body.account.roles).toEqual(['admin']);
});

it.each([
  ['the user refuses', { error: 'access_denied' }],
  ['a foreign key signed', { foreignKey: true }],
  ['the audience is another', { claims: { aud: 'somebody-else' } }],
  ['the issuer is another', { claims: { iss: 'http://127.0.0.1:1' } }],
  ['the nonce is another', { claims: { nonce: 'replayed' } }],
  ['the token has expired', { claims: { exp: 1_000_000_000 } }],
])('refuses when %s', async (_, misbehave) => {
  provider.misbehave = misbehave;
  const { browser, landed } = await signIn();
  expect(landed).toBe('/login?error=OIDC_REFUSED');
  expect((await browser.look()).body.account).toBeNull();
});

it('refuses an answer of another browser, a used one and a late one', async () => {
  const mine = new Browser(t.app);
  const address = await visitProvider(mine);
  expect((await new Browser(t.app).call('GET', address)).headers.location).toBe('/login?error=OIDC_REFUSED');
  const thief = new Browser(t.app);
  await visitProvider(thief);
  expect((await thief.call('GET', address)).headers.location).toBe('/login?error=OIDC_REFUSED');
  const cookies = new Map(mine.cookies);
  expect((await mine.call('GET', address)).headers.location).toBe('/incidents?status=new');
  const replay = new Browser(t.app);
  for (const [name, value] of cookies) replay.cookies.set(name, value);
  expect((await replay.call('GET', address)).headers.location).toBe('/login?error=OIDC_REFUSED');
  const slow = new Browser(t.app);
  const late = await visitProvider(slow);
  t.clock.now += 11 * minute;
  expect((await slow.call('GET', late)).headers.location).toBe('/login?error=OIDC_REFUSED');
});

it('refuses a disabled account, and people without a role where no default is given', async () => {
  const { browser } = await signIn();
  const { id } = (await browser.look()).body.account;
  await t.auth.accounts.change(id, { disabled: true });
  expect((await signIn()).landed).toBe('/login?error=OIDC_REFUSED');
  const strict = await startTestAuth({ oidc: { ...settings(provider.issuer), defaultRoles: [] } });
  provider.person = { sub: 'u-2', groups: ['other'] };
  const reply = new Browser(strict.app);
  expect((await reply.call('GET', await visitProvider(reply))).headers.location).toBe(
    '/login?error=OIDC_REFUSED',
  );
  await strict.close();
});

it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a\r\nb', 'javascript:alert(1)'])(
  'does not send people to %j afterwards',
  async returnTo => {
    expect((await signIn(new Browser(t.app), returnTo)).landed).toBe('/');
  },
);

it('tells when the provider does not answer, and keeps secrets out of the log', async () => {
  await signIn();
  expect(t.log.join('')).not.toContain('client secret of the test');
  await provider.close();
  const lonely = await startTestAuth({ oidc: settings(provider.issuer) });
  expect((await new Browser(lonely.app).call('GET', '/session/oidc')).body).toMatchObject({
    code: 'OIDC_UNREACHABLE',
  });
  expect((await new Browser(lonely.app).look()).body.oidc).toBe(true);
  await lonely.close();
  expect(
    (
      await startTestAuth().then(async off => {
        const reply = await new Browser(off.app).call('GET', '/session/oidc');
        await off.close();
        return reply;
      })
    ).body.code,
  ).toBe('OIDC_OFF');
});

it('reads role maps and refuses unknown roles', () => {
  expect(parseRoleMap(['a=b=viewer']).get('a=b')).toBe('viewer');
  for (const wrong of ['x', 'x=boss', '=viewer']) expect(() => parseRoleMap([wrong])).toThrow('group=role');
});
