// Operations: backups at night, monitoring all day, update distribution, antivirus management, clocks and logs.

import { stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { runningPcs } from '../machines/running-pcs.ts';
import { connect, endOf } from '../make/connection.ts';
import { clientPort, networkLogon } from '../make/logon.ts';
import { everyMinutes } from '../moments.ts';
import { serviceAccount } from './windows.ts';

export const backups: Behaviour = {
  id: 'backups',
  summary: 'Servers backed up every night, one after the other from 22:00; now and then one fails',
  live(scene, slice, happens) {
    const server = scene.role('backup')[0];
    const who = serviceAccount(scene, 'svcbackup');
    if (!server) return;
    const targets = scene.world.organisation.hosts.filter(
      host => host.kind === 'server' && host !== server && host.segment.zone !== 'internet',
    );
    for (const [index, target] of targets.entries())
      everyMinutes(
        scene,
        slice,
        target.name,
        'backup',
        1440,
        22 * 60 + ((index * 11) % 420),
        (at, random) => {
          const bytes = Math.round(random.lognormal(target.roles.includes('file') ? 24.4 : 22.5, 0.5));
          const length = 120_000 + random.next() * 430_000;
          const failed = random.next() < 0.02;
          const base = {
            kind: 'backup',
            host: server,
            cause: '',
            job: `Daily-${target.name}`,
            target,
          } as const;
          const port = clientPort(random);
          happens({ ...base, at, what: 'started', bytes: 0, detail: '' });
          if (who && target.os.startsWith('windows'))
            networkLogon(scene, happens, random, {
              at: at + 900,
              who,
              from: { host: server, ip: server.ip },
              to: target,
              port,
              elevated: true,
              length: Math.min(length, 480_000),
            });
          connect(happens, {
            at: at + 800,
            host: server,
            from: endOf(server, port),
            to: endOf(target, target.os.startsWith('windows') ? 445 : 22),
            service: target.os.startsWith('windows') ? 'smb' : 'ssh',
            sent: 400_000,
            received: failed ? bytes * 0.2 : bytes,
            duration: length,
          });
          happens({
            ...base,
            at: at + length + 2000,
            what: failed ? 'failed' : 'completed',
            bytes: failed ? Math.round(bytes * 0.2) : bytes,
            detail: failed ? 'The network path was not found' : '',
          });
        },
      );
  },
};

export const monitoring: Behaviour = {
  id: 'monitoring',
  summary: 'The log server polling equipment and servers every five minutes',
  live(scene, slice, happens) {
    const server = scene.role('log')[0];
    if (!server) return;
    const { hosts } = scene.world.organisation;
    for (const target of hosts) {
      if (target === server || (target.kind !== 'server' && target.kind !== 'network')) continue;
      everyMinutes(scene, slice, target.name, 'snmp', 5, (target.index % 50) / 10, (at, random) => {
        connect(happens, {
          at,
          host: server,
          from: endOf(server, 40_000 + random.int(20_000)),
          to: endOf(target, 161),
          service: 'snmp',
          transport: 'udp',
          sent: 860,
          received: 1900 + random.int(300),
          duration: 6 + random.next() * 20,
        });
      });
    }
  },
};

export const updates: Behaviour = {
  id: 'updates',
  summary: 'PCs asking the update server, which fetches from outside at night',
  live(scene, slice, happens) {
    const server = scene.role('update')[0];
    if (!server) return;
    for (const { pc, plan, from, to, quiet } of runningPcs(scene, slice)) {
      const random = stream(scene.seed, pc.name, 'wsus', slice.index);
      if (random.next() > (quiet ? 0.004 : 0.02)) continue;
      connect(happens, {
        at: from + random.next() * (to - from),
        host: pc,
        from: { ip: plan.ip, port: clientPort(random), host: pc },
        to: endOf(server, 8530),
        service: 'http',
        sent: 5200,
        received: random.lognormal(11.5, 2),
        duration: 900 + random.next() * 30_000,
      });
    }
  },
};

export const clocks: Behaviour = {
  id: 'clocks',
  summary: 'The first domain controller and Linux servers asking time servers outside',
  live(scene, slice, happens) {
    const [provider] = scene.world.internet.providers;
    const outside = provider?.cidrs[0]?.replace(/\.\d+\/\d+$/, '.123');
    if (!outside) return;
    for (const host of [...scene.role('domain-controller').slice(0, 1), ...scene.linuxServers])
      everyMinutes(scene, slice, host.name, 'ntp', 34, host.index % 34, (at, random) =>
        connect(happens, {
          at,
          host,
          from: endOf(host, 123),
          to: { ip: outside, port: 123 },
          service: 'ntp',
          transport: 'udp',
          sent: 48,
          received: 48,
          duration: 8 + random.next() * 30,
        }),
      );
  },
};
