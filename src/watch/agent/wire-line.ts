// One event as a line of a batch, trimmed to what the collector takes, so that no event of a visitor's making can block a stream.
import type { Event } from '#model/event/event.ts';
import { labelLimit, textLimit } from '#model/event/event.ts';
import { eventField } from '#model/event/fields.ts';
import {
  keywordLimit,
  labelNameLimit,
  lengthLimit,
  listLimit,
  problemWith,
} from '../collector/check-value.ts';

/**
 * The JSON line of an event. Texts too long are cut, values a field cannot hold are moved into labels.
 * Returns undefined when the event lacks what every event needs (id, time, module, dataset).
 */
export function wireLine(event: Event): string | undefined {
  const line: Record<string, unknown> = {};
  const labels: Record<string, string> = {};
  let labelCount = 0;
  const label = (name: string, value: unknown) => {
    if (labelCount >= labelLimit || name === '__proto__') return;
    labels[name.slice(0, labelNameLimit)] = String(
      typeof value === 'object' ? JSON.stringify(value) : value,
    ).slice(0, textLimit);
    labelCount++;
  };
  for (const name in event) {
    const value: unknown = event[name as keyof Event];
    if (value === undefined || value === null) continue;
    const field = eventField(name);
    if (!field) {
      label(name, value);
      continue;
    }
    if (name === 'labels') {
      if (typeof value === 'object') for (const [key, text] of Object.entries(value)) label(key, text);
      continue;
    }
    let fitted = value;
    if (typeof value === 'string' && (field.type === 'text' || field.type === 'keyword'))
      fitted = value.slice(0, lengthLimit(name, field.type));
    else if (field.type === 'keywords' && Array.isArray(value))
      fitted = value.slice(0, listLimit).map(item => String(item).slice(0, keywordLimit));
    else if (field.type === 'time' && typeof value === 'number') fitted = Math.floor(value);
    if (problemWith(name, field.type, fitted) === undefined) line[name] = fitted;
    else label(`refused.${name}`, value);
  }
  if (
    !line['event.id'] ||
    line['@timestamp'] === undefined ||
    !line['event.module'] ||
    !line['event.dataset']
  )
    return undefined;
  if (labelCount > 0) line['labels'] = labels;
  return JSON.stringify(line);
}
