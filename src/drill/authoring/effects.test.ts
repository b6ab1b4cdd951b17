// Every action has a moment at which it changes what can be seen, and the document that says so is current.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionList } from '../actions/actions.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { effectsOf, effectsTable } from './effects.ts';

test('each action changes what can be seen, as docs/drill-actions.md says', () => {
  const world = makeWorld({ profile: loadProfile('municipality'), staff: 60, days: 2, seed: 7 });
  const effects = effectsOf(world, 7);
  expect(effects.map(one => one.action)).toEqual(actionList.map(action => action.id));
  const kinds = (counts: object) => Object.keys(counts).length;
  const none = effects.filter(
    one => kinds(one.more) + kinds(one.fewer) + kinds(one.masked) + one.said + one.artefacts === 0,
  );
  expect(none.map(one => `${one.action}: ${one.outcome}`)).toEqual([]);
  const file = readFileSync(new URL('../../../docs/drill-actions.md', import.meta.url), 'utf8');
  expect(
    file.includes(effectsTable(effects)),
    'docs/drill-actions.md is stale: node tools/drill-actions.ts',
  ).toBe(true);
}, 120_000);
