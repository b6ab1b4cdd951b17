// Lists of a disk's files: as the system's own command prints them, as a body file for time lines, and as a table.
import type { Host, World } from '../../../world/entities.ts';
import { csv, utc } from './csv.ts';
import { type DiskFile, recordOf } from './file-system.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const thousands = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

interface Folder {
  files: DiskFile[];
  folders: Set<string>;
  at: number;
}

/** Folders with what is in them, in order of path. */
function foldersOf(files: readonly DiskFile[], separator: string): Map<string, Folder> {
  const folders = new Map<string, Folder>();
  const folder = (path: string, at: number): Folder => {
    let one = folders.get(path);
    if (!one) {
      one = { files: [], folders: new Set(), at };
      folders.set(path, one);
    }
    one.at = Math.max(one.at, at);
    return one;
  };
  for (const file of files) {
    const parts = file.path.split(separator);
    for (let n = 1; n < parts.length; n++) {
      const one = folder(parts.slice(0, n).join(separator), file.modified);
      if (n === parts.length - 1) one.files.push(file);
      else one.folders.add(parts[n]!);
    }
  }
  return new Map([...folders].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `dir /s /a` of every drive, as the English Windows prints it. */
function dir(files: readonly DiskFile[], world: World, host: Host): string {
  const offset = world.organisation.utcOffset * 60_000;
  const time = (at: number) => {
    const local = new Date(at + offset);
    const hour = local.getUTCHours();
    return `${two(local.getUTCMonth() + 1)}/${two(local.getUTCDate())}/${local.getUTCFullYear()}  ${two(hour % 12 === 0 ? 12 : hour % 12)}:${two(local.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'}`;
  };
  const lines: string[] = [];
  for (const [drive, ofDrive] of Map.groupBy(files, ({ path }) => path.slice(0, 1).toUpperCase())) {
    const serial = recordOf(world, host, `${drive}:`).toString(16).toUpperCase().padStart(8, '0');
    lines.push(
      ` Volume in drive ${drive} is ${drive === 'C' ? 'Windows' : 'Data'}`,
      ` Volume Serial Number is ${serial.slice(0, 4)}-${serial.slice(4)}`,
    );
    for (const [path, { files: here, folders, at }] of foldersOf(ofDrive, '\\')) {
      lines.push('', ` Directory of ${path}${path.endsWith(':') ? '\\' : ''}`, '');
      for (const name of ['.', '..', ...[...folders].sort()])
        lines.push(`${time(at)}    <DIR>          ${name}`);
      for (const file of here)
        lines.push(
          `${time(file.modified)} ${thousands(file.bytes).padStart(17)} ${file.path.slice(path.length + 1)}`,
        );
      const sum = here.reduce((total, { bytes }) => total + bytes, 0);
      lines.push(`${String(here.length).padStart(16)} File(s) ${thousands(sum).padStart(14)} bytes`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

const executable = /\/s?bin\/|\.sh$/;

/** `ls -lR --time-style=long-iso /`, as GNU prints it. */
function ls(files: readonly DiskFile[], world: World): string {
  const offset = world.organisation.utcOffset * 60_000;
  const time = (at: number) => new Date(at + offset).toISOString().slice(0, 16).replace('T', ' ');
  const lines: string[] = [];
  for (const [path, { files: here, folders, at }] of foldersOf(files, '/')) {
    const blocks = here.reduce((total, { bytes }) => total + Math.ceil(bytes / 4096) * 4, 0);
    lines.push(`${path === '' ? '/' : path}:`, `total ${blocks + folders.size * 4}`);
    for (const name of [...folders].sort()) lines.push(`drwxr-xr-x 2 root root     4096 ${time(at)} ${name}`);
    for (const file of here)
      lines.push(
        `${executable.test(file.path) ? '-rwxr-xr-x' : '-rw-r--r--'} 1 root root ${String(file.bytes).padStart(8)} ${time(file.modified)} ${file.path.slice(path.length + 1)}`,
      );
    lines.push('');
  }
  return lines.join('\n');
}

/** The listing of a host's own command. */
export const listing = (files: readonly DiskFile[], world: World, host: Host): string =>
  host.os.startsWith('windows') ? dir(files, world, host) : ls(files, world);

/** Body file of The Sleuth Kit 3 and later: `MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime`, whole seconds. */
export const bodyFile = (files: readonly DiskFile[], world: World, host: Host): string =>
  files
    .map(file => {
      const times = [file.accessed, file.modified, file.changed, file.created].map(at =>
        Math.floor(at / 1000),
      );
      const windows = host.os.startsWith('windows');
      const inode = `${recordOf(world, host, file.path)}${windows ? '-128-1' : ''}`;
      return `0|${file.path.replaceAll('|', '_')}|${inode}|r/rrwxrwxrwx|0|0|${file.bytes}|${times.join('|')}\n`;
    })
    .join('');

/** The same as a table, with the marks of the web and the hashes known. */
export const fileTable = (files: readonly DiskFile[], world: World, host: Host): Buffer =>
  csv(
    [
      'EntryNumber',
      'Path',
      'FileSize',
      'Created',
      'LastModified',
      'LastAccess',
      'LastRecordChange',
      'SHA256',
      'ZoneIdentifierHostUrl',
    ],
    files.map(file => [
      recordOf(world, host, file.path),
      file.path,
      file.bytes,
      utc(file.created),
      utc(file.modified),
      utc(file.accessed),
      utc(file.changed),
      file.sha256,
      file.origin,
    ]),
  );
