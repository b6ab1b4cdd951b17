// Services, as the Service Control Manager records them.
import type { Localized } from '#model/localized.ts';
import type { Service } from '../../world/event.ts';
import { binary } from '../windows/format.ts';
import { type Field, number, type Provider, record, text } from '../windows/record.ts';

const manager: Provider = {
  channel: 'System',
  name: 'Service Control Manager',
  guid: '555908D1-A6D7-4695-8E1E-26931D2012F4',
  eventSource: 'Service Control Manager',
  qualifiers: 16_384,
  userId: '',
  writer: 'services',
  level: 4,
  keywords: '0x8080000000000000',
  codePrefix: '',
};
const none: Localized = { en: 'None', ja: 'なし' };

const service = (
  id: number,
  what: Service['what'],
  title: Localized,
  fields: readonly Field<Service>[],
  more: Partial<Parameters<typeof record<'service'>>[2]> = {},
) =>
  record(manager, 'service', {
    id,
    what,
    title,
    task: 0,
    category: none,
    user: e => e.by.account,
    object: e => e.name,
    fields,
    ...more,
  });

const stateChange = (what: 'started' | 'stopped', state: string, value: number) =>
  service(
    7036,
    what,
    { en: 'A service entered a new state.', ja: 'サービスは新しい状態に移行しました。' },
    [text('param1', e => e.display), text('param2', state)],
    { user: () => '', binary: e => binary(`${e.name}/${value}`) },
  );

const failed = { level: 2, qualifiers: 49_152, user: () => '' };

export const serviceRecords = [
  service(
    7045,
    'installed',
    { en: 'A service was installed in the system.', ja: 'サービスがシステムにインストールされました。' },
    [
      text('ServiceName', e => e.name),
      text('ImagePath', e => e.path),
      text('ServiceType', e => (/\.sys$/i.test(e.path) ? 'kernel mode driver' : 'user mode service')),
      text('StartType', e => e.startType),
      text('AccountName', e => (/\.sys$/i.test(e.path) ? '' : e.account)),
    ],
    { userId: e => e.by.sid },
  ),
  stateChange('started', 'running', 4),
  stateChange('stopped', 'stopped', 1),
  service(
    7040,
    'start-type',
    { en: 'The start type of a service was changed.', ja: 'サービスの開始の種類が変更されました。' },
    [
      text('param1', e => e.display),
      text('param2', e => (e.startType === 'disabled' ? 'auto start' : 'demand start')),
      text('param3', e => e.startType),
      text('param4', e => e.name),
    ],
    { userId: e => e.by.sid },
  ),
  service(
    7034,
    'crashed',
    { en: 'A service terminated unexpectedly.', ja: 'サービスは予期せぬ原因により終了しました。' },
    [text('param1', e => e.display), number('param2', 1)],
    { ...failed, binary: e => binary(e.name) },
  ),
  service(
    7000,
    'start-failed',
    { en: 'A service failed to start.', ja: 'サービスは、次のエラーのため開始できませんでした。' },
    [text('param1', e => e.display), text('param2', '%%1053')],
    { ...failed, binary: e => binary(e.name) },
  ),
];
