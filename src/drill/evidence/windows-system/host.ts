// The machine in its System log: start, stop, clock, updates, disks, devices, cleared logs.
import type { Localized } from '#model/localized.ts';
import type { SystemEvent } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { guidFrom } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { system, userName } from '../windows/principal.ts';
import { type Field, flag, guid, hexa, number, type Provider, record, text } from '../windows/record.ts';

const classic: Provider = {
  channel: 'System',
  name: 'EventLog',
  qualifiers: 32_768,
  userId: '',
  writer: 'kernel',
  level: 4,
  keywords: '0x80000000000000',
  codePrefix: '',
};
const manifest: Provider = {
  channel: 'System',
  name: 'Microsoft-Windows-Eventlog',
  guid: 'FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148',
  userId: '',
  writer: 'eventlog',
  level: 4,
  keywords: '0x8000000000000000',
  codePrefix: '',
};
const kernelGeneral: Provider = {
  ...manifest,
  name: 'Microsoft-Windows-Kernel-General',
  guid: 'A68CA8B7-004F-D7B6-A698-07E2DE0F1F5D',
  userId: 'S-1-5-18',
  writer: 'kernel',
  keywords: '0x8000000000000080',
};
const kernelPower: Provider = {
  ...kernelGeneral,
  name: 'Microsoft-Windows-Kernel-Power',
  guid: '331C3B3A-2005-44C2-AC5E-77220C37D6B4',
  keywords: '0x8000400000000002',
};
const user32: Provider = {
  ...classic,
  name: 'User32',
  guid: 'B0AA8734-56F7-41CC-B2F4-DE228E98B946',
  eventSource: 'User32',
  writer: 'winlogon',
  keywords: '0x8080000000000000',
};
const update: Provider = {
  ...manifest,
  name: 'Microsoft-Windows-WindowsUpdateClient',
  guid: '945A8954-C147-4ACD-923F-40C45405A658',
  userId: 'S-1-5-18',
  writer: 'update',
};
const disk: Provider = { ...classic, name: 'disk', qualifiers: 49_156, level: 2 };
const userPnp: Provider = {
  ...manifest,
  name: 'Microsoft-Windows-UserPnp',
  guid: '96F4A050-7E31-453C-88BE-9634F4E02139',
  userId: 'S-1-5-18',
  writer: 'services',
};

const none: Localized = { en: 'None', ja: 'なし' };
const plain = { task: 0, category: none };
const unexpected = (e: SystemEvent): boolean => e.detail.startsWith('unexpected');
const iso = (at: number): string => `${new Date(Math.max(0, at)).toISOString().slice(0, 23)}0000Z`;
const detail = (e: SystemEvent): string => e.detail;

const listed = (
  id: number,
  what: SystemEvent['what'],
  title: Localized,
  fields: readonly Field<SystemEvent>[] = [],
) => record(classic, 'system', { ...plain, id, what, title, fields, body: 'list' });

const installation = { en: 'Windows Update Agent', ja: 'Windows Update エージェント' };
const updateFields: Field<SystemEvent>[] = [
  text('updateTitle', detail),
  guid('updateGuid', e => guidFrom(e.detail, 'update')),
  number('updateRevisionNumber', e => 200 + (hashKeys(e.detail) % 3)),
];
const serviceGuid: Field<SystemEvent> = guid('serviceGuid', '7971F918-A847-4430-9279-4A52D1EFE18D');

const bootFields: Field<SystemEvent>[] = [
  number('MajorVersion', 10),
  number('MinorVersion', 0),
  number('BuildVersion', (_: SystemEvent, h: HostFacts) => h.build),
  number('QfeVersion', (_: SystemEvent, h: HostFacts) => (h.build === 20_348 ? 2340 : 3570)),
  number('ServiceVersion', 0),
  number('BootMode', 0),
  text('StartTime', e => iso(e.at - 4000)),
];

export const hostRecords = [
  record(kernelGeneral, 'system', {
    task: 1,
    category: { en: 'System start', ja: 'システムの開始' },
    id: 12,
    title: { en: 'The operating system started.', ja: 'オペレーティング システムが起動しました。' },
    what: 'boot',
    fields: bootFields,
  }),
  record(kernelPower, 'system', {
    task: 63,
    category: { en: '(63)', ja: '(63)' },
    id: 41,
    version: 7,
    level: 1,
    title: {
      en: 'The system has rebooted without cleanly shutting down first.',
      ja: 'システムは正常にシャットダウンする前に再起動しました。',
    },
    what: 'boot',
    when: unexpected,
    fields: [
      number('BugcheckCode', 0),
      hexa('BugcheckParameter1', '0x0'),
      hexa('BugcheckParameter2', '0x0'),
      hexa('BugcheckParameter3', '0x0'),
      hexa('BugcheckParameter4', '0x0'),
      number('SleepInProgress', 0),
      number('PowerButtonTimestamp', 0),
      number('BootAppStatus', 0),
      number('Checkpoint', 0),
      flag('ConnectedStandbyInProgress', false),
      number('SystemSleepTransitionsToOn', 0),
      number('CsEntryScenarioInstanceId', 0),
      flag('BugcheckInfoFromEFI', false),
      number('CheckpointStatus', 0),
      number('CsEntryScenarioInstanceIdV2', 0),
    ],
  }),
  record(classic, 'system', {
    ...plain,
    id: 6008,
    level: 2,
    title: {
      en: 'The previous system shutdown was unexpected.',
      ja: '以前のシステム シャットダウンは予期されていませんでした。',
    },
    what: 'boot',
    when: unexpected,
    body: 'list',
    fields: [
      text('time', e => new Date(e.at - 60_000).toISOString().slice(11, 19)),
      text('date', e => new Date(e.at - 60_000).toISOString().slice(0, 10).replaceAll('-', '/')),
      text('', ''),
      text('', ''),
      text('uptime', e => String(Math.max(0, Math.round((e.at - e.host.bootedAt) / 1000)))),
      text('', ''),
      text('', ''),
    ],
  }),
  listed(
    6009,
    'boot',
    {
      en: 'Microsoft (R) Windows (R) version at start.',
      ja: '起動時の Microsoft (R) Windows (R) のバージョン。',
    },
    [
      text('version', '10.00.'),
      text('build', (_, h) => String(h.build)),
      text('servicePack', ''),
      text('kind', 'Multiprocessor Free'),
      text('edition', '0'),
    ],
  ),
  listed(6005, 'boot', {
    en: 'The Event log service was started.',
    ja: 'イベント ログ サービスが開始されました。',
  }),
  record(user32, 'system', {
    ...plain,
    id: 1074,
    title: {
      en: 'A process has initiated the restart or shutdown of this computer.',
      ja: 'プロセスは、コンピューターの再起動またはシャットダウンを開始しました。',
    },
    what: 'shutdown',
    user: e => e.by?.account ?? '',
    userId: e => (e.by ?? system).sid,
    fields: [
      text('param1', (_, h) => `C:\\Windows\\System32\\RuntimeBroker.exe (${h.name})`),
      text('param2', (_, h) => h.name),
      text('param3', e => e.detail || 'Other (Unplanned)'),
      text('param4', '0x0'),
      text('param5', e => (/restart|reboot/i.test(e.detail) ? 'restart' : 'power off')),
      text('param6', ''),
      text('param7', e => userName(e.by ?? system)),
    ],
  }),
  listed(6006, 'shutdown', {
    en: 'The Event log service was stopped.',
    ja: 'イベント ログ サービスが停止されました。',
  }),
  record(kernelGeneral, 'system', {
    task: 2,
    category: { en: 'System stop', ja: 'システムの停止' },
    id: 13,
    title: {
      en: 'The operating system is shutting down.',
      ja: 'オペレーティング システムはシャットダウンしています。',
    },
    what: 'shutdown',
    fields: [text('StopTime', e => iso(e.at))],
  }),
  record(kernelGeneral, 'system', {
    task: 5,
    category: { en: 'System time change', ja: 'システム時刻の変更' },
    id: 1,
    version: 2,
    keywords: '0x8000000000000010',
    title: { en: 'The system time has changed.', ja: 'システム時刻が変更されました。' },
    what: 'time-change',
    object: detail,
    fields: [
      text('NewTime', e => iso(e.at)),
      text('OldTime', e => iso(e.at - 37)),
      number('Reason', 1),
      text('ProcessName', '\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe'),
      number('ProcessID', (_, h) => h.pid.svchost),
    ],
  }),
  record(manifest, 'system', {
    task: 104,
    category: { en: 'Log clear', ja: 'ログの消去' },
    id: 104,
    title: { en: 'A log file was cleared.', ja: 'ログ ファイルが消去されました。' },
    what: 'log-cleared',
    when: e => e.detail !== '' && e.detail !== 'Security',
    user: e => e.by?.account ?? '',
    object: detail,
    userId: e => (e.by ?? system).sid,
    body: { user: 'LogFileCleared', xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
    fields: [
      text('SubjectUserName', e => (e.by ?? system).account),
      text('SubjectDomainName', e => (e.by ?? system).domain),
      text('Channel', detail),
      text('BackupPath', ''),
    ],
  }),
  record(update, 'system', {
    task: 1,
    category: installation,
    id: 43,
    version: 1,
    opcode: 13,
    keywords: '0x8000000000000208',
    title: { en: 'Installation started.', ja: 'インストールの開始。' },
    what: 'update-failed',
    object: detail,
    fields: updateFields,
  }),
  record(update, 'system', {
    task: 1,
    category: installation,
    id: 19,
    version: 1,
    opcode: 13,
    keywords: '0x8000000000000018',
    title: { en: 'Installation successful.', ja: 'インストールの成功。' },
    what: 'update-installed',
    object: detail,
    fields: [...updateFields, serviceGuid],
  }),
  record(update, 'system', {
    task: 1,
    category: installation,
    id: 20,
    version: 1,
    level: 2,
    opcode: 13,
    keywords: '0x8000000000000028',
    title: { en: 'Installation failure.', ja: 'インストールの失敗。' },
    what: 'update-failed',
    object: detail,
    fields: [hexa('errorCode', '0x80070643'), ...updateFields, serviceGuid],
  }),
  record(disk, 'system', {
    ...plain,
    id: 7,
    title: { en: 'The device has a bad block.', ja: 'デバイスに不良ブロックがあります。' },
    what: 'disk-error',
    object: detail,
    body: 'list',
    fields: [text('device', e => e.detail || '\\Device\\Harddisk0\\DR0')],
  }),
  record(userPnp, 'system', {
    task: 7005,
    category: { en: '(7005)', ja: '(7005)' },
    id: 20_001,
    title: { en: 'Driver installation finished.', ja: 'ドライバーのインストールが完了しました。' },
    what: 'usb-inserted',
    object: detail,
    body: {
      user: 'InstallDeviceID',
      xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/userpnp',
    },
    fields: [
      text('DriverName', 'usbstor.inf'),
      text('DriverVersion', (_, h) => `10.0.${h.build}.1`),
      text('DriverProvider', 'Microsoft'),
      text('DeviceInstanceID', detail),
      guid('SetupClass', '36FC9E60-C465-11CF-8056-444553540000'),
      flag('RebootOption', false),
      flag('UpgradeDevice', false),
      flag('IsDriverOEM', false),
      hexa('InstallStatus', '0x0'),
      text('DriverDescription', 'USB Mass Storage Device'),
    ],
  }),
];
