// Leads an event back to the line or packet it came from.
import type { Event } from '#model/event/event.ts';
import type { Input } from '#model/record/input.ts';
import { packetAt } from '#watch/capture/packet-at.ts';
import { type LineEvidence, readEvidence } from '#watch/logs/read/evidence.ts';

export interface EvidenceSource {
  /** The input record of an id: only files of inputs are ever read, whatever an event says of paths. */
  input(id: string): Promise<Input | undefined>;
}

export interface FoundEvidence {
  kind: 'line' | 'packet' | 'original' | 'none';
  file: string;
  /** Line or packet number, from 1; 0 when unknown. */
  record: number;
  offset: number;
  text: string;
  /** Rows of 16 bytes: offset, hex, printable. */
  hex: string;
  /** Lines around it, itself included. */
  context: { line: number; text: string }[];
  /** Why the file itself is not shown: a code for the reader's language, empty when it is. */
  reason: '' | 'not-from-a-file' | 'file-gone' | 'record-not-found';
}

/** Classic hex dump, 16 bytes a row. */
export function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const hex = [...row].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
    const text = [...row]
      .map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    rows.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return rows.join('\n');
}

const around = ({ before, record, text, after }: LineEvidence): FoundEvidence['context'] =>
  [...before, text, ...after].map((line, index) => ({ line: record - before.length + index, text: line }));

/** Finds the evidence of one event; falls back to the record as it was received. */
export async function findEvidence(event: Event, source: EvidenceSource): Promise<FoundEvidence> {
  const found: FoundEvidence = {
    kind: event['event.original'] ? 'original' : 'none',
    file: event['log.file.path'] ?? '',
    record: event['hinomi.record'] ?? 0,
    offset: event['log.offset'] ?? 0,
    text: event['event.original'] ?? '',
    hex: '',
    context: [],
    reason: '',
  };
  const input = event['hinomi.input'] ? await source.input(event['hinomi.input']) : undefined;
  if (!input || found.record === 0) return { ...found, reason: 'not-from-a-file' };
  try {
    if (input.format === 'pcap') {
      const packet = await packetAt(input.path, found.offset);
      return packet
        ? { ...found, kind: 'packet', hex: hexDump(packet) }
        : { ...found, reason: 'record-not-found' };
    }
    const line = await readEvidence({ file: input.path, offset: found.offset, record: found.record });
    return { ...found, kind: 'line', text: line.text, context: around(line) };
  } catch {
    return { ...found, reason: 'file-gone' };
  }
}
