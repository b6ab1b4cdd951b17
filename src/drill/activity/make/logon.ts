// Logons with the tickets and connections that belong to them.
import type { Host, SimTime } from '../../world/entities.ts';
import type { Happens, Logon, Session, Ticket } from '../../world/event.ts';
import type { Random } from '../../world/random.ts';
import type { Scene } from '../scene.ts';
import { sessionOf, type Who } from './session.ts';

/** A client port of Windows. */
export const clientPort = (random: Random): number => 49_152 + random.int(16_380);

export interface Client {
  host: Host;
  /** Address that day; a remote PC has one of the VPN. */
  ip: string;
}

/** What the domain controller of the client writes down; nothing where there is none. */
export function ticket(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  random: Random,
  who: Who,
  client: Client,
  what: Ticket['what'],
  service: string,
  more: { status?: number; encryption?: number; cause?: string } = {},
): void {
  const controller = scene.domainController(client.host);
  if (!controller) return;
  happens({
    kind: 'ticket',
    at,
    host: controller,
    cause: more.cause ?? '',
    what,
    account: who.account,
    sid: who.sid,
    service,
    client: { ip: client.ip, port: clientPort(random), name: client.host.name },
    status: more.status ?? 0,
    encryption: more.encryption ?? 0x12,
    options: what === 'tgt' ? 0x40810010 : what === 'renewal' ? 0x10002 : 0x40810000,
  });
}

export interface NetworkLogon {
  at: SimTime;
  who: Who;
  from: Client;
  to: Host;
  port?: number;
  type?: Logon['type'];
  elevated?: boolean;
  ntlm?: boolean;
  encryption?: number;
  /** ms until logoff; at most 500 s. */
  length: number;
  cause?: string;
}

/** Service ticket (or NTLM check), logon at the target, logoff; gives the session and the client's port. */
export function networkLogon(
  scene: Scene,
  happens: Happens,
  random: Random,
  what: NetworkLogon,
): { session: Session; port: number } {
  const { at, who, from, to } = what;
  const cause = what.cause ?? '';
  const port = what.port ?? clientPort(random);
  const session = sessionOf(scene, who, to, at);
  const type = what.type ?? 3;
  if (what.ntlm) ticket(scene, happens, at + 6.4, random, who, from, 'ntlm', '', { cause });
  else
    ticket(scene, happens, at, random, who, from, 'service', `${to.name}$`, {
      cause,
      ...(what.encryption === undefined ? {} : { encryption: what.encryption }),
    });
  happens({
    kind: 'logon',
    at: at + 7 + random.next() * 9,
    host: to,
    cause,
    session,
    type,
    ok: true,
    method: what.ntlm ? 'ntlm' : 'kerberos',
    from: { host: from.host, ip: from.ip, port },
    elevated: what.elevated ?? false,
  });
  happens({ kind: 'logoff', at: at + 20 + what.length, host: to, cause, session, type });
  return { session, port };
}

/** The SMB connection a network logon came over, as firewall and sensors see it; `port` is the logon's. */
export const smbConnection = (
  happens: Happens,
  at: SimTime,
  client: { host: Host; ip: string; port: number },
  to: Host,
  bytes: { sent: number; received: number },
  duration: number,
  cause = '',
): void =>
  happens({
    kind: 'connection',
    at,
    host: client.host,
    cause,
    transport: 'tcp',
    source: client,
    destination: { ip: to.ip, port: 445, host: to },
    service: 'smb',
    ...bytes,
    duration,
    result: 'ok',
  });
