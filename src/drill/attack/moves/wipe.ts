// The destructive program runs: backups first, then disks. Traces of what it does until the host is silent.
import { Type } from 'typebox';
import { isolated } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { systemSession } from '../../run/traces/logon.ts';
import { antivirus, command, file, service, start, systemParents, task } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

export const wipe: Move = {
  id: 'wipe',
  title: { ja: '端末とサーバを破壊する', en: 'Wipes PCs and servers' },
  summary: {
    ja: '仕掛けた端末で一斉に動き、控えを消し、ディスクを壊して再起動させる。',
    en: 'Runs on all hosts it was planted on: removes shadow copies, destroys disks, restarts.',
  },
  parameters: parameters({
    hosts: castName('Targets'),
    tool: Type.String({ description: 'File name of the program' }),
    name: Type.String({ description: 'Name of the task' }),
    backups: Type.Optional(Type.Boolean({ description: 'Deletes backup jobs, too' })),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { situation } = run;
    const tool = operation.text('tool');
    const targets = operation.hosts('hosts');
    const sha256 = fileHash(operation, tool);
    const backup = run.scene.role('backup')[0];
    if (
      operation.flag('backups') &&
      situation.facts.has('at-backups') &&
      backup &&
      !isolated(situation, backup)
    ) {
      trail.write({
        kind: 'backup',
        at: trail.tick(),
        host: backup,
        cause: trail.cause,
        job: 'daily-files',
        target: run.scene.role('file')[0] ?? backup,
        what: 'deleted',
        bytes: 0,
        detail: 'recovery points removed by operator',
      });
      situation.facts.add('backups-deleted');
    }
    let destroyed = 0;
    for (const target of targets) {
      if (
        !situation.facts.has(`planted:${target.name}`) ||
        isolated(situation, target) ||
        situation.destroyed.has(target.name)
      )
        continue;
      if (situation.signatures) {
        antivirus(trail, target, 'detected', 'Trojan:Win32/Dskclear.B', `C:\\Windows\\${tool}`, 'SYSTEM');
        continue;
      }
      yield seconds(0.5 + operation.random(target.name).next() * 6);
      const system = systemSession(run, target);
      const { schedule } = systemParents(trail, target);
      task(trail, system, 'started', `\\${operation.text('name')}`, `C:\\Windows\\${tool}`);
      const process = start(trail, {
        session: system,
        parent: schedule,
        image: `C:\\Windows\\${tool}`,
        commandLine: `C:\\Windows\\${tool}`,
        sha256,
        integrity: 'System',
      });
      command(trail, system, process, 'vssadmin.exe', 'vssadmin delete shadows /all /quiet', 'System');
      trail.write({
        kind: 'system',
        at: trail.tick(),
        host: target,
        cause: trail.cause,
        what: 'shadow-copies-deleted',
        detail: 'C:',
        by: system,
      });
      service(trail, system, 'stopped', 'VSS', 'C:\\Windows\\System32\\vssvc.exe', 'Volume Shadow Copy');
      for (const path of ['C:\\Users\\Public\\Documents\\', 'C:\\ProgramData\\'])
        file(trail, system, process, 'delete', `${path}*`, 0);
      trail.write({
        kind: 'system',
        at: trail.tick(),
        host: target,
        cause: trail.cause,
        what: 'log-cleared',
        detail: 'System',
        by: system,
      });
      trail.write({
        kind: 'system',
        at: trail.tick(),
        host: target,
        cause: trail.cause,
        what: 'shutdown',
        detail: 'restart',
        by: system,
      });
      situation.destroyed.add(target.name);
      // From now on this host writes nothing; everyday lines of it end here.
      for (const facet of [{ host: target.name }, ...(target.ip ? [{ address: target.ip }] : [])])
        run.ledger.masks.push({ from: run.now, to: Number.POSITIVE_INFINITY, action: 0, ...facet });
      operation.touched(target);
      operation.lose(target.name, 1 / targets.length);
      destroyed++;
    }
    return destroyed > 0 ? done : failed('nothing-planted');
  },
};
