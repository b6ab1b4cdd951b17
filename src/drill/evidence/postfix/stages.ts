// The stages a message passes on a host: arrival, checks, queue, delivery.
import type { Host, SimTime } from '../../world/entities.ts';
import type { Mail } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { address, charsetOf, loggedAttachment, loggedHeader, printable } from './header.ts';
import type { Hop } from './hop.ts';
import { queueId } from './queue-id.ts';

/** Four stages of the delay, the way Postfix rounds them (two significant digits). */
const rounded = (seconds: number): string => {
  if (seconds <= 0) return '0';
  if (seconds >= 10) return String(Math.round(seconds));
  if (seconds >= 1) return String(Math.round(seconds * 10) / 10);
  return String(Math.round(seconds * 100) / 100);
};
const delays = (total: number): string => {
  const a = total * 0.22;
  const b = total * 0.01;
  const c = total * 0.35;
  return `delay=${rounded(total)}, delays=${rounded(a)}/${rounded(b)}/${rounded(c)}/${rounded(total - a - b - c)}`;
};

/** Message arrives on a host: smtpd and cleanup. */
export function arrive(
  hop: Hop,
  event: Mail,
  at: SimTime,
  client: string,
  helo: string,
  login: string,
): void {
  const sasl = login === '' ? '' : `, sasl_method=PLAIN, sasl_username=${login}`;
  hop.write(at + 12, 'smtpd', `connect from ${client}`, 'connect');
  hop.write(at + 95, 'smtpd', `${hop.id}: client=${client}${sasl}`, 'client');
  hop.write(
    at + 130,
    'cleanup',
    `${hop.id}: message-id=<${printable(event.messageId).replace(/[<>]/g, '')}>`,
    'message-id',
  );
  const envelope = `from=<${address(event.envelopeFrom)}> to=<${address(event.to[0] ?? '')}> proto=ESMTP helo=<${helo}>`;
  hop.write(
    at + 131,
    'cleanup',
    `${hop.id}: warning: header ${loggedHeader('Subject', event.subject, charsetOf(event))} from ${client}; ${envelope}`,
    'subject',
  );
  for (const attachment of event.attachments.slice(0, 10))
    hop.write(
      at + 132,
      'cleanup',
      `${hop.id}: warning: header ${loggedAttachment(attachment.name)} from ${client}; ${envelope}`,
      'attachment',
    );
}

export function disconnect(
  hop: Hop,
  at: SimTime,
  client: string,
  recipients: number,
  login: string,
  ok = true,
): void {
  const auth = login === '' ? '' : ' auth=1';
  const tls = ok ? 'ehlo=2 starttls=1' : 'ehlo=1';
  const commands = (ok ? 6 : 3) + recipients + (login === '' ? 0 : 1);
  const rest = ok ? `mail=1 rcpt=${recipients} data=1 quit=1` : `mail=1 rcpt=0/${recipients} quit=1`;
  const total = ok ? String(commands) : `${commands - recipients}/${commands}`;
  hop.write(at, 'smtpd', `disconnect from ${client} ${tls}${auth} ${rest} commands=${total}`, 'disconnect');
}

export const queued = (hop: Hop, event: Mail, at: SimTime): void =>
  hop.write(
    at,
    'qmgr',
    `${hop.id}: from=<${address(event.envelopeFrom)}>, size=${event.bytes}, nrcpt=${event.to.length} (queue active)`,
    'queued',
  );

export interface Delivery {
  service: 'smtp' | 'lmtp';
  relay: string;
  status: 'sent' | 'deferred' | 'bounced';
  dsn: string;
  reply: string;
}

/** Hands every recipient on, and takes the message out of the queue unless it waits. */
export function deliver(hop: Hop, event: Mail, from: SimTime, at: SimTime, to: Delivery): void {
  for (const recipient of event.to)
    hop.write(
      at,
      to.service,
      `${hop.id}: to=<${address(recipient)}>, relay=${to.relay}, ${delays((at - from) / 1000)}, dsn=${to.dsn}, status=${to.status} (${to.reply})`,
      to.status,
    );
  if (to.status === 'bounced') {
    const notice = queueId(at + 20, 260_000 + (hashKeys(hop.id) % 900_000));
    hop.write(at + 21, 'bounce', `${hop.id}: sender non-delivery notification: ${notice}`, 'bounced');
  }
  if (to.status !== 'deferred') hop.write(at + 25, 'qmgr', `${hop.id}: removed`, 'removed');
}

const domainOf = (mail: string): string => address(mail.slice(mail.lastIndexOf('@') + 1)) || 'localhost';

export const mailboxOf = (event: Mail): Delivery =>
  event.outcome === 'bounced'
    ? {
        service: 'lmtp',
        relay: 'mail[private/dovecot-lmtp]',
        status: 'bounced',
        dsn: '5.1.1',
        reply: `host mail[private/dovecot-lmtp] said: 550 5.1.1 <${address(event.to[0] ?? '')}> User doesn't exist: ${address(event.to[0] ?? '')} (in reply to RCPT TO command)`,
      }
    : {
        service: 'lmtp',
        relay: 'mail[private/dovecot-lmtp]',
        status: 'sent',
        dsn: '2.0.0',
        reply: `250 2.0.0 <${address(event.to[0] ?? '')}> ${hashKeys(event.messageId).toString(36)}Saved`,
      };

export const spfReason: Record<Mail['spf'], string> = {
  pass: '550 5.7.1 <RCPT>: Recipient address rejected: Access denied',
  none: '450 4.7.1 <RCPT>: Recipient address rejected: Greylisted',
  softfail: '554 5.7.1 Service unavailable; Client host [IP] blocked using dnsbl.example',
  fail: '550 5.7.23 <RCPT>: Recipient address rejected: Message rejected due to: SPF fail - not authorized',
};

/** Checks of the sender that the gateway's filters log. */
export function authenticate(hop: Hop, event: Mail, at: SimTime): void {
  const from = domainOf(event.from.mail);
  hop.filter(at, 'opendmarc', `${hop.id}: SPF(mailfrom): ${domainOf(event.envelopeFrom)} ${event.spf}`);
  hop.filter(
    at + 1,
    'opendkim',
    event.dkim === 'pass'
      ? `${hop.id}: DKIM verification successful`
      : event.dkim === 'none'
        ? `${hop.id}: no signature data`
        : `${hop.id}: bad signature data`,
  );
  hop.filter(at + 2, 'opendmarc', `${hop.id}: ${from} ${event.dmarc}`);
}

/** Hands over from one host of ours to the next; the two queue ids meet in the reply. */
export function relay(hop: Hop, next: Hop, nextHost: Host, event: Mail, from: SimTime, at: SimTime): void {
  deliver(hop, event, from, at, {
    service: 'smtp',
    relay: `${nextHost.fqdn}[${nextHost.ip}]:25`,
    status: 'sent',
    dsn: '2.0.0',
    reply: `250 2.0.0 Ok: queued as ${next.id}`,
  });
}
