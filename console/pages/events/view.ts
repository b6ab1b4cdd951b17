// The events view in the URL: query, time range, columns, open event, tab. Pure but for the clock passed in.
import { type EventFieldName, eventField } from '#model/event/fields.ts';

export const eventsDefaults = {
  q: '',
  last: '24h',
  from: '',
  to: '',
  cols: '',
  event: '',
  tab: 'search',
  sql: '',
  focus: '',
};
export type EventsView = typeof eventsDefaults;
export type SetEventsView = (patch: Partial<Record<keyof EventsView, string>>, replace?: boolean) => void;

export const quickRanges = ['15m', '1h', '6h', '24h', '7d', '30d', 'all'] as const;
export type QuickRange = (typeof quickRanges)[number];
const spans: Record<QuickRange, number> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  all: 0,
};

export interface TimeRange {
  from?: number;
  to?: number;
}

const readTime = (text: string): number | undefined => {
  const at = /^\d{10,16}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : undefined;
};

/** The range a view asks for at a moment; fixed times win over quick ranges. */
export function rangeOf(view: Pick<EventsView, 'last' | 'from' | 'to'>, now: number): TimeRange {
  const from = readTime(view.from);
  const to = readTime(view.to);
  if (from !== undefined || to !== undefined)
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const span = Object.hasOwn(spans, view.last) ? spans[view.last as QuickRange] : spans['24h'];
  return span === 0 ? {} : { from: now - span };
}

/** Times as the API reads them. */
export const rangeQuery = (range: TimeRange): { from?: number; to?: number } => range;

export const defaultColumns: readonly EventFieldName[] = [
  '@timestamp',
  'event.dataset',
  'hinomi.class',
  'source.ip',
  'source.geo.country_iso_code',
  'destination.ip',
  'destination.port',
  'network.packets',
  'message',
];

/** Columns named in the URL; unknown names are dropped. */
export function columnsOf(text: string): readonly EventFieldName[] {
  const named = text.split(',').filter((name): name is EventFieldName => eventField(name) !== undefined);
  return named.length > 0 ? named : defaultColumns;
}

/** Fields offered in the side panel, most telling first. */
export const facetFields: readonly EventFieldName[] = [
  'hinomi.class',
  'event.dataset',
  'source.ip',
  'source.geo.country_iso_code',
  'destination.port',
  'network.protocol',
  'source.as.number',
  'destination.ip',
  'hinomi.tool.name',
  'user.name',
  'hinomi.password',
  'process.command_line',
  'url.domain',
  'rule.name',
];
