// What all ways onto another host by remote administration share.

import { Type } from 'typebox';
import { reachable } from '../../run/situation.ts';
import { type Course, seconds } from '../../run/state.ts';
import { systemSession } from '../../run/traces/logon.ts';
import { file, start, systemImage, systemParents } from '../../run/traces/process.ts';
import type { ProcessRef, Session } from '../../world/event.ts';
import { done, failed, type Operation, type Outcome } from '../operation.ts';
import { castName, fileHash, getIn, parameters } from './shared.ts';

export const remoteParameters = parameters({
  from: castName('Foothold'),
  to: castName('Target'),
  account: castName('Stolen account'),
  tool: Type.String({ description: 'File name put there' }),
});

/** Logs on, lets `launch` leave the traces of its way besides the process that carries the logon, and takes the target. */
export function* remoteStart(
  operation: Operation,
  over: 'winrm' | 'rdp' | 'dce_rpc',
  host: string,
  launch: (
    session: Session,
    path: string,
    carrier: ProcessRef,
  ) => { parent: ProcessRef; commandLine: string },
): Course<Outcome> {
  const { trail, run, from } = operation;
  const target = operation.host('to');
  if (!reachable(run.situation, from.host, target)) return failed('target-unreachable');
  const session = yield* getIn(operation, target, operation.account('account'), over, {
    type: over === 'rdp' ? 10 : 3,
  });
  if (!session) return failed('account-refused');
  const tool = operation.text('tool');
  const path = `C:\\Windows\\Temp\\${tool}`;
  const sha256 = fileHash(operation, tool);
  const { dcom } = systemParents(trail, target);
  const carrier = start(trail, {
    session,
    parent: dcom,
    image: systemImage(host),
    commandLine: systemImage(host),
    integrity: 'High',
  });
  file(trail, session, carrier, 'create', path, 214_016, { sha256 });
  yield seconds(2 + operation.random('launch').int(9));
  const { parent, commandLine } = launch(session, path, carrier);
  const process = start(trail, {
    session,
    parent,
    image: path,
    commandLine,
    sha256,
    integrity: 'High',
  });
  operation.left('path', path);
  operation.leftHash(target, sha256);
  operation.plant({
    host: target,
    session: over === 'rdp' ? session : systemSession(run, target),
    process,
    path,
    sha256,
    level: 'admin',
    via: from,
  });
  return done;
}
