// Headers of a message as it lies in a mailbox: the way it came, with the queue ids, names and times of the mail log.
import type { Host, SimTime, World } from '../../../world/entities.ts';
import type { Mail } from '../../../world/event.ts';
import { hashKeys, stream } from '../../../world/random.ts';
import { mailTimes } from '../../network/mail-times.ts';
import { placesOf } from '../../network/places.ts';
import { address, charsetOf, headerText, hostname } from '../../postfix/header.ts';
import { queueIdOn } from '../../postfix/hop.ts';
import { clockOf } from '../../syslog/clock.ts';

/** A header; the value may have line breaks, each followed by white space. */
export type Header = readonly [name: string, value: string];

/** RFC 5322 date-time: `Mon, 02 Nov 2026 09:15:03 +0900`. */
function dateOf(world: World, at: SimTime, comment = false): string {
  const { zone } = clockOf(world);
  const local = new Date(at + world.organisation.utcOffset * 60_000).toUTCString().replace(' GMT', '');
  return `${local} ${zone}${comment && zone === '+0900' ? ' (JST)' : ''}`;
}

interface Station {
  from: string;
  by: string;
  with: string;
  id: string;
  at: SimTime;
}

const received = (world: World, event: Mail, { from, by, with: protocol, id, at }: Station): Header => [
  'Received',
  `from ${from}\r\n\tby ${by} (Postfix) with ${protocol} id ${id}${event.to.length === 1 ? `\r\n\tfor <${address(event.to[0]!)}>` : ''}; ${dateOf(world, at, true)}`,
];

const of = (name: string, ip: string): string => `${name} (${name} [${ip}])`;

/** Stations of ours a message went through, the last one first. Empty where there is no mail server. */
function stations(event: Mail, world: World): Station[] {
  const { mail, mailGateway: gateway } = placesOf(world);
  if (!mail || !gateway) return [];
  const { handed } = mailTimes(event);
  const at = (host: Host, arrived: SimTime, rest: Pick<Station, 'from' | 'with'>): Station => ({
    ...rest,
    by: host.fqdn,
    id: queueIdOn(world.seed, host, event, arrived),
    at: arrived,
  });
  if (event.direction === 'in') {
    const name = hostname(event.peer.name);
    const edge = at(gateway, event.at + 90, { from: of(name, event.peer.ip), with: 'ESMTPS' });
    if (mail === gateway || event.outcome === 'quarantined') return [edge];
    const box = at(mail, handed - 30, { from: of(gateway.fqdn, gateway.ip), with: 'ESMTPS' });
    return [box, edge];
  }
  const { host, ip } = event.client;
  const login = ip === mail.ip ? '' : address(event.from.mail.split('@')[0]!);
  const first = at(mail, event.at + 60, {
    from: `${host ? `[${ip}] (${host.fqdn} [${ip}])` : `localhost (unknown [${ip}])`}${login === '' ? '' : `\r\n\t(Authenticated sender: ${login})`}`,
    with: login === '' ? 'ESMTPS' : 'ESMTPSA',
  });
  if (event.direction === 'internal' || gateway === mail) return [first];
  return [at(gateway, handed - 30, { from: of(mail.fqdn, mail.ip), with: 'ESMTPS' }), first];
}

const domainOf = (mail: string): string => address(mail.slice(mail.lastIndexOf('@') + 1)) || 'localhost';

/** What the gateway's filters said about the sender, as RFC 8601 has it. */
function authentication(event: Mail, gateway: Host): Header {
  const from = domainOf(event.from.mail);
  return [
    'Authentication-Results',
    [
      `${gateway.fqdn};`,
      `\tdkim=${event.dkim}${event.dkim === 'none' ? '' : ` header.d=${from} header.s=mail`};`,
      `\tspf=${event.spf} smtp.mailfrom=${address(event.envelopeFrom)};`,
      `\tdmarc=${event.dmarc} header.from=${from}`,
    ].join('\r\n'),
  ];
}

/** A signature that nobody can check: the key of the simulated sender does not exist. */
function signature(event: Mail, world: World): Header {
  const random = stream(world.seed, event.messageId, 'dkim');
  const base64 = (digits: number) => Buffer.from(random.hex(digits), 'hex').toString('base64');
  return [
    'DKIM-Signature',
    [
      'v=1; a=rsa-sha256; c=relaxed/simple;',
      `\td=${domainOf(event.from.mail)}; s=mail; t=${Math.floor(event.at / 1000)};`,
      `\tbh=${base64(64)};`,
      '\th=From:To:Subject:Date:Message-ID;',
      ...base64(512)
        .match(/.{1,66}/g)!
        .map((line, n) => `\t${n === 0 ? 'b=' : ' '}${line}`),
    ].join('\r\n'),
  ];
}

const mailers = ['Microsoft Outlook 16.0', 'Mozilla Thunderbird', 'Becky! ver. 2.76.00 [ja]', ''];
const atom = /^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*$/;

/** A display name: a word, a quoted string, or encoded. */
function named(name: string, event: Mail): string {
  const clean = name.replace(/[\x00-\x1f\x7f]/g, ' ').trim();
  if (clean === '') return '';
  if (atom.test(clean)) return `${clean} `;
  return /^[\x20-\x7e]*$/.test(clean)
    ? `"${clean.replace(/["\\]/g, '\\$&')}" `
    : `${headerText(clean, charsetOf(event))} `;
}

/** An address header never longer than its lines may be. */
const list = (mails: readonly string[]): string => mails.map(address).join(',\r\n\t');

/** Headers of a message, in the order they stand. The content's own are not among them. */
export function headersOf(event: Mail, world: World): Header[] {
  const { mailGateway: gateway } = placesOf(world);
  const way = stations(event, world).map(station => received(world, event, station));
  const incoming = event.direction === 'in' && gateway !== undefined;
  const local = event.direction !== 'out';
  const sender = hostname(event.peer.name);
  const before = hashKeys(event.messageId, 'composed') % 20_000;
  const mailer = mailers[hashKeys(event.from.mail, 'mailer') % mailers.length]!;
  const edge = way.at(-1);
  return [
    ...(local
      ? ([
          ['Return-Path', `<${address(event.envelopeFrom)}>`],
          ['Delivered-To', address(event.to[0] ?? '')],
        ] as const)
      : []),
    ...(incoming
      ? [
          ...way.slice(0, -1),
          authentication(event, gateway),
          ...(edge ? [edge] : []),
          ...(event.dkim === 'none' ? [] : [signature(event, world)]),
          received(
            world,
            { ...event, to: [] },
            {
              from: `localhost (localhost [127.0.0.1])`,
              by: sender,
              with: 'ESMTP',
              id: hashKeys(event.messageId, 'origin').toString(16).toUpperCase().padStart(8, '0'),
              at: event.at - 400,
            },
          ),
        ]
      : way),
    ['Message-ID', event.messageId.startsWith('<') ? event.messageId : `<${event.messageId}>`],
    ['Date', dateOf(world, event.at - 1500 - before)],
    ['From', `${named(event.from.name, event)}<${address(event.from.mail)}>`],
    ['To', list(event.to)],
    ['Subject', headerText(event.subject, charsetOf(event)).replaceAll('?= =?', '?=\r\n =?')],
    ...(mailer === '' ? [] : ([['X-Mailer', mailer]] as const)),
    ['MIME-Version', '1.0'],
  ];
}
