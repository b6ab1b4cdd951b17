// Sysmon on the hosts that have it: what every program did, joined by ProcessGuid.
import { windowsSource } from '../windows/source.ts';
import { networkRecords } from './network.ts';
import { objectRecords } from './object.ts';
import { processRecords } from './process.ts';

export const sysmonRecords = [...processRecords, ...networkRecords, ...objectRecords];

export const windowsSysmon = windowsSource(
  {
    id: 'windows-sysmon',
    title: { en: 'Sysmon', ja: 'Sysmon' },
    summary: {
      en: 'What programs did on the hosts that run Sysmon: starts (1), connections (3), files (11), registry (13), names looked up (22). Follow ParentProcessGuid upwards.',
      ja: 'Sysmon を入れたホストでのプログラムの動き。起動（1）、接続（3）、ファイル（11）、レジストリ（13）、名前解決（22）。ParentProcessGuid を上へたどる。',
    },
    reference: 'Sysinternals Sysmon 15, schema 4.90',
  },
  sysmonRecords,
);
