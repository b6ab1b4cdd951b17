// A query box: completions while typing, searched on Enter. Keys stay in the input; offers are a list beside it.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Completion } from '#model/search/complete.ts';
import { useI18n } from '../i18n/context.tsx';
import { Icon } from './icon.tsx';

/** `offersAt` completes the word at the caret; `describe` says in words what a completion is; `help` may put a text into the box. */
export function QueryBar<Name extends string>({
  value,
  autoFocus,
  placeholder,
  label,
  offersAt,
  describe,
  help,
  onSearch,
}: {
  value: string;
  autoFocus: boolean;
  placeholder: string;
  label: string;
  offersAt: (text: string, caret: number) => Completion<Name>[];
  describe: (completion: Completion<Name>) => string | undefined;
  help?: (fill: (text: string) => void) => ReactNode;
  onSearch: (query: string) => void;
}) {
  const { t } = useI18n();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [offers, setOffers] = useState<Completion<Name>[]>([]);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  const offer = () => {
    const bar = input.current;
    if (!bar) return;
    setOffers(offersAt(bar.value, bar.selectionStart ?? bar.value.length));
    setChosen(-1);
  };
  const close = () => {
    setOffers([]);
    setChosen(-1);
  };
  const take = (completion: Completion<Name>) => {
    const next = text.slice(0, completion.start) + completion.insert + text.slice(completion.end);
    const caret = completion.start + completion.insert.length;
    setText(next);
    close();
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(caret, caret);
      if (completion.kind === 'field') offer();
    });
  };
  const fill = (example: string) => {
    setText(example);
    input.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (offers.length === 0) return offer();
      // One place more than there are offers: the text as typed.
      const places = offers.length + 1;
      const next = (chosen + 1 + (event.key === 'ArrowDown' ? 1 : -1) + places) % places;
      setChosen(next - 1);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && offers[chosen]) {
      event.preventDefault();
      take(offers[chosen]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      close();
      onSearch(text.trim());
    } else if (event.key === 'Escape') {
      if (offers.length > 0) close();
      else input.current?.blur();
    }
  };

  return (
    <div className="bar">
      <Icon name="search" />
      <input
        ref={input}
        data-search-bar
        className="bar-input"
        type="search"
        value={text}
        placeholder={placeholder}
        aria-label={label}
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        onChange={event => {
          setText(event.currentTarget.value);
          offer();
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {text ? (
        <button
          type="button"
          className="bar-clear"
          aria-label={t('events.clearQuery')}
          onClick={() => {
            setText('');
            onSearch('');
          }}
        >
          <Icon name="close" size={14} />
        </button>
      ) : (
        <kbd className="desk-only">/</kbd>
      )}
      {help?.(fill)}
      <div
        className="offers"
        id={`${id}-list`}
        role="listbox"
        aria-label={t('events.completions')}
        hidden={offers.length === 0}
      >
        {offers.map((one, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input (aria-activedescendant)
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys
          <div
            key={one.insert}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={index === chosen ? 'offer chosen' : 'offer'}
            onMouseDown={event => event.preventDefault()}
            onClick={() => take(one)}
          >
            <code>{one.insert}</code>
            <span>{describe(one)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
