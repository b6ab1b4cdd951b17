// Sign-in as a browser sees it: set-up, passwords, second factor, sessions, tokens, lock-out, audit.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '#model/time.ts';
import { setupLink } from './setup.ts';
import { Browser, goodPassword, startTestAuth, type TestAuth } from './test-auth.ts';

let t: TestAuth;
beforeEach(async () => {
  t = await startTestAuth();
});
afterEach(() => t.close());

const admin = { name: 'mio', displayName: '美緒', password: goodPassword, language: 'ja' };
const nextCode = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: t.clock.now });

describe('first set-up', () => {
  it('makes one administrator by the token in the file, once', async () => {
    const file = join(t.directory, 'setup-token');
    const token = (await t.auth.setup.prepare(file))!;
    expect(readFileSync(file, 'utf8').trim()).toBe(token);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await t.auth.setup.prepare(file)).toBe(token);
    expect(setupLink('http://localhost:8080/', token)).toBe(`http://localhost:8080/setup?token=${token}`);
    const browser = new Browser(t.app);
    expect((await browser.look()).body).toEqual({
      account: null,
      rights: [],
      csrf: '',
      setupNeeded: true,
      oidc: false,
    });
    expect((await browser.call('POST', '/setup', { ...admin, token: 'wrong' })).body.code).toBe(
      'SETUP_TOKEN_WRONG',
    );
    expect((await browser.call('POST', '/setup', { ...admin, token, password: 'short' })).body.code).toBe(
      'PASSWORD_WEAK',
    );
    const [first, second] = await Promise.all([
      browser.call('POST', '/setup', { ...admin, token }),
      new Browser(t.app).call('POST', '/setup', { ...admin, token, name: 'eve' }),
    ]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    expect((await new Browser(t.app).look()).body.setupNeeded).toBe(false);
    expect(await t.auth.setup.prepare(file)).toBeUndefined();
    expect(existsSync(file)).toBe(false);
  });

  it('makes a new token when the old one has expired', async () => {
    const file = join(t.directory, 'setup-token');
    const token = await t.auth.setup.prepare(file);
    t.clock.now += day + 1;
    expect((await new Browser(t.app).call('POST', '/setup', { ...admin, token })).body.code).toBe(
      'SETUP_TOKEN_WRONG',
    );
    expect(await t.auth.setup.prepare(file)).not.toBe(token);
  });
});

describe('passwords', () => {
  const newUser = {
    name: 'ken',
    displayName: 'Ken',
    roles: ['analyst'],
    language: 'en',
    password: goodPassword,
  };

  it('signs in, shows rights, signs out', async () => {
    const boss = await t.enter('boss', ['admin']);
    expect((await boss.call('POST', '/users', newUser)).status).toBe(201);
    expect((await boss.call('POST', '/users', { ...newUser, name: 'KEN' })).body.code).toBe('ACCOUNT_EXISTS');
    const browser = new Browser(t.app);
    expect((await browser.signIn('ken', 'wrong wrong wrong')).body.code).toBe('SIGN_IN_WRONG');
    expect((await browser.signIn('nobody', goodPassword)).body.code).toBe('SIGN_IN_WRONG');
    const entered = await browser.signIn('Ken', goodPassword);
    expect(entered.body.account).toMatchObject({ name: 'ken', roles: ['analyst'] });
    expect(entered.body.rights).toContain('query');
    expect(String(entered.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/);
    expect((await browser.look()).body.account.lastLogin).toBe(t.clock.now);
    expect((await browser.call('DELETE', '/session')).status).toBe(204);
    expect((await browser.look()).body.account).toBeNull();
  });

  it.each([
    ['short', 'ab12!xyzQ'],
    ['the name', 'mio-mio-mio-mio'],
    ['common', 'Password1234'],
    ['common with signs', 'P@ssw0rd!2024'],
    ['repeated words', 'adminadmin123'],
    ['one letter', 'aaaaaaaaaaaaaaaa'],
    ['digits', '123456789012'],
  ])('refuses a weak one: %s', async (_, password) => {
    const boss = await t.enter('boss', ['admin']);
    const reply = await boss.call('POST', '/users', { ...newUser, name: 'mio', password });
    expect(reply.body).toMatchObject({ code: 'PASSWORD_WEAK', place: { field: 'body/password' } });
  });

  it('takes good ones in any script', async () => {
    const boss = await t.enter('boss', ['admin']);
    for (const [n, password] of [
      'correct horse battery',
      'ひのみやぐらからみえるうみ',
      'xK9#mP2$vL5@',
    ].entries())
      expect((await boss.call('POST', '/users', { ...newUser, name: `u${n}`, password })).status).toBe(201);
  });

  it('changes, and ends the other sessions', async () => {
    const here = await t.enter('ken', ['viewer']);
    const there = await t.enter('ken', ['viewer']);
    const change = (current: string, next: string) => here.call('POST', '/me/password', { current, next });
    expect((await change('not this one at all', 'copper ferry lantern 7')).body.code).toBe('PASSWORD_WRONG');
    expect((await change(goodPassword, 'short')).body.code).toBe('PASSWORD_WEAK');
    expect((await change(goodPassword, 'copper ferry lantern 7')).status).toBe(204);
    expect((await here.look()).body.account.name).toBe('ken');
    expect((await there.look()).body.account).toBeNull();
    expect((await new Browser(t.app).signIn('ken', goodPassword)).status).toBe(401);
    expect((await new Browser(t.app).signIn('ken', 'copper ferry lantern 7')).status).toBe(200);
  });
});

describe('guessing', () => {
  it('is slowed down by account, whatever the address, and not for ever', async () => {
    await t.enter('ken', ['viewer']);
    const codes: string[] = [];
    for (let n = 0; n < 8; n++)
      codes.push((await new Browser(t.app, `192.0.2.${n}`).signIn('ken', `guess ${n}`)).body.code);
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('SIGN_IN_WRONG'));
    expect(codes.at(-1)).toBe('SIGN_IN_LOCKED');
    expect((await new Browser(t.app).signIn('ken', goodPassword)).status).toBe(429);
    t.clock.now += 16 * minute;
    expect((await new Browser(t.app).signIn('ken', goodPassword)).status).toBe(200);
  });

  it('is slowed down by address, whatever the account, and counts parallel attempts', async () => {
    const from = (n: number) => new Browser(t.app, `2001:db8:0:7::${n}`).signIn(`user${n}`, 'guess');
    const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => from(n)));
    expect(replies.filter(reply => reply.status === 401).length).toBeLessThanOrEqual(20);
    expect(replies.filter(reply => reply.status === 429).length).toBeGreaterThanOrEqual(20);
    expect((await new Browser(t.app, '2001:db8:0:8::1').signIn('user1', 'guess')).status).toBe(401);
  });
});

describe('second factor', () => {
  const turnOn = async (browser: Browser) => {
    const begun = await browser.call('POST', '/me/totp');
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Hinomi:ken\?/);
    expect(begun.body.qrSvg).toContain('<svg');
    const confirmed = await browser.call('PUT', '/me/totp', { code: nextCode(begun.body.secret) });
    return { secret: begun.body.secret as string, codes: confirmed.body.recoveryCodes as string[] };
  };

  it('is asked for after the password, and a code works once', async () => {
    const { secret } = await turnOn(await t.enter('ken', ['viewer']));
    const browser = new Browser(t.app);
    expect((await browser.signIn('ken', 'wrong wrong wrong')).body.code).toBe('SIGN_IN_WRONG');
    expect((await browser.signIn('ken', goodPassword)).body.code).toBe('TOTP_REQUIRED');
    // The code of the confirmation is used up.
    expect((await browser.signIn('ken', goodPassword, nextCode(secret))).body.code).toBe('SIGN_IN_WRONG');
    t.clock.now += 30_000;
    const code = nextCode(secret);
    const both = await Promise.all([
      browser.signIn('ken', goodPassword, code),
      new Browser(t.app).signIn('ken', goodPassword, code),
    ]);
    expect(both.map(reply => reply.status).sort()).toEqual([200, 401]);
    t.clock.now += 10 * minute;
    expect((await new Browser(t.app).signIn('ken', goodPassword, code)).status).toBe(401);
  });

  it('cannot be guessed at by somebody who knows the password', async () => {
    await turnOn(await t.enter('ken', ['viewer']));
    let judged = 0;
    for (let n = 0; n < 40; n++) {
      const browser = new Browser(t.app, `192.0.2.${n}`);
      await browser.signIn('ken', goodPassword);
      const { status } = await browser.signIn('ken', goodPassword, String(100_000 + n));
      if (status === 401) judged++;
    }
    expect(judged).toBeLessThan(8);
  });

  it('takes each recovery code once, and is turned off with the password', async () => {
    const owner = await t.enter('ken', ['viewer']);
    const { codes } = await turnOn(owner);
    expect(codes).toHaveLength(10);
    expect((await new Browser(t.app).signIn('ken', goodPassword, codes[3]!.toLowerCase())).status).toBe(200);
    expect((await new Browser(t.app).signIn('ken', goodPassword, codes[3])).status).toBe(401);
    expect((await owner.call('POST', '/me/totp')).body.code).toBe('TOTP_ON');
    expect((await owner.call('DELETE', '/me/totp', { password: 'wrong wrong wrong' })).body.code).toBe(
      'PASSWORD_WRONG',
    );
    expect((await owner.call('DELETE', '/me/totp', { password: goodPassword })).status).toBe(204);
    expect((await new Browser(t.app).signIn('ken', goodPassword)).status).toBe(200);
  });

  it('keeps its secret sealed at rest', async () => {
    const { secret, codes } = await turnOn(await t.enter('ken', ['viewer']));
    const kept =
      readFileSync(join(t.directory, 'records.sqlite'), 'latin1') +
      readFileSync(join(t.directory, 'records.sqlite-wal'), 'latin1');
    expect(kept).toContain('"totp":{"secret":"v1.');
    for (const text of [secret, ...codes, goodPassword]) expect(kept).not.toContain(text);
  });
});

describe('sessions', () => {
  it('end when idle, at their age, and with the account', async () => {
    const browser = await t.enter('ken', ['viewer']);
    for (let n = 0; n < 10; n++) {
      t.clock.now += 7 * hour;
      expect((await browser.look()).body.account?.name).toBe('ken');
    }
    t.clock.now += 7 * hour + minute;
    expect((await browser.look()).body.account?.name).toBe('ken');
    t.clock.now += 8 * hour;
    expect((await browser.look()).body.account).toBeNull();
    const again = await t.enter('ken', ['viewer']);
    t.clock.now += 7 * day;
    expect((await again.look()).body.account).toBeNull();
    expect(await t.auth.sweep()).toBe(2);
  });

  it('end when the account is disabled or loses a role', async () => {
    const boss = await t.enter('boss', ['admin']);
    const ken = await t.enter('ken', ['viewer', 'analyst']);
    const { id } = (await ken.look()).body.account;
    expect((await boss.call('PATCH', `/users/${id}`, { roles: ['viewer'] })).body.roles).toEqual(['viewer']);
    expect((await ken.look()).body.account).toBeNull();
    const again = await t.enter('ken', []);
    await boss.call('PATCH', `/users/${id}`, { disabled: true });
    expect((await again.look()).body.account).toBeNull();
    expect((await new Browser(t.app).signIn('ken', goodPassword)).body.code).toBe('SIGN_IN_WRONG');
  });

  it('use cookies that browsers send over https only, where it is', async () => {
    const secure = await startTestAuth({ secure: true });
    await secure.enter('ken', ['viewer']);
    const reply = await new Browser(secure.app).signIn('ken', goodPassword);
    expect(String(reply.headers['set-cookie'])).toMatch(
      /^__Host-hinomi_session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax/,
    );
    await secure.close();
  });
});

describe('accounts', () => {
  it('always leave an administrator', async () => {
    const boss = await t.enter('boss', ['admin']);
    const { id } = (await boss.look()).body.account;
    for (const change of [{ disabled: true }, { roles: ['viewer'] }])
      expect((await boss.call('PATCH', `/users/${id}`, change)).body.code).toBe('LAST_ADMIN');
    expect((await boss.call('DELETE', `/users/${id}`)).body.code).toBe('LAST_ADMIN');
    const second = await t.enter('second', ['admin']);
    expect((await second.call('DELETE', `/users/${id}`)).status).toBe(204);
    expect((await boss.look()).body.account).toBeNull();
    expect((await second.call('DELETE', `/users/${id}`)).status).toBe(404);
    expect((await second.call('PATCH', '/users/none', { disabled: true })).status).toBe(404);
  });

  it('never tell what is behind them', async () => {
    const boss = await t.enter('boss', ['admin']);
    const { items } = (await boss.call('GET', '/users')).body;
    expect(Object.keys(items[0]).sort()).toEqual([
      'created',
      'disabled',
      'displayName',
      'id',
      'language',
      'name',
      'roles',
      'totp',
      'updated',
    ]);
  });

  it('let people change what is theirs and no more', async () => {
    const ken = await t.enter('ken', ['viewer']);
    const reply = await ken.call('PATCH', '/me', { displayName: '健', roles: ['admin'], disabled: true });
    expect(reply.body).toMatchObject({ displayName: '健', roles: ['viewer'], disabled: false });
  });

  it('take no field that no schema names, also from an administrator', async () => {
    const boss = await t.enter('boss', ['admin']);
    await t.enter('ken', ['viewer']);
    const { id } = (await t.auth.accounts.byName('ken'))!;
    const forged = {
      id: 'other',
      name: 'boss',
      oidc: { issuer: 'https://evil.example', subject: 'x' },
      created: 0,
    };
    expect((await boss.call('PATCH', `/users/${id}`, { displayName: 'K', ...forged })).status).toBe(200);
    const after = (await t.auth.accounts.get(id))!;
    expect(after).toMatchObject({ id, name: 'ken', displayName: 'K' });
    expect(after.oidc).toBeUndefined();
    expect(after.created).toBeGreaterThan(0);
    const made = await boss.call('POST', '/users', {
      ...{ name: 'new', displayName: '', roles: ['viewer'], language: 'en', password: goodPassword },
      oidc: forged.oidc,
    });
    expect(made.status).toBe(201);
    expect((await t.auth.accounts.byName('new'))!.oidc).toBeUndefined();
  });
});

describe('API tokens', () => {
  it('carry the roles both have, until they expire or go', async () => {
    const ken = await t.enter('ken', ['analyst', 'viewer']);
    const { id: account } = (await ken.look()).body.account;
    expect((await ken.call('POST', '/me/tokens', { name: 'x', roles: ['admin'], days: 1 })).body.code).toBe(
      'TOKEN_TOO_WIDE',
    );
    const made = (await ken.call('POST', '/me/tokens', { name: 'ci', roles: ['analyst'], days: 2 })).body;
    expect(made.token).toMatch(/^hinomi_[\w-]{43}$/);
    expect((await ken.call('GET', '/me/tokens')).body.items).toEqual([
      expect.not.objectContaining({ tokenHash: expect.anything() }),
    ]);
    const by = async (method: 'GET' | 'POST', url: string) =>
      t.app.inject({ method, url: `/api/v1${url}`, headers: { authorization: `Bearer ${made.token}` } });
    expect((await by('GET', '/session')).json().rights).toContain('query');
    expect((await by('GET', '/me/tokens')).json().code).toBe('FORBIDDEN');
    await t.auth.accounts.change(account, { roles: ['viewer'] });
    expect((await by('GET', '/session')).json()).toMatchObject({ account: { name: 'ken' }, rights: [] });
    t.clock.now += 2 * day;
    expect((await by('GET', '/session')).json().account).toBeNull();
    const again = await t.enter('ken', []);
    expect((await again.call('DELETE', `/me/tokens/${made.id}`)).status).toBe(204);
    expect((await again.call('DELETE', `/me/tokens/${made.id}`)).status).toBe(404);
  });

  it('of others cannot be removed', async () => {
    const ken = await t.enter('ken', ['viewer']);
    const { id } = (await ken.call('POST', '/me/tokens', { name: 'x', roles: [], days: 1 })).body;
    expect((await (await t.enter('eve', ['admin'])).call('DELETE', `/me/tokens/${id}`)).status).toBe(404);
  });
});

it('writes everything down, and no secret anywhere', async () => {
  const file = join(t.directory, 'setup-token');
  const setupToken = (await t.auth.setup.prepare(file))!;
  const boss = new Browser(t.app);
  await boss.call('POST', '/setup', { ...admin, token: setupToken });
  await boss.call('POST', `/setup?token=${setupToken}`, { ...admin, token: setupToken });
  await boss.call('POST', '/users', {
    name: 'ken',
    displayName: '',
    roles: ['viewer'],
    language: 'en',
    password: goodPassword,
  });
  const ken = new Browser(t.app);
  await ken.signIn('ken', 'a wrong secret guess');
  await ken.signIn('my secret typed as name', goodPassword);
  await ken.signIn('ken', goodPassword);
  const { secret } = (await ken.call('POST', '/me/totp')).body;
  const { token } = (await ken.call('POST', '/me/tokens', { name: 'ci', roles: [], days: 1 })).body;
  await t.app.inject({
    url: `/api/v1/session?token=${token}`,
    headers: { authorization: `Bearer ${token}` },
  });
  await ken.call('DELETE', '/session');

  const { items } = (await boss.call('GET', '/audit')).body;
  expect(items.map((entry: { action: string }) => entry.action).reverse()).toEqual([
    'setup.finished',
    'account.made',
    'session.refused',
    'session.opened',
    'token.made',
    'session.ended',
  ]);
  expect((await boss.call('GET', '/audit/verify')).body).toMatchObject({ ok: true, entries: items.length });

  const written = t.log.join('') + JSON.stringify(items);
  expect(t.log.length).toBeGreaterThan(10);
  expect(written).toContain('/api/v1/session');
  const secrets = [
    setupToken,
    goodPassword,
    'a wrong secret guess',
    'my secret typed',
    secret,
    token,
    ...boss.cookies.values(),
    ...ken.cookies.values(),
    boss.csrf,
    ken.csrf,
  ];
  for (const text of secrets) expect(written).not.toContain(text);
});
