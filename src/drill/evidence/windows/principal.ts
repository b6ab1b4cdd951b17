// Who did it, as the two logs that matter spell it: Security names the machine account for SYSTEM, Sysmon does not.
import type { Session } from '../../world/event.ts';
import type { HostFacts } from './host.ts';

export type Principal = Pick<Session, 'account' | 'sid' | 'domain' | 'logonId'>;

export const system: Principal = {
  account: 'SYSTEM',
  sid: 'S-1-5-18',
  domain: 'NT AUTHORITY',
  logonId: '0x3e7',
};
export const nobody: Principal = { account: '-', sid: 'S-1-0-0', domain: '-', logonId: '0x0' };

const builtIn = new Set(['S-1-5-18', 'S-1-5-19', 'S-1-5-20']);
export const isSystem = (who: Principal): boolean => who.sid === 'S-1-5-18';
/** SYSTEM, LOCAL SERVICE, NETWORK SERVICE: what services run as, in session 0. */
export const isBuiltIn = (who: Principal): boolean => builtIn.has(who.sid);

/** Account name in SubjectUserName. */
export const subjectName = (who: Principal, host: HostFacts): string =>
  isSystem(who) ? host.machineAccount : who.account;
export const subjectDomain = (who: Principal, host: HostFacts): string =>
  isSystem(who) ? host.netbios : who.domain;

/** `NT AUTHORITY\SYSTEM`, `EXAMPLE\yamada.t`: Sysmon, Defender and PowerShell. */
export const userName = (who: Principal): string =>
  isBuiltIn(who) ? `NT AUTHORITY\\${builtInName(who.sid)}` : `${who.domain}\\${who.account}`;
const builtInName = (sid: string): string =>
  sid === 'S-1-5-18' ? 'SYSTEM' : sid === 'S-1-5-19' ? 'LOCAL SERVICE' : 'NETWORK SERVICE';

/**
 * Sysmon's LogonGuid: machine, time of the logon, logon id with its low bytes first. The time is that of the start plus
 * what the id itself tells, so that every record of a session carries the same one.
 */
export function logonGuid(who: Principal, host: HostFacts): string {
  const id = Number.parseInt(who.logonId, 16) || 0;
  const at = (Math.floor(host.bootedAt / 1000) + (id > 0x1000 ? (id >>> 6) % 400_000 : 0)) >>> 0;
  const time = at.toString(16).toUpperCase().padStart(8, '0');
  const low = (id >>> 0).toString(16).toUpperCase().padStart(8, '0');
  const swapped = `${low.slice(6)}${low.slice(4, 6)}-${low.slice(2, 4)}${low.slice(0, 2)}`;
  return `${host.guidPrefix}-${time.slice(4)}-${time.slice(0, 4)}-${swapped}00000000`;
}

/** Terminal session: services in 0, people at the console in 1, on servers from outside in 2. */
export const terminalSession = (who: Principal, host: HostFacts): number =>
  isBuiltIn(who) ? 0 : host.server ? 2 : 1;
