// The HTTP server: schemas both ways, one door, bounded uploads and streams.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HinomiError } from '#model/errors.ts';
import type { Role } from '#model/vocab/role.ts';
import type { Authenticator } from './access.ts';
import { Bus } from './bus.ts';
import { EventStream } from './event-stream.ts';
import { addressKey } from './rate-limits.ts';
import { defineRoute, type Principal, type Route } from './route.ts';
import { buildServer, type ServerOptions } from './server.ts';
import { streamRoute } from './stream-route.ts';

/** Lets in whoever names roles in a header. */
const byHeader: Authenticator = {
  async authenticate(request: FastifyRequest): Promise<Principal | undefined> {
    const roles = request.headers['x-roles'];
    if (typeof roles !== 'string') return undefined;
    const name = String(request.headers['x-name'] ?? 'a');
    const account = {
      id: name,
      name,
      displayName: '',
      roles: [],
      language: 'en' as const,
      disabled: false,
      totp: false,
      created: 0,
      updated: 0,
    };
    return { account, roles: roles.split(',') as Role[], via: 'session', id: 's' };
  },
  csrfToken: () => 'right',
};

const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/things/:id',
    access: 'read',
    summary: 'A thing',
    tags: ['things'],
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({
      limit: Type.Integer({ default: 10, maximum: 100 }),
      deep: Type.Optional(Type.Boolean()),
    }),
    response: Type.Object({ id: Type.String(), limit: Type.Integer(), deep: Type.Optional(Type.Boolean()) }),
    handler: ({ params, query }) => ({ id: params.id, ...query, secret: 'not in the schema' }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/things',
    access: 'list',
    summary: 'Make a thing',
    tags: ['things'],
    body: Type.Object({ name: Type.String({ minLength: 2 }) }),
    response: Type.Object({ name: Type.String() }),
    status: 201,
    handler: ({ body }) => body,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/upload',
    access: 'public',
    summary: 'Count bytes',
    tags: ['things'],
    streamBody: true,
    response: Type.Object({ bytes: Type.Integer() }),
    async handler({ request }) {
      let bytes = 0;
      for await (const chunk of request.body as AsyncIterable<Buffer>) bytes += chunk.length;
      return { bytes };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/broken',
    access: 'public',
    summary: 'Throws',
    tags: ['things'],
    query: Type.Object({ how: Type.String() }),
    handler({ query }) {
      if (query.how === 'coded')
        throw new HinomiError('TEA', 'short and stout', {
          status: 418,
          place: { field: 'spout' },
          remedy: 'pour',
        });
      throw new Error('the password of the database is hunter2');
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/strict',
    access: 'public',
    summary: 'Rarely',
    tags: ['things'],
    rate: 'strict',
    handler: () => undefined,
  }),
];

describe('the server', () => {
  let app: FastifyInstance;
  let directory: string;
  const bus = new Bus();
  const lines: string[] = [];
  const base: ServerOptions = {
    routes,
    authenticator: byHeader,
    bus,
    clock: Date.now,
    version: '0.0.0',
    log: {
      level: 'info',
      stream: new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk));
          done();
        },
      }),
    },
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'hinomi-console-'));
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>console</title>');
    writeFileSync(join(directory, 'assets', 'main-a1b2c3d4.js'), 'export {}');
    app = await buildServer({ ...base, consoleDirectory: directory });
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });

  it('converts and defaults the query, and answers only what the schema names', async () => {
    const reply = await app.inject({ url: '/api/v1/things/7?deep=true', headers: { 'x-roles': 'viewer' } });
    expect(reply.json()).toEqual({ id: '7', limit: 10, deep: true });
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.headers['content-security-policy']).toContain("script-src 'self';");
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers['x-frame-options']).toBe('DENY');
  });

  it('names the field that is wrong', async () => {
    const headers = { 'x-roles': 'analyst', 'x-csrf-token': 'right' };
    const post = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/things', headers, payload });
    expect((await post({ name: 'x' })).json()).toMatchObject({
      code: 'REQUEST_INVALID',
      place: { field: 'body/name' },
    });
    expect((await post({})).json()).toMatchObject({ place: { field: 'body/name' } });
    expect((await post({ name: 'xy' })).statusCode).toBe(201);
    const bad = await app.inject({ url: '/api/v1/things/7?limit=1000', headers });
    expect(bad.json()).toMatchObject({ code: 'REQUEST_INVALID', place: { field: 'querystring/limit' } });
    const json = { ...headers, 'content-type': 'application/json' };
    const garbled = await app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: json,
      payload: '{"name":',
    });
    expect([garbled.statusCode, garbled.json().code]).toEqual([400, 'REQUEST_INVALID']);
    const big = await post({ name: 'x'.repeat(1_100_000) });
    expect([big.statusCode, big.json().code]).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  it('lets in by right, demands the CSRF token, and refuses other sites and their content types', async () => {
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/v1/things', headers, payload: { name: 'xy' } });
    expect((await post({})).json().code).toBe('NOT_SIGNED_IN');
    expect((await post({ 'x-roles': 'viewer', 'x-csrf-token': 'right' })).json().code).toBe('FORBIDDEN');
    expect((await post({ 'x-roles': 'analyst' })).json().code).toBe('CSRF_TOKEN_WRONG');
    const right = { 'x-roles': 'analyst', 'x-csrf-token': 'right' };
    expect((await post({ ...right, 'sec-fetch-site': 'cross-site' })).json().code).toBe('CROSS_SITE');
    expect((await post({ ...right, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
      const reply = await app.inject({
        method: 'POST',
        url: '/api/v1/things',
        headers: { ...right, 'content-type': type },
        payload: '{"name":"xy"}',
      });
      expect([type, reply.statusCode]).toEqual([type, 415]);
    }
  });

  it('streams an upload without holding it', async () => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/v1/upload',
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.alloc(3_000_000),
    });
    expect(reply.json()).toEqual({ bytes: 3_000_000 });
  });

  it('tells coded errors and hides the others', async () => {
    const coded = await app.inject('/api/v1/broken?how=coded');
    expect(coded.statusCode).toBe(418);
    expect(coded.json()).toEqual({
      code: 'TEA',
      message: 'short and stout',
      remedy: 'pour',
      place: { field: 'spout' },
      request: expect.any(String),
    });
    const hidden = await app.inject('/api/v1/broken?how=badly');
    expect(hidden.statusCode).toBe(500);
    expect(hidden.body).not.toContain('hunter2');
    expect(hidden.json().request).toBe(hidden.headers['x-request-id']);
    expect(lines.join('')).toContain(hidden.json().request);
    expect(lines.join('')).not.toContain('how=badly');
  });

  it('answers deep links with the console and nothing outside it', async () => {
    const page = await app.inject({ url: '/incidents/42?tab=chain', headers: { accept: 'text/html' } });
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(page.body).toContain('<title>console');
    const asset = await app.inject('/assets/main-a1b2c3d4.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toContain('javascript');
    for (const url of [
      '/assets/none.js',
      '/api/v1/none',
      '/api',
      '/%00',
      '/..%2f..%2fetc%2fpasswd',
      '/favicon.ico',
    ])
      expect([url, (await app.inject({ url, headers: { accept: 'image/*' } })).statusCode]).toEqual([
        url,
        404,
      ]);
    expect((await app.inject('/%zz')).json()).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await app.inject('/../../etc/passwd')).body).not.toContain('root:');
    expect((await app.inject({ method: 'POST', url: '/incidents' })).statusCode).toBe(404);
  });

  it('limits strict routes by address', async () => {
    const limited = await buildServer({ ...base, rateLimits: { strict: 3 }, trustProxy: ['127.0.0.1'] });
    const from = (ip: string) =>
      limited.inject({ method: 'POST', url: '/api/v1/strict', headers: { 'x-forwarded-for': ip } });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await from(`2001:db8:0:1::${n}`)).statusCode);
    expect(statuses).toEqual([204, 204, 204, 429]);
    expect((await from('2001:db8:0:2::1')).statusCode).toBe(204);
    expect((await from('2001:db8:0:1::9')).json().code).toBe('TOO_MANY_REQUESTS');
    await limited.close();
  });

  it('counts who is signed in by account, and made-up credentials by address', async () => {
    const limited = await buildServer({ ...base, rateLimits: { calls: 3 }, trustProxy: ['127.0.0.1'] });
    const call = async (ip: string, headers: Record<string, string>) =>
      (
        await limited.inject({
          url: '/api/v1/things/1?limit=1',
          headers: { 'x-forwarded-for': ip, ...headers },
        })
      ).statusCode;
    const room = '192.0.2.1';
    // Three people of one class: the first call of each counts for the address, the others for themselves.
    for (const name of ['a', 'b', 'c'])
      expect(await call(room, { 'x-roles': 'viewer', 'x-name': name, cookie: `s=${name}` })).toBe(200);
    for (let turn = 0; turn < 3; turn++)
      for (const name of ['a', 'b', 'c'])
        expect(await call(room, { 'x-roles': 'viewer', 'x-name': name, cookie: `s=${name}` })).toBe(200);
    expect(await call(room, { 'x-roles': 'viewer', 'x-name': 'a', cookie: 's=a' })).toBe(429);
    const made = [];
    for (let n = 0; n < 4; n++) made.push(await call('192.0.2.2', { cookie: `s=made-up-${n}` }));
    expect(made).toEqual([401, 401, 401, 429]);
    await limited.close();
  });

  it('does not start with a route that declares no access', async () => {
    await expect(
      (async () => {
        const bare = await buildServer(base);
        bare.get('/sneaky', () => 'hello');
      })(),
    ).rejects.toMatchObject({ code: 'ROUTE_WITHOUT_ACCESS' });
  });

  it('survives any bytes as path, query and body', async () => {
    const open = await buildServer({ ...base, rateLimits: { calls: 1e9 } });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.json(), fc.string(), async (path, body, query) => {
        const url = `/api/v1/${encodeURIComponent(path.toWellFormed())}?${encodeURI(query.toWellFormed())}`;
        const headers = { 'x-roles': 'admin', 'x-csrf-token': 'right', 'content-type': 'application/json' };
        const statuses = await Promise.all([
          open.inject({ url, headers: { 'x-roles': 'admin' } }),
          open.inject({ method: 'POST', url: '/api/v1/things', headers, payload: body }),
        ]);
        for (const { statusCode } of statuses) expect(statusCode).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    await open.close();
  });

  it('streams happenings to a real client, and closes in order', async () => {
    const live = await buildServer(base);
    const address = await live.listen({ host: '127.0.0.1', port: 0 });
    const headers = { 'x-roles': 'viewer' };
    const reply = await fetch(`${address}/api/v1/stream?topics=finding`, { headers });
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
    bus.publish('rates', { x: 1 });
    bus.publish('finding', { id: 'f1', tokenHash: 'hidden', path: '/hidden/too', text: 'line\nbreak' });
    const decoder = new TextDecoder();
    let got = '';
    const reader = reply.body!.getReader();
    while (!got.includes('finding')) got += decoder.decode((await reader.read()).value);
    expect(got).toContain('event: finding\ndata: {"id":"f1","text":"line\\nbreak"}\n\n');
    expect(got).not.toContain('rates');
    expect((await fetch(`${address}/api/v1/stream`)).status).toBe(401);
    const closing = live.close();
    while (!(await reader.read()).done);
    await closing;
    expect(bus.listeners).toBe(0);
  });
});

describe('an event stream', () => {
  it('drops the oldest for a slow reader and tells how many', async () => {
    const bus = new Bus();
    const stream = new EventStream(bus, { queue: 10 });
    stream.read();
    const big = 'x'.repeat(10_000);
    for (let n = 0; n < 100; n++) bus.publish('finding', { n, big });
    expect(stream.dropped).toBeGreaterThan(70);
    let text = '';
    stream.on('data', chunk => {
      text += chunk;
    });
    await sleep(20);
    expect(text).toContain(`event: dropped\ndata: {"count":${stream.dropped}}`);
    expect(text).toContain('"n":99');
    const seen = [...text.matchAll(/"n":(\d+)/g)].length;
    expect(seen + stream.dropped).toBe(100);
    stream.destroy();
  });

  it('ends when its reader may no longer stay', async () => {
    const bus = new Bus();
    const stream = new EventStream(bus, { heartbeat: 10, mayStay: async () => false });
    stream.resume();
    await new Promise(resolve => stream.once('end', resolve));
    expect(bus.listeners).toBe(0);
  });
});

it('ends the stream of a caller who is still signed in and lost the right to read', async () => {
  let roles: Role[] = ['viewer'];
  const principal = () => ({ account: { id: 'a' }, roles, via: 'token', id: 't' }) as unknown as Principal;
  const authenticator: Authenticator = { authenticate: async () => principal(), csrfToken: () => undefined };
  const bus = new Bus();
  const { route } = streamRoute(bus, authenticator, 10);
  let stream: EventStream | undefined;
  const reply = {
    header: () => reply,
    type: () => reply,
    send: (sent: EventStream) => {
      stream = sent;
      return reply;
    },
  };
  await route.handler({ query: {}, principal: principal(), request: {}, reply } as never);
  stream!.resume();
  await sleep(50);
  expect(bus.listeners).toBe(1);
  roles = ['partner'];
  await new Promise(resolve => stream!.once('end', resolve));
  expect(bus.listeners).toBe(0);
});

it('groups IPv6 addresses by /64', () => {
  expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
  expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(addressKey('2001:db8::1')).toBe(addressKey('2001:0db8:0:0:ffff::2'));
  expect(addressKey('2001:db8:0:1::1')).not.toBe(addressKey('2001:db8::1'));
  expect(addressKey('::1')).toBe('0:0:0:0::/64');
});
