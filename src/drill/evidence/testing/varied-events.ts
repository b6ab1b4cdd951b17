// Events of every kind the network and server sources know, drawn at random with the nastiest text a peer could send.
import type { WorldEvent } from '../../world/event.ts';
import { type Random, stream } from '../../world/random.ts';
import { machines, smallWorld, start } from './small-world.ts';

/** Text that has broken log readers before. */
export const hostile: readonly string[] = [
  'line\nbreak',
  'carriage\rreturn',
  'tab\tbetween',
  'nul\0inside',
  'escape\x1b[31mred\x1b[0m',
  '"quoted" and \\back\\slashed\\"',
  "it's <script>alert(1)</script>",
  '日本語の件名:会議の件(再送)',
  '絵文字 🧯🔥',
  '\u2028separator\u2029',
  '\ud800 lone surrogate',
  '-',
  '(empty)',
  ' leading and trailing ',
  'a,b;c|d=e&f%00%0a#g',
  '[bracket] {brace} (paren)',
  'x'.repeat(3000),
  '%s%n%x $(id) `id`',
  'DEL\x7f C1\x85',
  'name="x" value=1 =leading',
];

const paths = [
  '/',
  '/index.html',
  '/images/logo.png',
  '/search?q=%E6%97%A5',
  '/api/v1/items?id=4711&x=y',
  '/login.php',
];
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'curl/8.5.0',
  '',
];
const names = [
  'www.news.example',
  'cdn.update.example',
  'xn--fiqs8s.example',
  '_ldap._tcp.ad.city.example',
  'a.b.c.d.e.example.',
];
const mimes = ['text/html; charset=UTF-8', 'application/json', 'image/png', 'application/octet-stream', ''];

/** Something ordinary, or (one in `odds`) something hostile. */
const maybe = (random: Random, ordinary: readonly string[], odds: number): string =>
  odds > 0 && random.int(odds) === 0 ? random.pick(hostile) : random.pick(ordinary);

type Maker = (random: Random, at: number, odds: number) => WorldEvent;

const outside = (random: Random): string =>
  `198.1${random.between(8, 9)}.${random.int(16)}.${random.between(1, 254)}`;
const { pc, pc2, web, intranet, proxy, dc, files, gateway, mail, vpn, phone, dhcp, ids, plc, dns } = machines;
const session = (random: Random, on = pc) => ({
  host: on,
  account: random.pick(['yamada.t', 'SYSTEM', 'PC-0042$']),
  sid: 'S-1-5-21-1-2-3-1142',
  domain: 'CITY',
  logonId: '0x3e7',
});

const makers: readonly Maker[] = [
  // Through the proxy.
  (random, at, odds) => {
    const https = random.chance(0.7);
    const verdict = https
      ? random.pick(['tunnel', 'tunnel', 'denied', 'aborted'] as const)
      : random.pick(['miss', 'hit', 'revalidated', 'denied', 'aborted'] as const);
    const denied = verdict === 'denied';
    return {
      kind: 'web',
      at,
      host: pc,
      cause: '',
      client: {
        ip: pc.ip,
        port: random.between(49_152, 65_535),
        host: pc,
        ...(random.chance(0.8) ? { account: maybe(random, ['yamada.t'], odds) } : {}),
      },
      via: 'proxy',
      method: random.pick(['GET', 'POST', 'HEAD']),
      scheme: https ? 'https' : 'http',
      domain: random.chance(0.1) ? outside(random) : random.pick(names.slice(0, 3)),
      port: https ? 443 : random.pick([80, 80, 8080]),
      path: maybe(random, paths, odds),
      address: denied ? '' : outside(random),
      status: denied ? 403 : random.pick([200, 200, 204, 301, 304, 404, 500]),
      bytes: Math.floor(random.lognormal(8, 2)),
      sent: random.int(3000),
      duration: Math.floor(random.lognormal(5, 2)) + random.next(),
      mime: maybe(random, mimes, odds),
      referer: maybe(random, ['', 'http://www.news.example/'], odds),
      agent: maybe(random, agents, odds),
      verdict,
    };
  },
  // To web servers of ours, and past the proxy.
  (random, at, odds) => {
    const to = random.pick([web, web, intranet]);
    const inner = to === intranet;
    const direct = random.chance(0.1);
    return {
      kind: 'web',
      at,
      host: direct ? pc : to,
      cause: '',
      client: {
        ip: inner || direct ? pc.ip : outside(random),
        port: random.between(1024, 65_535),
        ...(random.chance(0.2) ? { account: 'yamada.t' } : {}),
      },
      via: direct ? 'direct' : 'server',
      method: random.pick(['GET', 'GET', 'POST', 'HEAD', 'OPTIONS']),
      scheme: random.pick(['http', 'https']),
      domain: inner ? 'portal.ad.city.example' : 'www.city.example',
      port: random.pick([80, 443]),
      path: maybe(random, paths, odds),
      address: direct ? outside(random) : to.ip,
      status: random.pick([200, 200, 302, 304, 400, 401, 403, 404, 408, 413, 500, 502, 503]),
      bytes: random.chance(0.1) ? 0 : Math.floor(random.lognormal(8, 2)),
      sent: random.int(3000),
      duration: random.lognormal(3, 1),
      mime: random.pick(mimes),
      referer: maybe(random, ['', 'https://www.city.example/'], odds),
      agent: maybe(random, agents, odds),
      verdict: direct && random.chance(0.5) ? 'denied' : 'miss',
      ...(random.chance(0.1) ? { sha256: random.hex(64) } : {}),
    };
  },
  (random, at, odds) => {
    const type = random.pick(['A', 'AAAA', 'MX', 'TXT', 'PTR', 'SRV', 'NS', 'SOA'] as const);
    const rcode = random.pick(['NOERROR', 'NOERROR', 'NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED'] as const);
    const blocked = random.chance(0.05);
    const answer = (): string =>
      type === 'A'
        ? outside(random)
        : type === 'AAAA'
          ? `2001:db8::${random.hex(4)}`
          : maybe(random, names, odds);
    return {
      kind: 'dns',
      at,
      host: random.pick([pc, pc2, mail, proxy, dc, dns]),
      cause: '',
      name: maybe(random, names, odds),
      type,
      rcode: blocked ? 'NXDOMAIN' : rcode,
      answers: rcode === 'NOERROR' && !blocked ? Array.from({ length: random.int(4) }, answer) : [],
      upstream: random.chance(0.6),
      port: random.between(49_152, 65_535),
      ...(blocked ? { blocked } : {}),
    };
  },
  (random, at, odds) => {
    const direction = random.pick(['in', 'in', 'out', 'internal'] as const);
    const ours = 'yamada.t@city.example';
    const theirs = maybe(
      random,
      ['hanako@partner.example', 'news@letters.example', "o'hara@other.example"],
      odds,
    );
    return {
      kind: 'mail',
      at,
      host: direction === 'in' ? gateway : mail,
      cause: '',
      direction,
      envelopeFrom: direction === 'in' ? maybe(random, [theirs, ''], odds) : ours,
      from: { name: 'x', mail: direction === 'in' ? theirs : ours },
      to: Array.from({ length: random.between(1, 4) }, () => (direction === 'out' ? theirs : ours)),
      subject: maybe(random, ['Meeting', '会議のお知らせ(総務課)', ''], odds),
      messageId: `${random.hex(12)}@${random.pick(['partner.example', 'mail.city.example'])}`,
      bytes: Math.floor(random.lognormal(9, 1.5)) + 400,
      peer: { ip: outside(random), name: maybe(random, ['mx.partner.example', 'unknown'], odds) },
      client: direction === 'in' ? { ip: outside(random) } : { ip: pc.ip, host: pc },
      attachments: random.chance(0.3)
        ? [
            {
              name: maybe(random, ['請求書.zip', 'report.pdf'], odds),
              mime: 'application/zip',
              bytes: 4000,
              sha256: random.hex(64),
            },
          ]
        : [],
      body: '',
      spf: random.pick(['pass', 'fail', 'softfail', 'none']),
      dkim: random.pick(['pass', 'fail', 'none']),
      dmarc: random.pick(['pass', 'fail', 'none']),
      outcome: random.pick([
        'delivered',
        'delivered',
        'delivered',
        'bounced',
        'deferred',
        'rejected',
        'quarantined',
      ]),
      delay: random.lognormal(7, 1),
      language: 'ja',
    };
  },
  (random, at) => {
    const [from, to] = random.pick([
      [pc, files],
      [pc, dc],
      [pc2, plc],
      [proxy, undefined],
      [pc, pc2],
      [undefined, web],
      [undefined, undefined],
    ] as const);
    const transport = random.pick(['tcp', 'tcp', 'udp', 'icmp'] as const);
    return {
      kind: 'connection',
      at,
      host: from ?? to ?? web,
      cause: '',
      transport,
      source: {
        ip: from?.ip ?? outside(random),
        port: random.between(1024, 65_535),
        ...(from ? { host: from } : {}),
      },
      destination: {
        ip: to?.ip ?? (from ? outside(random) : `203.0.113.${random.int(16)}`),
        port: random.pick([22, 80, 443, 445, 3389, 502, 123]),
        ...(to ? { host: to } : {}),
      },
      service: random.pick(['http', 'ssl', 'smb', 'rdp', 'ssh', 'ntp', 'modbus', '-']),
      sent: random.chance(0.1) ? 0 : Math.floor(random.lognormal(7, 2)),
      received: random.chance(0.1) ? 0 : Math.floor(random.lognormal(8, 2)),
      duration: random.lognormal(6, 2),
      result: random.pick(['ok', 'ok', 'ok', 'refused', 'no-answer', 'reset', 'denied']),
    };
  },
  (random, at) => ({
    kind: 'dhcp',
    at,
    host: dhcp,
    cause: '',
    what: random.pick(['discover', 'request', 'release', 'nak']),
    client: random.pick([pc, phone]),
  }),
  (random, at, odds) => ({
    kind: 'vpn',
    at,
    host: vpn,
    cause: '',
    what: random.pick(['connect', 'disconnect', 'failed']),
    account: maybe(random, ['yamada.t'], odds),
    from: outside(random),
    assigned: `10.30.0.${random.between(2, 250)}`,
    sent: Math.floor(random.lognormal(12, 2)),
    received: Math.floor(random.lognormal(13, 2)),
    duration: random.int(20_000_000),
    reason: random.pick(['', 'timeout']),
  }),
  (random, at, odds) => ({
    kind: 'ticket',
    at,
    host: dc,
    cause: '',
    what: random.pick(['tgt', 'service', 'renewal', 'preauth-failed', 'ntlm']),
    account: maybe(random, ['yamada.t', 'PC-0042$@AD.CITY.EXAMPLE'], odds),
    sid: 'S-1-5-21-1-2-3-1142',
    service: random.pick(['krbtgt', 'cifs/FS01', 'FS01$']),
    client: {
      ip: random.pick([pc.ip, `::ffff:${pc2.ip}`]),
      port: random.between(49_152, 65_535),
      name: 'PC-0042',
    },
    status: random.pick([0, 0, 0x18, 0x12, 0x6, 0x99]),
    encryption: random.pick([0x12, 0x17]),
    options: 0x40810010,
  }),
  (random, at, odds) => ({
    kind: 'share-access',
    at,
    host: files,
    cause: '',
    share: random.pick(['\\\\*\\soumu$', '\\\\FS01\\IPC$', '\\\\FS01\\soumu$']),
    path: maybe(random, ['令和8年度\\予算.xlsx', 'report.docx', ''], odds),
    what: random.pick(['connect', 'read', 'write', 'delete', 'list']),
    bytes: random.int(1e7),
    session: session(random, files),
    client: { ip: pc.ip, port: 50_123, host: pc },
    ok: random.chance(0.9),
  }),
  (random, at, odds) => ({
    kind: 'ids-alert',
    at,
    host: ids,
    cause: '',
    signature: random.between(2_000_000, 2_060_000),
    name: maybe(random, ['ET SCAN Potential SSH Scan', 'ET INFO Observed DNS Query'], odds),
    category: random.pick(['Attempted Information Leak', 'Misc activity']),
    severity: random.pick([1, 2, 3]),
    transport: random.pick(['tcp', 'udp', 'icmp']),
    source: { ip: outside(random), port: random.between(1024, 65_535) },
    destination: { ip: web.ip, port: 80 },
    service: random.pick(['http', 'ssl', '-']),
    allowed: random.chance(0.9),
  }),
];

/**
 * `count` events over a day, in order of time; one text in `odds` is hostile (0 = none). The same arguments give the same
 * events.
 */
export function variedEvents(count: number, odds: number, seed = 1): WorldEvent[] {
  const random = stream(smallWorld.seed, 'varied', seed);
  return Array.from({ length: count }, (_, i) =>
    makers[random.int(makers.length)]!(random, start + 1000 + (i / count) * 86_000_000 + random.next(), odds),
  );
}
