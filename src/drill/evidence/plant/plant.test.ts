// Points in line protocol, as Telegraf writes them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plant } from '../../world/event.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { plant } from './source.ts';

const line = (change: Partial<Plant>): string =>
  textOf(plant, {
    kind: 'plant',
    at: morning,
    host: machines.files,
    cause: '',
    controller: machines.plc,
    what: 'read',
    register: 40_001,
    value: 512,
    detail: '',
    ...change,
  })[0]!;

test('a value, a set point and an alarm', () => {
  expect(line({})).toBe(
    'modbus,host=fs01,name=PLC01,slave_id=1,type=holding_register register_40001=512i 1793578503250000000',
  );
  expect(line({ what: 'write', detail: 'set point "A"' })).toBe(
    'plant_event,host=fs01,name=PLC01,register=40001,source=fs01,type=write detail="set point \\"A\\"",value=512i 1793578503250000000',
  );
  expect(line({ what: 'alarm', value: Number.NaN })).toContain(',type=alarm detail="",value=0i ');
});

test('no text breaks a point', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), detail => {
      expect(line({ what: 'program', detail })).toMatch(
        /^plant_event,[!-~]+,type=program detail="(?:[^"\\\x00-\x1f\x7f]|\\["\\tnfr])*",value=512i \d{19}$/u,
      );
    }),
    { numRuns: 40 },
  );
});
