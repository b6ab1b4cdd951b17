// Files, registry, pipes and WMI in Sysmon.
import type { FileEvent, Pipe, Registry, Wmi } from '../../world/event.ts';
import { utcTime } from '../windows/format.ts';
import { hashList, placeholderSha256 } from '../windows/hashes.ts';
import { sysmonPolicy } from '../windows/policy.ts';
import { userName } from '../windows/principal.ts';
import { type Field, flag, plain, text } from '../windows/record.ts';
import { acting, processIds, sysmon, user, when } from './provider.ts';

const fileFacets = { user: (e: FileEvent) => e.session.account, object: (e: FileEvent) => e.path };
const hashes = (e: FileEvent): string =>
  hashList(e.sha256 || placeholderSha256(`${e.path} ${e.bytes}`), sysmonPolicy.executable(e.path));
const written = (e: FileEvent): boolean => sysmonPolicy.created(e.path) || e.sha256 !== undefined;
const created: Field<FileEvent> = plain('CreationUtcTime', (_, __, at) => utcTime(at));

/** A deleted or new file with its hashes, who did it first. */
const hashed: Field<FileEvent>[] = [
  ...when<FileEvent>(),
  ...processIds<FileEvent>(e => e.process),
  user<FileEvent>(),
  text('Image', e => e.process.image),
  text('TargetFilename', e => e.path),
  plain('Hashes', hashes),
];

const registryFacets = { user: (e: Registry) => e.session.account, object: (e: Registry) => e.key };
/** Roots as Sysmon shortens them. */
const target = (e: Registry): string => {
  const path = e.value === '' ? e.key : `${e.key}\\${e.value}`;
  return path
    .replace(/^HKEY_LOCAL_MACHINE\b/i, 'HKLM')
    .replace(/^(HKCU|HKEY_CURRENT_USER)\b/i, `HKU\\${e.session.sid}`);
};
/** RuleName, EventType, UtcTime, the process and the key. */
const key = (eventType: string | ((e: Registry) => string)): Field<Registry>[] => [
  text('RuleName', '-'),
  text('EventType', eventType),
  plain('UtcTime', (_, __, at) => utcTime(at)),
  ...acting<Registry>(),
  text('TargetObject', target),
];
const keyOrValue = (verb: string) => (e: Registry) => `${verb}${e.value === '' ? 'Key' : 'Value'}`;

const pipeFields = (eventType: string): Field<Pipe>[] => [
  text('RuleName', '-'),
  text('EventType', eventType),
  plain('UtcTime', (_, __, at) => utcTime(at)),
  ...processIds<Pipe>(e => e.process),
  text('PipeName', e => (e.name.startsWith('\\') ? e.name : `\\${e.name}`)),
  text('Image', e => e.process.image),
  user<Pipe>(),
];
const pipeFacets = { user: (e: Pipe) => e.session.account, object: (e: Pipe) => e.name };

const wmiFields = (eventType: string): Field<Wmi>[] => [
  text('RuleName', '-'),
  text('EventType', eventType),
  plain('UtcTime', (_, __, at) => utcTime(at)),
  text('Operation', 'Created'),
  text('User', e => userName(e.session)),
];
const wmiFacets = { user: (e: Wmi) => e.session.account, object: (e: Wmi) => e.name };

export const objectRecords = [
  sysmon('file', 'File creation time changed', {
    ...fileFacets,
    id: 2,
    version: 5,
    what: 'timestamp',
    fields: [
      ...when<FileEvent>(),
      ...acting<FileEvent>(),
      text('TargetFilename', e => e.path),
      plain('CreationUtcTime', e => utcTime(e.created ?? e.at - 86_400_000 * 400)),
      plain('PreviousCreationUtcTime', (_, __, at) => utcTime(at)),
      user<FileEvent>(),
    ],
  }),
  ...(['create', 'write'] as const).map(what =>
    sysmon('file', 'File created', {
      ...fileFacets,
      id: 11,
      version: 2,
      what,
      when: written,
      fields: [
        ...when<FileEvent>(),
        ...acting<FileEvent>(),
        text('TargetFilename', e => e.path),
        created,
        user<FileEvent>(),
      ],
    }),
  ),
  sysmon('file', 'File Executable Detected', {
    ...fileFacets,
    id: 29,
    version: 5,
    what: 'create',
    when: e => sysmonPolicy.executable(e.path),
    fields: hashed,
  }),
  sysmon('file', 'File stream created', {
    ...fileFacets,
    id: 15,
    version: 2,
    what: 'stream',
    fields: [
      ...when<FileEvent>(),
      ...acting<FileEvent>(),
      text('TargetFilename', e => e.path),
      created,
      plain('Hash', hashes),
      text('Contents', e =>
        e.origin ? `[ZoneTransfer]  ZoneId=3  HostUrl=${e.origin}` : '[ZoneTransfer]  ZoneId=3',
      ),
      user<FileEvent>(),
    ],
  }),
  sysmon('file', 'File Delete archived', {
    ...fileFacets,
    id: 23,
    version: 5,
    what: 'delete',
    when: e => sysmonPolicy.archives(e.path),
    fields: [...hashed, flag('IsExecutable', e => sysmonPolicy.executable(e.path)), text('Archived', 'true')],
  }),
  sysmon('file', 'File Delete logged', {
    ...fileFacets,
    id: 26,
    version: 5,
    what: 'delete',
    when: e => !sysmonPolicy.archives(e.path),
    fields: [...hashed, flag('IsExecutable', false)],
  }),
  ...(['create', 'delete'] as const).map(what =>
    sysmon('registry', 'Registry object added or deleted', {
      ...registryFacets,
      id: 12,
      version: 2,
      what,
      fields: [...key(keyOrValue(what === 'create' ? 'Create' : 'Delete')), user<Registry>()],
    }),
  ),
  sysmon('registry', 'Registry value set', {
    ...registryFacets,
    id: 13,
    version: 2,
    what: 'set',
    fields: [...key('SetValue'), text('Details', e => e.details), user<Registry>()],
  }),
  sysmon('registry', 'Registry object renamed', {
    ...registryFacets,
    id: 14,
    version: 2,
    what: 'rename',
    fields: [...key(keyOrValue('Rename')), text('NewName', e => e.details), user<Registry>()],
  }),
  sysmon('pipe', 'Pipe Created', {
    ...pipeFacets,
    id: 17,
    version: 1,
    what: 'created',
    fields: pipeFields('CreatePipe'),
  }),
  sysmon('pipe', 'Pipe Connected', {
    ...pipeFacets,
    id: 18,
    version: 1,
    what: 'connected',
    fields: pipeFields('ConnectPipe'),
  }),
  sysmon('wmi', 'WmiEventFilter activity detected', {
    ...wmiFacets,
    id: 19,
    version: 3,
    what: 'filter',
    fields: [
      ...wmiFields('WmiFilterEvent'),
      text('EventNamespace', ' "root\\\\cimv2"'),
      text('Name', e => ` "${e.name}"`),
      text('Query', e => ` "${e.text}"`),
    ],
  }),
  sysmon('wmi', 'WmiEventConsumer activity detected', {
    ...wmiFacets,
    id: 20,
    version: 3,
    what: 'consumer',
    fields: [
      ...wmiFields('WmiConsumerEvent'),
      text('Name', e => ` "${e.name}"`),
      text('Type', 'Command Line'),
      text('Destination', e => ` "${e.text}"`),
    ],
  }),
  sysmon('wmi', 'WmiEventConsumerToFilter activity detected', {
    ...wmiFacets,
    id: 21,
    version: 3,
    what: 'binding',
    fields: [
      ...wmiFields('WmiBindingEvent'),
      text('Consumer', e => ` "CommandLineEventConsumer.Name=\\"${e.name}\\""`),
      text('Filter', e => ` "__EventFilter.Name=\\"${e.text || e.name}\\""`),
    ],
  }),
];
