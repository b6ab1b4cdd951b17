// One way out for the list: the ceiling of the Traffic Light Protocol is applied here, before anything is written.
import { type Tlp, tlpAllows } from '#model/vocab/tlp.ts';
import type { ListEntry } from '../../indicators/list-entry.ts';
import type { ExportContext, MakeFormat } from './format.ts';
import { nftables, suricata } from './network.ts';
import { stix } from './stix.ts';
import { csv, hosts, json, plain } from './text.ts';

export const exportFormats = { plain, hosts, csv, json, stix, nftables, suricata } satisfies Record<
  string,
  MakeFormat
>;
export type ExportFormatName = keyof typeof exportFormats;

export interface ExportOptions {
  now: number;
  /** Entries marked higher are left out. */
  ceiling: Tlp;
  publisher?: string;
  sequence?: number;
}

const chunkSize = 64 << 10;

/** Writes the list in a format, in chunks of about 64 KiB, from pages of entries as the feed gives them. */
export async function* exportList(
  name: ExportFormatName,
  pages: AsyncIterable<readonly ListEntry[]>,
  options: ExportOptions,
): AsyncGenerator<string> {
  const format = exportFormats[name]();
  const context: ExportContext = {
    now: options.now,
    ceiling: options.ceiling,
    publisher: options.publisher ?? 'Hinomi',
    sequence: options.sequence ?? 0,
  };
  let count = 0;
  let text = format.head?.(context) ?? '';
  for await (const page of pages)
    for (const entry of page) {
      if (!tlpAllows(options.ceiling, entry.tlp) || entry.validUntil <= options.now) continue;
      const written = format.entry(entry, count, context);
      if (written === '') continue;
      count += 1;
      text += written;
      if (text.length < chunkSize) continue;
      yield text;
      text = '';
    }
  yield text + (format.tail?.(context, count) ?? '');
}
