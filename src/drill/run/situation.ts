// What holds at a moment of a run: what the defenders changed, and what is in the attacker's hands.
import type { Host, SimTime } from '../world/entities.ts';
import type { ProcessRef, Session } from '../world/event.ts';

/** Something that stays until it is released: a block, an isolation, a disabled account. */
export interface Standing {
  /** Number of the action, and what kind of hold: `name`, `address`, `url`, `sender`, `host`, `segment`, `account`, `internet`. */
  action: number;
  hold: string;
  value: string;
  since: SimTime;
  /** Undone at this time. */
  until: SimTime;
}

export interface Foothold {
  host: Host;
  session: Session;
  level: 'user' | 'admin';
  process: ProcessRef;
  implant: { path: string; sha256: string };
  /** Commanded through another foothold (named pipe, remote service); undefined has a channel of its own. */
  via: Foothold | undefined;
  /** `implant` calls out by a channel; `inbound` is reached from outside (web shell, remote access). */
  kind: 'implant' | 'inbound';
  channel: number;
  up: boolean;
  fails: number;
  /** Someone who gets in there by themselves again after a restart. */
  persistent: boolean;
  alive: boolean;
  since: SimTime;
  /** Address outside it is reached from, for `inbound`. */
  origin: string;
  /** Step that took it. */
  step: string;
}

export interface Credential {
  account: string;
  level: 'user' | 'local-admin' | 'domain-admin';
  /** Password generation it was stolen at. */
  generation: number;
}

export interface Situation {
  standing: Standing[];
  /** How often a password was reset. */
  passwords: Map<string, number>;
  krbtgt: number;
  /** Hosts and applications whose hole is closed. */
  patched: Set<string>;
  /** Hosts with raised logging, and whether everything has. */
  raised: Set<string>;
  raisedEverywhere: boolean;
  /** Antivirus knows the tools of this attacker since then. */
  signatures: boolean;
  /** People were warned since then. */
  warned: boolean;
  /** The provider filters the flood. */
  filtered: Set<string>;
  /** Hosts destroyed and not restored; hosts rebuilt. */
  destroyed: Set<string>;
  rebuilt: Map<string, SimTime>;
  imaged: Set<string>;
  facts: Set<string>;
  footholds: Foothold[];
  credentials: Map<string, Credential>;
  golden: { krbtgt: number } | undefined;
  sleepUntil: SimTime;
  hurried: boolean;
  gone: boolean;
}

export const makeSituation = (): Situation => ({
  standing: [],
  passwords: new Map(),
  krbtgt: 0,
  patched: new Set(),
  raised: new Set(),
  raisedEverywhere: false,
  signatures: false,
  warned: false,
  filtered: new Set(),
  destroyed: new Set(),
  rebuilt: new Map(),
  imaged: new Set(),
  facts: new Set(),
  footholds: [],
  credentials: new Map(),
  golden: undefined,
  sleepUntil: 0,
  hurried: false,
  gone: false,
});

const holds = (situation: Situation, hold: string, match: (value: string) => boolean): boolean =>
  situation.standing.some(
    one => one.hold === hold && one.until === Number.POSITIVE_INFINITY && match(one.value),
  );

/** A name is blocked when it or a name above it is listed. */
export const nameBlocked = (situation: Situation, name: string): boolean =>
  holds(situation, 'name', value => name === value || name.endsWith(`.${value}`));
export const addressBlocked = (situation: Situation, address: string): boolean =>
  holds(situation, 'address', value => value === address);
export const urlBlocked = (situation: Situation, url: string): boolean =>
  holds(situation, 'url', value => url.startsWith(value));
export const senderBlocked = (situation: Situation, mail: string): boolean =>
  holds(situation, 'sender', value => mail === value || mail.endsWith(`@${value}`));
export const disabled = (situation: Situation, account: string): boolean =>
  holds(situation, 'account', value => value === account);
export const offline = (situation: Situation): boolean => holds(situation, 'internet', () => true);
/** It is set up afresh at this time. */
export const inRebuild = (situation: Situation, host: Host, now: SimTime): boolean =>
  (situation.rebuilt.get(host.name) ?? 0) > now;
export const isolated = (situation: Situation, host: Host): boolean =>
  holds(situation, 'host', value => value === host.name) ||
  (situation.standing.length > 0 && holds(situation, 'segment', value => value === host.segment.id));

/** Two hosts can talk: neither is cut off. Within an isolated segment they still can. */
export const reachable = (situation: Situation, from: Host, to: Host): boolean => {
  if (holds(situation, 'host', value => value === from.name || value === to.name)) return false;
  if (situation.destroyed.has(to.name)) return false;
  return from.segment.id === to.segment.id || !(isolated(situation, from) || isolated(situation, to));
};

/** The attacker can give this foothold orders now. */
export function controls(situation: Situation, foothold: Foothold): boolean {
  if (!foothold.alive || isolated(situation, foothold.host) || situation.destroyed.has(foothold.host.name))
    return false;
  if (foothold.via)
    return reachable(situation, foothold.via.host, foothold.host) && controls(situation, foothold.via);
  if (foothold.kind === 'inbound')
    return !offline(situation) && !(foothold.origin !== '' && addressBlocked(situation, foothold.origin));
  return foothold.up;
}

/** A password stolen earlier is still good. */
export const credentialGood = (situation: Situation, credential: Credential): boolean =>
  !disabled(situation, credential.account) &&
  credential.generation === (situation.passwords.get(credential.account) ?? 0);

/** A forged ticket is good until the key was changed twice: the directory keeps the last two. */
export const goldenGood = (situation: Situation): boolean =>
  situation.golden !== undefined && situation.krbtgt - situation.golden.krbtgt < 2;
