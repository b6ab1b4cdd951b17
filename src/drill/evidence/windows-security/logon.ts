// Logons and logoffs as the host they happen on records them.
import type { Logoff, Logon } from '../../world/event.ts';
import { guidFrom, hex, noGuid } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { nobody, type Principal, system, terminalSession } from '../windows/principal.ts';
import { type Field, guid, hexa, number, plain, record, text } from '../windows/record.ts';
import { auditing, failure, subject, tasks } from './provider.ts';

const interactive = (type: Logon['type']): boolean => type === 2 || type === 7 || type === 10 || type === 11;

/** Who asked for the logon: nobody yet over the network, else the system on the person's behalf. */
const requester = (e: Logon): Principal => e.by ?? (e.type === 3 ? nobody : system);

const logonProcess = (e: Logon): string => {
  if (e.type === 3) return e.method === 'kerberos' ? 'Kerberos' : 'NtLmSsp ';
  if (e.type === 9) return 'seclogo';
  return interactive(e.type) ? 'User32 ' : 'Advapi  ';
};
const authenticationPackage = (e: Logon): string =>
  e.type === 3 ? (e.method === 'kerberos' ? 'Kerberos' : 'NTLM') : 'Negotiate';

const workstation = (e: Logon, host: HostFacts): string => {
  if (e.type !== 3) return host.name;
  return e.method === 'kerberos' ? '-' : (e.from?.host?.name ?? '-');
};

/** Over Kerberos a member server knows the account's domain by its DNS name. */
const targetDomain = (e: Logon, host: HostFacts): string =>
  e.type === 3 && e.method === 'kerberos' && e.session.domain === host.netbios
    ? host.realm
    : e.session.domain;

const callerId = (e: Logon, host: HostFacts): string => {
  if (e.type === 3) return '0x0';
  return hex(e.type === 5 || e.type === 4 ? host.pid.services : host.pid.svchost);
};
const callerName = (e: Logon): string => {
  if (e.type === 3) return '-';
  return `C:\\Windows\\System32\\${e.type === 5 || e.type === 4 ? 'services.exe' : 'svchost.exe'}`;
};
const address = (e: Logon): string => e.from?.ip ?? (interactive(e.type) ? '127.0.0.1' : '-');
const port = (e: Logon): string => (e.from ? String(e.from.port) : interactive(e.type) ? '0' : '-');

/** The same on the server's 4624 and the domain controller's 4769 for the life of a ticket (a day at most). */
export const ticketGuid = (
  seed: number,
  account: string,
  service: string,
  client: string,
  at: number,
): string =>
  guidFrom(seed, account.toLowerCase(), service.toLowerCase(), client, Math.floor(at / 86_400_000));

const logonGuid = (e: Logon, host: HostFacts): string =>
  e.method === 'kerberos' && e.from
    ? ticketGuid(host.seed, e.session.account, host.machineAccount, e.from.ip, e.at)
    : noGuid;

const target: Field<Logon | Logoff>[] = [
  plain('TargetUserSid', e => e.session.sid),
  text('TargetUserName', e => e.session.account),
];
const yes = '%%1842';
const no = '%%1843';

interface Failure {
  status: string;
  subStatus: string;
  reason: string;
}
const failures: Readonly<Record<NonNullable<Logon['failure']>, Failure>> = {
  'bad-password': { status: '0xc000006d', subStatus: '0xc000006a', reason: '%%2313' },
  'no-such-user': { status: '0xc000006d', subStatus: '0xc0000064', reason: '%%2313' },
  locked: { status: '0xc0000234', subStatus: '0x0', reason: '%%2307' },
  disabled: { status: '0xc000006e', subStatus: '0xc0000072', reason: '%%2310' },
  expired: { status: '0xc000006e', subStatus: '0xc0000071', reason: '%%2309' },
};
const failureOf = (e: Logon): Failure => failures[e.failure ?? 'bad-password'];

const facets = {
  user: (e: Logon) => e.session.account,
  source: (e: Logon) => e.from?.ip ?? '',
  object: (e: Logon) => `type ${e.type}`,
};

export const logonRecords = [
  record(auditing, 'logon', {
    ...tasks.logon,
    ...facets,
    id: 4648,
    title: {
      en: 'A logon was attempted using explicit credentials.',
      ja: '明示的な資格情報を使用してログオンが試行されました。',
    },
    when: e => e.by !== undefined,
    where: e => e.by?.host,
    correlated: true,
    fields: [
      ...subject<Logon>(e => e.by),
      guid('LogonGuid', noGuid),
      text('TargetUserName', e => e.session.account),
      text('TargetDomainName', e => e.session.domain),
      guid('TargetLogonGuid', noGuid),
      text('TargetServerName', e => (e.by?.host === e.host ? 'localhost' : e.host.fqdn)),
      text('TargetInfo', e => (e.by?.host === e.host ? 'localhost' : e.host.fqdn)),
      hexa('ProcessId', (_, h) => hex(h.pid.lsass)),
      text('ProcessName', 'C:\\Windows\\System32\\lsass.exe'),
      text('IpAddress', '-'),
      text('IpPort', '-'),
    ],
  }),
  record(auditing, 'logon', {
    ...tasks.logon,
    ...facets,
    id: 4624,
    version: 2,
    title: { en: 'An account was successfully logged on.', ja: 'アカウントが正常にログオンしました。' },
    when: e => e.ok,
    correlated: true,
    fields: [
      ...subject<Logon>(requester),
      ...target,
      text('TargetDomainName', targetDomain),
      hexa('TargetLogonId', e => e.session.logonId),
      number('LogonType', e => e.type),
      plain('LogonProcessName', logonProcess),
      plain('AuthenticationPackageName', authenticationPackage),
      text('WorkstationName', workstation),
      guid('LogonGuid', logonGuid),
      text('TransmittedServices', '-'),
      plain('LmPackageName', e => (e.type === 3 && e.method !== 'kerberos' ? 'NTLM V2' : '-')),
      number('KeyLength', e => (e.type === 3 && e.method !== 'kerberos' ? 128 : 0)),
      hexa('ProcessId', callerId),
      text('ProcessName', callerName),
      text('IpAddress', address),
      plain('IpPort', port),
      text('ImpersonationLevel', '%%1833'),
      plain('RestrictedAdminMode', e => (e.type === 10 ? no : '-')),
      text('TargetOutboundUserName', '-'),
      text('TargetOutboundDomainName', '-'),
      text('VirtualAccount', no),
      hexa('TargetLinkedLogonId', '0x0'),
      plain('ElevatedToken', e => (e.elevated ? yes : no)),
    ],
  }),
  record(auditing, 'logon', {
    ...tasks.specialLogon,
    ...facets,
    id: 4672,
    title: {
      en: 'Special privileges assigned to new logon.',
      ja: '新しいログオンに特権が割り当てられました。',
    },
    when: e => e.ok && e.elevated,
    correlated: true,
    fields: [
      plain('SubjectUserSid', e => e.session.sid),
      text('SubjectUserName', e => e.session.account),
      text('SubjectDomainName', e => e.session.domain),
      hexa('SubjectLogonId', e => e.session.logonId),
      text(
        'PrivilegeList',
        [
          'SeSecurityPrivilege',
          'SeBackupPrivilege',
          'SeRestorePrivilege',
          'SeTakeOwnershipPrivilege',
          'SeDebugPrivilege',
          'SeSystemEnvironmentPrivilege',
          'SeLoadDriverPrivilege',
          'SeImpersonatePrivilege',
          'SeDelegateSessionUserImpersonatePrivilege',
        ].join('\n\t\t\t'),
      ),
    ],
  }),
  record(auditing, 'logon', {
    ...tasks.logon,
    ...facets,
    id: 4625,
    title: { en: 'An account failed to log on.', ja: 'アカウントがログオンに失敗しました。' },
    when: e => !e.ok,
    keywords: failure,
    correlated: true,
    fields: [
      ...subject<Logon>(requester),
      text('TargetUserSid', 'S-1-0-0'),
      text('TargetUserName', e => e.session.account),
      text('TargetDomainName', e => e.session.domain),
      hexa('Status', e => failureOf(e).status),
      text('FailureReason', e => failureOf(e).reason),
      hexa('SubStatus', e => failureOf(e).subStatus),
      number('LogonType', e => e.type),
      plain('LogonProcessName', logonProcess),
      plain('AuthenticationPackageName', authenticationPackage),
      text('WorkstationName', (e, h) => (e.type === 3 ? (e.from?.host?.name ?? '-') : h.name)),
      text('TransmittedServices', '-'),
      text('LmPackageName', '-'),
      number('KeyLength', 0),
      hexa('ProcessId', callerId),
      text('ProcessName', callerName),
      text('IpAddress', address),
      plain('IpPort', port),
    ],
  }),
  record(auditing, 'logon', {
    ...tasks.otherLogon,
    ...facets,
    id: 4801,
    title: { en: 'The workstation was unlocked.', ja: 'ワークステーションのロックが解除されました。' },
    when: e => e.ok && e.type === 7,
    correlated: true,
    fields: [
      ...target,
      text('TargetDomainName', e => e.session.domain),
      hexa('TargetLogonId', e => e.session.logonId),
      number('SessionId', (e, h) => terminalSession(e.session, h)),
    ],
  }),
  record(auditing, 'logoff', {
    ...tasks.logoff,
    id: 4647,
    title: { en: 'User initiated logoff:', ja: 'ユーザーがログオフを開始しました:' },
    when: e => interactive(e.type),
    user: e => e.session.account,
    object: e => `type ${e.type}`,
    fields: [
      ...target,
      text('TargetDomainName', e => e.session.domain),
      hexa('TargetLogonId', e => e.session.logonId),
    ],
  }),
  record(auditing, 'logoff', {
    ...tasks.logoff,
    id: 4634,
    title: { en: 'An account was logged off.', ja: 'アカウントがログオフしました。' },
    user: e => e.session.account,
    object: e => `type ${e.type}`,
    fields: [
      ...target,
      text('TargetDomainName', e => e.session.domain),
      hexa('TargetLogonId', e => e.session.logonId),
      number('LogonType', e => e.type),
    ],
  }),
];
