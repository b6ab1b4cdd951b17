// The search of the logs as the URL carries it. Times are the organisation's, as in the log lines. Pure.
import { hour, minute, second } from '#model/time.ts';
import type { QueryValues } from '../../../../api/client.ts';
import { parseSim, simStamp } from '../../shared/clock.ts';

export const logDefaults = {
  q: '',
  src: '',
  last: 'all',
  from: '',
  to: '',
  order: 'new',
  line: '',
  wrap: '',
  focus: '',
};
type LogView = typeof logDefaults;

export const quickRanges = ['15m', '1h', '6h', '24h', 'all'] as const;
const spans: Readonly<Record<string, number>> = {
  '15m': 15 * minute,
  '1h': hour,
  '6h': 6 * hour,
  '24h': 24 * hour,
};

export interface Range {
  from?: number;
  to?: number;
}

/** The range a view asks for at a simulated moment; fixed times win over quick ranges. */
export function rangeOf(view: Pick<LogView, 'last' | 'from' | 'to'>, now: number): Range {
  const from = parseSim(view.from);
  const to = parseSim(view.to);
  if (from !== undefined || to !== undefined)
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const span = spans[view.last];
  return span === undefined ? {} : { from: now - span };
}

/** A moment as the URL writes it, `2026-05-12T08:30:05`; `up` rounds so that the moment itself lies before it. */
export const urlTime = (at: number, up = false): string =>
  simStamp(up ? Math.ceil(at / second) * second : Math.floor(at / second) * second).replace(' ', 'T');

export const sourcesOf = (src: string): string[] => src.split(',').filter(Boolean);

/** The question as the API takes it. */
export const questionOf = (view: Pick<LogView, 'q' | 'src'>, range: Range): QueryValues => ({
  q: view.q,
  sources: sourcesOf(view.src).join(','),
  ...range,
});

/** Fields counted beside the results, with the word that names each in a search. */
export const facetFields = [
  ['host', 'host'],
  ['user', 'user'],
  ['from', 'source.ip'],
  ['destination', 'destination.ip'],
  ['object', 'object'],
  ['code', 'code'],
] as const;

/** View of the logs around a moment, to link to. */
export const around = (at: number, q: string, minutes = 15): Record<string, string> => ({
  q,
  from: urlTime(at - minutes * minute),
  to: urlTime(at + minutes * minute, true),
});
