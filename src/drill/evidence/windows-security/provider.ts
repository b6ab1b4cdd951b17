// The Security log: providers, outcomes, tasks, and the four fields most of its records begin with.
import type { Localized } from '#model/localized.ts';
import type { HostFacts } from '../windows/host.ts';
import { type Principal, subjectDomain, subjectName, system } from '../windows/principal.ts';
import { type Field, hexa, type Provider, plain, text } from '../windows/record.ts';

export const success = '0x8020000000000000';
export const failure = '0x8010000000000000';

/** Records the security authority (lsass) writes. */
export const auditing: Provider = {
  channel: 'Security',
  name: 'Microsoft-Windows-Security-Auditing',
  guid: '54849625-5478-4994-A5BA-3E3B0328C30D',
  userId: '',
  writer: 'lsass',
  level: 0,
  keywords: success,
  codePrefix: '',
};
/** Records the kernel writes: objects, processes, shares, filtered connections. */
export const kernel: Provider = { ...auditing, writer: 'kernel' };
/** The log service itself. */
export const eventlog: Provider = {
  ...auditing,
  name: 'Microsoft-Windows-Eventlog',
  guid: 'FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148',
  writer: 'eventlog',
  level: 4,
  keywords: '0x4020000000000000',
};

export interface Task {
  task: number;
  category: Localized;
}
const task = (number: number, en: string, ja: string): Task => ({ task: number, category: { en, ja } });

/** Subcategories of the audit policy, by their task number. */
export const tasks = {
  stateChange: task(12288, 'Security State Change', 'セキュリティ状態の変更'),
  systemExtension: task(12289, 'Security System Extension', 'セキュリティ システムの拡張'),
  logon: task(12544, 'Logon', 'ログオン'),
  logoff: task(12545, 'Logoff', 'ログオフ'),
  specialLogon: task(12548, 'Special Logon', '特殊なログオン'),
  otherLogon: task(12551, 'Other Logon/Logoff Events', 'その他のログオン/ログオフ イベント'),
  fileSystem: task(12800, 'File System', 'ファイル システム'),
  registry: task(12801, 'Registry', 'レジストリ'),
  kernelObject: task(12802, 'Kernel Object', 'カーネル オブジェクト'),
  otherObject: task(12804, 'Other Object Access Events', 'その他のオブジェクト アクセス イベント'),
  share: task(12808, 'File Share', 'ファイルの共有'),
  filtering: task(12810, 'Filtering Platform Connection', 'フィルタリング プラットフォームの接続'),
  detailedShare: task(12811, 'Detailed File Share', '詳細なファイル共有'),
  plugAndPlay: task(13316, 'Plug and Play Events', 'プラグ アンド プレイ イベント'),
  processCreation: task(13312, 'Process Creation', 'プロセス作成'),
  processTermination: task(13313, 'Process Termination', 'プロセス終了'),
  auditPolicy: task(13568, 'Audit Policy Change', '監査ポリシーの変更'),
  ruleLevelPolicy: task(13571, 'MPSSVC Rule-Level Policy Change', 'MPSSVC ルールレベル ポリシーの変更'),
  userAccount: task(13824, 'User Account Management', 'ユーザー アカウント管理'),
  computerAccount: task(13825, 'Computer Account Management', 'コンピューター アカウント管理'),
  securityGroup: task(13826, 'Security Group Management', 'セキュリティ グループ管理'),
  directoryAccess: task(14080, 'Directory Service Access', 'ディレクトリ サービスのアクセス'),
  directoryChange: task(14081, 'Directory Service Changes', 'ディレクトリ サービスの変更'),
  credentialValidation: task(14336, 'Credential Validation', '資格情報の確認'),
  serviceTicket: task(14337, 'Kerberos Service Ticket Operations', 'Kerberos サービス チケット操作'),
  kerberosAuthentication: task(14339, 'Kerberos Authentication Service', 'Kerberos 認証サービス'),
  serviceShutdown: task(103, 'Service shutdown', 'サービスのシャットダウン'),
  logClear: task(104, 'Log clear', 'ログの消去'),
} satisfies Record<string, Task>;

type Who<E> = (event: E, host: HostFacts) => Principal | undefined;

/** SubjectUserSid, SubjectUserName, SubjectDomainName, SubjectLogonId; SYSTEM where nobody is known. */
export const subject = <E>(who: Who<E>): Field<E>[] => [
  plain('SubjectUserSid', (e, h) => (who(e, h) ?? system).sid),
  text('SubjectUserName', (e, h) => subjectName(who(e, h) ?? system, h)),
  text('SubjectDomainName', (e, h) => subjectDomain(who(e, h) ?? system, h)),
  hexa('SubjectLogonId', (e, h) => (who(e, h) ?? system).logonId),
];
