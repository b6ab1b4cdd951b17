// Rows of the table ↔ events as the rest of the platform sees them.
import type { Event } from '#model/event/event.ts';
import { type EventFieldName, eventField, eventFields } from '#model/event/fields.ts';
import { quoteColumn } from './columns.ts';

/** `SELECT` list that reads a whole event; use with {@link eventFromRow} and `JSONCompactEachRow`. */
export const eventSelection = eventFields
  .map(({ name, type }) =>
    type === 'time' ? `toUnixTimestamp64Milli(${quoteColumn(name)})` : quoteColumn(name),
  )
  .join(', ');

/** The event in a row of {@link eventSelection}; empty fields are left out. */
export function eventFromRow(row: readonly unknown[]): Event {
  const event: Record<string, unknown> = {};
  for (let index = 0; index < eventFields.length; index++) {
    const { name, type } = eventFields[index]!;
    const value = row[index];
    if (type === 'ip') {
      if (value !== '::') event[name] = plainIp(value as string);
    } else if (type === 'keywords') {
      if ((value as unknown[]).length > 0) event[name] = value;
    } else if (type === 'labels') {
      if (Object.keys(value as object).length > 0) event[name] = value;
    } else if (value !== '' && value !== 0) event[name] = value;
    else if (name === '@timestamp') event[name] = value;
  }
  event['event.module'] ??= '';
  event['event.dataset'] ??= '';
  return event as Event;
}

/** IPv4-mapped addresses in their usual dotted form. */
export const plainIp = (text: string): string =>
  text.startsWith('::ffff:') && text.includes('.') ? text.slice(7) : text;

/** A field's value as it is shown and grouped: addresses plain, times in milliseconds. */
export const shownValue = (name: EventFieldName, value: unknown): unknown =>
  eventField(name)!.type === 'ip' && typeof value === 'string' ? plainIp(value) : value;
