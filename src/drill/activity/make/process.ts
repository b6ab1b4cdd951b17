// Processes starting and ending.
import type { SimTime } from '../../world/entities.ts';
import type { Happens, ProcessRef, ProcessStart, Session } from '../../world/event.ts';
import type { Scene } from '../scene.ts';
import type { Program } from './programs.ts';
import { imageHash, processRef } from './session.ts';

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
  const system = session.logonId === '0x3e7';
  const image = program.image.startsWith('~')
    ? `C:\\Users\\${session.account}${program.image.slice(1)}`
    : program.image;
  const process =
    start.process ??
    processRef(
      scene,
      session.host,
      image,
      `"${image}"${start.arguments ?? program.arguments}`,
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

export function endProcess(
  happens: Happens,
  at: SimTime,
  session: Session,
  process: ProcessRef,
  cause = '',
): void {
  happens({ kind: 'process-end', at, host: session.host, cause, session, process });
}
