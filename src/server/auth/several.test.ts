// Two servers on one PostgreSQL: nothing about sign-in lives in a process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecords } from '#store/records/records.ts';
import { openSealer } from '#store/records/seal.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '#store/records/test-postgres.ts';
import { walkAccess } from '../http/walk.ts';
import { Browser, goodPassword, startTestAuth, type TestAuth } from './test-auth.ts';

const programs = postgresPrograms();
if (!programs) console.warn('two servers on PostgreSQL: SKIPPED, no server under /usr/lib/postgresql/*/bin');

describe.skipIf(!programs)('two servers', () => {
  let server: TestPostgres;
  let directory: string;
  let one: TestAuth;
  let two: TestAuth;

  beforeAll(async () => {
    server = await startPostgres(programs!);
    directory = mkdtempSync(join(tmpdir(), 'hinomi-several-'));
    const start = async () =>
      startTestAuth({
        records: await openRecords({ postgresUrl: server.url }),
        sealer: openSealer(join(directory, 'key')),
      });
    [one, two] = await Promise.all([start(), start()]);
  });
  afterAll(async () => {
    await one?.close();
    await two?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('share sessions, and their end', async () => {
    const here = await one.enter('ken', ['admin']);
    const there = new Browser(two.app);
    for (const [name, value] of here.cookies) there.cookies.set(name, value);
    expect((await there.look()).body.account.name).toBe('ken');
    await there.call('DELETE', '/session');
    expect((await here.look()).body.account).toBeNull();
  });

  it('accept a code once between them', async () => {
    const owner = await one.enter('ren', ['viewer']);
    const { secret } = (await owner.call('POST', '/me/totp')).body;
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: one.clock.now });
    await owner.call('PUT', '/me/totp', { code: code() });
    one.clock.now += 30_000;
    two.clock.now = one.clock.now;
    const replies = await Promise.all(
      [one, two, one, two].map(({ app }) => new Browser(app).signIn('ren', goodPassword, code())),
    );
    expect(replies.filter(reply => reply.status === 200)).toHaveLength(1);
  });

  it('count failures together', async () => {
    await one.enter('sora', ['viewer']);
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        new Browser((n % 2 ? one : two).app, `192.0.2.${n}`).signIn('sora', 'guess'),
      ),
    );
    expect(replies.filter(reply => reply.status === 401)).toHaveLength(5);
    expect((await new Browser(two.app).signIn('sora', goodPassword)).body.code).toBe('SIGN_IN_LOCKED');
  });

  it('make one account of a name, keep one administrator and one audit chain', async () => {
    const make = (t: TestAuth) =>
      t.auth.accounts.create({
        name: 'twin',
        displayName: '',
        roles: ['admin'],
        language: 'en',
        password: goodPassword,
      });
    const made = await Promise.allSettled([make(one), make(two), make(one), make(two)]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const admins = (await one.auth.accounts.list()).filter(({ roles }) => roles.includes('admin'));
    const removed = await Promise.allSettled(
      admins.map(({ id }, n) => (n % 2 ? one : two).auth.accounts.remove(id)),
    );
    expect(removed.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await two.auth.audit.verify()).toMatchObject({ ok: true });
  });

  it('keep the door alike', async () => {
    expect((await walkAccess(one.app, one.auth, one.clock)).wrong).toEqual([]);
  });
});
