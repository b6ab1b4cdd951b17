// Logon sessions and processes with numbers that any worker derives alike.
import type { Host, Person, SimTime } from '../../world/entities.ts';
import type { ProcessRef, Session } from '../../world/event.ts';
import { machineSid } from '../../world/lookup.ts';
import { hashKeys, stream } from '../../world/random.ts';
import type { Scene } from '../scene.ts';
import { defenderService, system32 } from './programs.ts';

/** An account that can log on. */
export interface Who {
  account: string;
  sid: string;
  domain: string;
}

/** A logon session; `purpose` tells two sessions of one account on one host apart. */
export function sessionOf(scene: Scene, who: Who, host: Host, purpose: string | number): Session {
  const number = 0x10_000 + (hashKeys(scene.seed, host.name, who.account, 'session', purpose) % 0x3_fff_ffff);
  return {
    host,
    account: who.account,
    sid: who.sid,
    domain: who.domain,
    logonId: `0x${number.toString(16)}`,
  };
}

export const personWho = (scene: Scene, person: Person): Who => ({
  account: person.account,
  sid: person.sid,
  domain: scene.world.organisation.netbios,
});

export const personSession = (scene: Scene, person: Person, host: Host, purpose: string | number): Session =>
  sessionOf(scene, personWho(scene, person), host, purpose);

const machines = new WeakMap<Host, Who>();

/** The computer account of a host. */
export function machineWho(scene: Scene, host: Host): Who {
  let who = machines.get(host);
  if (!who) {
    const { organisation } = scene.world;
    who = { account: `${host.name}$`, sid: machineSid(organisation, host), domain: organisation.netbios };
    machines.set(host, who);
  }
  return who;
}

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');

/** A process; the guid carries the start second the way Sysmon packs it. */
export function processRef(
  scene: Scene,
  host: Host,
  image: string,
  commandLine: string,
  startedAt: SimTime,
  purpose: string | number,
): ProcessRef {
  const hash = hashKeys(scene.seed, host.name, image, purpose, startedAt);
  const seconds = Math.floor(startedAt / 1000) >>> 0;
  const machine = hex(hashKeys(scene.seed, host.name, 'machine-guid'), 8);
  return {
    pid: 4 * (300 + (hash % 5600)),
    guid: `{${machine}-${hex(seconds & 0xffff, 4)}-${hex(seconds >>> 16, 4)}-${hex(hash >>> 16, 4)}-00000000${hex((hash >>> 3) & 0xff, 2)}00}`,
    image,
    commandLine,
  };
}

const accounts = {
  'LOCAL SERVICE': { sid: 'S-1-5-19', logonId: '0x3e5' },
  'NETWORK SERVICE': { sid: 'S-1-5-20', logonId: '0x3e4' },
} as const;

/** The session services with little power run in. */
export const builtInSession = (host: Host, account: keyof typeof accounts): Session => ({
  host,
  account,
  domain: 'NT AUTHORITY',
  ...accounts[account],
});

interface Tree {
  bootedAt: SimTime;
  /** The kernel, which writes what comes over the network. */
  system: ProcessRef;
  winlogon: ProcessRef;
  lsass: ProcessRef;
  /** Starts every service. */
  services: ProcessRef;
  /** Instances of svchost: the Task Scheduler, … */
  schedule: ProcessRef;
  /** … COM servers such as WMI's provider host and the host of remote PowerShell, … */
  dcom: ProcessRef;
  /** … group policy, … */
  policy: ProcessRef;
  /** … and delivery of updates, which goes out to the internet. */
  delivery: ProcessRef;
  indexer: ProcessRef;
  defender: ProcessRef;
}

const trees = new WeakMap<Host, Tree>();

/** The processes of Windows itself since its last start. */
export function systemTree(scene: Scene, host: Host, bootedAt: SimTime): Tree {
  let tree = trees.get(host);
  if (tree?.bootedAt !== bootedAt) {
    const at = (image: string, commandLine: string, seconds: number) =>
      processRef(scene, host, image, commandLine, bootedAt + seconds * 1000, 'tree');
    const own = (name: string, seconds: number) => at(system32(name), system32(name), seconds);
    const svchost = (arguments_: string, seconds: number) =>
      at(system32('svchost.exe'), `C:\\Windows\\system32\\svchost.exe ${arguments_}`, seconds);
    tree = {
      bootedAt,
      system: { ...at('System', '', 0), pid: 4 },
      winlogon: own('winlogon.exe', 4),
      lsass: own('lsass.exe', 4),
      services: own('services.exe', 4),
      schedule: svchost('-k netsvcs -p -s Schedule', 7),
      dcom: svchost('-k DcomLaunch -p', 5),
      policy: svchost('-k netsvcs -p -s gpsvc', 8),
      delivery: svchost('-k NetworkService -p -s DoSvc', 130),
      indexer: at(system32('SearchIndexer.exe'), 'C:\\Windows\\system32\\SearchIndexer.exe /Embedding', 40),
      defender: at(defenderService, `"${defenderService}"`, 12),
    };
    trees.set(host, tree);
  }
  return tree;
}

const hashes = new Map<string, string>();

/** SHA-256 of a program's file: the same wherever this version is installed. */
export function imageHash(image: string, version = ''): string {
  const key = image + version;
  let hash = hashes.get(key);
  if (!hash) {
    hash = stream('image', key.toLowerCase()).hex(64);
    hashes.set(key, hash);
  }
  return hash;
}
