// A log that is not Windows' own: its lines as events under the names Sigma's taxonomy gives to fields.
import type { SigmaEvent } from '../event.ts';

/** What is known of a line besides its text; both are taken from the line where absent. */
export interface Known {
  /** Unix ms. */
  at?: number;
  host?: string;
}

/**
 * Events one line tells: often one, none for headers and what is no record, more where one record is of several log sources
 * (a request to the proxy that Zeek saw). Never throws. Keeps state where records of a file depend on others.
 */
export type LineReader = (line: string, known?: Known) => SigmaEvent[];

export type Fields = Map<string, string | null | readonly string[]>;

/** Longer lines are cut: no rule looks so far, and nobody's line may cost more than others. */
export const maxLine = 64 * 1024;

/** ISO 8601 of a time given, or '' (also when it is none of a calendar). */
export const iso = (at: number | undefined): string =>
  at === undefined || !(Math.abs(at) < 8.64e15) ? '' : new Date(at).toISOString();

/** `_raw`, the line itself, is what rules of keywords look in. */
export const event = (
  channel: string,
  log: string,
  line: string,
  fields: Fields,
  { computer, at }: { computer: string; at: number | undefined },
): SigmaEvent => {
  fields.set('_raw', line);
  return { channel, provider: log, id: '', computer, time: iso(at), fields };
};

/** Stem, query and extension of a request's target, under the names of W3C's extended log format. */
export function targetFields(target: string): [string, string][] {
  const mark = target.indexOf('?');
  const stem = mark < 0 ? target : target.slice(0, mark);
  const dot = /\.([A-Za-z0-9]{1,16})$/.exec(stem);
  return [
    ['cs-uri-stem', stem],
    ...(mark < 0 ? [] : [['c-uri-query', target.slice(mark + 1)] as [string, string]]),
    ...(dot ? [['c-uri-extension', dot[1]!] as [string, string]] : []),
  ];
}
