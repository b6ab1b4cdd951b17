// The fields a search line may name. The language is one; what can be asked of events and of a trainee's logs differs.
import { type EventFieldName, eventField, eventFields, type FieldType } from '../event/fields.ts';
import { rsitTypes } from '../vocab/rsit.ts';
import { trafficClasses } from '../vocab/traffic-class.ts';

export interface SearchField<Name extends string = string> {
  name: Name;
  type: FieldType;
}

export interface SearchDictionary<Name extends string = string> {
  /** What completions offer, in this order. */
  fields: readonly SearchField<Name>[];
  /** A field that may be named, in its own spelling. */
  find(name: string): SearchField<Name> | undefined;
  /** `labels.name:value` reaches into labels. */
  labels: boolean;
  /** Field that a bare UUID is looked for in. */
  idField?: Name;
  /** Field that a bare word with `*` in it is a pattern of; without it the star is a letter like any other. */
  wordField?: Name;
  /** Values that are known beforehand. */
  vocabulary: Partial<Record<Name, readonly string[]>>;
}

const searchable = eventFields.filter(
  field => field.type !== 'labels',
) as readonly SearchField<EventFieldName>[];

/** Events of the operation. */
export const eventDictionary: SearchDictionary<EventFieldName> = {
  fields: searchable,
  find(name) {
    const known = eventField(name);
    return known && known.type !== 'labels' ? (known as SearchField<EventFieldName>) : undefined;
  },
  labels: true,
  idField: 'event.id',
  vocabulary: {
    'hinomi.class': trafficClasses,
    'rsit.type': rsitTypes,
    'event.outcome': ['success', 'failure', 'unknown'],
    'observer.type': ['telescope', 'honeypot', 'ids', 'log', 'feed'],
    'hinomi.vantage': ['darknet', 'victim', 'honeypot', 'lan', 'unknown'],
    'network.transport': ['tcp', 'udp', 'icmp', 'ipv6-icmp'],
    'event.category': ['network', 'authentication', 'web', 'intrusion_detection', 'file', 'process'],
  },
};
