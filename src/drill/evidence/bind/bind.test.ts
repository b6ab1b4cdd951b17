// BIND itself logs the same line, character for character, for names of every kind.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookup } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { printName } from './name.ts';
import { bind } from './source.ts';

test('a question that reached the resolver, forwarded by the domain controller', () => {
  expect(textOf(bind, lookup())).toEqual([
    expect.stringMatching(
      /^02-Nov-2026 09:15:03\.250 queries: info: client @0x7f[0-9a-f]{7}098 10\.0\.2\.10#\d+ \(www\.news\.example\): query: www\.news\.example IN A \+E\(0\) \(10\.0\.1\.53\)$/,
    ),
  ]);
});

test('an answer from the cache is no question to the resolver', () => {
  expect(textOf(bind, lookup({ upstream: false }))).toEqual([]);
});

test('a blocked name has the line of the policy behind that of the question', () => {
  const [, second] = textOf(bind, lookup({ blocked: true, upstream: false, rcode: 'NXDOMAIN', answers: [] }));
  expect(second).toMatch(
    / rpz: info: client .*: rpz QNAME NXDOMAIN rewrite www\.news\.example\/A\/IN via www\.news\.example\.rpz\.local$/,
  );
});

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

const named = '/usr/sbin/named';
const digger = '/usr/bin/dig';
const able = existsSync(named) && existsSync(digger);

describe.skipIf(!able)(able ? 'BIND' : 'BIND is not installed: scripts/setup-debian.sh', () => {
  let folder = '';
  let server: ChildProcess | undefined;
  const names = [
    'ok.example',
    'bad.example',
    '_ldap._tcp.ok.example',
    'a b"c;d(e)$@.ok.example',
    '日本.ok.example',
  ];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bind-'));
    const port = await freePort();
    const zone = '$TTL 60\n@ SOA . . 1 60 60 60 60\n@ NS localhost.\n';
    writeFileSync(join(folder, 'ok.zone'), `${zone}@ A 192.0.2.1\n`);
    writeFileSync(join(folder, 'rpz.zone'), `${zone}bad.example CNAME .\n`);
    writeFileSync(
      join(folder, 'named.conf'),
      `options { directory "${folder}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none;
         recursion yes; forwarders { 127.0.0.1 port 1; }; forward only; dnssec-validation no;
         response-policy { zone "rpz.local"; } qname-wait-recurse no; };
       controls {};
       logging { channel q { file "query.log"; print-time yes; print-category yes; print-severity yes; };
         category queries { q; }; category rpz { q; }; };
       zone "rpz.local" { type primary; file "rpz.zone"; };
       zone "ok.example" { type primary; file "ok.zone"; };`,
    );
    server = spawn(named, ['-c', join(folder, 'named.conf'), '-f', '-n', '1'], { stdio: 'ignore' });
    const dig = (name: string) =>
      spawnSync(digger, [
        '-p',
        String(port),
        '@127.0.0.1',
        '+nocookie',
        '+noidnin',
        '+tries=1',
        '+timeout=1',
        name,
      ]);
    for (let i = 0; i < 50 && dig('ok.example').status !== 0; i++) await wait(100);
    for (const name of names.slice(1)) dig(name);
    await wait(300);
  });
  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test('writes what we write, but for time, pointer and addresses', () => {
    const plain = (line: string): string =>
      line
        .replace(/^\S+ \d{2}:\d{2}:\d{2}\.\d{3} /, 'TIME ')
        .replace(/@0x[0-9a-f]{12} [\d.]+#\d+/, 'CLIENT')
        .replace(/\([\d.]+\)$/, '(SERVER)');
    const theirs = new Set(readFileSync(join(folder, 'query.log'), 'utf8').trim().split('\n').map(plain));
    for (const name of names) {
      const blocked = name === 'bad.example';
      for (const line of textOf(bind, lookup({ name, blocked, rcode: blocked ? 'NXDOMAIN' : 'NOERROR' })))
        expect(theirs).toContain(plain(line));
    }
  });
});

test('names are printed as in master files', () => {
  expect(printName('.')).toBe('.');
  expect(printName('a.example.')).toBe('a.example');
  expect(printName('nul\0.example')).toBe('nul\\000.example');
});
