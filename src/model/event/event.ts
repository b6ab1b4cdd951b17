// An event: one immutable observation, flat, keyed by field name. Absent fields take the column's empty value.
import type { EventFieldName } from './fields.ts';

type TimeField = '@timestamp' | 'event.ingested' | 'event.end';
type NumberField =
  | 'event.severity'
  | 'source.port'
  | 'source.as.number'
  | 'destination.port'
  | 'destination.as.number'
  | 'network.packets'
  | 'network.bytes'
  | 'hinomi.tcp.flags'
  | 'hinomi.tool.probability'
  | 'http.response.status_code'
  | 'file.size'
  | 'log.offset'
  | 'hinomi.record'
  | 'hinomi.block';
type TextField = Exclude<EventFieldName, TimeField | NumberField | 'threat.technique.id' | 'labels'>;

/** Times are Unix milliseconds, addresses text, numbers plain; see the dictionary for meaning. */
export type Event = {
  '@timestamp': number;
  'event.id': string;
  'event.module': string;
  'event.dataset': string;
} & { [K in TimeField | NumberField]?: number } & { [K in TextField]?: string } & {
  'threat.technique.id'?: string[];
  labels?: Record<string, string>;
};

/** Longest raw record kept in `event.original`, in UTF-16 units. */
export const originalLimit = 8_192;
/** Longest value kept in any other text field. */
export const textLimit = 4_096;
/** Most labels kept on one event. */
export const labelLimit = 128;
