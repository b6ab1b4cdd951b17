// Whatever a team asks for and whatever an author writes: no crash, a clear answer, and the past stays as it was.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionList } from '../actions/actions.ts';
import { parseScenario, scenarios } from './library.ts';
import { simulate, truthOf } from './simulate.ts';
import { smallWorld } from './testing/small-world.ts';
import { makeVariant } from './variant.ts';

const world = smallWorld();
const variants = [...scenarios().values()].map(scenario => makeVariant(world, scenario, 5));

test('any actions at any time: no crash, costs not negative, the past untouched', () => {
  const values = variants.flatMap(variant => {
    const truth = truthOf(world, variant);
    return [
      ...truth.hosts,
      ...truth.accounts.slice(0, 5),
      ...truth.indicators.slice(0, 12).map(one => one.value),
    ];
  });
  const value = fc.oneof(
    fc.constantFrom(...values, 'krbtgt', 'all', 'office', 'news.example'),
    fc.string({ maxLength: 20 }),
    fc.integer({ min: -1, max: 9 }),
  );
  const action = fc
    .record({
      descriptor: fc.constantFrom(...actionList),
      minute: fc.integer({ min: -30, max: 600 }),
      value,
      approved: fc.boolean(),
    })
    .map(({ descriptor, minute, value, approved }) => ({
      descriptor,
      minute,
      approved,
      parameters: Object.fromEntries(
        Object.keys(descriptor.parameters.properties).map(name => [name, value]),
      ),
    }));
  fc.assert(
    fc.property(fc.constantFrom(...variants), fc.array(action, { maxLength: 8 }), (variant, chosen) => {
      const log = chosen.map(({ descriptor, minute, parameters, approved }, i) => {
        const at = variant.start + minute * 60_000;
        return {
          number: i + 1,
          action: descriptor.id,
          parameters,
          at,
          by: '',
          ...(approved ? { approvedAt: at } : {}),
        };
      });
      const run = simulate(world, variant, log, variant.end);
      const idle = simulate(world, variant, [], variant.end);
      const first = Math.min(variant.end, ...log.map(one => one.at));
      expect(run.events.filter(event => event.at < first)).toEqual(
        idle.events.filter(event => event.at < first),
      );
      expect(run.businessCost).toBeGreaterThanOrEqual(0);
      expect(run.losses.every(loss => loss.points >= 0)).toBe(true);
      expect(run.actions.length).toBe(log.filter(one => one.at <= variant.end).length);
      expect(run.masks.every(mask => mask.to >= mask.from)).toBe(true);
    }),
    { numRuns: 60, seed: 11 },
  );
});

const text = readFileSync(new URL('../../../content/scenarios/targeted-mail.yaml', import.meta.url), 'utf8');

test.each([
  ['a move that does not exist', text.replace('move: phishing-mail', 'move: fly'), '/plan/0/move'],
  ['a name that is not in the cast', text.replace('to: victim,', 'to: nobody,'), '/plan/0/with/to'],
  ['a fact nothing gives', text.replace('["done:mail"]', '["done:male"]'), '/plan/1/needs'],
  ['a rule that does not exist', text.replace('rule: sleep', 'rule: dream'), '/attacker/reactions'],
  ['a field too many', `${text}\nsurprise: 1\n`, '/'],
  ['no YAML at all', '{{{', '/'],
])('a scenario with %s is refused with its place', (_, broken, field) => {
  expect(() => parseScenario(broken, 'x.yaml')).toThrow(
    expect.objectContaining({
      code: 'DRILL_SCENARIO_INVALID',
      place: expect.objectContaining({ file: 'x.yaml', field: expect.stringContaining(field) }),
    }),
  );
});

test('random text is refused, never fatal', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), garbage => {
      expect(() => parseScenario(garbage, 'x.yaml')).toThrow(
        expect.objectContaining({ code: 'DRILL_SCENARIO_INVALID' }),
      );
    }),
  );
});
