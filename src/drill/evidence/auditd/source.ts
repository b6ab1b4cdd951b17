// The Linux audit log: what was run and opened, by whom. Several records make one event, joined by time and serial.
import type { Audit } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { scramble } from '../network/scramble.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { millis } from '../syslog/clock.ts';
import { logName } from '../syslog/line.ts';
import { processTitle, socketAddress, untrusted } from './field.ts';

/** An id that is not set: what daemons have instead of a login. */
const unset = 4_294_967_295;

/** Flags of open(2) named in an event, as numbers of x86-64. */
const flags: Record<string, number> = {
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0x40,
  O_TRUNC: 0x200,
  O_APPEND: 0x400,
};
const calls = { execve: 59, open: 257, connect: 42 } as const;
const keys = { execve: 'exec', open: 'watch', connect: 'connect' } as const;
/** Debian's /bin/sh is dash, and the kernel names the file, not the link. */
const real = (exe: string): string =>
  exe === '/bin/sh' || exe === '/usr/bin/sh' ? '/usr/bin/dash' : exe.startsWith('/bin/') ? `/usr${exe}` : exe;

/** Grows with the host's time since it started, and wraps as the kernel's 32-bit number does. */
const serialOf = (event: Audit): number =>
  Math.floor(Math.max(0, event.at - event.host.bootedAt) * 4) % 4_294_967_296;

function write(event: Audit, emit: Emit, { world }: ProjectionContext): void {
  const { at, pid, uid, what } = event;
  const id = `msg=audit(${Math.floor(at / 1000)}.${millis(at)}:${serialOf(event)}):`;
  const node = logName(event.host);
  const person = !event.daemon && (uid === 0 || uid >= 1000);
  const auid = person ? uid : unset;
  const number = hashKeys(world.seed, event.host.name, pid);
  const session = person ? 1 + (number % 9000) : unset;
  const put = (type: string, rest: string): void =>
    emit(at, `node=${node} type=${type} ${id} ${rest}`, {
      host: event.host.name,
      user: event.account.toLowerCase(),
      source: '',
      destination: '',
      object: event.path || event.exe,
      code: `audit:${type}`,
    });
  const who = `pid=${pid} uid=0 auid=${auid} ses=${session} subj=unconfined`;
  if (what === 'user-login') {
    const from = event.arguments[0] ?? '?';
    const name = event.ok ? `id=${uid}` : `acct=${untrusted(event.account)}`;
    // The message stands in apostrophes, so what is in it must not.
    const peer = /^[\w.:-]+$/.test(from) ? from : '?';
    put(
      'USER_LOGIN',
      `${who} msg='op=login ${name} exe=${untrusted(real(event.exe)).replaceAll("'", '?')} hostname=${peer} addr=${peer} terminal=ssh res=${event.ok ? 'success' : 'failed'}'`.replace(
        /acct="[^"]*'[^"]*"/,
        () => `acct=${Buffer.from(event.account).toString('hex').toUpperCase()}`,
      ),
    );
    return;
  }
  if (what === 'config-change') {
    put(
      'CONFIG_CHANGE',
      `auid=${auid} ses=${session} subj=unconfined op=add_rule key=${untrusted(event.path || 'watch')} list=4 res=${event.ok ? 1 : 0}`,
    );
    return;
  }
  const pointer = (n: number): string => (0x5000_0000_0000 + scramble(number + n) * 0x100).toString(16);
  const create = what === 'open' && event.arguments.some(one => one.includes('O_CREAT'));
  let mode = 0;
  if (what === 'open')
    for (const flag of event.arguments.join('|').split('|')) mode |= flags[flag.trim()] ?? 0;
  // Who creates a file means to write it.
  if (create && (mode & 3) === 0) mode |= 1;
  const a =
    what === 'open'
      ? `a0=ffffff9c a1=${pointer(1)} a2=${mode.toString(16)} a3=${create ? '1b6' : '0'}`
      : what === 'connect'
        ? `a0=${(3 + (number % 20)).toString(16)} a1=${pointer(1)} a2=10 a3=0`
        : `a0=${pointer(0)} a1=${pointer(1)} a2=${pointer(2)} a3=8`;
  const exit = !event.ok ? (what === 'connect' ? -111 : -13) : what === 'open' ? 3 + (number % 20) : 0;
  const exe = real(event.exe);
  const words = event.arguments.length > 0 && what === 'execve' ? event.arguments : [event.exe];
  const comm = [...(words[0] ?? exe).split('/').at(-1)!].slice(0, 15).join('');
  const items = what === 'connect' ? 0 : create || what === 'execve' ? 2 : 1;
  put(
    'SYSCALL',
    `arch=c000003e syscall=${calls[what]} success=${event.ok ? 'yes' : 'no'} exit=${exit} ${a} items=${items} ppid=${Math.max(1, pid - 1)} pid=${pid} auid=${auid} uid=${uid} gid=${uid} euid=${uid} suid=${uid} fsuid=${uid} egid=${uid} sgid=${uid} fsgid=${uid} tty=${uid >= 1000 ? 'pts0' : '(none)'} ses=${session} comm=${untrusted(comm)} exe=${untrusted(exe)} subj=unconfined key="${keys[what]}"`,
  );
  const inode = (path: string): number => 130_000 + (hashKeys(event.host.name, path) % 900_000);
  const path = (item: number, name: string, kind: string, permissions: string, owner: number): void =>
    put(
      'PATH',
      `item=${item} name=${untrusted(name)} inode=${inode(name)} dev=08:01 mode=${permissions} ouid=${owner} ogid=${owner} rdev=00:00 nametype=${kind} cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0`,
    );
  const directory = `cwd=${untrusted(uid >= 1000 ? `/home/${event.account}` : '/')}`;
  switch (what) {
    case 'execve':
      put('EXECVE', `argc=${words.length}${words.map((word, i) => ` a${i}=${untrusted(word)}`).join('')}`);
      put('CWD', directory);
      path(0, event.path || event.exe, 'NORMAL', '0100755', 0);
      path(1, '/lib64/ld-linux-x86-64.so.2', 'NORMAL', '0100755', 0);
      break;
    case 'open': {
      put('CWD', directory);
      if (create)
        path(0, event.path.slice(0, event.path.lastIndexOf('/') + 1) || '.', 'PARENT', '040755', uid);
      path(create ? 1 : 0, event.path, create ? 'CREATE' : 'NORMAL', '0100644', uid);
      break;
    }
    default: {
      const address = socketAddress(event.arguments[0] ?? event.path);
      if (address) put('SOCKADDR', `saddr=${address}`);
    }
  }
  put('PROCTITLE', `proctitle=${processTitle(words)}`);
}

export const auditd = defineSource({
  id: 'auditd',
  title: { en: 'Audit of Linux servers (auditd)', ja: 'Linuxサーバーの監査ログ (auditd)' },
  summary: {
    en: 'Programs run and watched files opened, with account (auid: who logged in, uid: whose rights), program and arguments. Records with the same number after the time are one event; what holds spaces or other scripts is in hexadecimal (ausearch -i shows it). The time is Unix time. Look for shells and downloads run by www-data, and files written below the web root.',
    ja: '実行されたプログラムと監視対象ファイルの操作。アカウント（auid: ログインした人、uid: 権限）、プログラム、引数を含む。時刻の後の番号が同じ記録で1つの事象。空白や日本語を含む値は16進数（ausearch -iで読める）。時刻はUNIX時刻。www-dataによるシェルの実行やWeb公開領域への書き込みを探す。',
  },
  file: 'auditd/audit.log',
  format: 'text',
  readers: ['ausearch'],
  reference: 'auditd 3.0 (Debian 12), log_format = RAW, name_format = HOSTNAME; Linux 6.1 on x86-64',
  on: { audit: write },
});
