// Kerberos and NTLM as a domain controller records them.

import type { Ticket } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { hex } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { type Field, guid, hexa, plain, record, text } from '../windows/record.ts';
import { ticketGuid } from './logon.ts';
import { auditing, failure, success, tasks } from './provider.ts';

const controller = (_: Ticket, host: HostFacts): boolean => host.domainController;
const granted = (e: Ticket, host: HostFacts): boolean => host.domainController && e.status === 0;
const refused = (e: Ticket, host: HostFacts): boolean => host.domainController && e.status !== 0;

/** Addresses of version 4 as a socket of version 6 sees them. */
const address = (e: Ticket): string => (e.client.ip.includes(':') ? e.client.ip : `::ffff:${e.client.ip}`);

/** SID of a service's account: krbtgt is 502, computers have theirs; others get one that stays theirs. */
function serviceSid(e: Ticket, host: HostFacts): string {
  if (e.status !== 0) return 'S-1-0-0';
  if (/^krbtgt/i.test(e.service)) return `${host.domainSid}-502`;
  return (
    host.domain.computerSid(e.service) ??
    `${host.domainSid}-${40_000 + (hashKeys(host.seed, e.service, 'sid') % 20_000)}`
  );
}

const certificate: Field<Ticket>[] = [
  text('CertIssuerName', ''),
  text('CertSerialNumber', ''),
  text('CertThumbprint', ''),
];
const client: Field<Ticket>[] = [text('IpAddress', address), plain('IpPort', e => String(e.client.port))];
const encryption = (e: Ticket): string => (e.status === 0 ? hex(e.encryption) : '0xffffffff');
const principal = (e: Ticket, h: HostFacts): string =>
  e.account.includes('@') ? e.account : `${e.account}@${h.realm}`;

const facets = {
  user: (e: Ticket) => e.account,
  source: (e: Ticket) => e.client.ip,
  object: (e: Ticket) => e.service,
};

const tgt = (keywords: string, when: typeof granted) =>
  record(auditing, 'ticket', {
    ...tasks.kerberosAuthentication,
    ...facets,
    id: 4768,
    title: {
      en: 'A Kerberos authentication ticket (TGT) was requested.',
      ja: 'Kerberos 認証チケット (TGT) が要求されました。',
    },
    what: 'tgt',
    when,
    keywords,
    fields: [
      text('TargetUserName', e => e.account),
      text('TargetDomainName', (_, h) => h.realm),
      text('TargetSid', e => (e.status === 0 ? e.sid : 'S-1-0-0')),
      text('ServiceName', e => (e.status === 0 ? e.service : `krbtgt/${e.service}`)),
      plain('ServiceSid', serviceSid),
      hexa('TicketOptions', e => hex(e.options)),
      hexa('Status', e => hex(e.status)),
      hexa('TicketEncryptionType', encryption),
      plain('PreAuthType', e => (e.status === 0 ? '2' : '-')),
      ...client,
      ...certificate,
    ],
  });

const service = (keywords: string, when: typeof granted) =>
  record(auditing, 'ticket', {
    ...tasks.serviceTicket,
    ...facets,
    id: 4769,
    title: {
      en: 'A Kerberos service ticket was requested.',
      ja: 'Kerberos サービス チケットが要求されました。',
    },
    what: 'service',
    when,
    keywords,
    fields: [
      text('TargetUserName', principal),
      text('TargetDomainName', (_, h) => h.realm),
      text('ServiceName', e => e.service),
      plain('ServiceSid', serviceSid),
      hexa('TicketOptions', e => hex(e.options)),
      hexa('TicketEncryptionType', encryption),
      ...client,
      hexa('Status', e => hex(e.status)),
      guid('LogonGuid', (e, h) => ticketGuid(h.seed, e.account, e.service, e.client.ip, e.at)),
      text('TransmittedServices', '-'),
    ],
  });

const ntlm = (keywords: string, when: typeof granted) =>
  record(auditing, 'ticket', {
    ...tasks.credentialValidation,
    ...facets,
    id: 4776,
    title: {
      en: 'The computer attempted to validate the credentials for an account.',
      ja: 'コンピューターがアカウントの資格情報の確認を試行しました。',
    },
    what: 'ntlm',
    when,
    keywords,
    fields: [
      text('PackageName', 'MICROSOFT_AUTHENTICATION_PACKAGE_V1_0'),
      text('TargetUserName', e => e.account),
      text('Workstation', e => e.client.name),
      hexa('Status', e => hex(e.status)),
    ],
  });

export const ticketRecords = [
  tgt(success, granted),
  tgt(failure, refused),
  service(success, granted),
  service(failure, refused),
  record(auditing, 'ticket', {
    ...tasks.serviceTicket,
    ...facets,
    id: 4770,
    title: {
      en: 'A Kerberos service ticket was renewed.',
      ja: 'Kerberos サービス チケットが更新されました。',
    },
    what: 'renewal',
    when: controller,
    fields: [
      text('TargetUserName', principal),
      text('TargetDomainName', (_, h) => h.realm),
      text('ServiceName', e => e.service),
      plain('ServiceSid', serviceSid),
      hexa('TicketOptions', e => hex(e.options)),
      hexa('TicketEncryptionType', encryption),
      ...client,
    ],
  }),
  record(auditing, 'ticket', {
    ...tasks.kerberosAuthentication,
    ...facets,
    id: 4771,
    title: { en: 'Kerberos pre-authentication failed.', ja: 'Kerberos 事前認証に失敗しました。' },
    what: 'preauth-failed',
    when: controller,
    keywords: failure,
    fields: [
      text('TargetUserName', e => e.account),
      text('TargetSid', e => e.sid),
      text('ServiceName', (_, h) => `krbtgt/${h.netbios}`),
      hexa('TicketOptions', e => hex(e.options)),
      hexa('Status', e => hex(e.status)),
      text('PreAuthType', '2'),
      ...client,
      ...certificate,
    ],
  }),
  ntlm(success, granted),
  ntlm(failure, refused),
];
