// What the attack does can be found: each step leaves lines in the evidence sources its scenario names.
import { describe, expect, test } from 'vitest';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import { scenarios } from './library.ts';
import { simulate } from './simulate.ts';
import { smallWorld } from './testing/small-world.ts';
import { makeVariant } from './variant.ts';

/** A world all of whose Windows hosts are watched, so that every trace has its line. */
const world = smallWorld(7, true);
const project = compileProjection(sources, projectionContext(world));
const known = new Set(sources.map(source => source.id));

describe.each([...scenarios().values()])('$id', scenario => {
  const variant = makeVariant(world, scenario, 3);
  const run = simulate(world, variant, [], variant.end);
  const lines = new Map<string, Set<string>>();
  const texts: string[] = [];
  for (const event of run.events)
    project(event, (source, _at, text, _facets, cause) => {
      const seen = lines.get(cause) ?? new Set();
      lines.set(cause, seen.add(sources[source]!.id));
      texts.push(text);
    });

  test('each step leaves lines where the scenario says', () => {
    const missing = run.steps.flatMap(({ step }) =>
      scenario.plan
        .find(one => one.id === step)!
        .evidence.filter(source => known.has(source) && !lines.get(`step:${step}`)?.has(source))
        .map(source => `${step}: ${source}`),
    );
    expect(missing).toEqual([]);
  });

  test('no line tells that it belongs to an exercise', () => {
    expect(
      texts
        .filter(text => /step:|oddity:|drill\.|\bdrill\b|undefined|\[object|\bNaN\b/i.test(text))
        .slice(0, 3),
    ).toEqual([]);
  });
});

test('evidence named by scenarios exists', () => {
  const later = new Set([
    'linux-auth',
    'auditd',
    'application',
    'database',
    'antivirus',
    'print',
    'backup',
    'plant',
  ]);
  const named = [...scenarios().values()].flatMap(scenario => scenario.plan.flatMap(step => step.evidence));
  expect(named.filter(source => !known.has(source) && !later.has(source))).toEqual([]);
});
