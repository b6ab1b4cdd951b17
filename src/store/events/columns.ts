// How each field of the dictionary is held as a ClickHouse column.
import { type EventFieldName, eventField, eventFields, type FieldType } from '#model/event/fields.ts';

/** Table of events, in the store's database. */
export const eventsTable = 'events';

const columnTypes: Record<FieldType, string> = {
  time: "DateTime64(3, 'UTC')",
  uuid: 'UUID',
  ip: 'IPv6',
  u8: 'UInt8',
  u16: 'UInt16',
  u32: 'UInt32',
  u64: 'UInt64',
  f32: 'Float32',
  keyword: 'LowCardinality(String)',
  text: 'String',
  keywords: 'Array(LowCardinality(String))',
  labels: 'Map(LowCardinality(String), String)',
};

/** ClickHouse type of a field. */
export const columnType = (type: FieldType): string => columnTypes[type];

// Neighbouring events have neighbouring times and offsets: store differences. Long text is worth the slower codec.
const codecs: Partial<Record<EventFieldName, string>> = {
  '@timestamp': 'CODEC(Delta, LZ4)',
  'event.ingested': 'CODEC(Delta, ZSTD)',
  'event.end': 'CODEC(Delta, LZ4)',
  'event.id': 'CODEC(LZ4)',
  'event.original': 'CODEC(ZSTD)',
  message: 'CODEC(ZSTD)',
  labels: 'CODEC(ZSTD)',
  'log.file.path': 'CODEC(ZSTD)',
  'log.offset': 'CODEC(Delta, ZSTD)',
  'hinomi.record': 'CODEC(Delta, ZSTD)',
  'hinomi.block': 'CODEC(Delta, ZSTD)',
  'hinomi.input': 'CODEC(ZSTD)',
};

/** A column name as SQL: ECS names carry dots and `@`, so they are always quoted. */
export const quoteColumn = (name: EventFieldName): string => `\`${name}\``;

/** One line of `CREATE TABLE` for a field. */
export function columnDefinition(name: EventFieldName): string {
  const { type } = eventField(name)!;
  const value = name === 'event.ingested' ? ' DEFAULT now64(3)' : '';
  const codec = codecs[name] ? ` ${codecs[name]}` : '';
  return `${quoteColumn(name)} ${columnType(type)}${value}${codec}`;
}

/** All columns in the order of the dictionary. */
export const allColumns: readonly EventFieldName[] = eventFields.map(entry => entry.name);
