import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Item, itemDomains } from '#model/drill/item.ts';
import { assembleForms } from '../forms/assemble.ts';
import { blueprintFaults, formItems, standardBlueprint } from '../forms/blueprint.ts';
import { loadFrameworks } from '../frameworks.ts';
import { faultLine } from '../read-yaml.ts';
import { scoreSitting } from '../score.ts';
import { isRight, keysOf } from './answer.ts';
import { checkItems, keyClues } from './check.ts';
import { loadItems, readItems } from './load.ts';
import { answerFromShown, shownItem } from './shown.ts';
import { shownOrder } from './shuffle.ts';

const content = join(import.meta.dirname, '../../../../content');
const loaded = loadItems(join(content, 'items'));
const items = loaded.map(({ item }) => item);
const frameworks = loadFrameworks(join(content, 'skills'));

const plain = `domain: web
title: {ja: ウェブ, en: Web}
items:
  - id: first-item
    kind: single
    level: know
    difficulty: 0.5
    form: bank
    stem: {ja: 問い, en: A question}
    options:
      - text: {ja: 正, en: right}
      - text: {ja: 誤, en: wrong}
        why: {ja: 理由, en: reason}
      - text: {ja: 別, en: other}
        why: {ja: 理由, en: reason}
    explanation: {ja: 説明, en: Explanation}
    references: [RFC 1]
    maps: {nice: [K0674], secbok: [セキュリティ運用]}
`;

describe('the item bank', () => {
  it('has at least 200 items of all domains and passes its own check', () => {
    const { faults, clues } = checkItems(loaded, frameworks);
    expect(faults.map(faultLine)).toEqual([]);
    expect(items.length).toBeGreaterThanOrEqual(200);
    expect(new Set(items.map(item => item.domain)).size).toBe(itemDomains.length);
    expect(clues.longest.en).toBeLessThan(0.35);
    expect(clues.longest.ja).toBeLessThan(0.35);
  });

  it('explains every wrong option in both languages', () => {
    for (const item of items)
      if (item.kind === 'single' || item.kind === 'multiple')
        expect(item.options.length - keysOf(item).length).toBeGreaterThanOrEqual(
          item.kind === 'single' ? 2 : 1,
        );
  });
});

describe('reading items', () => {
  const faultsOf = (text: string) => readItems('web.yaml', text).faults.map(faultLine);

  it('reads a good file', () => {
    expect(readItems('web.yaml', plain)).toMatchObject({
      faults: [],
      items: [{ line: 4, item: { domain: 'web' } }],
    });
  });

  it('names file, line and field of each fault', () => {
    expect(faultsOf(plain.replace('level: know', 'level: guess'))).toEqual([
      'web.yaml:6 items[0:first-item].level must be equal to one of the allowed values (know, apply, analyse, judge)',
    ]);
    expect(faultsOf(plain.replace('kind: single', 'kind: essay'))).toEqual([
      'web.yaml:5 items[0:first-item].kind must be one of single, multiple, order, short',
    ]);
    expect(faultsOf(plain.replace('difficulty: 0.5', 'difficulty: 1.5'))[0]).toContain('web.yaml:7');
    expect(faultsOf(plain.replace('    form: bank\n', '    form: bank\n    hint: no\n'))[0]).toContain(
      'hint',
    );
    expect(faultsOf('domain: web\n  x: [')[0]).toContain('is not valid YAML');
  });

  it('refuses aliases, which could unfold without end', () => {
    const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n';
    expect(faultsOf(bomb)).toEqual(['web.yaml uses YAML aliases; write the text out']);
  });

  it('never throws on damaged files', () => {
    fc.assert(
      fc.property(fc.nat({ max: plain.length }), fc.string({ maxLength: 12 }), (at, junk) => {
        readItems('web.yaml', plain.slice(0, at) + junk + plain.slice(at + 3));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the check', () => {
  const check = (...texts: string[]) => {
    const entries = texts.flatMap((text, index) => {
      const { items: read, faults } = readItems(`f${index}.yaml`, text);
      expect(faults).toEqual([]);
      return read;
    });
    return checkItems(entries, frameworks).faults.map(faultLine);
  };

  it('finds twins, taken ids, unknown identifiers and wrong numbers of keys', () => {
    const found = check(plain, plain);
    expect(found.some(text => text.includes('is taken by f0.yaml:4'))).toBe(true);
    expect(found.some(text => text.includes('asks what first-item'))).toBe(true);
    expect(check(plain.replace('K0674', 'K9999'))[0]).toContain('K9999');
    expect(check(plain.replace('        why: {ja: 理由, en: reason}\n', ''))[0]).toContain('has 2 keys');
    expect(check(plain.replace('en: other', 'en: None of the above'))[0]).toContain(
      'refers to the other options',
    );
    expect(check(plain.replace('ja: 問い', 'ja: question'))[0]).toContain('no Japanese letters');
    expect(check(plain.replace('en: other', 'en: WRONG '))[0]).toContain('repeats an option (en)');
  });

  it('sees keys that are always the longest', () => {
    const many = items.map(item =>
      item.kind === 'single'
        ? {
            ...item,
            options: item.options.map(option =>
              option.why
                ? option
                : { text: { en: `${option.text.en}${' more'.repeat(40)}`, ja: option.text.ja } },
            ),
          }
        : item,
    );
    expect(keyClues(many).longest.en).toBeGreaterThan(0.95);
  });
});

describe('answers', () => {
  const find = (id: string) => items.find(item => item.id === id)!;

  it('are compared whatever width, case or spacing is typed', () => {
    expect(isRight(find('encoded-decode'), ' ｕｔｆ－１６ｌｅ'.replace('－', '-'))).toBe(true);
    expect(isRight(find('encoded-decode'), 'UTF-8')).toBe(false);
    expect(isRight(find('worm-speed'), '１２８')).toBe(true);
    expect(isRight(find('worm-speed'), '128.5')).toBe(false);
    expect(isRight(find('success-rate'), '0.3497')).toBe(true);
    expect(isRight(find('worm-speed'), '')).toBe(false);
    expect(isRight(find('worm-speed'), '0x80')).toBe(false);
  });

  it('need every part right', () => {
    const order = find('volatility-order');
    expect(isRight(order, [0, 1, 2, 3, 4])).toBe(true);
    expect(isRight(order, [1, 0, 2, 3, 4])).toBe(false);
    const multiple = find('memory-what');
    expect(isRight(multiple, [2, 0, 1])).toBe(true);
    expect(isRight(multiple, [0, 1])).toBe(false);
    expect(isRight(multiple, [0, 1, 2, 2])).toBe(false);
    expect(isRight(multiple, 'all')).toBe(false);
  });
});

describe('the order shown', () => {
  it('is a permutation, the same for one person, and never the solution of an order item', () => {
    fc.assert(
      fc.property(fc.constantFrom(...items), fc.integer(), (item: Item, seed) => {
        const order = shownOrder(item, seed);
        expect(shownOrder(item, seed)).toEqual(order);
        const size =
          item.kind === 'short' ? 0 : item.kind === 'order' ? item.steps.length : item.options.length;
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
        if (item.kind === 'order') expect(isRight(item, order)).toBe(false);
      }),
    );
  });
});

describe('what is shown', () => {
  it('leads back to the right answer and tells nothing of it', () => {
    for (const item of items)
      for (const seed of [1, 2]) {
        const shown = shownItem(item, 'en', seed);
        expect(Object.keys(shown).filter(key => key !== 'exhibit')).toEqual([
          'id',
          'kind',
          'stem',
          'options',
        ]);
        expect(JSON.stringify(shown)).not.toContain(item.explanation.en);
        if (item.kind === 'short') continue;
        const texts = item.kind === 'order' ? item.steps : keysOf(item).map(key => item.options[key]!.text);
        const places = texts.map(text => shown.options.indexOf(text.en));
        expect(isRight(item, answerFromShown(item, seed, places))).toBe(true);
        expect(answerFromShown(item, seed, [99])).toEqual([]);
      }
  });
});

describe('forms', () => {
  it('stand in the content files as the blueprint asks: 25 items each, 6 anchors', () => {
    expect(blueprintFaults(items)).toEqual([]);
    expect(formItems(items, 'A').length).toBe(25);
    expect(formItems(items, 'B').length).toBe(25);
    expect(items.filter(item => item.form === 'both').length).toBe(6);
    const mean = (form: 'A' | 'B') =>
      formItems(items, form).reduce((sum, item) => sum + item.difficulty, 0) / 25;
    expect(Math.abs(mean('A') - mean('B'))).toBeLessThan(0.01);
  });

  it('come out the same for a seed, disjoint but for the anchors, and alike in difficulty', () => {
    for (const seed of [1, 2, 3]) {
      const forms = assembleForms(items, seed);
      expect(assembleForms(items, seed)).toEqual(forms);
      expect(forms.A.filter(id => forms.B.includes(id)).sort()).toEqual([...forms.anchors].sort());
      expect(Math.abs(forms.difficulty.A.mean - forms.difficulty.B.mean)).toBeLessThan(0.02);
      const marked = items.map(item => ({
        ...item,
        form: forms.anchors.includes(item.id)
          ? ('both' as const)
          : forms.A.includes(item.id)
            ? ('A' as const)
            : forms.B.includes(item.id)
              ? ('B' as const)
              : ('bank' as const),
      }));
      expect(blueprintFaults(marked)).toEqual([]);
    }
  });

  it('are refused when the bank cannot give them', () => {
    expect(() =>
      assembleForms(
        items.filter(item => item.domain !== 'ics'),
        1,
      ),
    ).toThrow(/0 items of ics/);
    expect(() =>
      assembleForms(items, 1, {
        blueprint: {
          ...standardBlueprint,
          levels: { know: [25, 25], apply: [0, 0], analyse: [0, 0], judge: [0, 0] },
        },
      }),
    ).toThrow(/levels/);
  });
});

describe('scoring', () => {
  it('counts right answers by domain and gives intervals, ability only when calibrated', () => {
    const form = formItems(items, 'A');
    const answers = form.slice(0, 20).map(item => ({
      item: item.id,
      at: 0,
      seconds: 30,
      answer:
        item.kind === 'short'
          ? item.accept[0]!
          : item.kind === 'order'
            ? item.steps.map((_, index) => index)
            : keysOf(item),
    }));
    const score = scoreSitting(form, answers);
    expect(score).toMatchObject({ right: 20, items: 25 });
    expect(score.percent.value).toBe(80);
    expect(score.percent.low).toBeCloseTo(60.87, 1);
    expect(score.ability).toBeUndefined();
    expect(score.byDomain.reduce((sum, entry) => sum + entry.items, 0)).toBe(25);
    const calibrated = scoreSitting(form, answers, new Map(form.map(item => [item.id, 0])));
    // Equal difficulties: (20 + ½) / (25 + 1)
    expect(calibrated.ability!.value).toBeCloseTo(Math.log(20.5 / 5.5), 5);
  });
});
