// A block of columns → events as rows: for senders that speak in events. The inverse of `blockFromEvents`.
import type { Event } from '#model/event/event.ts';
import { type EventFieldName, eventField } from '#model/event/fields.ts';
import { formatUuid } from '#model/ids.ts';
import { formatIp } from '#model/ip.ts';
import type { Column, EventBlock } from './port.ts';

function valueAt(column: Column, row: number, type: string): unknown {
  switch (column.kind) {
    case 'constant':
      return column.value;
    case 'number':
    case 'text':
      return column.values[row];
    case 'coded':
      return column.dictionary[column.codes[row]!];
    case 'bytes16':
      return type === 'uuid'
        ? formatUuid(column.values.subarray(row * 16, row * 16 + 16))
        : formatIp(column.values, row * 16);
    case 'lists':
    case 'maps':
      return column.values[row];
  }
}

const isEmpty = (value: unknown): boolean =>
  value === '' ||
  value === 0 ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** The rows of a block; empty values are left out, as absent fields mean the same. */
export function eventsFromBlock(block: EventBlock): Event[] {
  const columns = Object.entries(block.columns).map(([name, column]) => ({
    name,
    column,
    type: eventField(name)?.type ?? 'text',
  }));
  return Array.from({ length: block.rows }, (_, row) => {
    const event: Record<string, unknown> = {};
    for (const { name, column, type } of columns) {
      const value = valueAt(column as Column, row, type);
      if (!isEmpty(value) || name === ('@timestamp' satisfies EventFieldName)) event[name] = value;
    }
    return event as Event;
  });
}
