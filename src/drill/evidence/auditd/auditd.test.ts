// Records as the kernel of Debian 12 writes them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Audit } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { auditd } from './source.ts';

const happened = (change: Partial<Audit>): Audit => ({
  kind: 'audit',
  at: morning,
  host: machines.web,
  cause: '',
  what: 'execve',
  account: 'www-data',
  uid: 33,
  pid: 2260,
  exe: '/bin/sh',
  arguments: ['sh', '-c', 'id; uname -a'],
  path: '',
  ok: true,
  ...change,
});
const lines = (change: Partial<Audit>): string[] => textOf(auditd, happened(change));
const head = /^node=www01 type=([A-Z_]+) msg=audit\(1793578503\.250:(\d+)\): (.*)$/;

test('a program that is run', () => {
  const records = lines({}).map(line => head.exec(line)!);
  expect(records.map(([, type]) => type)).toEqual(['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PATH', 'PROCTITLE']);
  expect(new Set(records.map(([, , serial]) => serial)).size).toBe(1);
  expect(records[0]![3]).toMatch(
    /^arch=c000003e syscall=59 success=yes exit=0 a0=[0-9a-f]+ a1=[0-9a-f]+ a2=[0-9a-f]+ a3=8 items=2 ppid=2259 pid=2260 auid=4294967295 uid=33 gid=33 euid=33 suid=33 fsuid=33 egid=33 sgid=33 fsgid=33 tty=\(none\) ses=4294967295 comm="sh" exe="\/usr\/bin\/dash" subj=unconfined key="exec"$/,
  );
  expect(records[1]![3]).toBe('argc=3 a0="sh" a1="-c" a2=69643B20756E616D65202D61');
  expect(records[2]![3]).toBe('cwd="/"');
  expect(records[5]![3]).toBe('proctitle=7368002D630069643B20756E616D65202D61');
});

test('what a timer starts belongs to root and to no login', () => {
  const [call, words] = lines({
    account: 'root',
    uid: 0,
    arguments: ['/bin/sh', '/usr/lib/sysstat/sa1', '1', '1'],
    path: '/usr/lib/sysstat/sa1',
    daemon: true,
  });
  expect(call).toMatch(
    / auid=4294967295 uid=0 .* tty=\(none\) ses=4294967295 comm="sh" exe="\/usr\/bin\/dash" /,
  );
  expect(words).toContain(' argc=4 a0="/bin/sh" a1="/usr/lib/sysstat/sa1" a2="1" a3="1"');
  expect(lines({ account: 'root', uid: 0 })[0]).toContain(' auid=0 ');
});

test('a file that is made, with its folder', () => {
  const open = lines({
    what: 'open',
    exe: '/usr/sbin/apache2',
    arguments: ['O_CREAT'],
    path: '/var/www/html/日.php',
  });
  expect(open[0]).toContain(' syscall=257 success=yes ');
  expect(open[0]).toContain(' a2=41 a3=1b6 items=2 ');
  expect(open[2]).toContain(': item=0 name="/var/www/html/" ');
  expect(open[3]).toContain(': item=1 name=2F7661722F7777772F68746D6C2FE697A52E706870 ');
  expect(open[3]).toContain(' nametype=CREATE ');
});

test('a connection, a login and a changed rule', () => {
  expect(lines({ what: 'connect', arguments: ['198.18.1.9:443'] })[1]).toMatch(
    /type=SOCKADDR .* saddr=020001BBC61201090000000000000000$/,
  );
  expect(
    lines({
      what: 'user-login',
      exe: '/usr/sbin/sshd',
      arguments: ['10.0.2.9'],
      account: "o'b",
      ok: false,
    })[0],
  ).toContain(
    ` msg='op=login acct=6F2762 exe="/usr/sbin/sshd" hostname=10.0.2.9 addr=10.0.2.9 terminal=ssh res=failed'`,
  );
  expect(lines({ what: 'config-change', path: 'exec' })[0]).toContain(' op=add_rule key="exec" list=4 res=1');
});

test('no argument breaks a record', () => {
  const any = fc.string({ unit: 'binary' });
  const what = fc.constantFrom<Audit['what']>('execve', 'open', 'connect', 'user-login', 'config-change');
  fc.assert(
    fc.property(what, fc.array(any), any, any, (kind, words, path, account) => {
      for (const line of lines({ what: kind, arguments: words, path, account, exe: path }))
        expect(line).toMatch(/^node=www01 type=[A-Z_]+ msg=audit\(1793578503\.250:\d+\): [\x20-\x7e]+$/);
    }),
    { numRuns: 40 },
  );
});
