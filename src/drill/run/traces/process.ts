// Traces of programs: a process and what it does on its host.
import { explorer, type Program, userinit } from '../../activity/make/programs.ts';
import { imageHash, processRef, systemTree } from '../../activity/make/session.ts';
import { bootOf, shellOf } from '../../activity/people/running.ts';
import type { Host } from '../../world/entities.ts';
import type { ProcessRef, Session } from '../../world/event.ts';
import type { Trail } from '../state.ts';

const windows = 'Microsoft Windows Operating System';
const known: Record<string, { description: string; company?: string }> = {
  'cmd.exe': { description: 'Windows Command Processor' },
  'powershell.exe': { description: 'Windows PowerShell' },
  'net.exe': { description: 'Net Command' },
  'nltest.exe': { description: 'Microsoft® Logon Server Test Utility' },
  'whoami.exe': { description: 'whoami - displays logged on user information' },
  'ipconfig.exe': { description: 'IP Configuration Utility' },
  'systeminfo.exe': { description: 'Displays system information' },
  'tasklist.exe': { description: 'Lists the current running tasks' },
  'reg.exe': { description: 'Registry Console Tool' },
  'schtasks.exe': { description: 'Task Scheduler Configuration Tool' },
  'wevtutil.exe': { description: 'Eventing Command Line Utility' },
  'vssadmin.exe': { description: 'Command Line Interface for Microsoft® Volume Shadow Copy Service' },
  'rundll32.exe': { description: 'Windows host process (Rundll32)' },
  'wmiprvse.exe': { description: 'WMI Provider Host' },
  'wsmprovhost.exe': { description: 'Host process for WinRM plug-ins' },
  'services.exe': { description: 'Services and Controller app' },
  'winword.exe': { description: 'Microsoft Word', company: 'Microsoft Corporation' },
};

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('\\') + 1);

/** `C:\Windows\System32\<name>`; PowerShell lives deeper. */
export const systemImage = (name: string): string =>
  name === 'powershell.exe'
    ? 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'
    : name === 'wmiprvse.exe'
      ? 'C:\\Windows\\System32\\wbem\\WmiPrvSE.exe'
      : `C:\\Windows\\System32\\${name}`;

/** Parts of Windows on a host as they run there: the service control manager and the like, parents of what starts remotely. */
export const systemParents = ({ run }: Trail, host: Host) =>
  systemTree(run.scene, host, bootOf(run.scene, host, run.now));

/** The shell of a session: of whoever sits at the host, else Windows starts one of its own for who has logged on. */
export function desktop(trail: Trail, session: Session): ProcessRef {
  const { scene, now } = trail.run;
  const { host, account } = session;
  const shell = account === host.owner?.account ? shellOf(scene, host, now) : undefined;
  if (shell) return shell;
  const began = (program: Program, parent: ProcessRef) =>
    start(trail, { session, parent, commandLine: program.image, ...program });
  return began(explorer, began(userinit, systemParents(trail, host).winlogon));
}

export interface Start {
  session: Session;
  image: string;
  commandLine: string;
  parent: ProcessRef;
  /** Of the attacker's own programs; Windows' own are known by their image. */
  sha256?: string;
  integrity?: 'Medium' | 'High' | 'System';
  directory?: string;
  description?: string;
  company?: string;
}

/** A process starts; gives its reference for what it does later. */
export function start(trail: Trail, what: Start): ProcessRef {
  const { session, image, parent } = what;
  const at = trail.tick();
  const process = processRef(
    trail.run.scene,
    session.host,
    image,
    what.commandLine,
    at,
    `${trail.cause}:${parent.pid}`,
  );
  const entry = known[nameOf(image).toLowerCase()];
  trail.write({
    kind: 'process-start',
    at,
    host: session.host,
    cause: trail.cause,
    session,
    process,
    parent,
    integrity: what.integrity ?? (session.logonId === '0x3e7' ? 'System' : 'Medium'),
    directory: what.directory ?? 'C:\\Windows\\System32\\',
    sha256: what.sha256 ?? imageHash(image),
    company: what.company ?? entry?.company ?? (entry ? 'Microsoft Corporation' : ''),
    description: what.description ?? entry?.description ?? (entry ? windows : ''),
  });
  return process;
}

/** A program that runs for a moment: a command typed or scripted. */
export function command(
  trail: Trail,
  session: Session,
  parent: ProcessRef,
  image: string,
  commandLine: string,
  integrity?: Start['integrity'],
): ProcessRef {
  const process = start(trail, {
    session,
    parent,
    image: systemImage(image),
    commandLine,
    ...(integrity ? { integrity } : {}),
  });
  trail.write({
    kind: 'process-end',
    at: trail.tick(),
    host: session.host,
    cause: trail.cause,
    session,
    process,
  });
  return process;
}

/** A file is created, written, read or deleted on a host's own disk. */
export function file(
  trail: Trail,
  session: Session,
  process: ProcessRef,
  what: 'create' | 'write' | 'read' | 'delete' | 'rename' | 'stream',
  path: string,
  bytes: number,
  more: { sha256?: string; origin?: string } = {},
): void {
  trail.write({
    kind: 'file',
    at: trail.tick(),
    host: session.host,
    cause: trail.cause,
    what,
    path,
    bytes,
    session,
    process,
    ...more,
  });
}

/** A script block as PowerShell's own log shows it. Text in the manner of reports, never a working tool. */
export function script(trail: Trail, session: Session, process: ProcessRef, text: string): void {
  trail.write({
    kind: 'powershell',
    at: trail.tick(),
    host: session.host,
    cause: trail.cause,
    what: 'script',
    text,
    path: '',
    session,
    process,
  });
}

export function registry(
  trail: Trail,
  session: Session,
  process: ProcessRef,
  key: string,
  value: string,
  details: string,
): void {
  trail.write({
    kind: 'registry',
    at: trail.tick(),
    host: session.host,
    cause: trail.cause,
    what: 'set',
    key,
    value,
    details,
    session,
    process,
  });
}

export function service(
  trail: Trail,
  by: Session,
  what: 'installed' | 'started' | 'stopped',
  name: string,
  path: string,
  display = name,
): void {
  trail.write({
    kind: 'service',
    at: trail.tick(),
    host: by.host,
    cause: trail.cause,
    what,
    name,
    display,
    path,
    account: 'LocalSystem',
    startType: what === 'stopped' ? 'disabled' : 'demand start',
    by,
  });
}

export function task(
  trail: Trail,
  by: Session,
  what: 'created' | 'started' | 'completed' | 'deleted',
  name: string,
  command_: string,
  arguments_ = '',
): void {
  trail.write({
    kind: 'task',
    at: trail.tick(),
    host: by.host,
    cause: trail.cause,
    what,
    name,
    command: command_,
    arguments: arguments_,
    by,
  });
}

/** Antivirus says something. */
export function antivirus(
  trail: Trail,
  host: Host,
  what: 'detected' | 'cleaned' | 'scan-started' | 'scan-finished' | 'disabled',
  threat = '',
  path = '',
  user = '',
): void {
  trail.write({ kind: 'antivirus', at: trail.tick(), host, cause: trail.cause, what, threat, path, user });
}
