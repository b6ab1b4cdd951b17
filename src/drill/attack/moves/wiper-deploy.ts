// A destructive program is spread to many hosts by what administers them: policy, task or antivirus update.
import { Type } from 'typebox';
import { reachable } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { systemSession } from '../../run/traces/logon.ts';
import { file, systemParents, task } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, fileHash, getIn, parameters } from './shared.ts';

export const wiperDeploy: Move = {
  id: 'wiper-deploy',
  title: { ja: '破壊プログラムを一斉に配る', en: 'Spreads a destructive program' },
  summary: {
    ja: 'グループポリシー、タスク、更新配信のいずれかを使い、多数の端末に時刻を決めて仕掛ける。',
    en: 'Plants it on many hosts for a set time by group policy, tasks or the update server.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    hosts: castName('Targets'),
    account: castName('Account used'),
    by: Type.Union([Type.Literal('gpo'), Type.Literal('task'), Type.Literal('update')]),
    tool: Type.String({ description: 'File name of the program' }),
    name: Type.String({ description: 'Name of task or policy' }),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const controller = run.scene.domainController(from.host);
    const by = operation.word('by');
    const source =
      by === 'update'
        ? (run.scene.role('antivirus')[0] ?? run.scene.role('update')[0] ?? controller)
        : controller;
    if (!source || !reachable(run.situation, from.host, source)) return failed('target-unreachable');
    const session = yield* getIn(operation, source, operation.account('account'), 'smb');
    if (!session) return failed('account-refused');
    const tool = operation.text('tool');
    const name = operation.text('name');
    const sha256 = fileHash(operation, tool);
    operation.touched(source);
    operation.left('task', name);
    const { adDomain } = run.world.organisation;
    if (by === 'gpo')
      trail.write({
        kind: 'directory-change',
        at: trail.tick(),
        host: source,
        cause: trail.cause,
        what: 'modified',
        dn: `CN={6AC1786C-016F-11D2-945F-00C04FB984F9},CN=Policies,CN=System,${adDomain
          .split('.')
          .map(part => `DC=${part}`)
          .join(',')}`,
        objectClass: 'groupPolicyContainer',
        attribute: 'gPCMachineExtensionNames',
        value: '[{AADCED64-746C-4633-A97C-D61349046527}{CAB54552-DEEA-4691-817E-ED4A4D1AFC72}]',
        by: session,
      });
    trail.write({
      kind: 'share-access',
      at: trail.tick(),
      host: source,
      cause: trail.cause,
      share: by === 'gpo' ? '\\\\*\\SYSVOL' : '\\\\*\\ADMIN$',
      path:
        by === 'gpo'
          ? `${adDomain}\\Policies\\{6AC1786C-016F-11D2-945F-00C04FB984F9}\\Machine\\Preferences\\ScheduledTasks\\ScheduledTasks.xml`
          : tool,
      what: 'write',
      bytes: 2210,
      session,
      client: { host: from.host, ip: from.host.ip, port: 50_500 },
      ok: true,
    });
    operation.left('path', `C:\\Windows\\${tool}`);
    let planted = 0;
    for (const target of operation.hosts('hosts')) {
      yield seconds(3 + operation.random(target.name).int(25));
      if (!reachable(run.situation, source, target)) continue;
      const system = systemSession(run, target);
      const { policy } = systemParents(trail, target);
      file(trail, system, policy, 'create', `C:\\Windows\\${tool}`, 417_280, { sha256 });
      task(trail, system, 'created', `\\${name}`, `C:\\Windows\\${tool}`);
      run.situation.facts.add(`planted:${target.name}`);
      operation.leftHash(target, sha256);
      operation.touched(target);
      planted++;
    }
    return planted > 0 ? done : failed('target-unreachable');
  },
};
