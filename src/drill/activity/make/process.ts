// Processes starting and ending.
import type { Host, SimTime } from '../../world/entities.ts';
import type { Happens, ProcessRef, ProcessStart, Session } from '../../world/event.ts';
import type { Scene } from '../scene.ts';
import { type Chore, consoleHost, type Program } from './programs.ts';
import { builtInSession, imageHash, processRef, systemTree } from './session.ts';

interface Start {
  at: SimTime;
  session: Session;
  program: Program;
  parent: ProcessRef;
  /** Replaces the program's own arguments. */
  arguments?: string;
  /** An existing reference, when others speak of the process too. */
  process?: ProcessRef;
  integrity?: ProcessStart['integrity'];
  directory?: string;
  cause?: string;
}

/** A program starts on the session's host; gives its reference. */
export function startProcess(scene: Scene, happens: Happens, start: Start): ProcessRef {
  const { at, session, program, parent } = start;
  const system = session.domain === 'NT AUTHORITY';
  const image = program.image.startsWith('~')
    ? `C:\\Users\\${session.account}${program.image.slice(1)}`
    : program.image;
  const process =
    start.process ??
    processRef(
      scene,
      session.host,
      image,
      `${program.bare ?? `"${image}"`}${start.arguments ?? program.arguments}`,
      at,
      parent.pid,
    );
  happens({
    kind: 'process-start',
    at,
    host: session.host,
    cause: start.cause ?? '',
    session,
    process,
    parent,
    integrity: start.integrity ?? (system ? 'System' : 'Medium'),
    directory: start.directory ?? (system ? 'C:\\Windows\\system32\\' : `C:\\Users\\${session.account}\\`),
    sha256: imageHash(program.image),
    company: program.company,
    description: program.description,
  });
  return process;
}

/** A program that ends by itself after `length` ms. */
export function runProgram(scene: Scene, happens: Happens, start: Start, length: number): ProcessRef {
  const process = startProcess(scene, happens, start);
  endProcess(happens, start.at + length, start.session, process, start.cause);
  return process;
}

/** A program Windows runs by itself: started by what starts it, with its console host, and ended some time after. */
export function runChore(
  scene: Scene,
  happens: Happens,
  what: { at: SimTime; end: SimTime; host: Host; bootedAt: SimTime; chore: Chore; arguments?: string },
): void {
  const { at, host, chore } = what;
  const session = chore.as ? builtInSession(host, chore.as) : scene.system(host);
  const process = startProcess(scene, happens, {
    at,
    session,
    program: chore.program,
    parent: systemTree(scene, host, what.bootedAt)[chore.starter],
    ...(what.arguments === undefined ? {} : { arguments: what.arguments }),
  });
  endProcess(happens, what.end, session, process);
  if (!chore.console) return;
  const beside = startProcess(scene, happens, {
    at: at + 18,
    session,
    program: consoleHost,
    parent: process,
  });
  endProcess(happens, what.end + 6, session, beside);
}

export function endProcess(
  happens: Happens,
  at: SimTime,
  session: Session,
  process: ProcessRef,
  cause = '',
): void {
  happens({ kind: 'process-end', at, host: session.host, cause, session, process });
}
