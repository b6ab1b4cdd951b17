// Keys that work on every page, and the page that lists them.
import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useI18n } from '../i18n/context.tsx';
import { useRights } from '../lib/hooks.ts';
import { allPlaces } from './nav.ts';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `g` + letter goes to a place, `/` to the search bar, `?` opens the list of keys. */
export function useGlobalKeys(onHelp: () => void): void {
  const navigate = useNavigate();
  const may = useRights();
  const allowed = useRef(may);
  allowed.current = may;
  const gAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
      if (event.key === '?') {
        event.preventDefault();
        onHelp();
      } else if (event.key === '/') {
        event.preventDefault();
        const bar = document.querySelector<HTMLInputElement>('[data-search-bar]');
        if (bar) bar.focus();
        else if (allowed.current('read')) void navigate({ to: '/events', search: { focus: '1' } as never });
      } else if (event.key === 'g') gAt.current = event.timeStamp;
      else if (event.timeStamp - gAt.current < 1_500) {
        gAt.current = 0;
        const place = allPlaces.find(candidate => candidate.key === event.key);
        if (!place || !allowed.current(place.right)) return;
        event.preventDefault();
        void navigate({ to: place.to });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, onHelp]);
}

const general: readonly [string, MessageKey][] = [
  ['Ctrl K', 'keys.palette'],
  ['/', 'keys.search'],
  ['?', 'keys.help'],
  ['j  k', 'keys.move'],
  ['Enter', 'keys.openRow'],
  ['Esc', 'keys.close'],
];

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useI18n();
  const may = useRights();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className="keys">
        <dl>
          {general.map(([key, label]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(label)}</dd>
            </div>
          ))}
        </dl>
        <dl>
          {allPlaces
            .filter(place => may(place.right))
            .map(place => (
              <div key={place.id}>
                <dt>
                  <kbd>g {place.key}</kbd>
                </dt>
                <dd>{t(place.label)}</dd>
              </div>
            ))}
        </dl>
      </div>
    </Modal>
  );
}
