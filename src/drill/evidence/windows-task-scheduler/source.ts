// The Task Scheduler's operational log: tasks registered, changed, started and done.
import type { Localized } from '#model/localized.ts';
import type { ScheduledTask } from '../../world/event.ts';
import { guidFrom } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { userName } from '../windows/principal.ts';
import { type Field, guid, number, type Provider, record, text } from '../windows/record.ts';
import { windowsSource } from '../windows/source.ts';

const provider: Provider = {
  channel: 'Microsoft-Windows-TaskScheduler/Operational',
  name: 'Microsoft-Windows-TaskScheduler',
  guid: 'DE7B24EA-73C8-4A09-985D-5BDADCFA9017',
  userId: 'S-1-5-18',
  writer: 'schedule',
  level: 4,
  keywords: '0x8000000000000000',
  codePrefix: 'task:',
};

const task = (
  id: number,
  what: ScheduledTask['what'],
  dataName: string,
  title: Localized,
  fields: readonly Field<ScheduledTask>[],
  more: { version?: number; opcode?: number; keywords?: string; level?: number } = {},
) =>
  record(provider, 'task', {
    id,
    task: id,
    what,
    dataName,
    title,
    category: title,
    user: e => e.by.account,
    object: e => e.name,
    fields,
    ...more,
  });

const name: Field<ScheduledTask> = text('TaskName', e => e.name);
const user = (field: string): Field<ScheduledTask> => text(field, e => userName(e.by));
/** One run of a task: the same from its start to its end, if that is within the hour. */
const instance = (e: ScheduledTask, host: HostFacts): string =>
  guidFrom(host.seed, host.name, e.name, Math.floor(e.at / 3_600_000));
const run = (field: string): Field<ScheduledTask> => guid(field, instance);
const action: Field<ScheduledTask> = text('ActionName', e => e.command);
const engine: Field<ScheduledTask> = number('EnginePID', (_, h) => h.pid.schedule);
const started = { keywords: '0x8000000000000001' };

export const taskSchedulerRecords = [
  task(106, 'created', 'TaskRegisteredEvent', { en: 'Task registered', ja: 'タスクが登録されました' }, [
    name,
    user('UserContext'),
  ]),
  task(140, 'updated', 'TaskUpdated', { en: 'Task registration updated', ja: 'タスク登録が更新されました' }, [
    name,
    user('UserName'),
  ]),
  task(141, 'deleted', 'TaskDeleted', { en: 'Task registration deleted', ja: 'タスク登録が削除されました' }, [
    name,
    user('UserName'),
  ]),
  task(142, 'disabled', 'TaskDisabled', { en: 'Task disabled', ja: 'タスクが無効にされました' }, [
    name,
    user('UserName'),
  ]),
  task(
    129,
    'started',
    'CreatedTaskProcess',
    { en: 'Created Task Process', ja: 'タスク プロセスが作成されました' },
    [
      name,
      text('Path', e => e.command),
      number('ProcessID', (_, h) => h.pid.schedule + 400),
      number('Priority', 16_384),
    ],
  ),
  task(
    100,
    'started',
    'TaskStartEvent',
    { en: 'Task Started', ja: 'タスクが開始されました' },
    [name, user('UserContext'), run('InstanceId')],
    { ...started, opcode: 1 },
  ),
  task(
    200,
    'started',
    'ActionStart',
    { en: 'Action started', ja: '操作が開始されました' },
    [name, action, run('TaskInstanceId'), engine],
    { version: 1, opcode: 1 },
  ),
  task(
    201,
    'completed',
    'ActionSuccess',
    { en: 'Action completed', ja: '操作が完了しました' },
    [name, run('TaskInstanceId'), action, number('ResultCode', 0), engine],
    { version: 2, opcode: 2 },
  ),
  task(
    102,
    'completed',
    'TaskSuccessEvent',
    { en: 'Task completed', ja: 'タスクが完了しました' },
    [name, user('UserContext'), run('InstanceId')],
    { ...started, opcode: 2 },
  ),
  task(
    203,
    'failed',
    'ActionLaunchFailure',
    { en: 'Action failed to start', ja: '操作を開始できませんでした' },
    [name, run('TaskInstanceId'), action, number('ResultCode', 2_147_942_402)],
    { opcode: 101, level: 2 },
  ),
  task(
    103,
    'failed',
    'ActionFailure',
    { en: 'Action start failed', ja: '操作の開始に失敗しました' },
    [name, run('InstanceId'), user('UserContext'), number('ResultCode', 2_147_942_402)],
    { ...started, opcode: 102, level: 2 },
  ),
];

export const windowsTaskScheduler = windowsSource(
  {
    id: 'windows-task-scheduler',
    title: { en: 'Windows Task Scheduler', ja: 'Windows タスク スケジューラ' },
    summary: {
      en: 'Tasks registered (106), changed (140), deleted (141) and run (129, 200, 201): a common way to stay after a restart.',
      ja: 'タスクの登録（106）、変更（140）、削除（141）、実行（129、200、201）。再起動後も居座るためによく使われる。',
    },
    reference: 'Event schema 2004/08; Microsoft-Windows-TaskScheduler provider',
  },
  taskSchedulerRecords,
);
