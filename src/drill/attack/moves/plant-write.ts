// Values of a controller are changed while what operators see stays ordinary.
import { isolated } from '../../run/situation.ts';
import { minutes } from '../../run/state.ts';
import { connect } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, parameters } from './shared.ts';

export const plantWrite: Move = {
  id: 'plant-write',
  title: { ja: '制御装置の設定値を変える', en: 'Changes values of a controller' },
  summary: {
    ja: '感染した保守端末から制御装置へ書き込み、回転数などを変える。',
    en: 'Writes to a controller from an infected engineering host.',
  },
  parameters: parameters({ from: castName('Engineering host'), hosts: castName('Controllers') }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const controllers = operation.hosts('hosts');
    if (controllers.length === 0) return failed('target-unreachable');
    let written = 0;
    for (let round = 0; round < 12; round++)
      for (const controller of controllers) {
        if (isolated(run.situation, from.host) || isolated(run.situation, controller)) continue;
        connect(
          trail,
          from.host,
          { ip: controller.ip, port: 502, host: controller },
          { service: 'modbus', sent: 24, received: 24, duration: 12 },
        );
        trail.write({
          kind: 'plant',
          at: trail.tick(),
          host: from.host,
          cause: trail.cause,
          what: 'write',
          controller,
          register: 40_001,
          value: round % 2 ? 1410 : 2,
          detail: 'speed setpoint',
        });
        trail.write({
          kind: 'plant',
          at: trail.tick(),
          host: from.host,
          cause: trail.cause,
          what: 'alarm',
          controller,
          register: 40_010,
          value: 1,
          detail: 'vibration high',
        });
        operation.touched(controller);
        operation.lose(controller.name, 1 / (12 * controllers.length));
        written++;
        yield minutes(2 + operation.random(`${round} ${controller.name}`).int(6));
      }
    return written > 0 ? done : failed('target-unreachable');
  },
};
