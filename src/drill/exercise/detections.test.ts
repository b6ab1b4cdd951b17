// Severities come from the words of a line; the attack has none of its own.
import { expect, it } from 'vitest';
import { detectionSeverities } from '#model/drill/api.ts';
import type { KeptLine } from '#model/drill/case.ts';
import { HinomiError } from '#model/errors.ts';
import { everyday } from '../activity/everyday.ts';
import { sliceCount } from '../activity/slice.ts';
import { projectionContext } from '../evidence/context.ts';
import { compileProjection } from '../evidence/project.ts';
import { sources } from '../evidence/sources.ts';
import { worldOf } from '../generate/options.ts';
import { scenarios } from '../run/library.ts';
import type { Scenario } from '../run/scenario.ts';
import { simulate } from '../run/simulate.ts';
import { makeVariant, type Variant } from '../run/variant.ts';
import type { WorldEvent } from '../world/event.ts';
import { detectionOf, detectors } from './detections.ts';

const world = worldOf({ profile: 'municipality', staff: 60, days: 2, seed: 3 });

/** Reports of detection tools about events, as lines of a desk. */
function reports(): { add: (event: WorldEvent) => void; lines: KeptLine[] } {
  const project = compileProjection(sources, projectionContext(world));
  const lines: KeptLine[] = [];
  const codes = new Map(detectors.map(one => [one.source as string, /code:"?([^"]*)/.exec(one.q)![1]]));
  return {
    lines,
    add: event =>
      project(event, (index, at, text, { source: from, ...facets }) => {
        const source = sources[index]!.id;
        if (codes.get(source) === facets.code)
          lines.push({ id: String(lines.length), at, source, from, text, ...facets });
      }),
  };
}

/** Undefined where the scenario needs what this organisation does not have. */
function variantOf(scenario: Scenario): Variant | undefined {
  try {
    return makeVariant(world, scenario, 3);
  } catch (error) {
    if (error instanceof HinomiError && error.code === 'DRILL_CAST_EMPTY') return undefined;
    throw error;
  }
}

it('the attacks of the library raise no alarm of a severity that everyday life does not raise too', () => {
  const everydays = reports();
  for (let slice = 0; slice < sliceCount(world); slice++)
    everyday(world, slice, event => {
      if (event.kind === 'ids-alert' || event.kind === 'antivirus') everydays.add(event);
    });
  // False alarms about programs are rare: one of a staff this small need not come within two days.
  const pc = world.organisation.people[0]!.pc!;
  for (const threat of ['PUA:Win32/Bundler.A', 'Trojan:Win32/Wacatac.B!ml'])
    everydays.add({
      ...{ kind: 'antivirus', at: world.start, host: pc, cause: '', what: 'detected', path: 'C:\\x.exe' },
      ...{ threat, user: world.organisation.people[0]!.account },
    } as WorldEvent);
  const usual = new Set(everydays.lines.map(line => `${line.source} ${detectionOf(line).severity}`));
  expect(usual).toContain('suricata high');
  expect(usual).toContain('suricata medium');
  const count = (severity: string) =>
    everydays.lines.filter(line => line.source === 'suricata' && detectionOf(line).severity === severity)
      .length;
  // More than one would look at one by one, in the highest the sensor states.
  expect(count('high')).toBeGreaterThan(20);

  let raised = 0;
  for (const scenario of scenarios().values()) {
    const variant = variantOf(scenario);
    if (!variant) continue;
    const attack = reports();
    for (const event of simulate(world, variant, [], variant.end).events) attack.add(event);
    for (const line of attack.lines) {
      raised++;
      const { severity, stated } = detectionOf(line);
      expect(detectionSeverities).toContain(severity);
      expect(stated).not.toBe('');
      expect(usual, `${scenario.id}: ${line.text.slice(0, 300)}`).toContain(`${line.source} ${severity}`);
    }
  }
  expect(raised).toBeGreaterThan(10);
}, 60_000);

it('says nothing of what a line does not state', () => {
  const line = { id: '1', at: 0, source: 'suricata', host: '', user: '', from: '', destination: '' };
  for (const text of ['', '{', '[]', 'null', '{"alert":7}', '{"alert":{"severity":"9"}}'])
    expect(detectionOf({ ...line, object: 'odd', code: 'alert', text })).toMatchObject({
      severity: 'unstated',
      name: 'odd',
    });
  expect(
    detectionOf({ ...line, object: '', code: 'alert', text: '{"alert":{"severity":2,"signature":"x"}}' }),
  ).toMatchObject({ severity: 'medium', stated: 'alert.severity: 2', name: 'x' });
});
