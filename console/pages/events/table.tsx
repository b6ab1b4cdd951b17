// The results: only the rows in view are in the page, so that ten thousand stay quick.
import { useEffect, useRef, useState } from 'react';
import { tellingField } from '#model/event/brief.ts';
import type { Event } from '#model/event/event.ts';
import type { EventFieldName } from '#model/event/fields.ts';
import { defang, visibleText } from '#model/visible.ts';
import type { MessageKey } from '../../i18n/catalogue.ts';
import { type I18n, useI18n } from '../../i18n/context.tsx';
import { ClassTag } from '../../parts/tags.tsx';

const rowHeight = 26;
const spare = 12;

const widths: Partial<Record<EventFieldName, number>> = {
  '@timestamp': 184,
  'event.dataset': 116,
  'hinomi.class': 148,
  'event.action': 112,
  'source.ip': 112,
  'source.geo.country_iso_code': 66,
  'destination.ip': 112,
  'destination.port': 60,
  'source.port': 64,
  'network.protocol': 84,
  'network.packets': 64,
  'network.bytes': 90,
  message: 150,
};
const numeric = new Set<string>([
  'network.packets',
  'network.bytes',
  'destination.port',
  'source.port',
  'event.severity',
  'file.size',
]);
const shortHeads: Partial<Record<EventFieldName, MessageKey>> = {
  '@timestamp': 'column.time',
  'source.geo.country_iso_code': 'column.country',
  'destination.port': 'column.port',
  'network.protocol': 'column.protocol',
  'network.packets': 'column.packets',
  'hinomi.class': 'column.what',
  'event.action': 'column.action',
  'event.dataset': 'column.dataset',
  'source.ip': 'column.source',
  'destination.ip': 'column.destination',
  message: 'column.message',
};

/** One value as text, safe to show; also used by the drawer. */
export function fieldText(i18n: I18n, field: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (field === '@timestamp' || field === 'event.end' || field === 'event.ingested')
    return i18n.stamp(Number(value), 'milli');
  if (field.startsWith('url.') || field === 'dns.question.name') return visibleText(defang(String(value)));
  if (Array.isArray(value)) return visibleText(value.join(', '));
  return visibleText(String(value));
}

export function EventTable({
  items,
  columns,
  openId,
  onOpen,
  onEnd,
  more,
}: {
  items: readonly Event[];
  columns: readonly EventFieldName[];
  openId: string;
  onOpen: (id: string) => void;
  onEnd: () => void;
  more: boolean;
}) {
  const i18n = useI18n();
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const [tall, setTall] = useState(600);
  const [row, setRow] = useState(-1);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setTall(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const last = Math.min(items.length, Math.ceil((top + tall) / rowHeight) + spare);
  useEffect(() => {
    if (last >= items.length - 40) onEnd();
  }, [last, items.length, onEnd]);

  const move = (step: number) => {
    const next = Math.max(0, Math.min(items.length - 1, row + step));
    setRow(next);
    const element = box.current;
    if (element) {
      const y = next * rowHeight;
      if (y < element.scrollTop) element.scrollTop = y;
      else if (y + 3 * rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = y + 3 * rowHeight - element.clientHeight;
    }
    const item = items[next];
    if (openId && item) onOpen(item['event.id']);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
      )
        return;
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Enter' && target === box.current && items[row]) onOpen(items[row]['event.id']);
      else if (target === box.current && event.key === 'ArrowDown') move(1);
      else if (target === box.current && event.key === 'ArrowUp') move(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const total = columns.reduce((sum, name) => sum + (widths[name] ?? 140), 0);
  return (
    <section
      className="event-box"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={i18n.t('events.results')}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
    >
      <table className="event-table" style={{ minWidth: total }} aria-rowcount={more ? -1 : items.length}>
        <colgroup>
          {columns.map(name => (
            <col key={name} style={name === 'message' ? {} : { width: widths[name] ?? 140 }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(name => (
              <th key={name} scope="col" className={numeric.has(name) ? 'num' : ''} title={name}>
                {shortHeads[name] ? i18n.t(shortHeads[name]) : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 ? <Spacer height={first * rowHeight} /> : null}
          {items.slice(first, last).map((item, index) => {
            const id = item['event.id'];
            const at = first + index;
            return (
              // The first cell holds a button; the click on the row is a convenience.
              <tr
                key={id}
                aria-rowindex={at + 1}
                className={id === openId ? 'open' : at === row ? 'current' : ''}
                onClick={() => {
                  setRow(at);
                  onOpen(id);
                }}
              >
                {columns.map((name, column) => (
                  <td
                    key={name}
                    className={numeric.has(name) ? 'num' : ''}
                    title={fieldText(i18n, name, item[name]).slice(0, 500) || undefined}
                  >
                    <Cell i18n={i18n} event={item} name={name} first={column === 0} />
                  </td>
                ))}
              </tr>
            );
          })}
          {last < items.length ? <Spacer height={(items.length - last) * rowHeight} /> : null}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows out of view. */
const Spacer = ({ height }: { height: number }) => (
  <tr className="spacer" style={{ height }}>
    <td />
  </tr>
);

function Cell({
  i18n,
  event,
  name,
  first,
}: {
  i18n: I18n;
  event: Event;
  name: EventFieldName;
  first: boolean;
}) {
  const value = event[name];
  if (name === 'hinomi.class')
    return typeof value === 'string' && value ? (
      <ClassTag name={value} />
    ) : (
      <span className="muted">{fieldText(i18n, 'event.action', event['event.action'])}</span>
    );
  const text =
    name === 'message' && !value ? summary(i18n, event) : fieldText(i18n, name, value).slice(0, 300);
  return first ? (
    <button type="button" className="event-open">
      {text || '–'}
    </button>
  ) : (
    text
  );
}

/** What stands in the message column when the source gave none: the most telling text of the event. */
export function summary(i18n: I18n, event: Event): string {
  const found = tellingField(event);
  return found ? fieldText(i18n, found.name, found.value.slice(0, 300)) : '';
}
