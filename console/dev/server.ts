// Development only: answers the console's API from canned data, so that every page can be looked at without the
// platform. Run: node console/dev/server.ts [none|little|much] [port]. Never part of the bundle.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { extname, join } from 'node:path';
import type { Account } from '#model/record/account.ts';
import { rights } from '#model/vocab/role.ts';
import { trafficClasses } from '#model/vocab/traffic-class.ts';
import { type Amount, fixtureCountries, makeData } from './data.ts';
import { dice } from './random.ts';

const dist = join(import.meta.dirname, '../dist');
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const account: Account = {
  id: 'account-1',
  name: 'tanaka',
  displayName: '田中 花子',
  roles: ['admin', 'analyst'],
  language: 'ja',
  disabled: false,
  totp: false,
  lastLogin: Date.now() - 3_600_000,
  created: 0,
  updated: 0,
};

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export interface DevOptions {
  amount: Amount;
  port?: number;
  signedIn?: boolean;
  setupNeeded?: boolean;
  /** Every read fails, to look at the error states. */
  broken?: boolean;
}

/** Starts the server on the loopback address; port 0 takes a free one. */
export async function startDevServer(options: DevOptions): Promise<{ url: string; server: Server }> {
  const now = Date.now();
  const data = makeData(options.amount, now);
  const { upTo, next } = dice(3);
  const much = options.amount === 'much';
  let signedIn = options.signedIn ?? true;
  const byId = <T extends { id: string }>(items: readonly T[], id: string) =>
    items.find(item => item.id === id);
  const page = <T>(items: readonly T[], query: URLSearchParams) => {
    const limit = Number(query.get('limit') ?? 50);
    const from = Number(query.get('after') ?? query.get('cursor') ?? 0) || 0;
    return {
      items: items.slice(from, from + limit),
      ...(from + limit < items.length ? { next: String(from + limit) } : {}),
      took: 12.4,
    };
  };
  const slots = Array.from({ length: 72 }, (_, n) => now - (72 - n) * 1_200_000);
  const some = data.events.length > 0;

  const get = (path: string, query: URLSearchParams): unknown => {
    const [, first = '', id = '', third = ''] = path.split('/');
    const whole = `/${first}`;
    if (whole === '/session')
      return signedIn
        ? { account, rights, csrf: 'dev', setupNeeded: false, oidc: true }
        : { account: null, rights: [], csrf: '', setupNeeded: options.setupNeeded ?? false, oidc: true };
    if (options.broken) return undefined;
    switch (whole) {
      case '/overview':
        return {
          newest: some ? now : 0,
          totals: some
            ? {
                events: 1_284_331,
                packets: 88_123_441,
                sources: 12_904,
                findingsOpen: data.findings.length,
                incidentsOpen: data.incidents.length,
                indicatorsActive: 1_204,
                blocked24h: 331,
              }
            : {
                events: 0,
                packets: 0,
                sources: 0,
                findingsOpen: 0,
                incidentsOpen: 0,
                indicatorsActive: 0,
                blocked24h: 0,
              },
          series: some
            ? slots.flatMap((at, n) =>
                [...trafficClasses.slice(0, much ? 7 : 2), 'honeypot'].map((name, k) => ({
                  at,
                  class: name,
                  events: upTo(900 / (k + 1)) + (n > 40 && n < 50 && k === 3 ? 1_800 : 20),
                  packets: upTo(90_000 / (k + 1)),
                })),
              )
            : [],
          countries: some
            ? fixtureCountries.slice(0, much ? 28 : 3).map((country, n) => ({
                country,
                events: Math.round(90_000 / (n + 1)),
                packets: 1,
                sources: 40 + upTo(800),
              }))
            : [],
          arcs: some
            ? fixtureCountries.slice(0, much ? 22 : 2).map(country => ({
                from: { country },
                to: 'JP',
                class: trafficClasses[upTo(5)],
                events: upTo(9_000),
              }))
            : [],
          campaigns: data.campaigns.slice(0, 8),
          findings: data.findings.slice(0, 12),
          incidents: data.incidents.slice(0, 8),
          flows: data.flows,
          topPorts: some
            ? [23, 22, 445, 3389, 80, 443, 161, 53, 11211, 5060].slice(0, much ? 10 : 2).map((port, n) => ({
                port,
                protocol: port === 53 || port === 161 ? 'udp' : 'tcp',
                events: Math.round(40_000 / (n + 1)),
                packets: 1,
                sources: 300,
              }))
            : [],
        };
      case '/events':
        if (id === '') return page(data.events, query);
        if (id === 'histogram')
          return {
            buckets: some
              ? slots.map(at => ({
                  at,
                  counts: Object.fromEntries(trafficClasses.map(name => [name, upTo(400)])),
                }))
              : [],
            width: 1_200_000,
            by: 'class',
            took: 4,
          };
        if (id === 'top') {
          const field = query.get('field') ?? '';
          const counts = new Map<string, number>();
          for (const event of data.events) {
            const value = String((event as Record<string, unknown>)[field] ?? '');
            counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          return {
            items: [...counts]
              .sort((a, b) => b[1] - a[1])
              .slice(0, Number(query.get('limit') ?? 10))
              .map(([value, events]) => ({ value, events, packets: events })),
          };
        }
        if (third === 'related') return { items: data.events.slice(3, 9) };
        if (third === 'evidence')
          return {
            kind: 'packet',
            file: 'capture-2025-11.pcap',
            record: 71,
            offset: 4_711,
            text: '',
            hex: '0000  45 00 00 28 d4 31 00 00 f1 06 2a 1c 2d 81 38 7c  E..(.1....*.-.8|\n0010  cb 00 71 05 9c 40 00 17 7b 2c 1f 00 00 00 00 00  ..q..@..{,......',
            context: [],
            reason: '',
          };
        return data.events.find(event => event['event.id'] === id);
      case '/findings': {
        const finding = byId(data.findings, id);
        return id === ''
          ? page(data.findings, query)
          : finding && {
              finding,
              incident: data.incidents[0],
              campaign: data.campaigns[0],
              indicators: data.indicators.slice(0, 2),
            };
      }
      case '/incidents': {
        if (id === '') return page(data.incidents, query);
        const incident = byId(data.incidents, id);
        if (!incident) return undefined;
        const own = data.findings.filter(finding => incident.findings.includes(finding.id));
        const indicators = data.indicators.slice(0, much ? 5 : 1);
        if (third === 'chain')
          return {
            nodes: [
              {
                id: 'i',
                kind: 'input',
                label: 'capture-2025-11.pcap',
                at: now - 9e7,
                href: '/inputs/input-0001',
              },
              ...own.map((finding, n) => ({
                id: `e${n}`,
                kind: 'event',
                label: 'telescope.flow',
                at: finding.start,
                href: `/events?event=${finding.evidence.events[0]}`,
              })),
              ...own.map(finding => ({
                id: finding.id,
                kind: 'finding',
                label: finding.detector,
                message: finding.title,
                at: finding.start,
                href: `/findings/${finding.id}`,
              })),
              {
                id: incident.id,
                kind: 'incident',
                label: `#${incident.number}`,
                message: incident.title,
                at: incident.created,
                href: `/incidents/${incident.id}`,
              },
              ...indicators.map(item => ({
                id: item.id,
                kind: 'indicator',
                label: item.value,
                at: item.created,
                href: `/indicators/${item.id}`,
              })),
              { id: 'list', kind: 'list', label: '3', at: now, href: '/protection' },
              { id: 'alert', kind: 'alert', label: 'sent', at: now, href: '/alerts' },
            ],
            edges: [
              ...own.flatMap((finding, n) => [
                { from: 'i', to: `e${n}` },
                { from: `e${n}`, to: finding.id },
                { from: finding.id, to: incident.id },
              ]),
              ...indicators.flatMap(item => [
                { from: incident.id, to: item.id },
                { from: item.id, to: 'list' },
              ]),
              { from: incident.id, to: 'alert' },
            ],
          };
        return {
          incident,
          findings: own,
          campaign: data.campaigns[0],
          indicators,
          alerts: data.alerts.slice(0, 2),
        };
      }
      case '/campaigns': {
        const campaign = byId(data.campaigns, id);
        return id === ''
          ? page(data.campaigns, query)
          : campaign && {
              campaign,
              findings: data.findings.slice(0, 3),
              sources: campaign.topSources,
              series: slots.map(at => ({ at, packets: upTo(9_000) })),
              indicators: data.indicators.slice(0, 2),
            };
      }
      case '/indicators': {
        const indicator = byId(data.indicators, id);
        const status = query.get('status');
        return id === ''
          ? page(
              data.indicators.filter(item => !status || item.status === status),
              query,
            )
          : indicator && {
              indicator,
              findings: data.findings.slice(0, 2),
              events: data.events.slice(0, 3),
              reports: data.reports.slice(0, 1),
            };
      }
      case '/allow-list':
        return { items: data.allowEntries };
      case '/protection':
        return {
          zones: [
            { name: 'base.rpz.hinomi.', serial: 2_025_112_301, entries: some ? 100_204 : 0 },
            { name: 'hot.rpz.hinomi.', serial: 311, entries: some ? 12 : 0 },
          ],
          secondaries: some
            ? [
                {
                  address: '127.0.0.1',
                  zone: 'hot.rpz.hinomi.',
                  serial: 311,
                  lastTransfer: now - 5_000,
                  kind: 'IXFR',
                  bytes: 412,
                  notifyDelayMs: 3.2,
                },
                {
                  address: '192.0.2.53',
                  zone: 'base.rpz.hinomi.',
                  serial: 2_025_112_300,
                  lastTransfer: now - 3_600_000,
                  kind: 'AXFR',
                  bytes: 7_340_032,
                  notifyDelayMs: 48,
                },
              ]
            : [],
          forwarder: {
            queries: 120_331,
            blocked: 331,
            bypassed: 2,
            cacheHits: 80_231,
            upstream: 40_000,
            failed: 12,
            refused: 0,
            limited: 0,
            malformed: 1,
            port: 5300,
          },
          warningPage: { port: 8081, shown: 201 },
          changes: some
            ? data.indicators.slice(0, 20).map(item => ({
                at: item.updated,
                change: next() > 0.4 ? 'add' : 'remove',
                owner: item.value,
              }))
            : [],
          resolverSettings: {
            unbound:
              'rpz:\n  name: hot.rpz.hinomi.\n  primary: 127.0.0.1@5301\n  zonefile: /var/lib/unbound/hot.zone',
            bind: 'zone "hot.rpz.hinomi" {\n  type secondary;\n  primaries { 127.0.0.1 port 5301 key hinomi; };\n};',
            knot: '-- kresd',
            powerdns: '-- rpzPrimary',
          },
        };
      case '/reports':
        return { items: data.reports };
      case '/agents':
        return {
          items: data.agents.map(agent => ({
            ...agent,
            flows: data.flows.filter(flow => flow.agent === agent.id),
          })),
        };
      case '/flows':
        return { items: data.flows };
      case '/inputs':
        if (id === 'formats')
          return {
            items: ['pcap', 'zeek', 'suricata', 'cowrie', 'dionaea', 'syslog', 'cef', 'jsonl'].map(name => ({
              id: name,
              title: { en: name, ja: name },
              summary: { en: '', ja: '' },
              examples: [],
            })),
          };
        return id === '' ? page(data.inputs, query) : byId(data.inputs, id);
      case '/alerts':
        return page(data.alerts, query);
      case '/alert-channels':
        return { items: data.channels };
      case '/health':
        return {
          status: much ? 'warn' : 'ok',
          processes: ['server', 'store', 'agent', 'dns'].map((name, n) => ({
            name,
            state: much && n === 3 ? 'failed' : 'up',
            pid: 4_000 + n,
            restarts: n,
            since: now - 8_000_000,
            reason: much && n === 3 ? 'cannot listen on 127.0.0.1 port 5300: address in use' : '',
            remedy: much && n === 3 ? 'Stop the other program, or set dns.port.' : '',
          })),
          stores: { events: true, records: true },
          checks: [
            { id: 'disk', state: 'ok', text: '412 GB free', remedy: '' },
            {
              id: 'tcpdump',
              state: much ? 'warn' : 'ok',
              text: 'tcpdump is not installed: live capture is off',
              remedy: 'apt install tcpdump',
            },
            {
              id: 'backup',
              state: much ? 'fail' : 'ok',
              text: 'No backup of the record store in 7 days',
              remedy: './hinomi backup',
            },
          ],
          honeypots: [
            'ssh',
            'telnet',
            'http',
            'https',
            'dns',
            'ntp',
            'ssdp',
            'snmp',
            'cldap',
            'memcached',
            'chargen',
          ].map((name, n) => ({
            id: name,
            port: 2_000 + n,
            state: much && n === 4 ? 'failed' : 'listening',
            reason: much && n === 4 ? 'port in use' : '',
            remedy: '',
          })),
        };
      case '/users':
        return {
          items: [
            account,
            ...(much
              ? [
                  {
                    ...account,
                    id: 'account-2',
                    name: 'suzuki',
                    displayName: 'Suzuki Ichirō',
                    roles: ['viewer'],
                    disabled: true,
                    totp: true,
                  },
                ]
              : []),
          ],
        };
      case '/me':
        return {
          items: some
            ? [
                {
                  id: 't',
                  account: 'account-1',
                  name: 'export job',
                  roles: ['partner'],
                  created: now,
                  expires: now + 9e9,
                },
              ]
            : [],
        };
      case '/audit':
        if (id === 'verify') return { ok: true, entries: 1_204, head: 'abc' };
        return page(
          Array.from({ length: some ? 150 : 0 }, (_, n) => ({
            sequence: 1_204 - n,
            at: now - n * 90_000,
            actor: 'tanaka',
            from: '192.0.2.4',
            action: ['session.opened', 'indicator.listed', 'query.run'][n % 3],
            object: 'indicator/0001',
            detail: { value: 'malware.example.net' },
            hash: '9f86d081884c7d65'.repeat(4),
          })),
          query,
        );
      case '/searches':
        return {
          items: some
            ? [
                {
                  id: 's',
                  name: 'SSH logins that worked',
                  query: 'event.action:login-attempt event.outcome:success',
                  by: 'tanaka',
                  shared: true,
                  created: now,
                },
              ]
            : [],
        };
      case '/about':
        return {
          version: '0.1.0',
          licences: [
            {
              name: 'GeoIP',
              text: 'IP to country and AS data, CC BY 4.0.',
              url: 'https://example.org/licence',
            },
          ],
        };
      default:
        return undefined;
    }
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://dev');
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/api/v1/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      const timer = setInterval(() => response.write(`event: rates\ndata: {"at":${Date.now()}}\n\n`), 5_000);
      request.on('close', () => clearInterval(timer));
      return;
    }
    if (url.pathname.startsWith('/api/v1')) {
      const path = url.pathname.slice(7);
      if (request.method === 'GET') {
        const answer = get(path, url.searchParams);
        if (answer === undefined)
          return json(options.broken ? 503 : 404, {
            code: options.broken ? 'STORE_OPEN' : 'RECORD_NOT_FOUND',
            message: 'the event store does not answer',
            remedy: 'Look at the health page.',
            place: {},
          });
        return json(200, answer);
      }
      const body = await bodyOf(request);
      if (path === '/session') signedIn = request.method === 'POST';
      if (path === '/indicators' && body['value'] === 'example.jp')
        return json(409, {
          code: 'ALLOW_LISTED',
          message: 'example.jp is on the allow-list',
          remedy: 'Remove the entry first.',
          place: { field: 'value' },
        });
      if (path === '/agents/tokens')
        return json(201, {
          token: 'x',
          command: './hinomi agent --token hnm1.eyJ1cmwiOiJodHRwczovLzEyNy4wLjAuMTo4NDQzIn0.5f0c',
        });
      if (path === '/query')
        return json(200, {
          columns: [
            { name: 'class', type: 'String' },
            { name: 'events', type: 'UInt64' },
          ],
          rows: trafficClasses.map(name => [name, upTo(90_000)]),
          statistics: { seconds: 0.0123, rowsRead: 1_284_331, bytesRead: 9_000_000 },
        });
      if (path === '/me/totp' && request.method === 'POST')
        return json(200, {
          secret: 'JBSWY3DPEHPK3PXP',
          uri: 'otpauth://',
          qrSvg:
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#fff" d="M0 0h9v9H0z"/><path stroke="#000" d="M1 1.5h3m1 0h3M1 3.5h2M1 5.5h6"/></svg>',
        });
      return json(200, {});
    }
    const file = join(dist, url.pathname);
    const found =
      file.startsWith(dist) && extname(file) !== '' && existsSync(file) ? file : join(dist, 'index.html');
    response
      .writeHead(200, {
        'content-type': types[extname(found)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      })
      .end(readFileSync(found));
  });
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, server };
}

if (import.meta.main) {
  const { url } = await startDevServer({
    amount: (process.argv[2] ?? 'much') as Amount,
    port: Number(process.argv[3] ?? 8089),
  });
  console.log(url);
}
