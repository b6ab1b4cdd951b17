// The plant: controllers polled by the historian, values that swing with the day, a few alarms.
import { stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { connect, endOf } from '../make/connection.ts';
import { everyMinutes, hourOf } from '../moments.ts';
import { minuteMs } from '../slice.ts';

const registers = [40_001, 40_003, 40_011, 40_021];

export const plant: Behaviour = {
  id: 'plant',
  summary:
    'Controllers of the plant polled every minute; set points changed by operators, now and then an alarm',
  live(scene, slice, happens) {
    const controllers = scene.role('plc');
    const poller = scene.role('historian')[0];
    if (controllers.length === 0 || !poller) return;
    for (const controller of controllers) {
      const random = stream(scene.seed, controller.name, 'plant', slice.index);
      const day = Math.sin((hourOf(scene, slice.from) / 24) * 2 * Math.PI);
      const base = { kind: 'plant', host: poller, cause: '', controller } as const;
      everyMinutes(scene, slice, controller.name, 'poll', 1, 0, (at, own) => {
        for (const [index, register] of registers.entries())
          happens({
            ...base,
            at: at + index * 3,
            what: 'read',
            register,
            value: Math.round(500 + 120 * index + 60 * day + 8 * own.normal()),
            detail: '',
          });
      });
      connect(happens, {
        at: slice.from + random.next() * minuteMs,
        host: poller,
        from: endOf(poller, 49_152 + (controller.index % 16_000)),
        to: endOf(controller, 502),
        service: 'modbus',
        sent: 480,
        received: 620,
        duration: 590_000 - random.next() * minuteMs,
      });
      if (random.next() < 0.05)
        happens({
          ...base,
          at: slice.from + random.next() * (slice.to - slice.from),
          what: 'write',
          register: 40_101,
          value: 480 + random.int(60),
          detail: 'set point changed by operator',
        });
      if (random.next() < 0.02)
        happens({
          ...base,
          at: slice.from + random.next() * (slice.to - slice.from),
          what: 'alarm',
          register: random.pick(registers),
          value: 900 + random.int(90),
          detail: random.pick(['high limit', 'low limit', 'sensor deviation', 'door open']),
        });
    }
  },
};
