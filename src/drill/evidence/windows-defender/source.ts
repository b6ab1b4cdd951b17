// Microsoft Defender Antivirus on each host: what it found and did, scans, signatures, protection switched off.
import type { Localized } from '#model/localized.ts';
import type { Antivirus } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { guidFrom } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { type Field, type Provider, record } from '../windows/record.ts';
import { windowsSource } from '../windows/source.ts';

const provider: Provider = {
  channel: 'Microsoft-Windows-Windows Defender/Operational',
  name: 'Microsoft-Windows-Windows Defender',
  guid: '11CD958A-C507-4EF3-B3F2-5FD9DFBD2C78',
  userId: 'S-1-5-18',
  writer: 'defender',
  level: 4,
  keywords: '0x8000000000000000',
  codePrefix: 'defender:',
};

/** A text field with its name spelt as Defender does, with blanks. */
const t = (name: string, value: Field<Antivirus>['value']): Field<Antivirus> => ({
  name,
  type: 'text',
  value,
});
const day = 86_400_000;

const product: Field<Antivirus>[] = [
  t('Product Name', 'Microsoft Defender Antivirus'),
  t('Product Version', '4.18.24090.11'),
];
/** Signatures and engine of a day: the last part of the number counts the updates of the day. */
const signatures = (at: number): string =>
  `1.${419 + (Math.floor(at / day / 30) % 20)}.${Math.floor(at / day) % 900}.0`;
const definitions = (at: number): string =>
  `AV: ${signatures(at)}, AS: ${signatures(at)}, NIS: ${signatures(at)}`;
const engine = 'AM: 1.1.24090.11, NIS: 1.1.24090.11';

/** Kind of a threat by the first part of its name, `Trojan:Win32/…`. */
const kinds: Readonly<Record<string, { id: string; name: Localized }>> = {
  trojan: { id: '8', name: { en: 'Trojan', ja: 'トロイの木馬' } },
  virus: { id: '42', name: { en: 'Virus', ja: 'ウイルス' } },
  backdoor: { id: '6', name: { en: 'Backdoor', ja: 'バックドア' } },
  hacktool: { id: '34', name: { en: 'Tool', ja: 'ツール' } },
  ransom: { id: '50', name: { en: 'Ransomware', ja: 'ランサムウェア' } },
  behavior: { id: '46', name: { en: 'Suspicious Behavior', ja: '疑わしい動作' } },
  pua: {
    id: '27',
    name: { en: 'Potentially Unwanted Software', ja: '望ましくない可能性のあるソフトウェア' },
  },
  exploit: { id: '30', name: { en: 'Exploit', ja: '悪用' } },
};
const kindOf = (threat: string) => kinds[/^\w*/.exec(threat)![0].toLowerCase()] ?? kinds['trojan']!;
const mild = (threat: string): boolean => /^(PUA|HackTool|Tool)/i.test(threat);
const threatId = (e: Antivirus): string => String(2_147_700_000 + (hashKeys(e.threat) % 199_999));
const link = (e: Antivirus): string =>
  `https://go.microsoft.com/fwlink/?linkid=37020&name=${e.threat}&threatid=${threatId(e)}&enterprise=0`;
const mailOrWeb = (path: string): boolean => /\\(Downloads|Content\.Outlook|Temp)\\/i.test(path);

/** One detection has one id, in 1116 and in the 1117 that follows. */
const detectionId = (e: Antivirus, h: HostFacts): string =>
  `{${guidFrom(h.seed, h.name, e.threat, e.path, Math.floor(e.at / day))}}`;
const iso = (at: number): string => new Date(Math.max(0, at)).toISOString();

const threatFields = (cleaned: boolean): Field<Antivirus>[] => [
  ...product,
  t('Detection ID', detectionId),
  t('Detection Time', e => iso(e.at - (cleaned ? 14_000 : 900))),
  t('Unused', ''),
  t('Unused2', ''),
  t('Threat ID', threatId),
  t('Threat Name', e => e.threat),
  t('Severity ID', e => (mild(e.threat) ? '4' : '5')),
  t('Severity Name', e => (mild(e.threat) ? 'High' : 'Severe')),
  t('Category ID', e => kindOf(e.threat).id),
  t('Category Name', e => kindOf(e.threat).name.en),
  t('FWLink', link),
  t('Status Code', cleaned ? '3' : '1'),
  t('Status Description', ''),
  t('State', cleaned ? '2' : '1'),
  t('Source ID', e => (mailOrWeb(e.path) ? '4' : '3')),
  t('Source Name', e => (mailOrWeb(e.path) ? 'Downloads and attachments' : 'Real-Time Protection')),
  t('Process Name', e => (mailOrWeb(e.path) ? 'Unknown' : 'C:\\Windows\\explorer.exe')),
  t('Detection User', (e, h) => (e.user.includes('\\') ? e.user : `${h.netbios}\\${e.user}`)),
  t('Unused3', ''),
  t('Path', e => `file:_${e.path}`),
  t('Origin ID', '1'),
  t('Origin Name', 'Local machine'),
  t('Execution ID', '1'),
  t('Execution Name', 'Suspended'),
  t('Type ID', '0'),
  t('Type Name', 'Concrete'),
  t('Pre Execution Status', '0'),
  t('Action ID', cleaned ? '2' : '9'),
  t('Action Name', cleaned ? 'Quarantine' : 'Not Applicable'),
  t('Unused4', ''),
  t('Error Code', '0x00000000'),
  t('Error Description', 'The operation completed successfully. '),
  t('Unused5', ''),
  t('Post Clean Status', '0'),
  t('Additional Actions ID', '0'),
  t('Additional Actions String', 'No additional actions required'),
  t('Remediation User', cleaned ? 'NT AUTHORITY\\SYSTEM' : ''),
  t('Unused6', ''),
  t('Security intelligence Version', e => definitions(e.at)),
  t('Engine Version', engine),
];

const scanId = (e: Antivirus, h: HostFacts): string =>
  `{${guidFrom(h.seed, h.name, Math.floor(e.at / day), 'scan')}}`;
const byService: Field<Antivirus>[] = [
  t('Domain', 'NT AUTHORITY'),
  t('User', 'SYSTEM'),
  t('SID', 'S-1-5-18'),
];
const scan: Field<Antivirus>[] = [
  ...product,
  t('Scan ID', scanId),
  t('Scan Type Index', '1'),
  t('Scan Type', 'Antimalware'),
  t('Scan Parameters Index', '1'),
  t('Scan Parameters', 'Quick Scan'),
  ...byService,
];
const minutes = (e: Antivirus): number => 3 + (hashKeys(e.host.name, Math.floor(e.at / day)) % 14);

const kind = (
  id: number,
  what: Antivirus['what'],
  title: Localized,
  fields: readonly Field<Antivirus>[],
  level = 4,
  userId: string = provider.userId,
) =>
  record(provider, 'antivirus', {
    id,
    what,
    level,
    title,
    fields,
    userId,
    task: 0,
    category: { en: 'None', ja: 'なし' },
    user: e => e.user.slice(e.user.lastIndexOf('\\') + 1),
    object: e => e.threat || e.path,
  });

export const defenderRecords = [
  kind(
    1116,
    'detected',
    {
      en: 'Microsoft Defender Antivirus has detected malware or other potentially unwanted software.',
      ja: 'Microsoft Defender ウイルス対策 によって、マルウェアやその他の望ましくない可能性のあるソフトウェアが検出されました。',
    },
    threatFields(false),
    3,
  ),
  kind(
    1117,
    'cleaned',
    {
      en: 'Microsoft Defender Antivirus has taken action to protect this machine from malware or other potentially unwanted software.',
      ja: 'Microsoft Defender ウイルス対策 によって、このコンピューターをマルウェアやその他の望ましくない可能性のあるソフトウェアから保護するための操作が実行されました。',
    },
    threatFields(true),
  ),
  kind(
    1000,
    'scan-started',
    {
      en: 'Microsoft Defender Antivirus scan has started.',
      ja: 'Microsoft Defender ウイルス対策 のスキャンが開始されました。',
    },
    [...scan, t('Scan Resources', '')],
  ),
  kind(
    1001,
    'scan-finished',
    {
      en: 'Microsoft Defender Antivirus scan has finished.',
      ja: 'Microsoft Defender ウイルス対策 のスキャンが完了しました。',
    },
    [
      ...scan,
      t('Scan Time Hours', '0'),
      t('Scan Time Minutes', e => String(minutes(e)).padStart(2, '0')),
      t('Scan Time Seconds', e => String(Math.floor(e.at / 1000) % 60).padStart(2, '0')),
    ],
  ),
  kind(
    2000,
    'definitions',
    {
      en: 'Microsoft Defender Antivirus security intelligence version updated.',
      ja: 'Microsoft Defender ウイルス対策 のセキュリティ インテリジェンス バージョンが更新されました。',
    },
    [
      ...product,
      t('Current security intelligence Version', e => signatures(e.at)),
      t('Previous security intelligence Version', e => signatures(e.at - day)),
      t('Unused', ''),
      t('Unused2', ''),
      t('Unused3', ''),
      ...byService,
      t('Security intelligence Type Index', '1'),
      t('Security intelligence Type', 'AntiVirus'),
      t('Update Type Index', '2'),
      t('Update Type', 'Delta'),
      t('Current Engine Version', '1.1.24090.11'),
      t('Previous Engine Version', '1.1.24090.11'),
    ],
  ),
  kind(
    5001,
    'disabled',
    {
      en: 'Microsoft Defender Antivirus Real-time Protection scanning for malware and other potentially unwanted software was disabled.',
      ja: 'Microsoft Defender ウイルス対策 のリアルタイム保護による、マルウェアやその他の望ましくない可能性のあるソフトウェアのスキャンが無効になりました。',
    },
    product,
  ),
  kind(
    5007,
    'disabled',
    {
      en: 'Microsoft Defender Antivirus Configuration has changed.',
      ja: 'Microsoft Defender ウイルス対策 の構成が変更されました。',
    },
    [
      ...product,
      t(
        'Old Value',
        'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Real-Time Protection\\DisableRealtimeMonitoring = 0x0',
      ),
      t(
        'New Value',
        'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Real-Time Protection\\DisableRealtimeMonitoring = 0x1',
      ),
    ],
  ),
];

export const windowsDefender = windowsSource(
  {
    id: 'windows-defender',
    title: { en: 'Microsoft Defender Antivirus', ja: 'Microsoft Defender ウイルス対策' },
    summary: {
      en: 'Threats found (1116) and dealt with (1117), scans, signature updates, protection switched off (5001).',
      ja: '脅威の検出（1116）と処置（1117）、スキャン、定義の更新、保護の無効化（5001）。',
    },
    reference: 'Microsoft, Defender Antivirus event IDs and error codes',
  },
  defenderRecords,
);
