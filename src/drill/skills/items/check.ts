// What a schema cannot see: duplicates, keys that give themselves away, mappings, and the make-up of the two forms.
import { type Item, isKey } from '#model/drill/item.ts';
import { blueprintFaults } from '../forms/blueprint.ts';
import { type Frameworks, unknownIds } from '../frameworks.ts';
import type { Fault } from '../read-yaml.ts';
import { normalised } from './answer.ts';
import type { LoadedItem } from './load.ts';
import { shownOrder } from './shuffle.ts';

/** The bank as a whole: how often length or place of the options gives the key away. */
export interface KeyClues {
  singles: number;
  /** Share of single-choice items whose key is the longest, or shortest, option, by language. */
  longest: { ja: number; en: number };
  shortest: { ja: number; en: number };
  /** Largest difference of a position's share from its expectation, in standard deviations. */
  position: number;
}

/** Longest-option guessing may do this much better than chance (1 of 4) before the bank is refused. */
const longestLimit = 0.35;
/** Two items with this share of three-letter sequences in common ask the same. */
const twinLimit = 0.55;
const languages = ['ja', 'en'] as const;

/** Everything wrong with a bank, and its key clues. */
export function checkItems(
  loaded: readonly LoadedItem[],
  frameworks: Frameworks,
): { faults: Fault[]; clues: KeyClues } {
  const faults = loaded.flatMap(entry => itemFaults(entry, frameworks));
  const ids = new Map<string, LoadedItem>();
  for (const entry of loaded) {
    const first = ids.get(entry.item.id);
    if (first) faults.push(at(entry, 'id', `is taken by ${first.file}:${first.line}`));
    else ids.set(entry.item.id, entry);
  }
  for (const [one, other] of twins(loaded))
    faults.push(at(other, 'stem', `asks what ${one.item.id} in ${one.file}:${one.line} asks`));
  const items = loaded.map(({ item }) => item);
  const clues = keyClues(items);
  const bank = (text: string) => faults.push({ place: { file: 'all items' }, text });
  if (clues.singles >= 40)
    for (const language of languages) {
      const { [language]: longest } = clues.longest;
      if (longest > longestLimit)
        bank(`the key is the longest option in ${percent(longest)} of the items (${language})`);
    }
  if (clues.position > 4)
    bank(`after shuffling the key's place is ${clues.position.toFixed(1)} deviations out of balance`);
  for (const text of blueprintFaults(items)) bank(text);
  return { faults, clues };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const at = ({ item, file, line }: LoadedItem, field: string, text: string): Fault => ({
  place: { file, line, field: `${item.id}.${field}` },
  text,
});

function itemFaults(entry: LoadedItem, frameworks: Frameworks): Fault[] {
  const { item } = entry;
  const faults: Fault[] = [];
  const unknown = unknownIds(item.maps, frameworks);
  if (unknown.length > 0)
    faults.push(at(entry, 'maps', `names what frameworks.yaml does not list: ${unknown.join(', ')}`));
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(item.stem.en))
    faults.push(at(entry, 'stem.en', 'has Japanese letters in the English text'));
  if (!/[\u3040-\u30ff\u4e00-\u9fff]/.test(item.stem.ja))
    faults.push(at(entry, 'stem.ja', 'has no Japanese letters'));
  if (item.kind === 'short') {
    const forms = new Set(item.accept.map(normalised));
    if (forms.size < item.accept.length) faults.push(at(entry, 'accept', 'gives the same answer twice'));
    if (item.tolerance !== undefined && !Number.isFinite(Number(item.accept[0])))
      faults.push(at(entry, 'accept', 'has a tolerance, but the first answer is no number'));
    return faults;
  }
  const texts = item.kind === 'order' ? item.steps : item.options.map(option => option.text);
  for (const language of languages)
    if (new Set(texts.map(text => normalised(text[language]))).size < texts.length)
      faults.push(at(entry, 'options', `repeats an option (${language})`));
  if (item.kind === 'order') return faults;
  const keys = item.options.filter(isKey).length;
  if (item.kind === 'single' && keys !== 1)
    faults.push(at(entry, 'options', `has ${keys} keys instead of 1`));
  if (item.kind === 'multiple' && (keys < 2 || keys === item.options.length))
    faults.push(at(entry, 'options', 'needs at least two right options and a wrong one'));
  for (const option of item.options)
    if (/\b(all|none) of the above\b/i.test(option.text.en))
      faults.push(at(entry, 'options', 'refers to the other options, which are shuffled'));
  return faults;
}

/** How much the options give away by themselves. Ties between options count for nobody. */
export function keyClues(items: readonly Item[]): KeyClues {
  const singles = items.filter(item => item.kind === 'single');
  const share = (language: 'ja' | 'en', longest: boolean): number => {
    const hits = singles.filter(({ options }) => {
      const key = options.findIndex(isKey);
      const own = options[key]?.text[language].length ?? 0;
      return options.every(
        ({ text }, index) =>
          index === key || (longest ? text[language].length < own : text[language].length > own),
      );
    });
    return singles.length === 0 ? 0 : hits.length / singles.length;
  };
  // Every item as 20 people would see it.
  const people = 20;
  const counts = new Map<string, number>();
  const expected = new Map<string, number>();
  for (const item of singles)
    for (let seed = 1; seed <= people; seed++) {
      const size = item.options.length;
      const place = shownOrder(item, seed).indexOf(item.options.findIndex(isKey));
      counts.set(`${size}:${place}`, (counts.get(`${size}:${place}`) ?? 0) + 1);
      for (let p = 0; p < size; p++)
        expected.set(`${size}:${p}`, (expected.get(`${size}:${p}`) ?? 0) + 1 / size);
    }
  let position = 0;
  for (const [key, mean] of expected) {
    const size = Number(key.split(':')[0]);
    const deviation = Math.sqrt(mean * (1 - 1 / size));
    position = Math.max(position, Math.abs((counts.get(key) ?? 0) - mean) / deviation);
  }
  return {
    singles: singles.length,
    longest: { ja: share('ja', true), en: share('en', true) },
    shortest: { ja: share('ja', false), en: share('en', false) },
    position,
  };
}

const trigrams = (item: Item): Set<string> => {
  const options =
    item.kind === 'short' ? [] : item.kind === 'order' ? item.steps : item.options.map(({ text }) => text);
  const text = normalised(`${item.stem.en} ${options.map(option => option.en).join(' ')}`);
  const found = new Set<string>();
  for (let i = 0; i + 3 <= text.length; i++) found.add(text.slice(i, i + 3));
  return found;
};

function twins(loaded: readonly LoadedItem[]): [LoadedItem, LoadedItem][] {
  const sets = loaded.map(entry => trigrams(entry.item));
  const found: [LoadedItem, LoadedItem][] = [];
  for (let i = 0; i < loaded.length; i++)
    for (let j = i + 1; j < loaded.length; j++) {
      const [a, b] = [sets[i]!, sets[j]!];
      let common = 0;
      for (const trigram of a) if (b.has(trigram)) common++;
      if (common / (a.size + b.size - common) >= twinLimit) found.push([loaded[i]!, loaded[j]!]);
    }
  return found;
}
