// Builds an evidence source from the record kinds of one log or more.
import type { WorldEvent, WorldEventKind } from '../../world/event.ts';
import { defineSource, type Emit, type EvidenceSource, type ProjectionContext } from '../source.ts';
import { compileRecord, type RecordKind, type WriteRecord } from './record.ts';

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of records of many kinds of events; `on` tells which
export type AnyRecord = RecordKind<any>;
type Write = WriteRecord<WorldEvent>;

/** jq reads the records as they are, Winlogbeat, libxml2 and expat the XML export, Miller the export of Event Viewer. */
const readers = ['jq', 'xmllint', 'expat', 'winlogbeat', 'event-viewer-csv'];

/** A source of Windows records as JSON lines, one line a record. */
export function windowsSource(
  about: Pick<EvidenceSource, 'id' | 'title' | 'summary' | 'reference'>,
  records: readonly AnyRecord[],
): EvidenceSource {
  const byKind = new Map<WorldEventKind, { always: Write[]; byWhat: Map<string, Write[]> }>();
  for (const kind of records) {
    let entry = byKind.get(kind.on);
    if (!entry) {
      entry = { always: [], byWhat: new Map() };
      byKind.set(kind.on, entry);
    }
    const write = compileRecord(kind) as Write;
    if (kind.what === undefined) entry.always.push(write);
    else entry.byWhat.set(kind.what, [...(entry.byWhat.get(kind.what) ?? []), write]);
  }
  const on: Record<string, (event: WorldEvent, emit: Emit, context: ProjectionContext) => void> = {};
  for (const [name, { always, byWhat }] of byKind) {
    on[name] = (event, emit, context) => {
      let written = 0;
      for (const write of always) if (write(event, emit, context, written)) written++;
      const more = byWhat.get((event as { what?: string }).what ?? '');
      if (more) for (const write of more) if (write(event, emit, context, written)) written++;
    };
  }
  return defineSource({
    ...about,
    file: `windows/${about.id.slice('windows-'.length)}.jsonl`,
    format: 'json-lines',
    readers,
    on: on as EvidenceSource['on'],
  });
}
