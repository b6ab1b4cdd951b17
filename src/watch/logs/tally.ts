// Counting while a log is read: records, events, what was skipped and why, kinds and times.
import { type Event, originalLimit } from '#model/event/event.ts';
import type { Skipped } from '#model/record/input.ts';
import { bounded } from './core/values.ts';
import type { Skip } from './format.ts';
import type { LogResult, SkippedLine } from './ingest.ts';

const listLimit = 100;
/** Most kinds counted by name: a hostile log can name a new one on each line. */
const kindLimit = 200;

export class Tally {
  records = 0;
  private events = 0;
  private skippedCount = 0;
  private readonly list: Skipped[] = [];
  private readonly known = new Map<string, { line: number; count: number }>();
  private readonly kinds = new Map<string, number>();
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  private readonly onSkip: ((line: SkippedLine) => void) | undefined;

  constructor(onSkip: ((line: SkippedLine) => void) | undefined) {
    this.onSkip = onSkip;
  }

  record(): void {
    this.records++;
  }

  event(event: Event): void {
    this.events++;
    const time = event['@timestamp'];
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    const kind = event['event.dataset'];
    const count = this.kinds.get(kind);
    if (count !== undefined) this.kinds.set(kind, count + 1);
    else if (this.kinds.size < kindLimit) this.kinds.set(kind, 1);
    else this.kinds.set('other', (this.kinds.get('other') ?? 0) + 1);
  }

  skip(skip: Skip, line: number, offset: number, text: string): void {
    if (skip.kind === 'header') return;
    this.records++;
    this.skippedCount++;
    const why = bounded(skip.skip, 400);
    if (skip.kind === 'known') {
      const entry = this.known.get(why);
      if (entry) entry.count++;
      else this.known.set(why, { line, count: 1 });
      return;
    }
    if (this.list.length < listLimit) this.list.push({ at: `line ${line}`, why });
    this.onSkip?.({ line, offset, why, text: bounded(text, originalLimit) });
  }

  /** Damage that is no record, but counts as something skipped so that it is seen. */
  damage(at: string, why: string): void {
    this.skippedCount++;
    if (this.list.length >= listLimit) this.list.pop();
    this.list.push({ at, why });
  }

  result(): Omit<LogResult, 'format' | 'error'> {
    const known = [...this.known].map(([why, { line, count }]) => ({
      at: `line ${line}`,
      why: count === 1 ? why : `${why} (${count} such records)`,
    }));
    return {
      records: this.records,
      events: this.events,
      skipped: [...this.list, ...known].slice(0, listLimit),
      skippedCount: this.skippedCount,
      classes: Object.fromEntries(this.kinds),
      firstEvent: this.events === 0 ? 0 : this.first,
      lastEvent: this.events === 0 ? 0 : this.last,
    };
  }
}
