// What a Windows host's own logs say of it: worked out once a host, not once a line.
import type { Host, SimTime, World } from '../../world/entities.ts';
import { machineSid } from '../../world/lookup.ts';
import { hashKeys } from '../../world/random.ts';
import { perWorld } from '../network/per-world.ts';
import { bareGuid, fileTime, guidFrom, json } from './format.ts';

/** Which process of the host writes a record: sets Execution/ProcessID. */
export type Writer =
  | 'kernel'
  | 'lsass'
  | 'services'
  | 'eventlog'
  | 'sysmon'
  | 'schedule'
  | 'defender'
  | 'update'
  | 'winlogon'
  | 'firewall';

/** What all hosts of a world have in common. */
export interface Domain {
  /** Where browsers go out. */
  proxy: { ip: string; port: number; name: string } | undefined;
  /** SID of a computer's account by its name, `FS01$`. */
  computerSid(account: string): string | undefined;
}

const domainOf = perWorld((world: World): Domain => {
  const { organisation } = world;
  const proxy = organisation.hosts.find(host => host.roles.includes('proxy'));
  const byName = new Map(organisation.hosts.map(host => [`${host.name}$`, machineSid(organisation, host)]));
  return {
    proxy: proxy && { ip: proxy.ip, port: 3128, name: proxy.fqdn },
    computerSid: account => byName.get(account.toUpperCase()),
  };
});

export interface HostFacts {
  host: Host;
  domain: Domain;
  windows: boolean;
  /** Windows server of any kind. */
  server: boolean;
  domainController: boolean;
  fileServer: boolean;
  sysmon: boolean;
  /** `PC-0042`, its account `PC-0042$`. */
  name: string;
  machineAccount: string;
  netbios: string;
  /** Kerberos realm, `AD.EXAMPLE`. */
  realm: string;
  domainSid: string;
  /** `DC=ad,DC=example`. */
  domainDn: string;
  seed: number;
  /** Fully qualified name as a JSON string. */
  computer: string;
  build: number;
  pid: Record<Writer | 'svchost', number>;
  /** Added to a time given in whole milliseconds, so that records do not all end in four noughts. */
  fraction: number;
  /** ms Sysmon needs from what happened to writing it down. */
  sysmonDelay: number;
  /** First part of this machine's ProcessGuids and LogonGuids. */
  guidPrefix: string;
  /** Correlation/ActivityID of the security authority since it started, as JSON. */
  activity: string;
  bootedAt: SimTime;
}

const builds: Readonly<Record<string, number>> = {
  'windows-11': 22_631,
  'windows-10': 19_045,
  'windows-server-2022': 20_348,
};

const known = new WeakMap<Host, HostFacts>();

/** Facts of a host; the same object each time. */
export function factsOf(host: Host, world: World): HostFacts {
  let facts = known.get(host);
  if (!facts) {
    facts = make(host, world);
    known.set(host, facts);
  }
  return facts;
}

function make(host: Host, world: World): HostFacts {
  const { organisation, seed } = world;
  const windows = host.os.startsWith('windows');
  const of = (what: string, from: number, spread: number): number =>
    4 * (from + (hashKeys(seed, host.name, 'pid', what) % spread));
  const prefix = hashKeys(seed, host.name, 'machine-guid').toString(16).toUpperCase().padStart(8, '0');
  // lsass takes its activity id from the time it started, low bytes first.
  const start = fileTime(host.bootedAt);
  const byte = (n: number): string => start.slice(14 - 2 * n, 16 - 2 * n);
  const random = guidFrom(seed, host.name, 'activity');
  const activity = `${random.slice(0, 13)}-0001-${byte(0)}${byte(1)}-${byte(2)}${byte(3)}${byte(4)}${byte(5)}${byte(6)}${byte(7)}`;
  return {
    host,
    domain: domainOf(world),
    windows,
    server: host.os === 'windows-server-2022',
    domainController: windows && host.roles.includes('domain-controller'),
    fileServer: windows && host.roles.includes('file'),
    sysmon: windows && host.sysmon,
    name: host.name,
    machineAccount: `${host.name}$`,
    netbios: organisation.netbios,
    realm: organisation.adDomain.toUpperCase(),
    domainSid: organisation.domainSid,
    domainDn: organisation.adDomain
      .split('.')
      .map(part => `DC=${part}`)
      .join(','),
    seed,
    computer: json(host.fqdn),
    build: builds[host.os] ?? 20_348,
    pid: {
      kernel: 4,
      services: of('services', 160, 20),
      lsass: of('lsass', 182, 30),
      winlogon: of('winlogon', 150, 10),
      svchost: of('svchost', 250, 60),
      eventlog: of('eventlog', 330, 80),
      firewall: of('firewall', 420, 60),
      schedule: of('schedule', 480, 60),
      update: of('update', 900, 900),
      sysmon: of('sysmon', 700, 150),
      defender: of('defender', 760, 120),
    },
    fraction: (hashKeys(seed, host.name, 'fraction') % 3000) / 10_000,
    sysmonDelay: 1.2 + (hashKeys(seed, host.name, 'sysmon-delay') % 90) / 10,
    guidPrefix: prefix,
    activity: json(bareGuid(activity)),
    bootedAt: host.bootedAt,
  };
}
