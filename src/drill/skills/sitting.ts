// A test as one person takes it: made from a form, answered item by item, shown without keys, explained when it is over.
import { createHash } from 'node:crypto';
import { type Item, isKey } from '#model/drill/item.ts';
import type { MyTests, TestView } from '#model/drill/review.ts';
import type { AnsweredItem, ItemAnswer, Sitting } from '#model/drill/sitting.ts';
import { HinomiError } from '#model/errors.ts';
import { hashKeys } from '../world/random.ts';
import { formItems } from './forms/blueprint.ts';
import { isRight } from './items/answer.ts';
import { answerFromShown, shownItem } from './items/shown.ts';
import { permutation, shownOrder } from './items/shuffle.ts';

export type TestPurpose = 'before' | 'after';
type SittingView = NonNullable<TestView['sitting']>;
type Bank = ReadonlyMap<string, Item>;
const typed = { single: false, multiple: false, order: false, short: true };

/** Neighbours get different forms, and everybody the other form the second time: forms of unequal weight then cancel out. */
export function formFor(seat: number, before: Sitting['form'] | undefined): Sitting['form'] {
  if (before !== undefined) return before === 'A' ? 'B' : 'A';
  return seat % 2 === 0 ? 'A' : 'B';
}

/** A new sitting: the form's items in an order of this person's own. */
export function newSitting(
  given: Pick<Sitting, 'id' | 'person' | 'organisation' | 'exercise' | 'form' | 'language' | 'started'> & {
    purpose: TestPurpose;
  },
  bank: Bank,
): Sitting {
  const form = formItems([...bank.values()], given.form);
  const seed = hashKeys(1, given.exercise, given.person, given.purpose);
  const order = permutation(form.length, seed, 'items');
  return {
    ...given,
    items: order.map(index => form[index]!.id),
    seed,
    content: createHash('sha256').update(JSON.stringify(form)).digest('hex'),
    answers: [],
  };
}

/** Items of a sitting as the bank has them now; one that is no longer there is left out. */
export const itemsOfSitting = (sitting: Sitting, bank: Bank): Item[] =>
  sitting.items.flatMap(id => bank.get(id) ?? []);

/**
 * Whether a sitting counts as a test taken: handed in, or closed by its phase with something answered. One that was
 * opened and left says nothing of what a person can do.
 */
export const counts = (sitting: Sitting | undefined): sitting is Sitting & { finished: number } =>
  sitting?.finished !== undefined && (!sitting.closed || sitting.answers.length > 0);

/** Whether anything was answered: nothing ticked or typed is no answer. */
const given = (answer: ItemAnswer): boolean =>
  typeof answer === 'string' ? answer.trim() !== '' : answer.length > 0;

/**
 * The sitting with an answer as given on the screen; an empty one takes the answer back.
 * @throws HinomiError `RECORD_NOT_FOUND` for an item of another form, `REQUEST_INVALID` for an answer of the wrong kind.
 */
export function withAnswer(
  sitting: Sitting,
  bank: Bank,
  id: string,
  answer: ItemAnswer,
  when: { at: number; seconds: number },
): Sitting {
  const item = sitting.items.includes(id) ? bank.get(id) : undefined;
  if (!item)
    throw new HinomiError('RECORD_NOT_FOUND', `the test has no item ${id}`, {
      remedy: 'Load the test again.',
      status: 404,
    });
  const places = shownOrder(item, sitting.seed).length;
  const fits =
    typeof answer === 'string'
      ? typed[item.kind]
      : !typed[item.kind] &&
        new Set(answer).size === answer.length &&
        answer.every(place => place < places) &&
        answer.length <= (item.kind === 'single' ? 1 : places);
  if (!fits)
    throw new HinomiError('REQUEST_INVALID', `the answer does not fit an item of the kind ${item.kind}`, {
      place: { field: 'body/answer' },
      remedy: 'Choose among the options shown, or type where text is asked for.',
      status: 400,
    });
  const others = sitting.answers.filter(one => one.item !== id);
  const mine: AnsweredItem[] = given(answer)
    ? [{ item: id, answer: answerFromShown(item, sitting.seed, answer), ...when }]
    : [];
  return { ...sitting, answers: [...others, ...mine] };
}

/** The sitting as its person sees it: no keys, options in this person's order. In the language read now. */
export function sittingView(
  sitting: Sitting,
  bank: Bank,
  language: Sitting['language'] = sitting.language,
): SittingView {
  const answers = new Map(sitting.answers.map(one => [one.item, one.answer]));
  return {
    id: sitting.id,
    purpose: sitting.purpose === 'after' ? 'after' : 'before',
    startedAt: sitting.started,
    ...(sitting.finished === undefined ? {} : { submittedAt: sitting.finished }),
    ...(sitting.closed ? { closed: true } : {}),
    items: itemsOfSitting(sitting, bank).map(item => {
      const answer = answers.get(item.id);
      const order = shownOrder(item, sitting.seed);
      return {
        ...shownItem(item, language, sitting.seed),
        ...(answer === undefined
          ? {}
          : { answer: typeof answer === 'string' ? answer : answer.map(number => order.indexOf(number)) }),
      };
    }),
    answered: sitting.answers.length,
  };
}

/** Items with their keys and reasons, next to what was answered. Only for when no test is to come. */
export function solutionsOf(
  sitting: Sitting,
  bank: Bank,
  language: Sitting['language'] = sitting.language,
): NonNullable<MyTests['solutions']> {
  const answers = new Map(sitting.answers.map(one => [one.item, one.answer]));
  return itemsOfSitting(sitting, bank).map(item => {
    const answer = answers.get(item.id);
    const chosen = Array.isArray(answer) ? answer : [];
    return {
      purpose: sitting.purpose === 'after' ? ('after' as const) : ('before' as const),
      item: item.id,
      kind: item.kind,
      stem: item.stem[language],
      ...(item.exhibit === undefined ? {} : { exhibit: item.exhibit }),
      options:
        item.kind === 'short'
          ? []
          : item.kind === 'order'
            ? item.steps.map((text, place) => ({
                text: text[language],
                key: true,
                chosen: chosen[place] === place,
              }))
            : item.options.map((option, number) => ({
                text: option.text[language],
                key: isKey(option),
                chosen: chosen.includes(number),
                ...(option.why === undefined ? {} : { why: option.why[language] }),
              })),
      ...(typeof answer === 'string' ? { mine: answer } : {}),
      ...(item.kind === 'short' ? { accept: [...item.accept] } : {}),
      right: answer !== undefined && isRight(item, answer),
      explanation: item.explanation[language],
    };
  });
}
