// The Security log of every Windows host: who logged on, what ran, what was opened and changed.
import { windowsSource } from '../windows/source.ts';
import { accountRecords } from './account.ts';
import { directoryRecords } from './directory.ts';
import { logonRecords } from './logon.ts';
import { objectRecords } from './object.ts';
import { processRecords } from './process.ts';
import { systemRecords } from './system.ts';
import { ticketRecords } from './ticket.ts';

export const securityRecords = [
  ...logonRecords,
  ...ticketRecords,
  ...processRecords,
  ...objectRecords,
  ...accountRecords,
  ...directoryRecords,
  ...systemRecords,
];

export const windowsSecurity = windowsSource(
  {
    id: 'windows-security',
    title: { en: 'Windows Security log', ja: 'Windows セキュリティ ログ' },
    summary: {
      en: 'Audit records of Windows hosts: logons (4624/4625), processes (4688), shares (5140/5145), accounts, Kerberos on domain controllers (4768/4769/4771). Join by TargetLogonId and by ProcessId.',
      ja: 'Windows ホストの監査記録。ログオン（4624/4625）、プロセス（4688）、共有（5140/5145）、アカウント、ドメイン コントローラーの Kerberos（4768/4769/4771）。TargetLogonId と ProcessId で突き合わせる。',
    },
    reference: 'Microsoft, Advanced security audit policy settings; event schema 2004/08',
  },
  securityRecords,
);
