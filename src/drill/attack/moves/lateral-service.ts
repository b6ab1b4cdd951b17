// On to another host by a service installed over the administrative share.
import { Type } from 'typebox';
import { reachable } from '../../run/situation.ts';
import { type Course, seconds } from '../../run/state.ts';
import { systemSession } from '../../run/traces/logon.ts';
import { service, start, systemParents } from '../../run/traces/process.ts';
import type { Host } from '../../world/entities.ts';
import { done, failed, type Move, type Operation, type Outcome } from '../operation.ts';
import { castName, fileHash, getIn, parameters } from './shared.ts';

export const lateralService: Move = {
  id: 'lateral-service',
  title: { ja: '管理共有とサービスで別の端末へ移る', en: 'Moves on by administrative share and service' },
  summary: {
    ja: '盗んだ権限で管理共有へプログラムを置き、サービスとして起動する。',
    en: 'Copies a program to the administrative share with stolen rights and starts it as a service.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    to: castName('Target'),
    also: Type.Optional(castName('More targets')),
    account: castName('Stolen account'),
    tool: Type.String({ description: 'File name put there' }),
    service: Type.String({ description: 'Name of the service' }),
    own: Type.Optional(Type.Boolean({ description: 'The program there calls out by itself' })),
  }),
  remote: true,
  *play(operation) {
    const targets = [operation.host('to'), ...(operation.has('also') ? operation.hosts('also') : [])];
    let best: Outcome | undefined;
    for (const [i, target] of targets.entries()) {
      if (i > 0) yield seconds(90 + operation.random(`next ${target.name}`).int(240));
      const outcome = yield* move(operation, target);
      if (best === undefined || outcome.ok) best = outcome;
    }
    return best ?? failed('target-unreachable');
  },
};

function* move(operation: Operation, target: Host): Course<Outcome> {
  const { trail, run, from } = operation;
  if (!reachable(run.situation, from.host, target)) return failed('target-unreachable');
  const session = yield* getIn(operation, target, operation.account('account'), 'smb');
  if (!session) return failed('account-refused');
  const tool = operation.text('tool');
  const name = operation.text('service');
  const path = `C:\\Windows\\${tool}`;
  const sha256 = fileHash(operation, tool);
  const client = { host: from.host, ip: from.host.ip, port: 50_111 };
  const share = (what: 'connect' | 'write', path_: string, bytes: number) =>
    trail.write({
      kind: 'share-access',
      at: trail.tick(),
      host: target,
      cause: trail.cause,
      share: '\\\\*\\ADMIN$',
      path: path_,
      what,
      bytes,
      session,
      client,
      ok: true,
    });
  share('connect', '', 0);
  share('write', tool, 214_016);
  const system = systemSession(run, target);
  const { services, system: kernel } = systemParents(trail, target);
  trail.write({
    kind: 'file',
    at: trail.tick(),
    host: target,
    cause: trail.cause,
    what: 'create',
    path,
    bytes: 214_016,
    session: system,
    process: kernel,
    sha256,
  });
  service(trail, { ...session, host: target }, 'installed', name, `%SystemRoot%\\${tool}`);
  yield seconds(1 + operation.random(`service ${target.name}`).int(4));
  service(trail, system, 'started', name, `%SystemRoot%\\${tool}`);
  const process = start(trail, {
    session: system,
    parent: services,
    image: path,
    commandLine: path,
    sha256,
    integrity: 'System',
  });
  trail.write({
    kind: 'pipe',
    at: trail.tick(),
    host: target,
    cause: trail.cause,
    what: 'created',
    name: `\\${name.toLowerCase()}-${run.random('pipe', target.name).hex(4)}`,
    session: system,
    process,
  });
  operation.left('service', name);
  operation.left('path', path);
  operation.leftHash(target, sha256);
  operation.plant({
    host: target,
    session: system,
    process,
    path,
    sha256,
    level: 'admin',
    via: from,
    own: operation.flag('own'),
  });
  return done;
}
