// One item of the test with its answer.
import { TextInput } from '@mantine/core';
import type { TestView } from '#model/drill/review.ts';
import type { ItemAnswer } from '#model/drill/sitting.ts';
import type { Language } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Inline } from '../lecture/markdown.tsx';
import { chosen } from './answers.ts';

export type ShownItem = NonNullable<TestView['sitting']>['items'][number];

const how = {
  single: 'review.test.how.single',
  multiple: 'review.test.how.multiple',
  order: 'review.test.how.order',
  short: 'review.test.how.short',
} as const;

export function Item({
  item,
  lang,
  number,
  answer,
  onAnswer,
}: {
  item: ShownItem;
  lang: Language;
  number: number;
  answer: ItemAnswer | undefined;
  onAnswer: (answer: ItemAnswer) => void;
}) {
  const { t } = useI18n();
  const places = Array.isArray(answer) ? answer : [];
  const { kind } = item;
  return (
    <fieldset className="rv-item">
      <legend>
        <span className="rv-item-number" aria-hidden="true">
          {number}
        </span>
        <span className="rv-stem" lang={lang}>
          <Inline text={item.stem} />
        </span>
      </legend>
      {item.exhibit ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre className="rv-exhibit" tabIndex={0}>
          {item.exhibit}
        </pre>
      ) : null}
      <p className="muted">{t(how[kind])}</p>
      {kind === 'short' ? (
        <TextInput
          aria-label={t('review.test.answer')}
          value={typeof answer === 'string' ? answer : ''}
          maxLength={200}
          autoComplete="off"
          onChange={event => onAnswer(event.currentTarget.value)}
        />
      ) : (
        <ul className="rv-options">
          {item.options.map((text, place) => {
            const position = places.indexOf(place);
            const on = position >= 0;
            return (
              <li // biome-ignore lint/suspicious/noArrayIndexKey: options stay in their order
                key={`${item.id}:${place}`}
              >
                <label className={on ? 'rv-option on' : 'rv-option'}>
                  <input
                    type={kind === 'single' ? 'radio' : 'checkbox'}
                    name={item.id}
                    checked={on}
                    onChange={() => onAnswer(chosen(kind, places, place))}
                  />
                  {kind === 'order' ? <span className="rv-position">{on ? position + 1 : '–'}</span> : null}
                  <span className="grow" lang={lang}>
                    <Inline text={text} />
                  </span>
                  <kbd className="desk-only">{place + 1}</kbd>
                </label>
              </li>
            );
          })}
        </ul>
      )}
    </fieldset>
  );
}
