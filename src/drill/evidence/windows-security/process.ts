// Programs started and ended, and the opening of lsass.
import type { ProcessAccess, ProcessRef, ProcessStart } from '../../world/event.ts';
import { hex, noGuid } from '../windows/format.ts';
import { auditPolicy } from '../windows/policy.ts';
import { isBuiltIn, nobody } from '../windows/principal.ts';
import { type Field, guid, hexa, number, plain, record, text } from '../windows/record.ts';
import { handle } from './handle.ts';
import { kernel, subject, tasks } from './provider.ts';

const labels: Readonly<Record<ProcessStart['integrity'], string>> = {
  Low: 'S-1-16-4096',
  Medium: 'S-1-16-8192',
  High: 'S-1-16-12288',
  System: 'S-1-16-16384',
};

/** Full token for services and SYSTEM, elevated for administrators who said yes, limited for everybody else. */
const tokenType = (e: ProcessStart): string => {
  if (e.integrity === 'System' || isBuiltIn(e.session)) return '%%1936';
  return e.integrity === 'High' ? '%%1937' : '%%1938';
};

const device = (process: ProcessRef): string =>
  process.image.replace(/^[A-Za-z]:/, '\\Device\\HarddiskVolume3');

const opened: Field<ProcessAccess>[] = [
  ...subject<ProcessAccess>(e => e.session),
  text('ObjectServer', 'Security'),
  text('ObjectType', 'Process'),
  text('ObjectName', e => device(e.target)),
  hexa('HandleId', e => handle(e.process.guid, e.target.guid)),
];
const opener: Field<ProcessAccess>[] = [
  hexa('ProcessId', e => hex(e.process.pid)),
  text('ProcessName', e => e.process.image),
  text('ResourceAttributes', '-'),
];
// Rights of a process object by bit: terminate, create thread, set session id, memory operation, read, write, …
const processRights = (access: number): string => {
  let list = '';
  for (let bit = 0; bit < 12; bit++) if (access & (1 << bit)) list += `%%${4480 + bit}\n\t\t\t\t`;
  return list || '%%4484\n\t\t\t\t';
};
// The entry Windows itself puts on lsass asks for reading of its memory only (0x10).
const audited = (e: ProcessAccess): boolean => auditPolicy.process(e.target.image) && (e.access & 0x10) !== 0;

export const processRecords = [
  record(kernel, 'process-start', {
    ...tasks.processCreation,
    id: 4688,
    version: 2,
    title: { en: 'A new process has been created.', ja: '新しいプロセスが作成されました。' },
    user: e => e.session.account,
    object: e => e.process.image,
    fields: [
      ...subject<ProcessStart>(e => e.session),
      hexa('NewProcessId', e => hex(e.process.pid)),
      text('NewProcessName', e => e.process.image),
      plain('TokenElevationType', tokenType),
      hexa('ProcessId', e => hex(e.parent.pid)),
      text('CommandLine', e => e.process.commandLine),
      text('TargetUserSid', nobody.sid),
      text('TargetUserName', nobody.account),
      text('TargetDomainName', nobody.domain),
      hexa('TargetLogonId', nobody.logonId),
      text('ParentProcessName', e => e.parent.image),
      plain('MandatoryLabel', e => labels[e.integrity]),
    ],
  }),
  record(kernel, 'process-end', {
    ...tasks.processTermination,
    id: 4689,
    title: { en: 'A process has exited.', ja: 'プロセスが終了しました。' },
    user: e => e.session.account,
    object: e => e.process.image,
    fields: [
      ...subject<{ session: ProcessStart['session'] }>(e => e.session),
      hexa('Status', '0x0'),
      hexa('ProcessId', e => hex(e.process.pid)),
      text('ProcessName', e => e.process.image),
    ],
  }),
  record(kernel, 'process-access', {
    ...tasks.kernelObject,
    id: 4656,
    version: 1,
    title: {
      en: 'A handle to an object was requested.',
      ja: 'オブジェクトに対するハンドルが要求されました。',
    },
    what: 'open',
    when: audited,
    user: e => e.session.account,
    object: e => e.target.image,
    fields: [
      ...opened,
      guid('TransactionId', noGuid),
      text('AccessList', e => processRights(e.access)),
      text('AccessReason', '-'),
      hexa('AccessMask', e => hex(e.access)),
      text('PrivilegeList', '-'),
      number('RestrictedSidCount', 0),
      ...opener,
    ],
  }),
  record(kernel, 'process-access', {
    ...tasks.kernelObject,
    id: 4663,
    version: 1,
    title: {
      en: 'An attempt was made to access an object.',
      ja: 'オブジェクトへのアクセスが試行されました。',
    },
    what: 'open',
    when: audited,
    user: e => e.session.account,
    object: e => e.target.image,
    fields: [...opened, text('AccessList', '%%4484\n\t\t\t\t'), hexa('AccessMask', '0x10'), ...opener],
  }),
];
