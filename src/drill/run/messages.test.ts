// Texts of runs: the same keys in both languages, with the same values, and every key a scenario names exists.
import { expect, test } from 'vitest';
import en from '#content/messages/en/drill-run.json' with { type: 'json' };
import ja from '#content/messages/ja/drill-run.json' with { type: 'json' };
import { placeholdersOf } from '#model/messages.ts';
import { scenarios } from './library.ts';
import { families } from './scenario.ts';

const texts = { en: en as Record<string, string>, ja: ja as Record<string, string> };

test('both languages say the same with the same values', () => {
  expect(Object.keys(texts.ja).sort()).toEqual(Object.keys(texts.en).sort());
  const different = Object.keys(texts.en).filter(
    key => placeholdersOf(texts.en[key]!).join() !== placeholdersOf(texts.ja[key]!).join(),
  );
  expect(different).toEqual([]);
});

test('notices of scenarios have their text and all its values', () => {
  const wrong = [...scenarios().values()].flatMap(scenario =>
    scenario.notices
      .filter(
        one =>
          placeholdersOf(texts.en[`drill.notice.${one.message}`] ?? '{missing}').join() !==
          Object.keys(one.values ?? {})
            .sort()
            .join(),
      )
      .map(one => `${scenario.id}: ${one.message}`),
  );
  expect(wrong).toEqual([]);
});

test('every family has a scenario, six are complete', () => {
  const all = [...scenarios().values()];
  expect([...new Set(all.map(one => one.family))].sort()).toEqual([...families].sort());
  expect(all.filter(one => one.status === 'complete').length).toBeGreaterThanOrEqual(6);
});
