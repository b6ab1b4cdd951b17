// What an export format is. Entries stream through: a list of a million never stands in memory.
import type { Tlp } from '#model/vocab/tlp.ts';
import type { ListEntry } from '../../indicators/list-entry.ts';

export interface ExportContext {
  /** Unix ms of the export. */
  now: number;
  /** The highest label in the export. */
  ceiling: Tlp;
  /** Who publishes the list, for formats that say so. */
  publisher: string;
  /** Position of the list, makes ids of the whole deterministic. */
  sequence: number;
}

interface ExportFormat {
  contentType: string;
  extension: string;
  head?(context: ExportContext): string;
  /** Text of one entry; '' leaves it out. `index` counts those before that had text. */
  entry(entry: ListEntry, index: number, context: ExportContext): string;
  tail?(context: ExportContext, count: number): string;
}

/** A format that keeps something for the time of one export is made anew for each. */
export type MakeFormat = () => ExportFormat;

/** Passthru entries are exceptions of the resolver's, of no use as a block list. */
export const isBlocking = (entry: ListEntry): boolean => entry.action !== 'passthru';
/** Whether an entry names an address or network. */
export const isAddress = (entry: ListEntry): boolean =>
  entry.type === 'ipv4' || entry.type === 'ipv6' || entry.type === 'cidr';
