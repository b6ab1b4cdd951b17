// Postfix mail log of gateway and mail server: every message from connection to delivery, joined by its queue id.
import type { Mail } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { type Flow, flowsOf } from '../network/flows.ts';
import { mailTimes } from '../network/mail-times.ts';
import { type Places, placesOf } from '../network/places.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { address, hostname } from './header.ts';
import { Hop } from './hop.ts';
import {
  arrive,
  authenticate,
  type Delivery,
  deliver,
  disconnect,
  mailboxOf,
  queued,
  relay,
  spfReason,
} from './stages.ts';

function incoming(
  event: Mail,
  emit: Emit,
  context: ProjectionContext,
  places: Places,
  flows: readonly Flow[],
) {
  const gateway = places.mailGateway!;
  const mail = places.mail!;
  const { at, peer } = event;
  const { queued: inQueue, handed: middle, done } = mailTimes(event);
  const edge = new Hop(gateway, event, at + 90, emit, context);
  const name = hostname(peer.name);
  const client = `${name}[${peer.ip}]`;
  const peerPort = flows[0]?.sourcePort ?? 25_000;
  edge.write(at, 'postscreen', `CONNECT from [${peer.ip}]:${peerPort} to [${gateway.ip}]:25`, 'connect');
  edge.write(at + 6, 'postscreen', `PASS OLD [${peer.ip}]:${peerPort}`, 'pass');
  if (event.outcome === 'rejected') {
    edge.write(at + 12, 'smtpd', `connect from ${client}`, 'connect');
    const recipient = address(event.to[0] ?? '');
    const reason = spfReason[event.spf].replace('RCPT', recipient).replace('IP', peer.ip);
    edge.write(
      at + 140,
      'smtpd',
      `NOQUEUE: reject: RCPT from ${client}: ${reason}; from=<${address(event.envelopeFrom)}> to=<${recipient}> proto=ESMTP helo=<${name}>`,
      'reject',
    );
    disconnect(edge, at + 160, client, event.to.length, '', false);
    return;
  }
  arrive(edge, event, at, client, name, '');
  authenticate(edge, event, inQueue - 8);
  if (event.outcome === 'quarantined') {
    edge.write(
      inQueue - 2,
      'cleanup',
      `${edge.id}: milter-hold: END-OF-MESSAGE from ${client}: milter triggers HOLD action; from=<${address(event.envelopeFrom)}> to=<${address(event.to[0] ?? '')}> proto=ESMTP helo=<${name}>`,
      'hold',
    );
    disconnect(edge, inQueue + 30, client, event.to.length, '');
    return;
  }
  queued(edge, event, inQueue);
  disconnect(edge, inQueue + 30, client, event.to.length, '');
  if (gateway === mail) {
    deliver(edge, event, at, done, mailboxOf(event));
    return;
  }
  // The gateway hands on first; what is left of the delay is the mailbox's.
  const box = new Hop(mail, event, middle - 30, emit, context);
  const inner = `${gateway.fqdn}[${gateway.ip}]`;
  arrive(box, event, middle - 120, inner, gateway.fqdn, '');
  queued(box, event, middle + 40);
  relay(edge, box, mail, event, at, middle + 45);
  disconnect(box, middle + 48, inner, event.to.length, '');
  deliver(box, event, middle - 30, Math.max(done, middle + 60), mailboxOf(event));
}

function outgoing(event: Mail, emit: Emit, context: ProjectionContext, places: Places): void {
  const gateway = places.mailGateway!;
  const mail = places.mail!;
  const { at, client, peer } = event;
  const { queued: inQueue, handed: middle, done } = mailTimes(event);
  const first = new Hop(mail, event, at + 60, emit, context);
  const from = client.host ? `${client.host.fqdn}[${client.ip}]` : `unknown[${client.ip}]`;
  const login = client.ip === mail.ip ? '' : address(event.from.mail.split('@')[0]!);
  arrive(first, event, at, from, client.host ? `[${client.ip}]` : 'localhost', login);
  queued(first, event, inQueue);
  disconnect(first, inQueue + 30, from, event.to.length, login);
  if (event.direction === 'internal') {
    deliver(first, event, at, done, mailboxOf(event));
    return;
  }
  const relayName = `${hostname(peer.name)}[${peer.ip}]:25`;
  const last: Delivery = {
    service: 'smtp',
    relay: relayName,
    status: 'sent',
    dsn: '2.0.0',
    reply: `250 2.0.0 Ok: queued as ${hashKeys(event.messageId, 'peer').toString(16).toUpperCase().padStart(8, '0')}`,
  };
  if (event.outcome === 'deferred')
    Object.assign(last, {
      status: 'deferred',
      dsn: '4.4.1',
      relay: 'none',
      reply: `connect to ${relayName}: Connection timed out`,
    });
  else if (event.outcome === 'bounced' || event.outcome === 'rejected')
    Object.assign(last, {
      status: 'bounced',
      dsn: '5.1.1',
      reply: `host ${relayName.slice(0, -3)} said: 550 5.1.1 <${address(event.to[0] ?? '')}>: Recipient address rejected: User unknown (in reply to RCPT TO command)`,
    });
  if (gateway === mail) {
    deliver(first, event, at, done, last);
    return;
  }
  const edge = new Hop(gateway, event, middle - 30, emit, context);
  const inner = `${mail.fqdn}[${mail.ip}]`;
  arrive(edge, event, middle - 120, inner, mail.fqdn, '');
  queued(edge, event, middle + 40);
  relay(first, edge, gateway, event, at, middle + 45);
  disconnect(edge, middle + 48, inner, event.to.length, '');
  deliver(edge, event, middle - 30, Math.max(done, middle + 60), last);
}

export const postfix = defineSource({
  id: 'postfix',
  title: { en: 'Mail server (Postfix)', ja: 'メールサーバー (Postfix)' },
  summary: {
    en: 'Way of every message through gateway and mail server. Lines of a message share its queue id; a hop to the next host names the next id ("queued as"). Subjects and attachment names are logged by header_checks in their encoded form. Times are local, without year.',
    ja: 'メールゲートウェイとメールサーバーでの各メールの経路。キューIDで行をつなぎ、次のホストのIDは「queued as」にある。件名と添付ファイル名はheader_checksにより符号化された形で残る。時刻は現地時間で、年はない。',
  },
  file: 'postfix/mail.log',
  format: 'text',
  readers: ['pflogsumm', 'logwatch', 'lnav'],
  reference: 'Postfix 3.7 logging; RFC 3164 time; opendkim 2.11, opendmarc 1.4',
  on: {
    mail(event, emit, context) {
      const places = placesOf(context.world);
      if (!places.mail || !places.mailGateway) return;
      if (event.direction === 'in') incoming(event, emit, context, places, flowsOf(event, context.world));
      else outgoing(event, emit, context, places);
    },
  },
});
