// A way back after a restart: task, service, run key or WMI subscription.
import { Type } from 'typebox';
import { seconds } from '../../run/state.ts';
import { command, registry, service, task } from '../../run/traces/process.ts';
import { done, type Move } from '../operation.ts';
import { castName, parameters } from './shared.ts';

export const persist: Move = {
  id: 'persist',
  title: { ja: '再起動後も残る仕掛けを置く', en: 'Makes sure to survive a restart' },
  summary: {
    ja: 'タスク、サービス、自動起動キー、WMI のいずれかで再び起動するようにする。',
    en: 'By a task, a service, a run key or a WMI subscription.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    how: Type.Union([
      Type.Literal('task'),
      Type.Literal('service'),
      Type.Literal('run-key'),
      Type.Literal('wmi'),
    ]),
    name: Type.String({ description: 'Name of the task, service or value' }),
  }),
  remote: true,
  *play(operation) {
    const { trail, from } = operation;
    const { session, process, implant, host } = from;
    const name = operation.text('name');
    switch (operation.word('how')) {
      case 'task':
        command(
          trail,
          session,
          process,
          'schtasks.exe',
          `schtasks /create /tn "${name}" /tr "${implant.path}" /sc onlogon`,
        );
        task(trail, session, 'created', `\\${name}`, implant.path);
        operation.left('task', name);
        break;
      case 'service':
        service(trail, session, 'installed', name, implant.path);
        operation.left('service', name);
        break;
      case 'run-key': {
        // As the log of the host names it: in the hive of the person.
        const key = `HKU\\${session.sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Run`;
        registry(trail, session, process, key, name, implant.path);
        operation.left('registry', `${key}\\${name}`);
        break;
      }
      default:
        for (const what of ['filter', 'consumer', 'binding'] as const)
          trail.write({
            kind: 'wmi',
            at: trail.tick(),
            host,
            cause: trail.cause,
            what,
            name,
            text:
              what === 'filter'
                ? "SELECT * FROM __InstanceModificationEvent WITHIN 3600 WHERE TargetInstance ISA 'Win32_LocalTime'"
                : implant.path,
            session,
          });
        operation.left('service', name);
    }
    yield seconds(3);
    from.persistent = true;
    return done;
  },
};
