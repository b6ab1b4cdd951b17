// The print servers' log: they run Windows, so a document printed is record 307 of PrintService.
import type { Print } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { number, type Provider, record, text } from '../windows/record.ts';
import { windowsSource } from '../windows/source.ts';

const provider: Provider = {
  channel: 'Microsoft-Windows-PrintService/Operational',
  name: 'Microsoft-Windows-PrintService',
  guid: '747EF6FD-E535-4D16-B510-42C90F6873A1',
  userId: 'S-1-5-18',
  writer: 'schedule',
  level: 4,
  keywords: '0x4000000000000840',
  codePrefix: 'print:',
};

export const printRecords = [
  record(provider, 'print', {
    id: 307,
    task: 26,
    opcode: 11,
    title: { en: 'A document was printed.', ja: 'ドキュメントが印刷されました。' },
    category: { en: 'Printing a document', ja: 'ドキュメントの印刷' },
    body: {
      user: 'DocumentPrinted',
      xmlns: 'http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events',
    },
    // The spooler, not the service that lends its number.
    process: e => 1800 + 4 * (hashKeys(e.host.name, 'spoolsv') % 900),
    user: (e: Print) => e.account,
    source: e => e.client.ip,
    destination: (_, host) => host.name,
    object: e => e.document,
    fields: [
      number('Param1', e => 2 + (Math.floor(e.at / 60_000) % 250)),
      text('Param2', e => e.document),
      text('Param3', e => e.account),
      text('Param4', e => `\\\\${e.client.name}`),
      text('Param5', e => e.printer),
      text('Param6', e => `${e.printer}_9100`),
      number('Param7', e => e.bytes),
      number('Param8', e => e.pages),
    ],
  }),
];

export const windowsPrint = windowsSource(
  {
    id: 'windows-print',
    title: { en: 'Printing (PrintService)', ja: '印刷 (PrintService)' },
    summary: {
      en: 'Every document printed (307): name, who, from which PC, printer, bytes and pages. Look for large jobs and documents people have no business with.',
      ja: '印刷されたすべての文書（307）。文書名、利用者、PC、プリンター、バイト数、ページ数。大量の印刷や担当外の文書を探す。',
    },
    reference: 'Microsoft-Windows-PrintService/Operational, event 307 (UserData DocumentPrinted)',
  },
  printRecords,
);
