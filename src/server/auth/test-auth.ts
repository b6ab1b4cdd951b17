// For tests: a server with sign-in over a fresh SQLite store, a clock to turn, and a browser that keeps cookies.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Role } from '#model/vocab/role.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { openSealer } from '#store/records/seal.ts';
import { Bus } from '../http/bus.ts';
import type { Route } from '../http/route.ts';
import { buildServer } from '../http/server.ts';
import { type Auth, type AuthOptions, openAuth } from './auth.ts';
import type { Cost } from './password.ts';
import { authRoutes } from './routes.ts';

/** Weak on purpose: tests make many accounts. */
const testCost: Cost = { n: 2 ** 10, r: 8, p: 1 };
export const goodPassword = 'ferry lantern copper 9';

export interface TestAuth {
  directory: string;
  records: Records;
  auth: Auth;
  app: FastifyInstance;
  /** Everything the server logged. */
  log: string[];
  clock: { now: number };
  /** An account with a live session, without the cost of signing in. */
  enter(name: string, roles: Role[]): Promise<Browser>;
  close(): Promise<void>;
}

/** `routes` replaces the routes of sign-in, for tests of the whole application. */
export async function startTestAuth(
  options: Partial<AuthOptions> & {
    routes?: (auth: Auth, records: Records) => Route[];
    strict?: number;
  } = {},
): Promise<TestAuth> {
  const directory = mkdtempSync(join(tmpdir(), 'hinomi-auth-'));
  const records = options.records ?? (await openRecords({ sqliteFile: join(directory, 'records.sqlite') }));
  const clock = { now: 1_750_000_000_000 };
  const auth = openAuth({
    records,
    sealer: openSealer(join(directory, 'key')),
    clock: () => clock.now,
    secure: false,
    passwordCost: testCost,
    ...options,
  });
  const log: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const app = await buildServer({
    routes: options.routes?.(auth, records) ?? authRoutes(auth),
    authenticator: auth.authenticator,
    bus: new Bus(),
    clock: () => clock.now,
    version: '0.0.0',
    rateLimits: { calls: 1e6, strict: options.strict ?? 1e6 },
    log: { level: 'debug', stream },
  });
  return {
    directory,
    records,
    auth,
    app,
    log,
    clock,
    async enter(name, roles) {
      const account =
        (await auth.accounts.byName(name)) ??
        (await auth.accounts.create({
          name,
          displayName: '',
          roles,
          language: 'en',
          password: goodPassword,
        }));
      const browser = new Browser(app);
      browser.cookies.set('hinomi_session', (await auth.sessions.open(account.id, '127.0.0.1')).token);
      await browser.look();
      return browser;
    },
    async close() {
      await app.close();
      await records.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Calls as the console does: with its cookies and its CSRF token. */
export class Browser {
  readonly cookies = new Map<string, string>();
  csrf = '';
  readonly #app: FastifyInstance;
  readonly #address: string;

  constructor(app: FastifyInstance, address = '127.0.0.1') {
    this.#app = app;
    this.#address = address;
  }

  async call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await this.#app.inject({
      method,
      url: path.startsWith('/api/') ? path : `/api/v1${path}`,
      remoteAddress: this.#address,
      headers: { ...(cookie ? { cookie } : {}), ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}) },
      ...(body ? { payload: body } : {}),
    });
    for (const { name, value } of reply.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const json = reply.headers['content-type']?.toString().includes('json') ? reply.json() : undefined;
    if (typeof json?.csrf === 'string') this.csrf = json.csrf;
    return { status: reply.statusCode, body: json, text: reply.body, headers: reply.headers };
  }

  look() {
    return this.call('GET', '/session');
  }

  signIn(name: string, password: string, totp?: string) {
    return this.call('POST', '/session', { name, password, ...(totp ? { totp } : {}) });
  }
}
