// Single events of the small world, to work out their lines by hand.
import type { DnsLookup, Mail, WebRequest } from '../../world/event.ts';
import { machines, start } from './small-world.ts';

/** 09:15:03.250 on the first day. */
export const morning = start + (9 * 3600 + 15 * 60 + 3) * 1000 + 250;

export const proxied = (change: Partial<WebRequest> = {}): WebRequest => ({
  kind: 'web',
  at: morning,
  host: machines.pc,
  cause: '',
  client: { ip: machines.pc.ip, port: 50_001, host: machines.pc, account: 'yamada.t' },
  via: 'proxy',
  method: 'GET',
  scheme: 'http',
  domain: 'www.news.example',
  port: 80,
  path: '/a?b=1',
  address: '198.18.1.9',
  status: 200,
  bytes: 2048,
  sent: 0,
  duration: 120,
  mime: 'text/html; charset=utf-8',
  referer: '',
  agent: 'Mozilla/5.0',
  verdict: 'miss',
  ...change,
});

export const visited = (change: Partial<WebRequest> = {}): WebRequest =>
  proxied({
    host: machines.web,
    client: { ip: '198.18.7.7', port: 40_001 },
    via: 'server',
    domain: 'www.city.example',
    address: machines.web.ip,
    ...change,
  });

export const lookup = (change: Partial<DnsLookup> = {}): DnsLookup => ({
  kind: 'dns',
  at: morning,
  host: machines.pc,
  cause: '',
  name: 'www.news.example',
  type: 'A',
  rcode: 'NOERROR',
  answers: ['198.18.1.9'],
  upstream: true,
  port: 50_002,
  ...change,
});

export const letter = (change: Partial<Mail> = {}): Mail => ({
  kind: 'mail',
  at: morning,
  host: machines.gateway,
  cause: '',
  direction: 'in',
  envelopeFrom: 'hanako@partner.example',
  from: { name: 'Hanako', mail: 'hanako@partner.example' },
  to: ['yamada.t@city.example'],
  subject: '会議',
  messageId: '<1@partner.example>',
  bytes: 4000,
  peer: { ip: '198.18.3.3', name: 'mx.partner.example' },
  client: { ip: '198.18.3.3' },
  attachments: [],
  body: '',
  spf: 'pass',
  dkim: 'pass',
  dmarc: 'pass',
  outcome: 'delivered',
  delay: 2000,
  language: 'ja',
  ...change,
});
