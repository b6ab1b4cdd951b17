// The query box of the logs: completions for fields and sources while typing, searched on Enter, help beside it.
import { ActionIcon, Popover } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { type Completion, completeSearch } from '#model/search/complete.ts';
import { type EvidenceFieldName, evidenceDictionary } from '#model/search/evidence.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { useSources } from '../parts/names.ts';

const examples = [
  'squid',
  '"logon failed"',
  'host:PC-0012',
  'user:taro -code:4624',
  'ip:10.1.0.0/16',
  'source.ip:10.1.2.3 destination.ip:203.0.113.9',
  'object:*.example',
  'code:sysmon*  (rundll32 OR regsvr32)',
  'source:squid NOT object:*.go.jp',
] as const;

export function QueryBar({
  value,
  autoFocus,
  onSearch,
}: {
  value: string;
  autoFocus: boolean;
  onSearch: (query: string) => void;
}) {
  const { t } = useI18n();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [offers, setOffers] = useState<Completion<EvidenceFieldName>[]>([]);
  const [chosen, setChosen] = useState(-1);
  const { ids } = useSources();
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  const offer = () => {
    const bar = input.current;
    if (!bar) return;
    setOffers(
      completeSearch(bar.value, bar.selectionStart ?? bar.value.length, 10, {
        ...evidenceDictionary,
        vocabulary: { source: ids },
      }),
    );
    setChosen(-1);
  };
  const close = () => {
    setOffers([]);
    setChosen(-1);
  };
  const take = (completion: Completion<EvidenceFieldName>) => {
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
        placeholder={t('desk.logs.placeholder')}
        aria-label={t('desk.logs.query')}
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
      <Popover position="bottom-end" width={360} shadow="md">
        <Popover.Target>
          <ActionIcon size="sm" aria-label={t('desk.logs.help')}>
            <b aria-hidden="true">?</b>
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <h2>{t('desk.logs.help')}</h2>
          <p className="muted">{t('desk.logs.help.text')}</p>
          <ul className="query-examples">
            {examples.map((example, index) => (
              <li key={example}>
                <button
                  type="button"
                  className="link-button mono"
                  onClick={() => {
                    setText(example);
                    input.current?.focus();
                  }}
                >
                  {example}
                </button>
                <span>{t(`desk.logs.help.${index + 1}` as 'desk.logs.help.1')}</span>
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
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
            <span>{t(`desk.field.${one.field}`)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
