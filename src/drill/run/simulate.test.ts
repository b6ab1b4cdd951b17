// Runs: the same from the same, a beginning of the longer one, changed by actions only from there on.
import { describe, expect, test } from 'vitest';
import { scenarios } from './library.ts';
import type { ActionTaken } from './run.ts';
import { simulate, totalLoss, truthOf } from './simulate.ts';
import { smallWorld } from './testing/small-world.ts';
import { makeVariant } from './variant.ts';

const world = smallWorld();
const minute = 60_000;
const act = (
  number: number,
  action: string,
  parameters: ActionTaken['parameters'],
  at: number,
): ActionTaken => ({
  number,
  action,
  parameters,
  at,
  by: '',
  approvedAt: at,
});

/** A run as text; hosts and people by their names, since they point at each other. */
const text = (value: unknown): string =>
  JSON.stringify(value, (key, part) => (key === 'owner' || key === 'person' ? (part?.name ?? null) : part));

describe.each([...scenarios().values()])('$id', scenario => {
  const variant = makeVariant(world, scenario, 3);
  const idle = simulate(world, variant, [], variant.end);

  test('the same arguments give the same run', () => {
    expect(text(simulate(smallWorld(), makeVariant(smallWorld(), scenario, 3), [], variant.end))).toBe(
      text(idle),
    );
    const other = makeVariant(world, scenario, 4);
    expect(text(simulate(world, other, [], other.end).events)).not.toBe(text(idle.events));
  });

  test('without defence the attacker reaches every objective and harm is done', () => {
    expect(
      idle.steps.filter(step => step.outcome === 'failed').map(step => `${step.step}: ${step.why}`),
    ).toEqual([]);
    expect([...idle.attacker.objectivesReached].sort()).toEqual(
      scenario.objectives.map(one => one.id).sort(),
    );
    expect(totalLoss(idle)).toBeGreaterThan(0);
  });

  test('a run to an earlier time is the beginning of a later one', () => {
    const half = (variant.start + variant.end) / 2;
    expect(simulate(world, variant, [], half).events).toEqual(idle.events.filter(event => event.at <= half));
  });

  test('what happened before an action stays as it was', () => {
    const at = variant.start + 90 * minute;
    const truth = truthOf(world, variant);
    const run = simulate(
      world,
      variant,
      [act(1, 'isolate-host', { host: truth.hosts.at(-1)! }, at)],
      variant.end,
    );
    expect(run.events.filter(event => event.at < at)).toEqual(idle.events.filter(event => event.at < at));
  });
});
