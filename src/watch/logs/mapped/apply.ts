// Applies a mapping to a record, whether it was JSON or a CSV row.

import { eventFields } from '#model/event/fields.ts';
import type { Clock } from '#model/time.ts';
import { LabelBag } from '../core/labels.ts';
import type { Fields } from '../core/record.ts';
import { parseBsd, parseClf, parseEpoch, parseEpochSeconds, parseIso } from '../core/time.ts';
import { type Put, put, type Scalar } from '../core/values.ts';
import { bad, type Draft, type Skip } from '../format.ts';
import { synonyms, timePaths } from './default.ts';
import type { MappedField, Mapping, Source } from './mapping.ts';

interface Rule {
  field: MappedField;
  put: Put;
  paths: readonly string[];
  source: Exclude<Source, string>;
}

const own = (record: Fields, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);

/** The value at a path; `a.b` is tried as one key first, then as nested keys. */
export function valueAt(record: Fields, path: string): unknown {
  const whole = own(record, path);
  if (whole !== undefined || !path.includes('.')) return whole;
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = own(value as Fields, key);
  }
  return value;
}

const settable = eventFields.filter(
  field =>
    !['@timestamp', 'event.id', 'event.original', 'event.ingested', 'labels'].includes(field.name) &&
    !field.name.startsWith('log.') &&
    !['hinomi.record', 'hinomi.block', 'hinomi.input', 'event.end'].includes(field.name),
);

const rulesOf = (mapping: Mapping | undefined): Rule[] =>
  mapping
    ? Object.entries(mapping.fields).map(([name, given]) => {
        const source = typeof given === 'string' ? { path: given } : given;
        const field = name as MappedField;
        return { field, put: put(field), paths: source.path === undefined ? [] : [source.path], source };
      })
    : settable.map(({ name }) => {
        const field = name as MappedField;
        return { field, put: put(field), paths: [name, ...(synonyms[name] ?? [])], source: {} };
      });

function timeOf(value: unknown, format: NonNullable<Mapping['time']['format']>, clock: Clock, zone: number) {
  const text = typeof value === 'string' ? value.trim() : '';
  switch (format) {
    case 'iso':
      return parseIso(text, zone);
    case 'epoch-s':
      return parseEpochSeconds(value);
    case 'epoch-ms':
      return parseEpochSeconds(Number(value) / 1000);
    case 'clf':
      return parseClf(text);
    case 'bsd':
      return parseBsd(text, clock(), zone);
    default:
      return parseIso(text, zone) ?? parseClf(text) ?? parseEpoch(typeof value === 'string' ? text : value);
  }
}

/** Compiles a mapping (or the default one) into a function from records to events. */
export function compileMapping(
  format: string,
  mapping: Mapping | undefined,
  clock: Clock,
  zoneMinutes: number,
): (record: Fields) => Draft[] | Skip {
  const rules = rulesOf(mapping);
  const module = mapping?.module ?? format;
  const dataset = `${module}.${mapping?.dataset ?? 'record'}`;
  const times = mapping ? [mapping.time.path] : timePaths;
  return record => {
    const timePath = times.find(path => {
      const value = valueAt(record, path);
      return value !== undefined && value !== null && value !== '';
    });
    if (timePath === undefined) return bad(`no time: looked for ${times.slice(0, 4).join(', ')}`);
    const given = valueAt(record, timePath);
    const time = timeOf(given, mapping?.time.format ?? 'auto', clock, zoneMinutes);
    if (time === undefined) return bad(`no readable time in ${timePath}: ${String(given).slice(0, 60)}`);
    const draft: Draft = {
      '@timestamp': time,
      'event.module': module,
      'event.dataset': dataset,
      'event.category': 'host',
      'event.action': 'log',
      'observer.type': 'log',
    };
    const taken = new Set([timePath]);
    for (const rule of rules) apply(rule, record, draft, taken);
    const labels = new LabelBag();
    addRest(record, '', taken, labels, 0);
    labels.finish(draft);
    return [draft];
  };
}

function apply(rule: Rule, record: Fields, draft: Draft, taken: Set<string>): void {
  const { source } = rule;
  for (const path of rule.paths) {
    const value = valueAt(record, path);
    if (value === null || value === undefined || value === '' || typeof value === 'object') continue;
    if (rule.put(draft, transform(value as Scalar, source))) {
      taken.add(path);
      return;
    }
  }
  if (source.value !== undefined) rule.put(draft, source.value);
}

function transform(value: Scalar, source: Exclude<Source, string>): Scalar {
  let result = value;
  if (source.case === 'lower') result = String(result).toLowerCase();
  else if (source.case === 'upper') result = String(result).toUpperCase();
  const key = String(result);
  return source.map && Object.hasOwn(source.map, key) ? source.map[key]! : result;
}

/** Everything not taken, flattened; a level deep here so that half-taken objects keep their other half. */
function addRest(record: Fields, prefix: string, taken: Set<string>, labels: LabelBag, depth: number): void {
  for (const key in record) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (taken.has(path)) continue;
    const value = record[key];
    if (depth < 8 && value !== null && typeof value === 'object' && !Array.isArray(value))
      addRest(value as Fields, path, taken, labels, depth + 1);
    else labels.addValue(path, value, depth);
  }
}
