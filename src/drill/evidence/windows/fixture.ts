// For tests: a domain of a few hosts, and one event of every sort that leaves a Windows record.
import type { Host, HostRole, OperatingSystem, Organisation, World } from '../../world/entities.ts';
import type { ProcessRef, Session, WorldEvent, WorldEventKind } from '../../world/event.ts';
import { projectionContext } from '../context.ts';
import type { Facets } from '../source.ts';
import { sources } from '../sources.ts';

const start = Date.UTC(2026, 3, 5, 15);
const noon = start + 12 * 3_600_000;
const domainSid = 'S-1-5-21-1004336348-1177238915-682003330';

const segment = {
  id: 'office',
  name: { ja: '執務', en: 'Office' },
  cidr: '10.1.0.0/16',
  zone: 'office',
} as const;
const host = (
  index: number,
  name: string,
  os: OperatingSystem,
  roles: HostRole[],
  sysmon: boolean,
): Host => ({
  index,
  name,
  fqdn: `${name.toLowerCase()}.ad.city.example`,
  kind: roles.length > 0 ? 'server' : 'pc',
  roles,
  os,
  ip: `10.1.0.${10 + index}`,
  mac: `00:15:5d:00:00:0${index}`,
  segment,
  owner: undefined,
  sysmon,
  bootedAt: start - 86_400_000,
});
const pc = host(0, 'PC-0001', 'windows-11', [], true);
const plainPc = host(1, 'PC-0002', 'windows-10', [], false);
const dc = host(2, 'DC01', 'windows-server-2022', ['domain-controller', 'dns'], true);
const fileServer = host(3, 'FS01', 'windows-server-2022', ['file'], true);
const proxy = host(4, 'PROXY01', 'debian-12', ['proxy'], false);
export const hosts = { pc, plainPc, dc, fileServer, proxy };

/** A small world; only what projections of Windows logs ask for is filled in. */
export const world: World = {
  seed: 7,
  start,
  days: 1,
  calendar: [{ date: '2026-04-06', weekday: 1, working: true }],
  organisation: {
    domain: 'city.example',
    adDomain: 'ad.city.example',
    netbios: 'CITY',
    domainSid,
    utcOffset: 540,
    hosts: Object.values(hosts),
  } as unknown as Organisation,
  internet: { providers: [], sites: [], correspondents: [], scanners: [] },
};

export const session = (on: Host, account = 'yamada.t', logonId = '0x8f3a21'): Session => ({
  host: on,
  account,
  sid: `${domainSid}-1142`,
  domain: 'CITY',
  logonId,
});
const system = (on: Host): Session => ({
  host: on,
  account: 'SYSTEM',
  sid: 'S-1-5-18',
  domain: 'NT AUTHORITY',
  logonId: '0x3e7',
});
const sha256 = 'a'.repeat(32) + '0123456789abcdef'.repeat(2);
export const processRef = (image: string, pid: number, commandLine = image): ProcessRef => ({
  pid,
  guid: `{5aa13a44-b6fd-68fe-${pid.toString(16).padStart(4, '0')}-000000004102}`,
  image,
  commandLine,
});

type Extra = Record<string, unknown>;
type Sample = readonly [kind: WorldEventKind, extra: Extra];

/**
 * Events that between them make every declared record at least once. `text` goes wherever free text may stand, so that
 * hostile text can be tried everywhere.
 */
export function samples(text = 'ordinary'): WorldEvent[] {
  const shell = processRef(
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    4321,
    `powershell.exe ${text}`,
  );
  const word = processRef(
    'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    4000,
    `winword ${text}`,
  );
  const user = session(pc);
  const acting: Extra = { session: user, process: shell };
  const by = session(dc, 'admin.k', '0x1b2c3d');
  const client = { host: pc, ip: pc.ip, port: 50_123 };
  const target = { account: `new${text}`, sid: `${domainSid}-2001` };
  const logon: Extra = { session: user, type: 2, ok: true, method: 'kerberos', elevated: true };
  const ticket: Extra = {
    host: dc,
    account: `yamada${text}`,
    sid: `${domainSid}-1142`,
    service: 'krbtgt',
    client: { ip: pc.ip, port: 50_200, name: pc.name },
    status: 0,
    encryption: 0x12,
    options: 0x40810010,
  };
  const share: Extra = {
    host: fileServer,
    share: '\\\\FS01\\soumu$',
    path: `令和8年度\\${text}.xlsx`,
    bytes: 4096,
    session: session(fileServer),
    client,
    ok: true,
  };
  const file: Extra = { ...acting, path: `C:\\Users\\yamada\\Downloads\\${text}.exe`, bytes: 12_000 };
  const registry: Extra = {
    ...acting,
    key: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
    value: `v${text}`,
    details: `C:\\${text}`,
  };
  const task: Extra = { name: `\\${text}`, command: `C:\\${text}.exe`, arguments: `/a ${text}`, by: user };
  const service: Extra = {
    name: `svc${text}`,
    display: `Service ${text}`,
    path: `C:\\${text}.exe`,
    account: 'LocalSystem',
    startType: 'auto start',
    by: user,
  };
  const change: Extra = {
    host: dc,
    dn: `CN=${text},DC=ad`,
    objectClass: 'user',
    attribute: 'member',
    value: text,
    by,
  };
  const av: Extra = { threat: `Trojan:Win32/${text}`, path: `C:\\${text}`, user: 'CITY\\yamada.t' };
  const lsass = processRef('C:\\Windows\\System32\\lsass.exe', 700);
  const connection: Extra = {
    host: fileServer,
    transport: 'tcp',
    source: { ip: fileServer.ip, port: 50_300, host: fileServer },
    destination: { ip: dc.ip, port: 389, host: dc },
    service: 'ldap',
    sent: 900,
    received: 4000,
    duration: 12,
    result: 'ok',
    process: shell,
    session: session(fileServer),
  };
  const each = (kind: WorldEventKind, what: readonly string[], extra: Extra): Sample[] =>
    what.map(name => [kind, { ...extra, what: name }]);

  const list: Sample[] = [
    [
      'process-start',
      {
        ...acting,
        parent: word,
        integrity: 'Medium',
        directory: 'C:\\Users\\yamada\\',
        sha256,
        company: 'Microsoft Corporation',
        description: text,
      },
    ],
    ['process-end', acting],
    ['logon', logon],
    ['logon', { ...logon, host: fileServer, session: session(fileServer), type: 3, from: client, by: user }],
    ['logon', { ...logon, type: 7 }],
    ['logon', { ...logon, ok: false, failure: 'bad-password', type: 3, method: 'ntlm', from: client }],
    ['logoff', { session: user, type: 2 }],
    ...each('ticket', ['tgt', 'service', 'renewal', 'ntlm'], ticket),
    ...each('ticket', ['preauth-failed', 'tgt', 'service', 'ntlm'], { ...ticket, status: 0x18 }),
    ...each(
      'account-change',
      [
        'created',
        'enabled',
        'password-change',
        'password-reset',
        'disabled',
        'deleted',
        'changed',
        'locked',
        'unlocked',
      ],
      { host: dc, target, by, from: 'PC-0001' },
    ),
    ...each('account-change', ['created', 'changed', 'deleted'], {
      host: dc,
      target: { account: 'PC-0099$', sid: `${domainSid}-2002` },
      by,
    }),
    ...(['global', 'local', 'universal'] as const).flatMap(scope =>
      each('account-change', ['group-added', 'group-removed'], {
        host: dc,
        target,
        by,
        group: { name: `group${text}`, sid: `${domainSid}-512`, scope },
      }),
    ),
    ...each('directory-change', ['modified', 'created', 'deleted', 'replication', 'read'], change),
    ...each('file', ['create', 'write', 'read', 'delete', 'stream', 'timestamp'], {
      ...file,
      origin: `https://${text}`,
    }),
    ...each('file', ['read', 'delete'], { ...file, host: fileServer, path: `D:\\backup\\${text}.txt` }),
    ...each('share-access', ['connect', 'read', 'write', 'delete', 'list'], share),
    ...each('share-access', ['connect', 'read'], { ...share, ok: false }),
    ...each('registry', ['set', 'create', 'delete', 'rename'], registry),
    [
      'image-load',
      { ...acting, path: `C:\\${text}.dll`, signed: true, signature: 'Microsoft Windows', sha256 },
    ],
    ...each('process-access', ['open', 'remote-thread'], {
      ...acting,
      target: lsass,
      access: 0x1010,
      trace: `C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|${text}`,
    }),
    ...each('pipe', ['created', 'connected'], { ...acting, name: `\\${text}` }),
    ...each('wmi', ['filter', 'consumer', 'binding'], { session: user, name: text, text }),
    ...each('service', ['installed', 'started', 'stopped', 'start-type', 'crashed', 'start-failed'], service),
    ...each(
      'task',
      ['created', 'updated', 'deleted', 'enabled', 'disabled', 'started', 'completed', 'failed'],
      task,
    ),
    ...each('powershell', ['script', 'command', 'engine-start'], {
      ...acting,
      text: `Get-Item -Path ${text}`,
      path: '',
    }),
    ['powershell', { ...acting, what: 'script', text: `[Convert]::FromBase64String('${text}')`, path: '' }],
    ...each(
      'system',
      [
        'shutdown',
        'audit-policy',
        'time-change',
        'update-installed',
        'update-failed',
        'disk-error',
        'application-error',
        'application-hang',
        'driver-loaded',
        'firewall-rule',
        'usb-inserted',
        'log-cleared',
      ],
      { detail: text, by: user },
    ),
    ['system', { what: 'log-cleared', detail: 'Security', by: user }],
    ['system', { what: 'boot', detail: 'unexpected' }],
    [
      'print',
      {
        account: 'yamada.t',
        client: pc,
        document: `${text}.docx`,
        pages: 3,
        bytes: 120_000,
        printer: 'PRN-01',
      },
    ],
    ...each(
      'antivirus',
      ['detected', 'cleaned', 'scan-started', 'scan-finished', 'definitions', 'disabled'],
      av,
    ),
    [
      'dns',
      {
        ...acting,
        name: `${text}.example`,
        type: 'A',
        rcode: 'NOERROR',
        answers: ['198.18.4.5'],
        upstream: true,
        port: 51_000,
      },
    ],
    ['connection', connection],
    ['connection', { ...connection, result: 'denied' }],
    [
      'web',
      {
        ...acting,
        client: { ip: pc.ip, port: 50_400, host: pc, account: 'yamada.t' },
        via: 'proxy',
        domain: `${text}.example`,
        port: 443,
        address: '198.18.4.5',
      },
    ],
  ];
  return list.map(
    ([kind, extra], i) =>
      ({ kind, at: noon + i * 1000 + 0.25, host: pc, cause: '', ...extra }) as unknown as WorldEvent,
  );
}

export interface Line {
  source: string;
  at: number;
  text: string;
  facets: Facets;
}

/** Lines all Windows sources write of events, in the order of the events. */
export function project(events: readonly WorldEvent[]): Line[] {
  const context = projectionContext(world);
  const lines: Line[] = [];
  for (const event of events)
    for (const source of sources) {
      if (!source.id.startsWith('windows-')) continue;
      const write = source.on[event.kind] as
        | ((
            e: WorldEvent,
            emit: (at: number, text: string, facets: Facets) => void,
            c: typeof context,
          ) => void)
        | undefined;
      write?.(event, (at, text, facets) => lines.push({ source: source.id, at, text, facets }), context);
    }
  return lines;
}
export const systemSession = system;
