// The search bar: completions for fields and known values while typing, searched on Enter.
import { useEffect, useId, useRef, useState } from 'react';
import { eventField } from '#model/event/fields.ts';
import { type Completion, completeSearch } from '#model/search/complete.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Icon } from '../../parts/icon.tsx';

export function SearchBar({
  value,
  autoFocus,
  onSearch,
}: {
  value: string;
  autoFocus: boolean;
  onSearch: (query: string) => void;
}) {
  const { t, language } = useI18n();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [offers, setOffers] = useState<Completion[]>([]);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  const offer = () => {
    const bar = input.current;
    if (!bar) return;
    const caret = bar.selectionStart ?? bar.value.length;
    setOffers(completeSearch(bar.value, caret, 10));
    setChosen(-1);
  };
  const close = () => {
    setOffers([]);
    setChosen(-1);
  };
  const take = (completion: Completion) => {
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

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const open = offers.length > 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return offer();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen(
        (chosen + step + offers.length + 1) % (offers.length + 1) === offers.length
          ? -1
          : (chosen + step + offers.length) % offers.length,
      );
    } else if ((event.key === 'Enter' || event.key === 'Tab') && open && chosen >= 0) {
      event.preventDefault();
      take(offers[chosen]!);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      close();
      onSearch(text.trim());
    } else if (event.key === 'Escape') {
      if (open) close();
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
        placeholder={t('events.placeholder')}
        aria-label={t('events.search')}
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
            <span>{one.kind === 'field' ? eventField(one.field)?.[language] : one.field}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
