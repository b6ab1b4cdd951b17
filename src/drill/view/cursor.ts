// Where the next page begins: a time, how many lines of exactly that time were shown, and as of when. Nothing in it tells
// where a line comes from.
import { HinomiError } from '#model/errors.ts';
import type { EvidencePosition } from '#store/evidence/port.ts';

export interface Cursor {
  /** The exercise's clock when the first page was asked for: later lines stay out of the pages that follow. */
  asOf: number;
  start: EvidencePosition;
}

const micro = (at: number): string => Math.round(at * 1000).toString(36);

export const writeCursor = ({ asOf, start }: Cursor): string =>
  `${micro(asOf)}.${micro(start.at)}.${start.skip.toString(36)}`;

/** @throws HinomiError `SEARCH_CURSOR` for a foreign cursor, and for one of a time that is no longer, or not yet. */
export function readCursor(text: string, now: number): Cursor {
  const [, asOf, at, skip] = /^([0-9a-z]{1,10})\.([0-9a-z]{1,10})\.([0-9a-z]{1,4})$/.exec(text) ?? [];
  const time = (part: string) => Number.parseInt(part, 36) / 1000;
  if (asOf === undefined || at === undefined || skip === undefined || time(asOf) > now)
    throw new HinomiError('SEARCH_CURSOR', 'the cursor is not one of ours', {
      place: { field: 'cursor' },
      remedy: 'Start again from the first page.',
      status: 400,
    });
  return { asOf: time(asOf), start: { at: time(at), skip: Number.parseInt(skip, 36) } };
}
