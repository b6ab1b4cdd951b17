// Lines as Debian 12 writes them, and names that try to break one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LinuxAuth } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { linuxAuth } from './source.ts';
import { uidOf } from './uid.ts';

const happened = (change: Partial<LinuxAuth>): LinuxAuth => ({
  kind: 'linux-auth',
  at: morning,
  host: machines.web,
  cause: '',
  what: 'ssh-accepted',
  account: 'suzuki.k',
  from: '10.10.1.42',
  port: 50_123,
  detail: 'password',
  pid: 4711,
  ...change,
});
const lines = (change: Partial<LinuxAuth>): string[] => textOf(linuxAuth, happened(change));
const uid = uidOf('suzuki.k');

test('a login by ssh', () => {
  expect(lines({}).slice(0, 2)).toEqual([
    'Nov  2 09:15:03 www01 sshd[4711]: Accepted password for suzuki.k from 10.10.1.42 port 50123 ssh2',
    `Nov  2 09:15:03 www01 sshd[4711]: pam_unix(sshd:session): session opened for user suzuki.k(uid=${uid}) by (uid=0)`,
  ]);
  expect(lines({})[2]).toMatch(
    /^Nov {2}2 09:15:03 www01 systemd-logind\[\d+\]: New session \d+ of user suzuki\.k\.$/,
  );
  expect(lines({ detail: 'publickey' })[0]).toMatch(/ ssh2: ED25519 SHA256:[A-Za-z0-9+/]{43}$/);
});

test('a session has one number from beginning to end', () => {
  const opened = / session (\d+) /.exec(lines({})[2]!)![1];
  expect(lines({ what: 'ssh-closed' })[4]).toMatch(new RegExp(`Removed session ${opened}\\.$`));
});

test('failures, sudo, cron and new accounts', () => {
  expect(lines({ what: 'ssh-failed' })).toEqual([
    'Nov  2 09:15:03 www01 sshd[4711]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.10.1.42  user=suzuki.k',
    'Nov  2 09:15:05 www01 sshd[4711]: Failed password for suzuki.k from 10.10.1.42 port 50123 ssh2',
  ]);
  expect(lines({ what: 'sudo', account: 'abe', detail: '/usr/sbin/rndc status' })[0]).toBe(
    'Nov  2 09:15:03 www01 sudo:      abe : TTY=pts/0 ; PWD=/home/abe ; USER=root ; COMMAND=/usr/sbin/rndc status',
  );
  expect(lines({ what: 'cron', account: 'root', from: '' })).toEqual([
    'Nov  2 09:15:03 www01 CRON[4711]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)',
    'Nov  2 09:15:03 www01 CRON[4711]: pam_unix(cron:session): session closed for user root',
  ]);
  expect(lines({ what: 'user-added', account: 'root', detail: 'svc' })[1]).toBe(
    `Nov  2 09:15:03 www01 useradd[4711]: new user: name=svc, UID=${uidOf('svc')}, GID=${uidOf('svc')}, home=/home/svc, shell=/bin/bash, from=/dev/pts/0`,
  );
});

test('sshd escapes names as vis does', () => {
  expect(lines({ what: 'ssh-failed', detail: 'no such user', account: 'a\nb\\日\x1b' })[0]).toContain(
    ': Invalid user a\\nb\\\\\\346\\227\\245\\033 from 10.10.1.42 port 50123',
  );
});

test('no name or command breaks a line', () => {
  const what = fc.constantFrom<LinuxAuth['what']>(
    'ssh-accepted',
    'ssh-failed',
    'ssh-closed',
    'sudo',
    'su',
    'cron',
    'user-added',
  );
  const any = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(what, any, any, (kind, account, detail) => {
      for (const line of lines({ what: kind, account, detail }))
        expect(line).toMatch(/^Nov {2}2 09:15:0\d www01 [\w-]+(\[\d+\])?: [^\x00-\x1f\x7f]*$/u);
    }),
    { numRuns: 40 },
  );
});
