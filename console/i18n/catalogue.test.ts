// The texts of all languages match each other, and each is used somewhere.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeholdersOf } from '#model/messages.ts';

const root = join(import.meta.dirname, '../..');
const read = (language: string, name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `content/messages/${language}/${name}.json`), 'utf8'));

const ofConsole = ['console', 'drill-class', 'drill-desk', 'drill-review'];

describe.each([...ofConsole, 'drill-run', 'drill-score', 'findings', 'errors'])('%s.json', name => {
  const en = read('en', name);
  const ja = read('ja', name);

  test('every text exists in both languages', () => {
    expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(en).length).toBeGreaterThan(0);
  });

  test('the two say the same with the same values', () => {
    const different = Object.keys(en).filter(
      key => placeholdersOf(en[key]!).join() !== placeholdersOf(ja[key] ?? '').join(),
    );
    expect(different).toEqual([]);
  });

  test('no text is empty', () => {
    expect([...Object.entries(en), ...Object.entries(ja)].filter(([, text]) => text.trim() === '')).toEqual(
      [],
    );
  });
});

test('no text of the console is left unused', () => {
  const files = globSync('console/**/*.{ts,tsx}', {
    cwd: root,
    exclude: ['console/dist/**', 'console/dev/**'],
  });
  const source = files
    .filter(file => !file.includes('.test.'))
    .map(file => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  expect(files.length).toBeGreaterThan(50);
  const quoted = new Set([...source.matchAll(/'([\w.+-]+)'/g)].map(match => match[1]!));
  // `state.${state}` uses every text that begins with `state.`.
  const patterns = [...source.matchAll(/`([a-zA-Z]+\.(?:[\w.]+\.)?)\$\{[^`]*?\}([\w.]*)`/g)].map(match => ({
    start: match[1]!,
    end: match[2]!,
  }));
  expect(patterns.length).toBeGreaterThan(10);
  const used = (key: string) =>
    quoted.has(key) || patterns.some(({ start, end }) => key.startsWith(start) && key.endsWith(end));
  // Reasons why a stream does not flow come from the collector as text keys.
  const unused = ofConsole
    .flatMap(name => Object.keys(read('en', name)))
    .filter(key => !used(key) && !key.startsWith('flow.'));
  expect(unused).toEqual([]);
});
