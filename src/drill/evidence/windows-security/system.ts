// The host itself in the Security log: services, tasks, start, clock, policy, firewall, devices, connections.
import type { Localized } from '#model/localized.ts';
import type { Connection, ScheduledTask, Service, SystemEvent } from '../../world/event.ts';
import { guidFrom, hex } from '../windows/format.ts';
import { auditPolicy } from '../windows/policy.ts';
import { system } from '../windows/principal.ts';
import { type Field, guid, hexa, number, plain, record, text } from '../windows/record.ts';
import { taskXml } from '../windows/task-xml.ts';
import { auditing, eventlog, failure, kernel, subject, success, tasks } from './provider.ts';

const startTypes: Readonly<Record<Service['startType'], number>> = {
  'auto start': 2,
  'demand start': 3,
  disabled: 4,
};

const taskRecord = (id: number, what: ScheduledTask['what'], title: Localized, content = 'TaskContent') =>
  record(auditing, 'task', {
    ...tasks.otherObject,
    id,
    title,
    what,
    correlated: true,
    user: e => e.by.account,
    object: e => e.name,
    fields: [
      ...subject<ScheduledTask>(e => e.by),
      text('TaskName', e => e.name),
      text(content, e => (e.what === 'deleted' ? '' : taskXml(e))),
    ],
  });

/** Start of a line `category | subcategory | change`, which `audit-policy` gives in its detail. */
const part = (detail: string, index: number, fallback: string): string =>
  detail.split('|')[index]?.trim() || fallback;

const bySomebody = subject<SystemEvent>(e => e.by);
const systemFacets = {
  user: (e: SystemEvent) => e.by?.account ?? '',
  object: (e: SystemEvent) => e.detail,
};

/** Program that listens for a service. */
const listeners: Readonly<Record<string, string>> = {
  smb: 'System',
  http: 'System',
  winrm: 'System',
  kerberos: 'lsass.exe',
  ldap: 'lsass.exe',
  dns: 'dns.exe',
  rdp: 'svchost.exe',
  dce_rpc: 'svchost.exe',
  print: 'spoolsv.exe',
};
const application = (image: string): string =>
  image === '' || image === 'System'
    ? 'System'
    : image.replace(/^[A-Za-z]:/, '\\device\\harddiskvolume3').toLowerCase();
const protocols: Readonly<Record<Connection['transport'], number>> = { tcp: 6, udp: 17, icmp: 1 };

const connection = (id: 5156 | 5157, outgoing: boolean) =>
  record(kernel, 'connection', {
    ...tasks.filtering,
    id,
    version: 1,
    title:
      id === 5156
        ? {
            en: 'The Windows Filtering Platform has permitted a connection.',
            ja: 'Windows フィルターリング プラットフォームで、接続が許可されました。',
          }
        : {
            en: 'The Windows Filtering Platform has blocked a connection.',
            ja: 'Windows フィルターリング プラットフォームによって、接続がブロックされました。',
          },
    where: e => (outgoing ? e.source.host : e.destination.host),
    // Only `denied` met a filter. A refused connection met no listener: the asker's side let it out, nobody accepted it.
    when: (e, h) =>
      auditPolicy.connections(h) &&
      (e.result === 'denied') === (id === 5157) &&
      (outgoing || e.result !== 'refused'),
    keywords: id === 5156 ? success : failure,
    source: e => e.source.ip,
    destination: e => e.destination.ip,
    object: e => (e.service === '-' ? `${e.destination.port}` : e.service),
    fields: [
      number('ProcessID', (e, h) => {
        if (outgoing) return e.process?.pid ?? 4;
        const listener = listeners[e.service];
        return listener === 'lsass.exe' ? h.pid.lsass : listener === 'System' ? 4 : h.pid.svchost;
      }),
      text('Application', e => {
        if (outgoing) return application(e.process?.image ?? 'System');
        const listener = listeners[e.service] ?? 'svchost.exe';
        return application(listener === 'System' ? listener : `C:\\Windows\\System32\\${listener}`);
      }),
      text('Direction', outgoing ? '%%14593' : '%%14592'),
      text('SourceAddress', e => e.source.ip),
      plain('SourcePort', e => String(e.source.port)),
      text('DestAddress', e => e.destination.ip),
      plain('DestPort', e => String(e.destination.port)),
      number('Protocol', e => protocols[e.transport]),
      number('FilterRTID', (_, h) => 65_000 + (h.pid.svchost % 4000) + (outgoing ? 20 : 0)),
      text('LayerName', outgoing ? '%%14611' : '%%14610'),
      number('LayerRTID', outgoing ? 48 : 44),
      text('RemoteUserID', 'S-1-0-0'),
      text('RemoteMachineID', 'S-1-0-0'),
    ] satisfies Field<Connection>[],
  });

export const systemRecords = [
  record(auditing, 'service', {
    ...tasks.systemExtension,
    id: 4697,
    title: {
      en: 'A service was installed in the system.',
      ja: 'サービスがシステムにインストールされました。',
    },
    what: 'installed',
    correlated: true,
    user: e => e.by.account,
    object: e => e.name,
    fields: [
      ...subject<Service>(e => e.by),
      text('ServiceName', e => e.name),
      text('ServiceFileName', e => e.path),
      hexa('ServiceType', e => (/\.sys$/i.test(e.path) ? '0x1' : '0x10')),
      number('ServiceStartType', e => startTypes[e.startType]),
      text('ServiceAccount', e => e.account),
    ],
  }),
  taskRecord(4698, 'created', {
    en: 'A scheduled task was created.',
    ja: 'スケジュールされたタスクが作成されました。',
  }),
  taskRecord(4699, 'deleted', {
    en: 'A scheduled task was deleted.',
    ja: 'スケジュールされたタスクが削除されました。',
  }),
  taskRecord(4700, 'enabled', {
    en: 'A scheduled task was enabled.',
    ja: 'スケジュールされたタスクが有効化されました。',
  }),
  taskRecord(4701, 'disabled', {
    en: 'A scheduled task was disabled.',
    ja: 'スケジュールされたタスクが無効化されました。',
  }),
  taskRecord(
    4702,
    'updated',
    { en: 'A scheduled task was updated.', ja: 'スケジュールされたタスクが更新されました。' },
    'TaskContentNew',
  ),
  record(auditing, 'system', {
    ...tasks.stateChange,
    id: 4608,
    title: { en: 'Windows is starting up.', ja: 'Windows を起動しています。' },
    what: 'boot',
    fields: [],
  }),
  record(eventlog, 'system', {
    ...tasks.serviceShutdown,
    id: 1100,
    title: {
      en: 'The event logging service has shut down.',
      ja: 'イベント ログ サービスがシャットダウンしました。',
    },
    what: 'shutdown',
    body: { user: 'ServiceShutdown', xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
    fields: [],
  }),
  record(eventlog, 'system', {
    ...tasks.logClear,
    ...systemFacets,
    id: 1102,
    title: { en: 'The audit log was cleared.', ja: '監査ログが消去されました。' },
    what: 'log-cleared',
    when: e => e.detail === '' || e.detail === 'Security',
    body: { user: 'LogFileCleared', xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
    fields: bySomebody,
  }),
  record(auditing, 'system', {
    ...tasks.stateChange,
    ...systemFacets,
    id: 4616,
    version: 1,
    title: { en: 'The system time was changed.', ja: 'システム時刻が変更されました。' },
    what: 'time-change',
    writer: 'kernel',
    fields: [
      ...bySomebody,
      text('PreviousTime', e => stamp(e.at - shift(e.detail))),
      text('NewTime', e => stamp(e.at)),
      hexa('ProcessId', (_, h) => hex(h.pid.svchost)),
      text('ProcessName', 'C:\\Windows\\System32\\svchost.exe'),
    ],
  }),
  record(auditing, 'system', {
    ...tasks.auditPolicy,
    ...systemFacets,
    id: 4719,
    title: { en: 'System audit policy was changed.', ja: 'システム監査ポリシーが変更されました。' },
    what: 'audit-policy',
    fields: [
      ...bySomebody,
      text('CategoryId', e => part(e.detail, 0, '%%8276')),
      text('SubcategoryId', e => part(e.detail, 1, '%%13312')),
      guid('SubcategoryGuid', '0CCE922B-69AE-11D9-BED3-505054503030'),
      text('AuditPolicyChanges', e => part(e.detail, 2, '%%8448')),
    ],
  }),
  record(auditing, 'system', {
    ...tasks.ruleLevelPolicy,
    ...systemFacets,
    id: 4946,
    title: {
      en: 'A change has been made to Windows Firewall exception list. A rule was added.',
      ja: 'Windows ファイアウォールの例外一覧が変更されました。規則が追加されました。',
    },
    what: 'firewall-rule',
    correlated: true,
    fields: [
      text('ProfileChanged', 'All'),
      text('RuleId', (e, h) => `{${guidFrom(h.seed, h.name, e.detail)}}`),
      text('RuleName', e => e.detail),
    ],
  }),
  record(kernel, 'system', {
    ...tasks.plugAndPlay,
    ...systemFacets,
    id: 6416,
    version: 1,
    title: {
      en: 'A new external device was recognized by the system.',
      ja: '新しい外部デバイスがシステムで認識されました。',
    },
    what: 'usb-inserted',
    fields: [
      ...subject<SystemEvent>(() => system),
      text('DeviceId', e => e.detail),
      text('DeviceDescription', 'USB Mass Storage Device'),
      guid('ClassId', '36FC9E60-C465-11CF-8056-444553540000'),
      text('ClassName', 'USB'),
      text('VendorIds', e => `\r\n\t\t${e.detail.split('\\').slice(0, 2).join('\\')}\r\n\t\t\r\n\t\t`),
      text(
        'CompatibleIds',
        '\r\n\t\tUSB\\Class_08&SubClass_06&Prot_50\r\n\t\tUSB\\Class_08&SubClass_06\r\n\t\tUSB\\Class_08\r\n\t\t\r\n\t\t',
      ),
      text('LocationInformation', 'Port_#0003.Hub_#0001'),
    ],
  }),
  connection(5156, true),
  connection(5156, false),
  connection(5157, true),
  connection(5157, false),
];

const stamp = (at: number): string => new Date(Math.max(0, at)).toISOString().replace('Z', '0000Z');
/** ms the clock was moved by, read from the detail (`+1200 ms`, `-3600000`); a resynchronisation's blink otherwise. */
const shift = (detail: string): number => {
  const moved = Number.parseFloat(detail);
  return Number.isFinite(moved) && Math.abs(moved) < 1e12 ? moved : 37;
};
