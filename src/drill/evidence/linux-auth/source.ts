// Debian's auth.log: sshd, sudo, su, cron and useradd, in the words of the programs themselves.
import type { LinuxAuth } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf } from '../syslog/clock.ts';
import { daemonPid, escapeControls, logName, syslogLine } from '../syslog/line.ts';
import { uidOf } from './uid.ts';
import { longest, vis } from './vis.ts';

/** Fingerprint of somebody's key: 43 characters of base64. */
const keyOf = (account: string): string => {
  const bytes = Buffer.alloc(32);
  for (let i = 0; i < 8; i++) bytes.writeUInt32BE(hashKeys(account, 'ssh-key', i), i * 4);
  return bytes.toString('base64').slice(0, 43);
};
const keys = new Map<string, string>();
function fingerprint(account: string): string {
  let key = keys.get(account);
  if (key === undefined) {
    key = keyOf(account);
    if (keys.size > 10_000) keys.clear();
    keys.set(account, key);
  }
  return key;
}

function write(event: LinuxAuth, emit: Emit, { world }: ProjectionContext): void {
  const clock = clockOf(world);
  const host = logName(event.host);
  const { account, from, port, pid, detail } = event;
  const put = (after: number, text: string, code: string, object = ''): void =>
    emit(event.at + after, text, {
      host: event.host.name,
      user: account.toLowerCase(),
      source: from,
      destination: from === '' ? '' : event.host.ip,
      object,
      code,
    });
  const say = (after: number, program: string, by: number, text: string, code: string, object = ''): void =>
    put(after, syslogLine(clock, event.at + after, host, program, by, text), code, object);
  const sshd = (after: number, text: string, code: string, by = pid): void =>
    say(after, 'sshd', by, text.length > longest ? text.slice(0, longest) : text, code);
  // sudo and su name themselves without a pid unless told to (syslog_pid).
  const sudo = (after: number, text: string, code: string, object = ''): void =>
    put(
      after,
      `${clock.second(event.at + after).rfc3164} ${host} sudo: ${escapeControls(text)}`,
      code,
      object,
    );
  const login = 1 + (hashKeys(world.seed, event.host.name, pid, port) % 9000);
  const logind = (after: number, text: string, code: string): void =>
    say(after, 'systemd-logind', daemonPid(world.seed, event.host, 'systemd-logind'), text, code);
  switch (event.what) {
    case 'ssh-accepted': {
      const method = detail === 'publickey' ? 'publickey' : 'password';
      const key = method === 'publickey' ? `: ED25519 SHA256:${fingerprint(account)}` : '';
      sshd(0, `Accepted ${method} for ${vis(account)} from ${from} port ${port} ssh2${key}`, 'sshd:accepted');
      sshd(
        3,
        `pam_unix(sshd:session): session opened for user ${account}(uid=${uidOf(account)}) by (uid=0)`,
        'sshd:session-opened',
      );
      logind(9, `New session ${login} of user ${account}.`, 'logind:new-session');
      return;
    }
    case 'ssh-failed':
      if (detail.includes('no such user') || detail.includes('invalid')) {
        sshd(0, `Invalid user ${vis(account)} from ${from} port ${port}`, 'sshd:invalid-user');
        sshd(
          2100,
          `Failed password for invalid user ${vis(account)} from ${from} port ${port} ssh2`,
          'sshd:failed',
        );
        return;
      }
      sshd(
        0,
        `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${from}  user=${account}`,
        'sshd:pam-failure',
      );
      sshd(2100, `Failed password for ${vis(account)} from ${from} port ${port} ssh2`, 'sshd:failed');
      return;
    case 'ssh-closed':
      // What speaks with the client is a child without rights; the session belongs to its parent.
      sshd(
        0,
        `Received disconnect from ${from} port ${port}:11: disconnected by user`,
        'sshd:disconnect',
        pid + 6,
      );
      sshd(0.4, `Disconnected from user ${vis(account)} ${from} port ${port}`, 'sshd:disconnected', pid + 6);
      sshd(4, `pam_unix(sshd:session): session closed for user ${account}`, 'sshd:session-closed');
      logind(8, `Session ${login} logged out. Waiting for processes to exit.`, 'logind:logged-out');
      logind(11, `Removed session ${login}.`, 'logind:removed');
      return;
    case 'sudo':
      sudo(
        0,
        `${account.padStart(8)} : TTY=pts/0 ; PWD=/home/${account} ; USER=root ; COMMAND=${detail}`,
        'sudo:command',
        detail,
      );
      sudo(
        2,
        `pam_unix(sudo:session): session opened for user root(uid=0) by ${account}(uid=${uidOf(account)})`,
        'sudo:session-opened',
      );
      sudo(60 + (pid % 900), 'pam_unix(sudo:session): session closed for user root', 'sudo:session-closed');
      return;
    case 'su': {
      const to = detail || 'root';
      say(0, 'su', pid, `(to ${to}) ${account} on pts/0`, 'su:to', to);
      say(
        1,
        'su',
        pid,
        `pam_unix(su:session): session opened for user ${to}(uid=${uidOf(to)}) by ${account}(uid=${uidOf(account)})`,
        'su:session-opened',
        to,
      );
      return;
    }
    case 'cron':
      // The command itself is in syslog, not here.
      say(
        0,
        'CRON',
        pid,
        `pam_unix(cron:session): session opened for user ${account}(uid=${uidOf(account)}) by (uid=0)`,
        'cron:session-opened',
      );
      say(
        40 + (pid % 400),
        'CRON',
        pid,
        `pam_unix(cron:session): session closed for user ${account}`,
        'cron:session-closed',
      );
      return;
    case 'user-added': {
      const name = detail || account;
      const id = uidOf(name);
      say(0, 'useradd', pid, `new group: name=${name}, GID=${id}`, 'useradd:group', name);
      say(
        0.6,
        'useradd',
        pid,
        `new user: name=${name}, UID=${id}, GID=${id}, home=/home/${name}, shell=/bin/bash, from=/dev/pts/0`,
        'useradd:user',
        name,
      );
    }
  }
}

export const linuxAuth = defineSource({
  id: 'linux-auth',
  title: { en: 'Logins of Linux servers (auth.log)', ja: 'Linuxサーバーの認証 (auth.log)' },
  summary: {
    en: 'Who came in by ssh from where, who became root with sudo or su and for which command, cron sessions, accounts added. Look for logins from unusual addresses, failures followed by a success, commands no administrator uses. Times are local, without year.',
    ja: 'sshで誰がどこから入ったか、sudoやsuで誰がrootになり何を実行したか、cronのセッション、追加されたアカウント。普段と違うアドレスからのログイン、失敗に続く成功、管理者が使わないコマンドを探す。時刻は現地時間で、年はない。',
  },
  file: 'linux/auth.log',
  format: 'text',
  readers: ['lnav', 'jc'],
  reference:
    'Debian 12: OpenSSH 9.2, sudo 1.9.13, Linux-PAM 1.5, shadow 4.13; rsyslog traditional file format',
  on: { 'linux-auth': write },
});
