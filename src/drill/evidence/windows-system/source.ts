// The System log: services, starts and stops, updates, the log itself.
import { windowsSource } from '../windows/source.ts';
import { hostRecords } from './host.ts';
import { serviceRecords } from './service.ts';

export const systemRecords = [...serviceRecords, ...hostRecords];

export const windowsSystem = windowsSource(
  {
    id: 'windows-system',
    title: { en: 'Windows System log', ja: 'Windows システム ログ' },
    summary: {
      en: 'Services installed (7045) and stopped (7036), start and shutdown (6005, 6006, 1074), updates (19, 20), logs cleared (104).',
      ja: 'サービスのインストール（7045）と停止（7036）、起動とシャットダウン（6005、6006、1074）、更新（19、20）、ログの消去（104）。',
    },
    reference: 'Event schema 2004/08; Service Control Manager, EventLog, WindowsUpdateClient providers',
  },
  systemRecords,
);
