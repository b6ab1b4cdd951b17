// Programs in Sysmon: start, end, images and drivers loaded, threads in others, openings of others.
import type {
  ImageLoad,
  ProcessAccess,
  ProcessEnd,
  ProcessRef,
  ProcessStart,
  SystemEvent,
} from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { bareGuid, baseName, hex } from '../windows/format.ts';
import { hashList, placeholderSha256 } from '../windows/hashes.ts';
import { fileVersion, orDash, originalName, product } from '../windows/image.ts';
import { isBuiltIn, logonGuid, system, terminalSession, userName } from '../windows/principal.ts';
import { guid, hexa, number, plain, text } from '../windows/record.ts';
import { acting, processIds, sysmon, user, when } from './provider.ts';

const systemParents = /\\(services|wininit|winlogon|svchost|smss|csrss|lsass)\.exe$/i;
const parentUser = (e: ProcessStart): string =>
  systemParents.test(e.parent.image) ? userName(system) : userName(e.session);

const thread = (process: ProcessRef): number =>
  process.pid + 4 * (1 + (hashKeys(process.guid, 'thread') % 16));
/** What another process runs as: parts of Windows as SYSTEM, others as the one who acts. */
const targetUser = (e: ProcessAccess): string =>
  systemParents.test(e.target.image) || isBuiltIn(e.session) ? userName(system) : userName(e.session);

export const processRecords = [
  sysmon('process-start', 'Process Create', {
    id: 1,
    version: 5,
    user: e => e.session.account,
    object: e => e.process.image,
    fields: [
      ...when<ProcessStart>(),
      ...processIds<ProcessStart>(e => e.process),
      text('Image', e => e.process.image),
      plain('FileVersion', (e, h) => fileVersion(e.process.image, e.company, e.sha256, h)),
      text('Description', e => orDash(e.description)),
      text('Product', e => product(e.process.image, e.company, e.description)),
      text('Company', e => orDash(e.company)),
      text('OriginalFileName', e =>
        e.company === '' ? '-' : (e.originalFileName ?? originalName(e.process.image)),
      ),
      text('CommandLine', e => e.process.commandLine),
      text('CurrentDirectory', e => e.directory),
      user<ProcessStart>(),
      guid('LogonGuid', (e, h) => logonGuid(e.session, h)),
      hexa('LogonId', e => e.session.logonId),
      number('TerminalSessionId', (e, h) => terminalSession(e.session, h)),
      plain('IntegrityLevel', e => e.integrity),
      plain('Hashes', e => hashList(e.sha256 || placeholderSha256(e.process.image))),
      guid('ParentProcessGuid', e => bareGuid(e.parent.guid)),
      number('ParentProcessId', e => e.parent.pid),
      text('ParentImage', e => e.parent.image),
      text('ParentCommandLine', e => e.parent.commandLine),
      text('ParentUser', parentUser),
    ],
  }),
  sysmon('process-end', 'Process terminated', {
    id: 5,
    version: 3,
    user: e => e.session.account,
    object: e => e.process.image,
    fields: [...when<ProcessEnd>(), ...acting<ProcessEnd>(), user<ProcessEnd>()],
  }),
  sysmon('system', 'Sysmon service state changed', {
    id: 4,
    version: 3,
    what: 'boot',
    fields: [
      text('UtcTime', e => new Date(e.at).toISOString().slice(0, 23).replace('T', ' ')),
      text('State', 'Started'),
      text('Version', '15.15'),
      text('SchemaVersion', '4.90'),
    ],
  }),
  sysmon('system', 'Driver loaded', {
    id: 6,
    version: 4,
    what: 'driver-loaded',
    object: e => e.detail,
    fields: [
      ...when<SystemEvent>(),
      text('ImageLoaded', e => e.detail),
      plain('Hashes', e => hashList(placeholderSha256(e.detail))),
      text('Signed', 'true'),
      text('Signature', 'Microsoft Windows'),
      text('SignatureStatus', 'Valid'),
    ],
  }),
  sysmon('image-load', 'Image loaded', {
    id: 7,
    version: 3,
    user: e => e.session.account,
    object: e => e.path,
    fields: [
      ...when<ImageLoad>(),
      ...acting<ImageLoad>(),
      text('ImageLoaded', e => e.path),
      plain('FileVersion', (e, h) => fileVersion(e.path, vendor(e), e.sha256, h)),
      text('Description', e => (vendor(e) === '' ? '-' : baseName(e.path))),
      text('Product', e => product(e.path, vendor(e), '')),
      text('Company', e => orDash(vendor(e))),
      text('OriginalFileName', e => (vendor(e) === '' ? '-' : baseName(e.path))),
      plain('Hashes', e => hashList(e.sha256 || placeholderSha256(e.path))),
      text('Signed', e => String(e.signed)),
      text('Signature', e => orDash(e.signature)),
      text('SignatureStatus', e => (e.signed ? 'Valid' : 'Unavailable')),
      user<ImageLoad>(),
    ],
  }),
  sysmon('process-access', 'CreateRemoteThread detected', {
    id: 8,
    version: 2,
    what: 'remote-thread',
    user: e => e.session.account,
    object: e => e.target.image,
    fields: [
      ...when<ProcessAccess>(),
      guid('SourceProcessGuid', e => bareGuid(e.process.guid)),
      number('SourceProcessId', e => e.process.pid),
      text('SourceImage', e => e.process.image),
      guid('TargetProcessGuid', e => bareGuid(e.target.guid)),
      number('TargetProcessId', e => e.target.pid),
      text('TargetImage', e => e.target.image),
      number('NewThreadId', e => thread(e.target)),
      plain(
        'StartAddress',
        e =>
          `0x${(0x1c0 + (hashKeys(e.target.guid, 'heap') % 0x200)).toString(16).toUpperCase().padStart(8, '0')}${hashKeys(e.process.guid, e.target.guid).toString(16).toUpperCase().padStart(8, '0').slice(0, 4)}0000`,
      ),
      text('StartModule', '-'),
      text('StartFunction', '-'),
      text('SourceUser', e => userName(e.session)),
      text('TargetUser', targetUser),
    ],
  }),
  sysmon('process-access', 'Process accessed', {
    id: 10,
    version: 3,
    what: 'open',
    user: e => e.session.account,
    object: e => e.target.image,
    fields: [
      ...when<ProcessAccess>(),
      guid('SourceProcessGUID', e => bareGuid(e.process.guid)),
      number('SourceProcessId', e => e.process.pid),
      number('SourceThreadId', e => thread(e.process)),
      text('SourceImage', e => e.process.image),
      guid('TargetProcessGUID', e => bareGuid(e.target.guid)),
      number('TargetProcessId', e => e.target.pid),
      text('TargetImage', e => e.target.image),
      hexa('GrantedAccess', e => hex(e.access)),
      text('CallTrace', e => e.trace),
      text('SourceUser', e => userName(e.session)),
      text('TargetUser', targetUser),
    ],
  }),
];

/** Company of an image: its signer, where it is signed. */
function vendor(e: ImageLoad): string {
  return /^Microsoft/.test(e.signature) ? 'Microsoft Corporation' : e.signature === '-' ? '' : e.signature;
}
