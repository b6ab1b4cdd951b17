// Audited files, shared folders and registry keys.
import type { FileEvent, Registry, ShareAccess } from '../../world/event.ts';
import { baseName, hex, noGuid } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { auditPolicy } from '../windows/policy.ts';
import { type Field, guid, hexa, plain, record, text } from '../windows/record.ts';
import { handle } from './handle.ts';
import { failure, kernel, subject, success, tasks } from './provider.ts';

/** Access right asked for: mask and the list Windows writes of it. */
interface Access {
  mask: string;
  list: string;
}
const access = (mask: string, ...rights: readonly number[]): Access => ({
  mask,
  list: rights.map(right => `%%${right}\n\t\t\t\t`).join(''),
});
// 1537 DELETE, 1538 READ_CONTROL, 1541 SYNCHRONIZE, 4416 ReadData, 4417 WriteData, 4418 AppendData, 4419 ReadEA,
// 4420 WriteEA, 4423 ReadAttributes, 4424 WriteAttributes.
const shareRights: Readonly<Record<ShareAccess['what'], Access>> = {
  connect: access('0x1', 4416),
  list: access('0x100081', 1541, 4416, 4423),
  read: access('0x120089', 1538, 1541, 4416, 4419, 4423),
  write: access('0x12019f', 1538, 1541, 4416, 4417, 4418, 4419, 4420, 4423, 4424),
  delete: access('0x10080', 1537, 4423),
};
const fileRights: Readonly<Record<FileEvent['what'], Access>> = {
  create: access('0x2', 4417),
  write: access('0x2', 4417),
  read: access('0x1', 4416),
  delete: access('0x10000', 1537),
  rename: access('0x10000', 1537),
  stream: access('0x2', 4417),
  timestamp: access('0x100', 4424),
};

// Why it was granted, right by right, as an entry of the folder's access list.
const reasons = new Map<Access, string>();
const grantedBy = (rights: Access): string => {
  let reason = reasons.get(rights);
  if (reason === undefined) {
    reason = rights.list
      .trim()
      .split('\n\t\t\t\t')
      .map(right => `${right}:\t%%1801\tD:(A;OICI;0x1301bf;;;AU)\n\t\t\t\t`)
      .join('');
    reasons.set(rights, reason);
  }
  return reason;
};

const shareName = (e: ShareAccess): string => `\\\\*\\${baseName(e.share)}`;
/** Where the share lies on the server's disks; administrative shares have their own places. */
function localPath(e: ShareAccess): string {
  const name = baseName(e.share);
  if (/^ipc\$$/i.test(name)) return '';
  if (/^admin\$$/i.test(name)) return '\\??\\C:\\Windows';
  if (/^[a-z]\$$/i.test(name)) return `\\??\\${name[0]!.toUpperCase()}:\\`;
  if (/^sysvol$/i.test(name)) return '\\??\\C:\\Windows\\SYSVOL\\sysvol';
  if (/^netlogon$/i.test(name)) return '\\??\\C:\\Windows\\SYSVOL\\sysvol\\scripts';
  return `\\??\\D:\\Shares\\${name}`;
}
const diskPath = (e: ShareAccess): string => `${localPath(e).slice(4)}\\${e.path}`;

const network: Field<ShareAccess>[] = [
  ...subject<ShareAccess>(e => e.session),
  text('ObjectType', 'File'),
  text('IpAddress', e => e.client.ip),
  plain('IpPort', e => String(e.client.port)),
  text('ShareName', shareName),
  text('ShareLocalPath', localPath),
];
const shareFacets = {
  user: (e: ShareAccess) => e.session.account,
  source: (e: ShareAccess) => e.client.ip,
  object: (e: ShareAccess) => (e.path === '' ? e.share : `${e.share}\\${e.path}`),
};

const shareOpened = (keywords: string, ok: boolean) =>
  record(kernel, 'share-access', {
    ...tasks.share,
    ...shareFacets,
    id: 5140,
    version: 1,
    title: {
      en: 'A network share object was accessed.',
      ja: 'ネットワーク共有オブジェクトにアクセスしました。',
    },
    what: 'connect',
    when: e => e.ok === ok,
    keywords,
    fields: [
      ...network,
      hexa('AccessMask', shareRights.connect.mask),
      text('AccessList', shareRights.connect.list),
    ],
  });

const shareChecked = (keywords: string, ok: boolean) =>
  record(kernel, 'share-access', {
    ...tasks.detailedShare,
    ...shareFacets,
    id: 5145,
    title: {
      en: 'A network share object was checked to see whether client can be granted desired access.',
      ja: 'クライアントに必要なアクセスを付与できるかどうかについて、ネットワーク共有オブジェクトが確認されました。',
    },
    when: (e, h) => e.what !== 'connect' && e.ok === ok && auditPolicy.detailedShare(h),
    keywords,
    fields: [
      ...network,
      text('RelativeTargetName', e => (e.path === '' ? '\\' : e.path)),
      hexa('AccessMask', e => shareRights[e.what].mask),
      text('AccessList', e => shareRights[e.what].list),
      text('AccessReason', e => (e.ok ? grantedBy(shareRights[e.what]) : '-')),
    ],
  });

interface Audited {
  session: FileEvent['session'];
}
/** An audited file, whether a program of the server touched it or a client through a share. */
const touched = <E extends Audited>(
  path: (e: E) => string,
  rights: (e: E) => Access,
  process: (e: E) => { pid: number; image: string },
  opener: (e: E) => string,
): Field<E>[] => [
  ...subject<E>(e => e.session),
  text('ObjectServer', 'Security'),
  text('ObjectType', 'File'),
  text('ObjectName', path),
  hexa('HandleId', e => handle(opener(e), path(e))),
  text('AccessList', e => rights(e).list),
  hexa('AccessMask', e => rights(e).mask),
  hexa('ProcessId', e => hex(process(e).pid)),
  text('ProcessName', e => process(e).image),
  text('ResourceAttributes', 'S:AI'),
];
const removed = <E extends Audited>(
  path: (e: E) => string,
  process: (e: E) => { pid: number; image: string },
  opener: (e: E) => string,
): Field<E>[] => [
  ...subject<E>(e => e.session),
  text('ObjectServer', 'Security'),
  hexa('HandleId', e => handle(opener(e), path(e))),
  hexa('ProcessId', e => hex(process(e).pid)),
  text('ProcessName', e => process(e).image),
  guid('TransactionId', noGuid),
];
// The kernel serves shares: its records name no program.
const server = () => ({ pid: 4, image: '' });
const accessed = {
  en: 'An attempt was made to access an object.',
  ja: 'オブジェクトへのアクセスが試行されました。',
};
const deleted = { en: 'An object was deleted.', ja: 'オブジェクトが削除されました。' };

// Registry value types and operations.
const valueType = (details: string): string =>
  /^DWORD/.test(details)
    ? '%%1876'
    : /^QWORD/.test(details)
      ? '%%1883'
      : /^Binary/.test(details)
        ? '%%1875'
        : '%%1873';
const operations: Readonly<Record<Registry['what'], string>> = {
  create: '%%1904',
  set: '%%1905',
  rename: '%%1905',
  delete: '%%1906',
};
/** Key as the kernel names it. */
function kernelKey(key: string, sid: string): string {
  const [root = '', ...rest] = key.split('\\');
  const path = rest.join('\\');
  if (/^(HKLM|HKEY_LOCAL_MACHINE)$/i.test(root)) return `\\REGISTRY\\MACHINE\\${path}`;
  if (/^(HKU|HKEY_USERS)$/i.test(root)) return `\\REGISTRY\\USER\\${path}`;
  if (/^(HKCU|HKEY_CURRENT_USER)$/i.test(root)) return `\\REGISTRY\\USER\\${sid}\\${path}`;
  return key;
}

const auditedFile = (e: FileEvent, h: HostFacts): boolean =>
  auditPolicy.files(h) && !/^c:\\(windows|program files)/i.test(e.path);

export const objectRecords = [
  shareOpened(success, true),
  shareOpened(failure, false),
  shareChecked(success, true),
  shareChecked(failure, false),
  record(kernel, 'share-access', {
    ...tasks.fileSystem,
    ...shareFacets,
    id: 4663,
    version: 1,
    title: accessed,
    when: (e, h) => e.ok && (e.what === 'write' || e.what === 'delete') && auditPolicy.files(h),
    fields: touched<ShareAccess>(
      diskPath,
      e => fileRights[e.what === 'delete' ? 'delete' : 'write'],
      server,
      e => e.session.logonId,
    ),
  }),
  record(kernel, 'share-access', {
    ...tasks.fileSystem,
    ...shareFacets,
    id: 4660,
    title: deleted,
    what: 'delete',
    when: (e, h) => e.ok && auditPolicy.files(h),
    fields: removed<ShareAccess>(diskPath, server, e => e.session.logonId),
  }),
  record(kernel, 'file', {
    ...tasks.fileSystem,
    id: 4663,
    version: 1,
    title: accessed,
    when: auditedFile,
    user: e => e.session.account,
    object: e => e.path,
    fields: touched<FileEvent>(
      e => e.path,
      e => fileRights[e.what],
      e => e.process,
      e => e.process.guid,
    ),
  }),
  record(kernel, 'file', {
    ...tasks.fileSystem,
    id: 4660,
    title: deleted,
    what: 'delete',
    when: auditedFile,
    user: e => e.session.account,
    object: e => e.path,
    fields: removed<FileEvent>(
      e => e.path,
      e => e.process,
      e => e.process.guid,
    ),
  }),
  record(kernel, 'registry', {
    ...tasks.registry,
    id: 4657,
    title: { en: 'A registry value was modified.', ja: 'レジストリ値が変更されました。' },
    when: e => e.value !== '' && auditPolicy.registryKey(e.key),
    user: e => e.session.account,
    object: e => e.key,
    fields: [
      ...subject<Registry>(e => e.session),
      text('ObjectName', e => kernelKey(e.key, e.session.sid)),
      text('ObjectValueName', e => e.value),
      hexa('HandleId', e => handle(e.process.guid, e.key)),
      text('OperationType', e => operations[e.what]),
      text('OldValueType', e => (e.what === 'create' ? '-' : valueType(e.details))),
      text('OldValue', e => (e.what === 'delete' ? e.details : '-')),
      text('NewValueType', e => (e.what === 'delete' ? '-' : valueType(e.details))),
      text('NewValue', e => (e.what === 'delete' ? '-' : e.details)),
      hexa('ProcessId', e => hex(e.process.pid)),
      text('ProcessName', e => e.process.image),
    ],
  }),
];
