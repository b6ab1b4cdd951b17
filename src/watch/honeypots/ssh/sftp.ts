// SFTP (draft-ietf-secsh-filexfer-02, version 3): takes uploads, shows the fake files, gives nothing of ours.
import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2';
import { listNames, lookUp, resolvePath } from '../shell/files.ts';
import type { ShellState } from '../shell/state.ts';
import type { Upload } from './upload.ts';

const { STATUS_CODE: status, OPEN_MODE: mode } = ssh2.utils.sftp;
/** Open handles of one visit. */
const handleLimit = 16;

type Handle = { upload: Upload } | { content: string } | { names: string[] | undefined };

/** Serves one SFTP channel on the view of `state`; `receive` starts an upload. */
export function serveSftp(
  sftp: SFTPWrapper,
  state: () => ShellState,
  receive: (name: string) => Upload,
): { end(): void } {
  const handles = new Map<number, Handle>();
  let next = 0;

  const open = (id: number, handle: Handle): void => {
    if (handles.size >= handleLimit) {
      sftp.status(id, status.FAILURE);
      return;
    }
    const number = next++;
    handles.set(number, handle);
    const name = Buffer.alloc(4);
    name.writeUInt32BE(number);
    sftp.handle(id, name);
  };
  const find = (handle: Buffer): Handle | undefined =>
    handle.length === 4 ? handles.get(handle.readUInt32BE(0)) : undefined;
  const attributes = (path: string) => {
    const entry = lookUp(state(), resolvePath(state(), path));
    if (entry === undefined) return undefined;
    const directory = entry === 'directory';
    const time = Math.floor(state().began / 1000) - 86_400;
    return {
      mode: directory ? 0o040755 : 0o100000 | entry.mode,
      uid: 0,
      gid: 0,
      size: directory ? 4096 : entry.content.length,
      atime: time,
      mtime: time,
    };
  };
  const stat = (id: number, path: string): void => {
    const found = attributes(path);
    if (found) sftp.attrs(id, found);
    else sftp.status(id, status.NO_SUCH_FILE);
  };
  const fine = (id: number): void => sftp.status(id, status.OK);

  sftp.on('OPEN', (id, name, flags) => {
    if (flags & (mode.WRITE | mode.APPEND | mode.CREAT)) {
      if (handles.size >= handleLimit) sftp.status(id, status.FAILURE);
      else open(id, { upload: receive(name.slice(0, 1024)) });
      return;
    }
    const entry = lookUp(state(), resolvePath(state(), name));
    if (typeof entry === 'object') open(id, { content: entry.content });
    else sftp.status(id, entry ? status.FAILURE : status.NO_SUCH_FILE);
  });
  sftp.on('WRITE', (id, handle, offset, bytes) => {
    const found = find(handle);
    if (!found || !('upload' in found)) return sftp.status(id, status.FAILURE);
    found.upload.write(offset, bytes);
    fine(id);
  });
  sftp.on('READ', (id, handle, offset, length) => {
    const found = find(handle);
    if (!found || !('content' in found)) return sftp.status(id, status.FAILURE);
    const part = found.content.slice(offset, offset + Math.min(length, 32_768));
    if (part === '') sftp.status(id, status.EOF);
    else sftp.data(id, Buffer.from(part, 'latin1'));
  });
  sftp.on('CLOSE', (id, handle) => {
    const found = find(handle);
    if (found && 'upload' in found) found.upload.finish();
    if (handle.length === 4) handles.delete(handle.readUInt32BE(0));
    fine(id);
  });
  sftp.on('FSTAT', (id, handle) => {
    const found = find(handle);
    const size = !found
      ? 0
      : 'upload' in found
        ? found.upload.size
        : 'content' in found
          ? found.content.length
          : 4096;
    sftp.attrs(id, { mode: 0o100644, uid: 0, gid: 0, size, atime: 0, mtime: 0 });
  });
  sftp.on('STAT', stat);
  sftp.on('LSTAT', stat);
  sftp.on('REALPATH', (id, path) => {
    const filename = resolvePath(state(), path === '' ? '.' : path);
    sftp.name(id, [{ filename, longname: filename, attrs: {} as FileEntry['attrs'] }]);
  });
  sftp.on('OPENDIR', (id, path) => {
    const place = resolvePath(state(), path);
    if (lookUp(state(), place) === 'directory') open(id, { names: listNames(state(), place) });
    else sftp.status(id, status.NO_SUCH_FILE);
  });
  sftp.on('READDIR', (id, handle) => {
    const found = find(handle);
    if (!found || !('names' in found) || !found.names || found.names.length === 0)
      return sftp.status(id, status.EOF);
    sftp.name(
      id,
      found.names.map(filename => ({
        filename,
        longname: `-rw-r--r--    1 root     root         4096 Jan 11 08:02 ${filename}`,
        attrs: { mode: 0o100644, uid: 0, gid: 0, size: 4096, atime: 0, mtime: 0 },
      })),
    );
    found.names = undefined;
  });
  for (const event of ['SETSTAT', 'FSETSTAT', 'MKDIR', 'RMDIR', 'REMOVE', 'RENAME'] as const)
    (sftp as { on(name: string, listener: (id: number) => void): unknown }).on(event, fine);

  sftp.once('end', () => close(sftp));

  return {
    end() {
      for (const handle of handles.values()) if ('upload' in handle) handle.upload.finish();
      handles.clear();
    },
  };
}

/** Ends the channel as OpenSSH's server does: exit status 0, then close. Clients wait for both; ssh2 has no word for the first. */
function close(sftp: SFTPWrapper): void {
  const inner = sftp as unknown as {
    _protocol: { exitStatus(channel: number, status: number): void };
    outgoing: { id: number; state: string };
  };
  if (inner.outgoing.state === 'open') inner._protocol.exitStatus(inner.outgoing.id, 0);
  sftp.end();
}
