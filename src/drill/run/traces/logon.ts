// Traces of accounts: logons with the tickets and connections they bring, changes of accounts and groups.
import { sessionOf, type Who } from '../../activity/make/session.ts';
import type { Host, Person } from '../../world/entities.ts';
import type { AccountChange, Logon, Session } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { disabled } from '../situation.ts';
import type { RunState, Trail } from '../state.ts';
import { connect, portOf } from './network.ts';

/** Who an account is: person, service account, or one the attacker made. */
export function whoIs(run: RunState, account: string): Who & { person?: Person } {
  const { organisation } = run.world;
  const person = organisation.people.find(one => one.account === account);
  const service = organisation.serviceAccounts.find(one => one.account === account);
  const sid =
    person?.sid ?? service?.sid ?? `${organisation.domainSid}-${30_000 + (hashKeys(account) % 9000)}`;
  return { account, sid, domain: organisation.netbios, ...(person ? { person } : {}) };
}

/** The session of whoever works at this PC today, or of the system when nobody does. */
export function deskSession(run: RunState, host: Host): Session {
  const plan = host.owner && run.scene.plan(host.owner, run.scene.dayOf(run.now));
  if (plan) return plan.session;
  return host.owner
    ? sessionOf(run.scene, whoIs(run, host.owner.account), host, 'desk')
    : run.scene.system(host);
}

/** Ports remote administration goes by. */
const services = { smb: 445, winrm: 5985, rdp: 3389, dce_rpc: 135, ldap: 389 } as const;

interface NetworkLogon {
  from: Host;
  to: Host;
  account: string;
  over: keyof typeof services;
  type?: Logon['type'];
  ok?: boolean;
  failure?: Logon['failure'];
  /** Passed hash: NTLM instead of Kerberos. */
  ntlm?: boolean;
  /** A forged ticket: no TGT was ever asked for. */
  forged?: boolean;
  elevated?: boolean;
  rc4?: boolean;
  by?: Session;
}

/** A logon over the network: tickets at the domain controller, the connection, the logon at the target. */
export function networkLogon(trail: Trail, what: NetworkLogon): Session {
  const { run, cause } = trail;
  const who = whoIs(run, what.account);
  const ok = what.ok ?? true;
  const port = portOf(trail, what.to.name);
  const controller = run.scene.domainController(what.from);
  const servicePort = services[what.over];
  const client = { ip: what.from.ip, port, name: what.from.name };
  const ticket = (kind: 'tgt' | 'service' | 'preauth-failed' | 'ntlm', service: string, status: number) => {
    if (!controller) return;
    trail.write({
      kind: 'ticket',
      at: trail.tick(),
      host: controller,
      cause,
      what: kind,
      account: who.account,
      sid: who.sid,
      service,
      client,
      status,
      encryption: what.rc4 ? 0x17 : 0x12,
      options: 0x40810010,
    });
  };
  if (what.ntlm) ticket('ntlm', '', ok ? 0 : what.failure === 'disabled' ? 0xc0000072 : 0xc000006a);
  else if (!ok) ticket('preauth-failed', 'krbtgt', what.failure === 'disabled' ? 0x12 : 0x18);
  else {
    if (!what.forged) ticket('tgt', 'krbtgt', 0);
    ticket('service', `${what.to.name}$`, 0);
  }
  connect(
    trail,
    what.from,
    { ip: what.to.ip, port: servicePort, host: what.to },
    { service: what.over, sent: ok ? 4200 : 900, received: ok ? 3100 : 700 },
  );
  const session = sessionOf(run.scene, who, what.to, `${cause}:${run.now}`);
  trail.write({
    kind: 'logon',
    at: trail.tick(),
    host: what.to,
    cause,
    session,
    type: what.type ?? 3,
    ok,
    ...(ok ? {} : { failure: what.failure ?? 'bad-password' }),
    method: what.ntlm ? 'ntlm' : 'kerberos',
    from: { host: what.from, ip: what.from.ip, port },
    elevated: ok && (what.elevated ?? false),
    ...(what.by ? { by: what.by } : {}),
  });
  // A network session ends by itself soon; a screen is left later.
  if (ok)
    trail.write({
      kind: 'logoff',
      at: trail.tick() + (what.type === 10 ? 1_500_000 : 95_000),
      host: what.to,
      cause,
      session,
      type: what.type ?? 3,
    });
  return session;
}

/** How a logon with a stolen password goes, as the directory decides. */
export const refusal = (run: RunState, account: string): 'disabled' | 'bad-password' =>
  disabled(run.situation, account) ? 'disabled' : 'bad-password';

/** A change of an account, as the domain controller logs it. */
export function accountChange(
  trail: Trail,
  by: Session,
  what: AccountChange['what'],
  account: string,
  group?: AccountChange['group'],
): void {
  const { run } = trail;
  const host = run.scene.role('domain-controller')[0] ?? by.host;
  const { sid } = whoIs(run, account);
  trail.write({
    kind: 'account-change',
    at: trail.tick(),
    host,
    cause: trail.cause,
    what,
    target: { account, sid },
    by: { ...by, host },
    ...(group ? { group } : {}),
  });
}

export const domainAdmins = (run: RunState): NonNullable<AccountChange['group']> => ({
  name: 'Domain Admins',
  sid: `${run.world.organisation.domainSid}-512`,
  scope: 'global',
});

/** Session of the operating system on a host. */
export const systemSession = (run: RunState, host: Host): Session => run.scene.system(host);
