// Log lines as they are written, newest or oldest first; j and k walk, Enter opens.
import { useEffect, useRef, useState } from 'react';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { simStamp } from '../../shared/clock.ts';
import type { Line } from '../data.ts';
import { useSources } from '../parts/names.ts';
import { split } from './marks.ts';

/** A line's text with what was searched for marked; control characters made visible. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return split(visibleBlock(text), words).map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
    index % 2 ? <mark key={index}>{piece}</mark> : piece,
  );
}

/** What a JSON line is about, since its beginning rarely tells. */
export function Brief({ line }: { line: Line }) {
  const text = [line.code, line.user, line.object].filter(Boolean).join(' ');
  return line.text.startsWith('{') && text ? <b>{visibleText(text.slice(0, 160))} </b> : null;
}

/** Text of a line that is only looked over; the whole is in its detail. */
const shownLength = 600;

export function Lines({
  items,
  words,
  openId,
  wrap,
  onOpen,
  label,
}: {
  items: readonly Line[];
  words: readonly string[];
  openId: string;
  wrap: boolean;
  onOpen: (id: string) => void;
  label: string;
}) {
  const { of } = useSources();
  const { t } = useI18n();
  const box = useRef<HTMLOListElement>(null);
  const [row, setRow] = useState(-1);
  useEffect(() => {
    const move = (step: number) => {
      const next = Math.max(0, Math.min(items.length - 1, row + step));
      const item = items[next];
      if (!item) return;
      setRow(next);
      box.current?.children[next]?.scrollIntoView({ block: 'nearest' });
      if (openId) onOpen(item.id);
    };
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) return;
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Enter' && target === box.current && items[row]) onOpen(items[row].id);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [items, row, openId, onOpen]);

  return (
    <ol
      className={wrap ? 'lines wrap' : 'lines'}
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
    >
      {items.map((line, index) => {
        const { title, colour } = of(line.source);
        return (
          // The time is a button; the click on the row is a convenience.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <li
            key={line.id}
            className={line.id === openId ? 'line open' : index === row ? 'line current' : 'line'}
            onClick={() => {
              if (String(getSelection())) return;
              setRow(index);
              onOpen(line.id);
            }}
          >
            <svg className="line-bar" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
              <rect width={1} height={1} fill={colour} />
            </svg>
            <button
              type="button"
              className="line-time"
              aria-label={`${t('desk.line.open')} ${simStamp(line.at)}`}
            >
              {simStamp(line.at).slice(5)}
            </button>
            <span className="line-source" title={title}>
              {line.source}
            </span>
            <span className="line-host">{visibleText(line.host) || '–'}</span>
            <bdi className="line-text">
              <Brief line={line} />
              <Marked text={line.text.slice(0, shownLength)} words={words} />
              {line.text.length > shownLength ? '…' : ''}
            </bdi>
          </li>
        );
      })}
    </ol>
  );
}
