// The whole DNS process against real peers: list → block → page → continue; kill -9 of either side.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '#model/ids.ts';
import type { Report } from '#model/record/report.ts';
import { systemClock } from '#model/time.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { createIndicatorService, type IndicatorService } from '../indicators/service.ts';
import type { DnsConfig } from './config.ts';
import { rrType } from './dns/constants.ts';
import type { DnsStatus, Hits } from './feed/messages.ts';
import { serveListFeed } from './feed/serve.ts';
import { type RunningDns, runDns } from './main.ts';
import { startAuthority } from './peers/authority.ts';
import { DnsClient } from './peers/client.ts';
import { findProgram, freePort } from './peers/process.ts';

const run = promisify(execFile);
let dir: string;
let records: Records;
let service: IndicatorService;
let authority: Awaited<ReturnType<typeof startAuthority>>;
let config: DnsConfig;
let dns: RunningDns | undefined;
let server: Awaited<ReturnType<typeof serveListFeed>> | undefined;
let child: ChildProcess | undefined;
const reports: Report[] = [];
const hits: Hits[] = [];
let last: DnsStatus | undefined;
const base = { confidence: 80, reason: { id: 'finding.x', values: {} }, days: 30, labels: ['malware'] };

const serve = async () => {
  server = await serveListFeed(config.feedSocket, service.feed, {
    status: status => {
      last = status;
    },
    report: async report => {
      reports.push(report);
    },
    hits: async each => {
      hits.push(each);
    },
  });
};
const eventually = async (what: string, check: () => unknown, ms = 10_000) => {
  for (const end = Date.now() + ms; ; await new Promise(resolve => setTimeout(resolve, 10)))
    if (await check()) return;
    else if (Date.now() > end) throw new Error(`never: ${what}`);
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hinomi-dns-'));
  records = await openRecords({ sqliteFile: join(dir, 'records.db') });
  service = createIndicatorService({ records, clock: systemClock });
  authority = await startAuthority({
    addressOf: name => (name.startsWith('leads-to-bad') ? '198.18.9.9' : '192.0.2.1'),
  });
  config = {
    dir: join(dir, 'dns'),
    feedSocket: join(dir, 'run', 'list.sock'),
    hotZone: 'hot.rpz.hinomi',
    baseZone: 'base.rpz.hinomi',
    warningUrl: 'http://127.0.0.1:8081/',
    rpz: {
      listen: { address: '127.0.0.1', port: 0 },
      warningHost: 'warning.hinomi.internal',
      keys: [],
      allow: [{ from: '127.0.0.1' }],
      secondaries: [],
    },
    forwarder: {
      listen: { address: '127.0.0.1', port: 0 },
      upstreams: [{ address: '127.0.0.1', port: authority.port }],
      warningAddresses: ['127.0.0.53', 'fd00::53'],
      blockedTtl: 1,
    },
    warningPage: { listen: { address: '127.0.0.1', port: 0 }, blockedTtl: 1 },
  };
  reports.length = 0;
  hits.length = 0;
  last = undefined;
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await dns?.close();
  dns = undefined;
  await server?.close();
  await authority.close();
  service.close();
  await records.close();
  await rm(dir, { recursive: true, force: true });
});

const get = (port: number, host: string, options: { path?: string; form?: string; language?: string } = {}) =>
  new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const out = request(
      {
        port,
        path: options.path ?? '/',
        method: options.form === undefined ? 'GET' : 'POST',
        headers: {
          host,
          'accept-language': options.language ?? 'en',
          ...(options.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      response => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }));
      },
    );
    out.on('error', reject);
    out.end(options.form);
  });

test('listing blocks at once with the reason, the page explains, "continue anyway" lets this client pass', async () => {
  await serve();
  await service.add({ ...base, value: 'evil.example' }, 'account:ann');
  await service.add({ ...base, value: '198.18.9.9', action: 'warn' }, 'rule:x');
  dns = await runDns(config, { clock: systemClock, random: systemRandom });
  await dns.ready;
  const client = await DnsClient.open(dns.ports.resolver!);
  expect((await client.ask('www.evil.example'))?.addresses).toEqual(['127.0.0.53']);
  expect((await client.ask('fine.example'))?.addresses).toEqual(['192.0.2.1']);
  expect((await client.ask('leads-to-bad.example'))?.addresses).toEqual(['127.0.0.53']);
  const six = await client.ask('evil.example', rrType.AAAA, 1_000, true);
  expect(six?.message.answers).toHaveLength(1);
  const option = six?.message.additionals[0]?.rdata ?? Buffer.alloc(0);
  expect(Buffer.from(option).readUInt16BE(0)).toBe(15);
  expect(Buffer.from(option).readUInt16BE(4)).toBe(15);
  expect(Buffer.from(option).toString()).toContain('finding.x');
  const start = performance.now();
  const made = await service.add({ ...base, value: 'fine.example', labels: ['c2'] }, 'account:ann');
  await eventually(
    'fine.example blocked',
    async () => (await client.ask('fine.example'))?.addresses[0] === '127.0.0.53',
  );
  const blockedAfter = performance.now() - start;
  await service.falsePositive(made.id, 'account:ann');
  await eventually(
    'fine.example answered',
    async () => (await client.ask('fine.example'))?.addresses[0] === '192.0.2.1',
  );
  console.log(`service.add → own forwarder blocks: ${blockedAfter.toFixed(1)} ms`);

  const port = dns.ports.warningPage!;
  const english = await get(port, 'www.evil.example');
  expect(english.status).toBe(403);
  expect(english.text).toContain('www[.]evil[.]example');
  expect(english.text).toContain('Malware');
  expect(english.text).not.toMatch(/<script|src=|https?:\/\/(?!x)/);
  expect(String(english.headers['content-security-policy'])).toContain("default-src 'none'");
  expect((await get(port, 'www.evil.example', { language: 'ja,en;q=0.5' })).text).toContain(
    '接続を止めました',
  );
  expect((await get(port, 'leads-to-bad.example')).status).toBe(403);
  expect((await get(port, 'unknown.example')).status).toBe(404);
  expect((await get(port, '"><script>alert(1)</script>')).text).not.toContain('<script');
  const token = /name="token" value="([^"]+)"/.exec(english.text)![1]!;
  expect((await get(port, 'www.evil.example', { path: '/-/continue', form: 'token=forged' })).status).toBe(
    400,
  );
  expect(
    (await get(port, 'www.evil.example', { path: '/-/report', form: `token=${token}&text=not+bad` })).status,
  ).toBe(200);
  expect((await get(port, 'www.evil.example', { path: '/-/continue', form: `token=${token}` })).status).toBe(
    200,
  );
  expect((await client.ask('www.evil.example'))?.addresses).toEqual(['192.0.2.1']);
  const other = await DnsClient.open(dns.ports.resolver!, '127.0.0.1', '127.0.0.9');
  expect((await other.ask('www.evil.example'))?.addresses).toEqual(['127.0.0.53']);
  await eventually('reports', () => reports.length === 2);
  expect(reports.map(each => each.kind)).toEqual(['mistake', 'continued']);
  expect(JSON.stringify(reports)).not.toContain('127.0.0.1');
  for (let index = 0; index < 12; index++)
    await get(port, 'www.evil.example', { path: '/-/report', form: `token=${token}&text=x` });
  expect(reports.length).toBeLessThanOrEqual(10);
  await eventually('hits and status', () => hits.length > 0 && (last?.forwarder?.blocked ?? 0) > 0);
  client.close();
  other.close();
});

test.skipIf(!findProgram('dig'))(
  'dig reads the extended error; a stranger network gets no answer',
  async () => {
    await serve();
    await service.add({ ...base, value: 'evil.example', action: 'nxdomain' }, 'account:ann');
    config.forwarder!.clients = ['127.0.0.1/32'];
    dns = await runDns(config, { clock: systemClock, random: systemRandom });
    await dns.ready;
    const dig = (...args: string[]) =>
      run(findProgram('dig')!, ['-p', String(dns!.ports.resolver), '@127.0.0.1', ...args]).then(
        done => done.stdout,
      );
    const text = await dig('evil.example');
    expect(text).toContain('status: NXDOMAIN');
    expect(text).toMatch(/EDE: 15 \(Blocked\): .*finding\.x/);
    expect(await dig('+tcp', 'fine.example')).toContain('192.0.2.1');
    expect(await dig('+edns=1', '+noednsnegotiation', 'fine.example')).toContain('BADVERS');
    const other = await DnsClient.open(dns.ports.resolver!, '127.0.0.1', '127.0.0.9');
    expect(await other.ask('fine.example', 1, 300)).toBeUndefined();
    other.close();
  },
);

test('kill -9 of the DNS process and of the server: back without loss, serials only rise', async () => {
  const resolver = await freePort();
  const rpz = await freePort();
  config.forwarder!.listen.port = resolver;
  config.rpz!.listen.port = rpz;
  delete config.warningPage;
  await writeFile(join(dir, 'config.json'), JSON.stringify(config));
  const script = `import { readFileSync } from 'node:fs';
import { runDns } from ${JSON.stringify(new URL('./main.ts', import.meta.url).href)};
await runDns(JSON.parse(readFileSync(${JSON.stringify(join(dir, 'config.json'))}, 'utf8')), { clock: Date.now, random: size => crypto.getRandomValues(new Uint8Array(size)) });`;
  await writeFile(join(dir, 'run.mjs'), script);
  const start = () => {
    child = spawn(process.execPath, [join(dir, 'run.mjs')], {
      cwd: new URL('../../..', import.meta.url),
      stdio: 'inherit',
    });
  };
  const kill = async () => {
    const gone = new Promise(resolve => child!.once('exit', resolve));
    child!.kill('SIGKILL');
    await gone;
  };
  const client = await DnsClient.open(resolver);
  const zones = await DnsClient.open(rpz);
  const blocked = async (name: string) => (await client.ask(name, 1, 300))?.addresses[0] === '127.0.0.53';
  const serial = async (): Promise<number> => {
    const answer = await zones.ask('hot.rpz.hinomi', rrType.SOA, 300);
    return answer?.message.answers[0]
      ? Buffer.from(answer.message.answers[0].rdata).readUInt32BE(11 + 20)
      : 0;
  };
  await serve();
  await service.addMany(
    Array.from({ length: 300 }, (_, index) => `first-${index}.example`).join('\n'),
    base,
    'feed:f',
  );
  start();
  await eventually('first list', () => blocked('first-299.example'), 20_000);
  const serials: number[] = [];
  for (let round = 0; round < 3; round++) {
    await service.add({ ...base, value: `round-${round}.example` }, 'account:ann');
    if (round % 2 === 0) await eventually('listed', () => blocked(`round-${round}.example`));
    serials.push(await serial());
    await kill();
    await service.add({ ...base, value: `while-down-${round}.example` }, 'account:ann');
    start();
    await eventually('caught up', () => blocked(`while-down-${round}.example`), 20_000);
    expect(await blocked(`round-${round}.example`)).toBe(true);
    await eventually('zones served', async () => (await serial()) > 0);
    serials.push(await serial());
  }
  expect([...serials].sort((a, b) => a - b)).toEqual(serials);
  expect(serials.at(-1)).toBeGreaterThan(serials[0]!);
  // The server goes: the DNS process, even started anew, keeps answering from its disk.
  await server!.close();
  server = undefined;
  await kill();
  start();
  await eventually('answers without a server', () => blocked('first-7.example'), 20_000);
  const gone = await service.add({ ...base, value: 'first-7.example' }, 'account:ann');
  await service.falsePositive(gone.id, 'account:ann');
  await serve();
  await eventually(
    'unlisted after the server came back',
    async () => !(await blocked('first-7.example')),
    20_000,
  );
  client.close();
  zones.close();
});
