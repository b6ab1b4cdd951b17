// What Windows servers do by themselves: housekeeping, service accounts, policy, replication, logs.
import type { Behaviour } from '../behaviour.ts';
import { connect, endOf } from '../make/connection.ts';
import { networkLogon, ticket } from '../make/logon.ts';
import { runChore } from '../make/process.ts';
import { serverHousekeeping } from '../make/programs.ts';
import { machineWho, sessionOf, type Who } from '../make/session.ts';
import { everyMinutes, poissonIn } from '../moments.ts';
import type { Scene } from '../scene.ts';

/** A service account by the beginning of its name, as one who can log on. */
export function serviceAccount(scene: Scene, name: string): Who | undefined {
  const { netbios, serviceAccounts } = scene.world.organisation;
  const found = serviceAccounts.find(one => one.account.replace(/[_-]/g, '').startsWith(name));
  return found && { account: found.account, sid: found.sid, domain: netbios };
}

export const serverHousekeepingBehaviour: Behaviour = {
  id: 'server-housekeeping',
  summary: 'Services and scheduled programs of Windows servers, service logons',
  live(scene, slice, happens) {
    for (const host of scene.windowsServers) {
      const system = scene.system(host);
      poissonIn(scene, slice, host.name, 'server-housekeeping', 14, (at, random) => {
        const chore = random.pick(serverHousekeeping);
        const end = at + 700 + random.next() * 90_000;
        runChore(scene, happens, { at, end, host, bootedAt: host.bootedAt, chore });
        if (random.next() < 0.4)
          happens({
            kind: 'logon',
            at: at - 3 < slice.from ? at : at - 3,
            host,
            cause: '',
            session: system,
            type: 5,
            ok: true,
            method: 'local',
            elevated: true,
          });
      });
      everyMinutes(scene, slice, host.name, 'server-policy', 5, host.index % 5, (at, random, beat) => {
        if (beat % 18 !== host.index % 18) return;
        const controller = scene.domainController(host);
        if (!controller || controller === host) return;
        const who = machineWho(scene, host);
        ticket(scene, happens, at, random, who, { host, ip: host.ip }, 'tgt', 'krbtgt');
        networkLogon(scene, happens, random, {
          at: at + 40,
          who,
          from: { host, ip: host.ip },
          to: controller,
          length: 6000,
        });
      });
    }
  },
};

export const replication: Behaviour = {
  id: 'replication',
  summary: 'Domain controllers replicating with each other',
  live(scene, slice, happens) {
    const controllers = scene.role('domain-controller');
    const { adDomain } = scene.world.organisation;
    const dn = adDomain
      .split('.')
      .map(part => `DC=${part}`)
      .join(',');
    for (const target of controllers)
      for (const source of controllers) {
        if (source === target) continue;
        poissonIn(scene, slice, target.name, `replication:${source.name}`, 7, (at, random) => {
          const { session, port } = networkLogon(scene, happens, random, {
            at,
            who: machineWho(scene, target),
            from: { host: target, ip: target.ip },
            to: source,
            elevated: true,
            length: 4000,
          });
          happens({
            kind: 'directory-change',
            at: at + 30,
            host: source,
            cause: '',
            what: 'replication',
            dn,
            objectClass: 'domainDNS',
            attribute: 'DS-Replication-Get-Changes',
            value: '',
            by: session,
          });
          connect(happens, {
            at: at + 10,
            host: target,
            from: endOf(target, port),
            to: endOf(source, 49_668),
            service: 'dce_rpc',
            sent: 2600,
            received: random.lognormal(9.4, 1),
            duration: 260 + random.next() * 3000,
          });
        });
      }
  },
};

export const serviceLogons: Behaviour = {
  id: 'service-logons',
  summary: 'Service accounts: directory look-ups of applications, synchronisation, databases',
  live(scene, slice, happens) {
    const controller = scene.role('domain-controller')[0];
    if (!controller) return;
    const ldap = serviceAccount(scene, 'svcldap') ?? serviceAccount(scene, 'svc');
    const sync = serviceAccount(scene, 'svcsync');
    for (const host of scene.role('application')) {
      if (!ldap) break;
      poissonIn(scene, slice, host.name, 'ldap', 20, (at, random) => {
        const { session, port } = networkLogon(scene, happens, random, {
          at,
          who: ldap,
          from: { host, ip: host.ip },
          to: scene.domainController(host) ?? controller,
          length: 1500,
        });
        connect(happens, {
          at: at + 2,
          host,
          from: endOf(host, port),
          to: endOf(session.host, 389),
          service: 'ldap',
          sent: 1400,
          received: random.lognormal(8.3, 0.8),
          duration: 1500,
        });
      });
    }
    const syncHost = scene.role('application')[0];
    if (sync && syncHost)
      everyMinutes(scene, slice, syncHost.name, 'directory-sync', 360, 127, (at, random) => {
        const { session } = networkLogon(scene, happens, random, {
          at,
          who: sync,
          from: { host: syncHost, ip: syncHost.ip },
          to: controller,
          length: 45_000,
        });
        happens({
          kind: 'directory-change',
          at: at + 200,
          host: controller,
          cause: 'oddity:directory-sync',
          what: 'replication',
          dn: scene.world.organisation.adDomain
            .split('.')
            .map(part => `DC=${part}`)
            .join(','),
          objectClass: 'domainDNS',
          attribute: 'DS-Replication-Get-Changes',
          value: '',
          by: session,
        });
      });
    const sql = serviceAccount(scene, 'svcsql');
    if (sql)
      for (const host of scene.windowsServers.filter(one => one.roles.includes('application')))
        everyMinutes(scene, slice, host.name, 'batch', 60, 12, at => {
          const session = sessionOf(scene, sql, host, at);
          happens({
            kind: 'logon',
            at,
            host,
            cause: '',
            session,
            type: 4,
            ok: true,
            method: 'kerberos',
            elevated: false,
          });
          happens({ kind: 'logoff', at: at + 45_000, host, cause: '', session, type: 4 });
        });
  },
};
