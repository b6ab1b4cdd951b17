// Lines of logs under the taxonomy's names: cases after the manuals of the programs, and rules on them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../event.ts';
import { SigmaMatcher } from '../matcher.ts';
import { readRule } from '../rule.ts';
import { Tally } from '../tally.ts';
import { logs } from './logs.ts';

const read = (log: string, ...lines: string[]): SigmaEvent[] => {
  const reader = logs[log]!();
  return lines.flatMap(line => reader(line));
};
const fieldsOf = (event: SigmaEvent | undefined) => {
  const { _raw, ...fields } = Object.fromEntries(event?.fields ?? []);
  return fields;
};
const fires = (logsource: string, detection: string, event: SigmaEvent): boolean =>
  new SigmaMatcher([
    readRule(
      'a.yml',
      `title: a\nlevel: high\nlogsource: {${logsource}}\ndetection: {s: {${detection}}, condition: s}`,
    ),
  ]).match(event).length > 0;

const tab = (...cells: string[]): string => cells.join('\t');
const http = [
  '#path\thttp',
  tab('#fields', 'ts', 'uid', 'id.orig_h', 'method', 'host', 'uri', 'user_agent', 'status_code', 'tags'),
  tab('#types', 'time', 'string', 'addr', 'string', 'string', 'string', 'string', 'count', 'set[enum]'),
];
const audit = (serial: number, ...records: string[]): string[] =>
  records.map(record => {
    const [type, ...rest] = record.split(' ');
    return `node=www01 type=${type} msg=audit(1793578503.250:${serial}): ${rest.join(' ')}`;
  });

describe('lines', () => {
  it('of Squid: a page in the clear, and a tunnel', () => {
    const [page, tunnel] = read(
      'squid',
      '1776038400.123    231 10.0.1.31 TCP_MISS/200 5120 GET http://www.news.example:8080/a/b.exe?x=1 tanaka HIER_DIRECT/198.18.1.9 text/html',
      '1776038401.000     90 10.0.1.31 TCP_TUNNEL/200 900 CONNECT mail.example:443 - HIER_DIRECT/198.18.1.7 -',
    );
    expect(page).toMatchObject({
      channel: 'proxy',
      computer: '10.0.1.31',
      time: '2026-04-13T00:00:00.123Z',
    });
    expect(fieldsOf(page)).toMatchObject({
      'c-uri': 'http://www.news.example:8080/a/b.exe?x=1',
      'cs-host': 'www.news.example',
      'cs-uri-stem': '/a/b.exe',
      'c-uri-query': 'x=1',
      'c-uri-extension': 'exe',
      'cs-method': 'GET',
      'sc-status': '200',
      'cs-username': 'tanaka',
      dst_ip: '198.18.1.9',
    });
    expect(fieldsOf(tunnel)).toMatchObject({ 'c-uri': 'mail.example:443', 'cs-host': 'mail.example' });
  });

  it('of a web server: quoted quotes, no referring page, local time', () => {
    const [event] = read(
      'access',
      String.raw`203.0.113.9 - - [13/Apr/2026:09:00:00 +0900] "GET /a.php?q=\"x\" HTTP/1.1" 404 - "-" "Nikto/2.5 \x41"`,
    );
    expect(event!.time).toBe('2026-04-13T00:00:00.000Z');
    expect(fieldsOf(event)).toMatchObject({
      'cs-method': 'GET',
      'cs-uri-query': ['q="x"', '/a.php?q="x"'],
      'cs-uri-stem': '/a.php',
      'sc-status': '404',
      'cs-referer': null,
      'cs-user-agent': 'Nikto/2.5 A',
    });
    expect(fires('category: webserver', 'cs-user-agent|contains: Nikto/', event!)).toBe(true);
    expect(fires('category: webserver', 'cs-referer: null', event!)).toBe(true);
    expect(fires('category: proxy', 'cs-method: GET', event!)).toBe(false);
  });

  it('of BIND', () => {
    const [event] = read(
      'bind',
      '13-Apr-2026 09:00:00.123 queries: info: client @0x7f01 10.0.1.5#51000 (a.b.example): query: a.b.example IN TXT +E(0)K (10.0.0.53)',
    );
    expect(fieldsOf(event)).toEqual({ query: 'a.b.example', record_type: 'TXT', src_ip: '10.0.1.5' });
  });

  it('of syslog: programs are told apart, and what sudo ran', () => {
    const [ssh, sudo] = read(
      'syslog',
      'Apr 13 09:00:00 www01 sshd[311]: error: invalid elliptic curve value',
      'Apr 13 09:00:00 www01 sudo:   tanaka : TTY=pts/0 ; PWD=/home/tanaka ; USER=#-1 ; COMMAND=/usr/bin/id ; ls',
    );
    const words = 'product: linux, service: sshd';
    expect(fires(words, "message|contains: 'elliptic'", ssh!)).toBe(true);
    expect(fires(words, 'program: sudo', sudo!)).toBe(false);
    expect(fires('product: linux', 'program: sudo', sudo!)).toBe(true);
    expect(fieldsOf(sudo)).toMatchObject({ USER: '#-1', TTY: 'pts/0', COMMAND: '/usr/bin/id ; ls' });
  });

  it('of the audit log: single records, and what they tell together', () => {
    const events = read(
      'auditd',
      ...audit(
        7,
        'SYSCALL arch=c000003e syscall=59 success=yes exit=0 a0=5561 a1=2 items=2 ppid=99 pid=100 auid=4294967295 uid=33 ses=1 comm="sh" exe="/usr/bin/dash" key="exec"',
        'EXECVE argc=3 a0="sh" a1="-c" a2=69643B20756E616D65',
        'CWD cwd="/var/www"',
        'PATH item=0 name="/bin/sh" nametype=NORMAL',
        'PROCTITLE proctitle=7368002D63',
      ),
      ...audit(
        8,
        'SYSCALL arch=c000003e syscall=59 success=yes exit=0 ppid=100 pid=101 uid=33 exe="/usr/bin/id"',
        'EXECVE argc=1 a0="id"',
        'PROCTITLE proctitle="id"',
      ),
      ...audit(
        9,
        'SYSCALL arch=c000003e syscall=257 success=yes exit=3 ppid=99 pid=102 uid=0 exe="/usr/bin/touch"',
        'CWD cwd="/etc"',
        'PATH item=1 name="cron.d/x" nametype=CREATE',
        'PROCTITLE proctitle="touch"',
      ),
      ...audit(
        10,
        'SYSCALL arch=c000003e syscall=42 success=yes exit=0 ppid=99 pid=103 uid=33 exe="/usr/bin/curl"',
        'SOCKADDR saddr=020001BBC61201090000000000000000',
        'PROCTITLE proctitle="curl"',
      ),
    );
    const of = (channel: string) => events.filter(event => event.channel === channel).map(fieldsOf);
    expect(of('linux-process_creation')).toMatchObject([
      {
        Image: '/usr/bin/dash',
        CommandLine: 'sh -c id; uname',
        User: 'www-data',
        CurrentDirectory: '/var/www',
      },
      { Image: '/usr/bin/id', ParentImage: '/usr/bin/dash', ParentCommandLine: 'sh -c id; uname' },
    ]);
    expect(of('linux-file_event')).toMatchObject([{ TargetFilename: '/etc/cron.d/x', User: 'root' }]);
    expect(of('linux-network_connection')).toMatchObject([
      { DestinationIp: '198.18.1.9', DestinationPort: '443' },
    ]);
    const [call, argv] = of('auditd');
    // Arguments of a call are addresses, those of a program its words.
    expect(call).toMatchObject({ SYSCALL: 'execve', a0: '5561', key: 'exec' });
    expect(argv).toMatchObject({ type: 'EXECVE', a2: 'id; uname' });
  });

  it('of Zeek: what is asked of a proxy is of that category too, what a server is asked is not', () => {
    const [asked, proxied, served, ...rest] = read(
      'zeek',
      ...http,
      tab(
        '1776038400.5',
        'C1',
        '10.0.1.31',
        'GET',
        'a.example',
        'http://a.example/x?\\x41',
        'x\\\\y',
        '200',
        '(empty)',
      ),
      tab('1776038401.5', 'C2', '203.0.113.9', 'GET', 'www.example', '/x', '-', '200', '(empty)'),
    );
    expect(rest).toEqual([]);
    expect(asked).toMatchObject({ channel: 'zeek-http', time: '2026-04-13T00:00:00.500Z' });
    expect(fieldsOf(asked)).toMatchObject({ 'id.orig_h': '10.0.1.31', user_agent: 'x\\y', tags: [] });
    expect(proxied!.channel).toBe('proxy');
    expect(fieldsOf(proxied)).toMatchObject({
      'c-uri': 'http://a.example/x?A',
      'c-useragent': 'x\\y',
      'c-ip': '10.0.1.31',
    });
    expect(served!.fields.has('user_agent')).toBe(false);
    expect(fires('product: zeek, service: http', "c-uri|endswith: '/x'", served!)).toBe(true);
  });

  it('of a firewall, an antivirus console and a database', () => {
    const [session] = read(
      'fortigate',
      'Apr 13 09:00:00 fw01 date=2026-04-13 eventtime=1776038400000000000 type="traffic" srcip=10.0.1.31 dstip=198.18.1.9 dstport=80 action="close"',
    );
    expect(fieldsOf(session)).toMatchObject({ src_ip: '10.0.1.31', dst_port: '80', blocked: 'false' });
    const [found, ...none] = read(
      'antivirus',
      'Timestamp,DeviceName,ActionType,FileName,FolderPath,AdditionalFields',
      String.raw`2026-04-13T00:00:00Z,pc-1.example,AntivirusDetection,"a,b.exe",C:\Temp,"{""ThreatName"":""HackTool:Win32/Mimikatz""}"`,
      '2026-04-13T00:00:00Z,pc-1.example,AntivirusScanCompleted,,,{}',
    );
    expect(none).toEqual([]);
    expect(fieldsOf(found)).toMatchObject({
      Signature: 'HackTool:Win32/Mimikatz',
      Filename: 'C:\\Temp\\a,b.exe',
    });
    const statement = `2026-04-13 09:00:00.123 JST,"app","records",1,"10.0.0.1:5",x,1,"SELECT",t,3/1,0,LOG,00000,"SELECT * FROM ""a""",,,,,,,,,"app"`;
    const [query] = read('postgresql', statement);
    expect(query!.fields.get('message')).toBe('SELECT * FROM "a"');
  });
});

it('one request in the logs of proxy and sensor is one alert', () => {
  const rule = readRule(
    'a.yml',
    'title: a\nlevel: high\nlogsource: {category: proxy}\ndetection: {s: {cs-host: a.example}, condition: s}',
  );
  const tally = new Tally();
  const seen = [
    ...read(
      'zeek',
      ...http,
      tab(
        '1776038400',
        'C1',
        '10.0.1.31',
        'CONNECT',
        'a.example:443',
        'a.example:443',
        '-',
        '200',
        '(empty)',
      ),
    ),
    ...read(
      'squid',
      '1776038431.000  31000 10.0.1.31 TCP_TUNNEL/200 900 CONNECT a.example:443 - HIER_DIRECT/198.18.1.7 -',
    ),
  ].filter(event => event.channel === 'proxy');
  for (const event of seen) tally.add(event, new SigmaMatcher([rule]).match(event));
  expect(tally.summary()).toMatchObject({ events: 2, matches: 2, alerts: 1 });
});

it('no line breaks a reader', () => {
  const words = [
    'node=a type=SYSCALL msg=audit(1.2:3): pid=1 exe="a"',
    'type=EXECVE msg=audit(1:3): a0=4',
    '#fields\tts\turi',
    '{"_path":"dns","query":1,"ts":1e400}',
    '1776038400.1 1 10.0.0.1 TCP_MISS/200 1 GET',
    'type="traffic" eventtime=9e99',
    '"',
    ',',
  ];
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...words));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(logs)), fc.array(text, { maxLength: 6 }), (log, lines) => {
      const reader = logs[log]!();
      for (const line of [...lines, lines.join(' '), lines.join('')])
        for (const event of reader(line)) expect(event.fields.get('_raw')).toBeTypeOf('string');
    }),
    { numRuns: 500 },
  );
});

const folder = join(process.env['HINOMI_SHARED'] ?? '../shared', 'data/zeek');
it.skipIf(!existsSync(folder))('public Zeek logs: every record of an emulated intrusion is read', () => {
  let records = 0;
  for (const name of readdirSync(folder).filter(one => one.endsWith('.log'))) {
    const stream = /_([a-z_]+)\.log$/.exec(name)?.[1];
    const lines = readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter(line => line.startsWith('{'));
    const events = read('zeek', ...lines).filter(event => event.channel === `zeek-${stream}`);
    expect(events.length, name).toBe(lines.length);
    expect(events.every(event => event.time !== '')).toBe(true);
    records += events.length;
  }
  expect(records).toBeGreaterThan(100);
});
