// Events as rows → a block of columns, holding every value inside the limits of the dictionary.
import { type Event, labelLimit, originalLimit, textLimit } from '#model/event/event.ts';
import { type EventFieldName, eventFields } from '#model/event/fields.ts';
import type { Column, EventBlock } from './port.ts';

/**
 * The events as one block. Fields that no event has are left out; text is cut at the dictionary's limits
 * (8 KiB for `event.original`, 4 Ki units otherwise) and labels at 128 an event.
 */
export function blockFromEvents(events: readonly Event[]): EventBlock {
  const present = new Set<string>();
  for (const event of events) for (const name in event) present.add(name);
  const columns: Partial<Record<EventFieldName, Column>> = {};
  for (const { name, type } of eventFields) {
    if (!present.has(name)) continue;
    const value = (event: Event) => event[name];
    switch (type) {
      case 'time':
      case 'u8':
      case 'u16':
      case 'u32':
      case 'u64':
      case 'f32':
        columns[name] = {
          kind: 'number',
          values: Float64Array.from(events, event => Number(value(event) ?? 0)),
        };
        break;
      case 'keywords':
        columns[name] = {
          kind: 'lists',
          values: events.map(event =>
            (event['threat.technique.id'] ?? []).slice(0, labelLimit).map(text => cut(text)),
          ),
        };
        break;
      case 'labels':
        columns[name] = { kind: 'maps', values: events.map(event => boundedLabels(event.labels)) };
        break;
      default: {
        const limit = name === 'event.original' ? originalLimit : textLimit;
        columns[name] = { kind: 'text', values: events.map(event => cut(value(event) ?? '', limit)) };
      }
    }
  }
  return { rows: events.length, columns };
}

const cut = (value: unknown, limit = textLimit): string => {
  const text = typeof value === 'string' ? value : String(value);
  return text.length > limit ? text.slice(0, limit) : text;
};

const none = {};

function boundedLabels(labels: Record<string, string> | undefined): Record<string, string> {
  if (!labels) return none;
  const entries = Object.entries(labels);
  const fits =
    entries.length <= labelLimit &&
    entries.every(([key, text]) => key.length <= 256 && text.length <= textLimit);
  if (fits) return labels;
  return Object.fromEntries(entries.slice(0, labelLimit).map(([key, text]) => [cut(key, 256), cut(text)]));
}
