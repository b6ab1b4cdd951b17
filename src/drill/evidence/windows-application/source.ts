// The Application log: programs that crashed or stopped answering, as Windows itself reports them.
import type { SystemEvent } from '../../world/event.ts';
import { hashKeys, stream } from '../../world/random.ts';
import { fileTime, guidFrom } from '../windows/format.ts';
import { type Field, type Provider, record, text } from '../windows/record.ts';
import { windowsSource } from '../windows/source.ts';

const error: Provider = {
  channel: 'Application',
  name: 'Application Error',
  qualifiers: 0,
  userId: '',
  // A classic source gives no process.
  writer: 'kernel',
  level: 2,
  keywords: '0x80000000000000',
  codePrefix: 'application:',
};
const hang: Provider = { ...error, name: 'Application Hang' };

const office = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\';
const program = (e: SystemEvent): string => e.detail.replace(/^.*\\/, '');
const path = (e: SystemEvent): string => (e.detail.includes('\\') ? e.detail : `${office}${e.detail}`);
const digits = (e: SystemEvent, what: string, count: number): string =>
  stream(e.host.name, e.detail, e.at, what).hex(count);
/** Modules that fail most, with how they do: access violation, heap corruption, fail fast. */
const faults = [
  ['ntdll.dll', '10.0.22621.3527', 'c0000374'],
  ['KERNELBASE.dll', '10.0.22621.3527', 'e06d7363'],
  ['mso40uiwin32client.dll', '16.0.17328.20162', 'c0000005'],
  ['ucrtbase.dll', '10.0.22621.3527', 'c0000409'],
] as const;
const fault = (e: SystemEvent) => faults[hashKeys(e.host.name, e.detail, e.at) % faults.length]!;
const since = (e: SystemEvent): number => e.at - 60_000 - (hashKeys(e.detail, e.at) % 9_000_000);
const hexTime = (at: number): string => fileTime(at).toLowerCase();
const version = '16.0.17328.20162';

const strings: Field<SystemEvent>[] = [
  text('program', program),
  text('version', version),
  text('stamp', e => digits(e, 'stamp', 8)),
  text('module', e => fault(e)[0]),
  text('moduleVersion', e => fault(e)[1]),
  text('moduleStamp', e => digits(e, 'module', 8)),
  text('code', e => fault(e)[2]),
  text('offset', e => digits(e, 'offset', 16)),
  text('process', e => (4 * (600 + (hashKeys(e.at, e.detail) % 4000))).toString(16)),
  text('started', e => hexTime(since(e))),
  text('path', path),
  text('modulePath', e =>
    fault(e)[0].startsWith('mso') ? `${office}${fault(e)[0]}` : `C:\\Windows\\System32\\${fault(e)[0]}`,
  ),
  text('report', e => guidFrom(e.detail, `report ${e.at}`).toLowerCase()),
  text('package', ''),
  text('packageApplication', ''),
];

export const applicationRecords = [
  record(error, 'system', {
    id: 1000,
    task: 100,
    category: { en: '(100)', ja: '(100)' },
    title: { en: 'Faulting application name', ja: '障害が発生しているアプリケーション名' },
    what: 'application-error',
    object: path,
    body: 'list',
    fields: strings,
  }),
  record(hang, 'system', {
    id: 1002,
    task: 101,
    category: { en: '(101)', ja: '(101)' },
    title: {
      en: 'The program stopped interacting with Windows and was closed.',
      ja: 'プログラムが Windows と対話を停止し、終了しました。',
    },
    what: 'application-hang',
    object: path,
    body: 'list',
    fields: [
      strings[0]!,
      strings[1]!,
      strings[8]!,
      strings[9]!,
      text('ended', e => String(hashKeys(e.at, 'ended') % 60)),
      strings[10]!,
      strings[12]!,
      strings[13]!,
      strings[14]!,
      text('kind', 'Top level window is idle'),
    ],
  }),
];

export const windowsApplication = windowsSource(
  {
    id: 'windows-application',
    title: { en: 'Windows Application log', ja: 'Windows アプリケーション ログ' },
    summary: {
      en: 'Programs that crashed (1000) or stopped answering (1002), with the module at fault. Look for crashes of services that face the network and of security software.',
      ja: '異常終了したプログラム（1000）と応答しなくなったプログラム（1002）。原因のモジュールも残る。外部に面したサービスやセキュリティ製品の異常終了を探す。',
    },
    reference: 'Application Error 1000 and Application Hang 1002 (classic sources without manifest)',
  },
  applicationRecords,
);
