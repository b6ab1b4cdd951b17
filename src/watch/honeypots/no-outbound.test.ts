// The proof that a honeypot never reaches out: the system calls of a process under attack, and the imports of the code.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, expect, test } from 'vitest';
import { honeypots } from './registry.ts';
import { have } from './testing/harness.ts';
import { startHost } from './testing/host-process.ts';

const dir = mkdtempSync(join(tmpdir(), 'hinomi-outbound-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Calls in a strace log that reach an Internet address, but for UDP answers to `clients` (port numbers). */
function outboundCalls(log: string, clients: ReadonlySet<number>): string[] {
  return log.split('\n').filter(line => {
    if (!/sa_family=AF_INET6?/.test(line)) return false;
    if (/\bconnect\(/.test(line)) return true;
    if (!/\bsend(?:to|msg|mmsg)\(/.test(line)) return false;
    const ports = [...line.matchAll(/sin6?_port=htons\((\d+)\)/g)].map(match => Number(match[1]));
    return ports.some(port => !clients.has(port)) || !line.includes('127.0.0.1');
  });
}

const tracer = 'strace';
const mayTrace = have(tracer) && spawnSync(tracer, ['-o', '/dev/null', 'true']).status === 0;
if (!mayTrace)
  console.warn(
    'skipped: strace is missing or ptrace is not permitted; connect is watched in the process only',
  );
const traced = (log: string) => [
  tracer,
  '-f',
  '-qq',
  '-e',
  'trace=connect,sendto,sendmsg,sendmmsg',
  '-o',
  log,
];

test.skipIf(!mayTrace)('the check itself sees a connection and a datagram that leave', () => {
  const log = join(dir, 'planted');
  const script = `require('net').connect(9,'127.0.0.1').on('error',()=>{});const s=require('dgram').createSocket('udp4');s.send('x',9,'127.0.0.1',()=>s.close())`;
  spawnSync(traced(log)[0]!, [...traced(log).slice(1), process.execPath, '-e', script]);
  const found = outboundCalls(readFileSync(log, 'utf8'), new Set([4242]));
  expect(found.some(line => line.includes('connect('))).toBe(true);
  expect(found.some(line => line.includes('send'))).toBe(true);
});

test('attacked in every way that asks for a connection, the process makes none', async () => {
  const log = join(dir, 'calls');
  const host = await startHost(
    {
      address: '127.0.0.1',
      stateDir: dir,
      honeypots: honeypots.map(({ descriptor }) => ({ id: descriptor.id, port: 0 })),
    },
    mayTrace ? traced(log) : [],
  );
  const port = (id: string) => host.ports[id]!;

  const talk = (id: string, text: string) =>
    new Promise<void>(resolve => {
      const socket = connect(port(id), '127.0.0.1', () => socket.write(text)).resume();
      socket.on('error', () => {}).on('close', () => resolve());
      setTimeout(() => socket.destroy(), 700);
    });
  const downloads =
    'wget http://127.0.0.1:9/a; curl 127.0.0.1:9; tftp -g -r a 127.0.0.1; ftpget 127.0.0.1 a; nc 127.0.0.1 9; ping 127.0.0.1; ssh 127.0.0.1';
  await talk('telnet', `root\r\nroot\r\n${downloads}\r\nsh -c "${downloads}"\r\n`);
  await talk('http', 'CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: a\r\n\r\n');
  await talk(
    'http',
    `GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: 127.0.0.1:9\r\nX: ${'$'}{jndi:ldap://127.0.0.1:9/a}\r\n\r\n`,
  );
  await talk(
    'http',
    'POST /?u=http://127.0.0.1:9/ HTTP/1.1\r\nHost: a\r\nContent-Length: 27\r\n\r\ncmd=wget http://127.0.0.1:9',
  );
  await overSsh(port('ssh'), downloads);

  const client = createSocket('udp4');
  await new Promise<void>(resolve => client.bind(0, '127.0.0.1', resolve));
  const question = Buffer.from('123401000001000000000000076578616d706c65036f72670000010001', 'hex');
  for (const { descriptor } of honeypots)
    if (descriptor.transport === 'udp') client.send(question, port(descriptor.id), '127.0.0.1');
  await new Promise(resolve => setTimeout(resolve, 300));
  const clients = new Set([client.address().port]);
  client.close();

  const report = await host.stop();
  expect(report.actions['download-request']).toBeGreaterThan(8);
  expect(report.actions['tunnel-request']).toBeGreaterThan(3);
  expect(report.actions['amplification-request']).toBe(7);
  expect(report.outbound).toEqual([]);
  if (!mayTrace) return;
  const calls = readFileSync(log, 'utf8');
  expect(outboundCalls(calls, clients)).toEqual([]);
  expect(outboundCalls(calls, new Set()).length).toBeGreaterThan(0); // the answers to our own client were seen
}, 60_000);

/** Logs in, runs `command`, and asks for tunnels in both directions. */
function overSsh(port: number, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const ask = (step: (done: () => void) => void) => new Promise<void>(done => step(() => done()));
    client.on('error', reject).on('close', () => resolve());
    client.on('ready', async () => {
      await ask(done => client.exec(command, (_, channel) => channel.on('close', done).resume()));
      await ask(done => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 9, done));
      await ask(done => client.forwardIn('127.0.0.1', 0, done));
      await ask(done => client.openssh_forwardOutStreamLocal('/run/x', done));
      client.end();
    });
    client.connect({ host: '127.0.0.1', port, username: 'root', password: 'root' });
  });
}

/** Ways out that no honeypot file may name. `createServer`, `createSocket` and `Server` only listen. */
const forbidden: readonly RegExp[] = [
  /\bfetch\s*\(/,
  /node:(?:child_process|cluster|worker_threads|dns|http2|tls|inspector)/,
  /\b(?:net|http|https|tls|dgram)\s*\.\s*(?:connect|createConnection|request|get)\b(?!\.)/,
  /import\s*\{[^}]*\b(?:connect|createConnection|request|get|Agent|Client|Socket as)\b[^}]*\}\s*from\s*'(?:node:(?:net|http|https|tls)|ssh2)'/,
  /\bssh2\s*\.\s*(?:Client|createAgent|OpenSSHAgent)\b|new\s+Client\b/,
  /\.\s*(?:forwardOut|x11|openssh_forwardOutStreamLocal)\s*\(/,
  /from\s*'(?:undici|axios|got|node-fetch|ws)'/,
];

test('the code names no way out, and the check would notice', () => {
  const files = (readdirSync(import.meta.dirname, { recursive: true }) as string[]).filter(
    file => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing/'),
  );
  expect(files.length).toBeGreaterThan(45);
  for (const file of files) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    for (const pattern of forbidden)
      expect(pattern.test(source), `${relative('.', file)} matches ${pattern}`).toBe(false);
  }
  for (const planted of [
    "await fetch ('http://a')",
    "import { connect } from 'node:net'",
    'https.request({})',
    "import { spawn } from 'node:child_process'",
    'new ssh2.Client()',
    'client.forwardOut(a)',
  ])
    expect(
      forbidden.some(pattern => pattern.test(planted)),
      planted,
    ).toBe(true);
});
