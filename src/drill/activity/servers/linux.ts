// Linux servers: cron, package lists, rotation of logs, administrators who look after them.
import type { Host, HostRole } from '../../world/entities.ts';
import type { Happens } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { connect, endOf } from '../make/connection.ts';
import { clientPort } from '../make/logon.ts';
import { everyMinutes, hourOf, poissonIn } from '../moments.ts';
import { plansIn } from '../people/at-work.ts';
import { activity } from '../people/plan.ts';
import type { Scene } from '../scene.ts';
import type { Slice } from '../slice.ts';

const jobs: readonly [minutes: number, phase: number, command: string, exe: string][] = [
  [5, 1, 'command -v debian-sa1 > /dev/null && debian-sa1 1 1', '/usr/lib/sysstat/sa1'],
  [60, 17, 'cd / && run-parts --report /etc/cron.hourly', '/usr/bin/run-parts'],
  [
    30,
    9,
    '[ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/systemd/system ]; then /usr/lib/php/sessionclean; fi',
    '/usr/lib/php/sessionclean',
  ],
  [
    1440,
    385,
    'test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }',
    '/usr/sbin/anacron',
  ],
  [1440, 2, '/usr/sbin/logrotate /etc/logrotate.conf', '/usr/sbin/logrotate'],
  [720, 63, '/usr/bin/apt-get -qq update', '/usr/bin/apt-get'],
];

const commands: readonly (readonly string[])[] = [
  ['/usr/bin/systemctl', 'status', 'postfix'],
  ['/usr/bin/journalctl', '-u', 'squid', '--since', 'today'],
  ['/usr/bin/tail', '-n', '200', '/var/log/syslog'],
  ['/usr/bin/apt', 'list', '--upgradable'],
  ['/usr/bin/vi', '/etc/squid/squid.conf'],
  ['/usr/sbin/rndc', 'status'],
  ['/usr/bin/du', '-sh', '/var/log'],
  ['/usr/bin/systemctl', 'reload', 'apache2'],
];

const audited = (
  happens: Happens,
  host: Host,
  at: number,
  account: string,
  uid: number,
  pid: number,
  arguments_: readonly string[],
) =>
  happens({
    kind: 'audit',
    at,
    host,
    cause: '',
    what: 'execve',
    account,
    uid,
    pid,
    exe: arguments_[0] ?? '/bin/sh',
    arguments: arguments_,
    path: '',
    ok: true,
  });

/** Timers of systemd (Debian 12: sysstat, php, systemd): scripts and programs nobody logged in for. */
const timed: readonly [
  minutes: number,
  phase: number,
  program: string,
  arguments_: readonly string[],
  on?: HostRole,
][] = [
  [10, 0, '/usr/lib/sysstat/sa1', ['/bin/sh', '/usr/lib/sysstat/sa1', '1', '1']],
  [30, 9, '/usr/lib/php/sessionclean', ['/bin/sh', '-e', '/usr/lib/php/sessionclean'], 'web'],
  [1440, 15, '/usr/bin/systemd-tmpfiles', ['systemd-tmpfiles', '--clean']],
];

export const timers: Behaviour = {
  id: 'timers',
  summary: 'Timers of Linux servers: programs of root without a login',
  live(scene, slice, happens) {
    for (const host of scene.linuxServers)
      for (const [minutes, phase, program, arguments_, on] of timed)
        if (on === undefined || host.roles.includes(on))
          everyMinutes(scene, slice, host.name, `timer:${program}`, minutes, phase, (at, random) =>
            happens({
              kind: 'audit',
              at,
              host,
              cause: '',
              what: 'execve',
              account: 'root',
              uid: 0,
              pid: 2000 + random.int(60_000),
              exe: arguments_[0]!.startsWith('/') ? arguments_[0]! : program,
              arguments: arguments_,
              path: program,
              ok: true,
              daemon: true,
            }),
          );
  },
};

export const cron: Behaviour = {
  id: 'cron',
  summary: 'Cron jobs of Linux servers',
  live(scene, slice, happens) {
    for (const host of scene.linuxServers)
      for (const [minutes, phase, command, exe] of jobs)
        everyMinutes(
          scene,
          slice,
          host.name,
          `cron:${exe}`,
          minutes,
          phase + (minutes > 60 ? host.index % 40 : 0),
          (at, random) => {
            const pid = 2000 + random.int(60_000);
            happens({
              kind: 'linux-auth',
              at,
              host,
              cause: '',
              what: 'cron',
              account: 'root',
              from: '',
              port: 0,
              detail: command,
              pid,
            });
            audited(happens, host, at + 6, 'root', 0, pid + 1, ['/bin/sh', '-c', command]);
          },
        );
  },
};

function administer(scene: Scene, slice: Slice, happens: Happens): void {
  for (const plan of plansIn(scene, slice)) {
    if (plan.person.duty !== 'system-administrator') continue;
    poissonIn(scene, slice, plan.person.id, 'ssh', 0.9, (at, random) => {
      if (scene.linuxServers.length === 0 || random.next() > activity(plan, at)) return;
      const host = random.pick(scene.linuxServers);
      const jump = scene.role('jump')[0];
      const source = jump ?? plan.person.pc;
      const from = jump?.ip ?? plan.ip;
      const port = clientPort(random);
      const pid = 2000 + random.int(60_000);
      const { account } = plan.person;
      const base = { kind: 'linux-auth', host, cause: '', account, from, port, pid } as const;
      if (random.next() < 0.06) happens({ ...base, at, what: 'ssh-failed', detail: 'password' });
      happens({
        ...base,
        at: at + 4000,
        what: 'ssh-accepted',
        detail: random.next() < 0.7 ? 'publickey' : 'password',
      });
      const length = 60_000 + random.next() * 480_000;
      for (let n = 1 + random.int(5); n > 0; n--) {
        const when = at + 8000 + random.next() * (length - 8000);
        const command = random.pick(commands);
        happens({
          ...base,
          at: when,
          what: 'sudo',
          from: '',
          port: 0,
          detail: command.join(' '),
          pid: pid + n,
        });
        audited(happens, host, when + 12, account, 1000 + (hashKeys(account) % 200), pid + n + 1, command);
      }
      happens({ ...base, at: at + length, what: 'ssh-closed', detail: '' });
      connect(happens, {
        at: at + 3600,
        host: source,
        from: { ip: from, port, host: source },
        to: endOf(host, 22),
        service: 'ssh',
        sent: random.lognormal(9.2, 0.8),
        received: random.lognormal(10.8, 1),
        duration: length - 3000,
      });
    });
  }
}

export const linuxAdministration: Behaviour = {
  id: 'linux-administration',
  summary: 'Administrators on Linux servers by ssh, with sudo',
  live: administer,
};

export const packageLists: Behaviour = {
  id: 'package-lists',
  summary: 'Linux servers fetching package lists through the proxy at night',
  live(scene, slice, happens) {
    const hour = hourOf(scene, slice.from);
    if (hour < 1 || hour > 7) return;
    for (const host of scene.linuxServers)
      everyMinutes(scene, slice, host.name, 'apt', 1440, 70 + ((host.index * 17) % 240), (at, random) => {
        const site = scene.siteOf('update', random);
        if (!site) return;
        const name = random.pick(site.hosts);
        happens({
          kind: 'web',
          at,
          host,
          cause: '',
          client: { ip: host.ip, port: clientPort(random), host },
          via: 'proxy',
          method: 'GET',
          scheme: 'http',
          domain: name,
          port: 80,
          path: '/debian/dists/bookworm-security/InRelease',
          address: site.addresses[0] ?? '',
          status: random.next() < 0.5 ? 304 : 200,
          bytes: 47_000 + random.int(3000),
          sent: 310,
          duration: 120 + random.next() * 400,
          mime: 'text/plain',
          referer: '',
          agent: 'Debian APT-HTTP/1.3 (2.6.1)',
          verdict: 'miss',
        });
      });
  },
};
