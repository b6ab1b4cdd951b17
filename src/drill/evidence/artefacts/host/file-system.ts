// Files on a host's disk at a moment: what was installed, what lies in shares and folders of the owner, and what happened to it.
import type { Host, SimTime, World } from '../../../world/entities.ts';
import type { FileEvent, WorldEvent } from '../../../world/event.ts';
import { hashKeys, stream } from '../../../world/random.ts';

export interface DiskFile {
  path: string;
  bytes: number;
  /** Born, content modified, read, record changed. */
  created: SimTime;
  modified: SimTime;
  accessed: SimTime;
  changed: SimTime;
  sha256?: string;
  /** Mark of the web. */
  origin?: string;
}

const day = 86_400_000;

const windowsFiles = [
  'C:\\Windows\\explorer.exe',
  'C:\\Windows\\notepad.exe',
  'C:\\Windows\\System32\\ntoskrnl.exe',
  'C:\\Windows\\System32\\cmd.exe',
  'C:\\Windows\\System32\\lsass.exe',
  'C:\\Windows\\System32\\services.exe',
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\winlogon.exe',
  'C:\\Windows\\System32\\schtasks.exe',
  'C:\\Windows\\System32\\rundll32.exe',
  'C:\\Windows\\System32\\wevtutil.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  'C:\\Windows\\System32\\drivers\\etc\\hosts',
  'C:\\Windows\\System32\\drivers\\tcpip.sys',
  'C:\\Windows\\System32\\config\\SAM',
  'C:\\Windows\\System32\\config\\SECURITY',
  'C:\\Windows\\System32\\config\\SOFTWARE',
  'C:\\Windows\\System32\\config\\SYSTEM',
  'C:\\Windows\\System32\\winevt\\Logs\\Application.evtx',
  'C:\\Windows\\System32\\winevt\\Logs\\Security.evtx',
  'C:\\Windows\\System32\\winevt\\Logs\\System.evtx',
  'C:\\Program Files\\7-Zip\\7zFM.exe',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const linuxFiles = [
  '/bin/bash',
  '/etc/crontab',
  '/etc/group',
  '/etc/hosts',
  '/etc/passwd',
  '/etc/shadow',
  '/etc/ssh/sshd_config',
  '/etc/sudoers',
  '/root/.bash_history',
  '/usr/bin/python3.11',
  '/usr/sbin/sshd',
  '/var/log/auth.log',
  '/var/log/syslog',
];
const homeFiles = [
  'NTUSER.DAT',
  'Desktop\\desktop.ini',
  'Documents\\desktop.ini',
  'Downloads\\desktop.ini',
  'AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\History',
  'AppData\\Local\\Microsoft\\Outlook\\outlook.ost',
];

/** Folder of a share on its server's disk. */
export const shareFolder = (unc: string): string => `D:\\Shares\\${unc.slice(unc.lastIndexOf('\\') + 1)}`;

/** A file that lay there before the world began, some time ago and the same for everybody who looks. */
function old(world: World, host: Host, path: string, bytes?: number): DiskFile {
  const random = stream(world.seed, host.name, 'file', path);
  const created = world.start - (20 + random.next() * 900) * day;
  const modified = Math.min(world.start, created + random.next() * 15 * day);
  return {
    path,
    bytes: bytes ?? Math.round(random.lognormal(11, 1.4)),
    created,
    modified,
    accessed: Math.min(world.start, modified + random.next() * 30 * day),
    changed: modified,
  };
}

function installed(world: World, host: Host): DiskFile[] {
  const { shares, people, crownJewels } = world.organisation;
  if (!host.os.startsWith('windows'))
    return host.os === 'debian-12' ? linuxFiles.map(path => old(world, host, path)) : [];
  const homes = host.owner
    ? [host.owner]
    : people.filter(({ duty }) => duty === 'system-administrator').slice(0, 2);
  return [
    ...windowsFiles.map(path => old(world, host, path)),
    ...homes.flatMap(({ account }) =>
      homeFiles.map(file => old(world, host, `C:\\Users\\${account}\\${file}`)),
    ),
    ...shares
      .filter(share => share.host === host)
      .flatMap(share =>
        share.files.map(({ path, bytes }) => old(world, host, `${shareFolder(share.unc)}\\${path}`, bytes)),
      ),
    ...crownJewels
      .filter(jewel => jewel.host === host)
      .flatMap(jewel =>
        jewel.files.map(({ path, bytes }) =>
          old(
            world,
            host,
            /^([A-Za-z]:|\\\\|\/)/.test(path)
              ? path
              : `${jewel.location.startsWith('\\\\') ? shareFolder(jewel.location.replace(/\\+$/, '')) : jewel.location}\\${path}`,
            bytes,
          ),
        ),
      ),
  ];
}

/** Applies what happened to a file. A changed time stamp shows in `created` alone: the record's own time betrays it. */
function happen(files: Map<string, DiskFile>, event: FileEvent): void {
  const { at, what, bytes, sha256, origin } = event;
  const path = what === 'stream' ? event.path.replace(/:[^\\/:]+$/, '') : event.path;
  const key = path.toLowerCase();
  const known = files.get(key);
  if (what === 'delete') {
    files.delete(key);
    return;
  }
  const file: DiskFile = known ?? { path, bytes, created: at, modified: at, accessed: at, changed: at };
  files.set(key, file);
  if (what === 'read') {
    file.accessed = at;
    return;
  }
  file.changed = at;
  if (what === 'timestamp') file.created = event.created ?? file.created;
  else if (what !== 'stream') {
    file.modified = at;
    file.accessed = at;
    file.bytes = bytes;
  }
  if (sha256 !== undefined) file.sha256 = sha256;
  if (origin !== undefined) file.origin = origin;
}

/** Files on a host's disk after events (sorted by time) on it; by path. */
export function filesOn(world: World, host: Host, events: readonly WorldEvent[]): DiskFile[] {
  const files = new Map(installed(world, host).map(file => [file.path.toLowerCase(), file]));
  for (const event of events) {
    if (event.kind === 'file' && event.host.name === host.name) happen(files, event);
    // On Linux the audit trail is all that is known: a file opened by a service is one it wrote.
    if (
      event.kind === 'audit' &&
      event.what === 'open' &&
      event.ok &&
      event.path !== '' &&
      event.host.name === host.name
    )
      happen(files, {
        ...event,
        kind: 'file',
        what: 'write',
        bytes: 900 + (hashKeys(world.seed, event.path) % 9000),
      } as unknown as FileEvent);
    if (event.kind === 'share-access' && event.host.name === host.name && event.ok && event.path !== '') {
      const path = `${shareFolder(event.share)}\\${event.path}`;
      const what = event.what === 'list' || event.what === 'connect' ? undefined : event.what;
      if (what) happen(files, { ...event, kind: 'file', what, path } as unknown as FileEvent);
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Number of a file's record; the same for the same path. */
export const recordOf = (world: World, host: Host, path: string): number =>
  64 + (hashKeys(world.seed, host.name, 'record', path.toLowerCase()) % 900_000);
