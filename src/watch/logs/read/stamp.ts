// What leads an event back to its line: id, input, file, offset, line number and the text itself.

import { partLimit } from '#model/event/deterministic-id.ts';
import { type Event, originalLimit } from '#model/event/event.ts';
import { bounded } from '../core/values.ts';
import type { Draft } from '../format.ts';
import type { Charset } from './charset.ts';

export interface Place {
  /** Input id, and file as the input names it. */
  input: string;
  file: string;
  /** Byte offset after decompression. */
  offset: number;
  /** Line number, from 1. */
  record: number;
  charset: Charset;
}

/** Makes drafts of one line into events. `ids` comes from `deterministicIds(input)`. */
export function stamp(
  drafts: Draft[],
  text: string,
  place: Place,
  ids: (record: number, part?: number) => string,
): Event[] {
  const original = bounded(text, originalLimit);
  const count = Math.min(drafts.length, partLimit);
  for (let part = 0; part < count; part++) {
    const event = drafts[part] as Event;
    event['event.id'] = ids(place.record, part);
    event['hinomi.input'] = place.input;
    event['log.file.path'] = place.file;
    event['log.offset'] = place.offset;
    event['hinomi.record'] = place.record;
    event['event.original'] = original;
    if (place.charset !== 'utf-8') event.labels = { ...event.labels, 'hinomi.charset': place.charset };
  }
  return (count === drafts.length ? drafts : drafts.slice(0, count)) as Event[];
}
