// From an event back to its packet or line, and what is said when there is no way back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import * as craft from '#model/packet/craft.ts';
import type { Input } from '#model/record/input.ts';
import { findEvidence, hexDump } from './evidence.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('hex dump', () => {
  test('offset, bytes, printable characters', () => {
    expect(hexDump(Buffer.from('GET / HTTP/1.1\r\n\0\xff', 'latin1'))).toBe(
      [
        '0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..',
        '0010  00 ff                                            ..',
      ].join('\n'),
    );
    expect(hexDump(new Uint8Array(0))).toBe('');
  });

  test('every byte can be read back, and nothing but printable ASCII is shown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const rows = hexDump(bytes)
          .split('\n')
          .filter(row => row !== '');
        expect(rows).toHaveLength(Math.ceil(bytes.length / 16));
        const back = rows.flatMap(row =>
          row
            .slice(6, 53)
            .trim()
            .split(' ')
            .map(byte => Number.parseInt(byte, 16)),
        );
        expect(back).toEqual([...bytes]);
        expect(rows.join('')).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

const event = (more: Partial<Event>): Event =>
  ({ 'event.original': 'as received', 'hinomi.input': 'input', 'hinomi.record': 1, ...more }) as Event;
const source = (path: string, format: string) => ({
  input: async (id: string) => (id === 'input' ? ({ path, format } as Input) : undefined),
});

describe('one event', () => {
  test('leads to its line with those around it', async () => {
    const file = join(folder, 'log');
    writeFileSync(file, 'first\nsecond\nthird\n');
    const found = await findEvidence(event({ 'log.offset': 6, 'hinomi.record': 2 }), source(file, 'syslog'));
    expect(found).toMatchObject({ kind: 'line', text: 'second', record: 2, reason: '' });
    expect(found.context).toEqual([
      { line: 1, text: 'first' },
      { line: 2, text: 'second' },
      { line: 3, text: 'third' },
    ]);
  });

  test('leads to its packet', async () => {
    const file = join(folder, 'capture');
    const packet = craft.ethernet(
      0x0800,
      craft.ip4('192.0.2.1', '198.51.100.1', 17, craft.udp(53, 53, craft.ascii('hinomi'))),
    );
    writeFileSync(file, craft.pcap([{ time: 1_700_000_000, frame: packet }]));
    const found = await findEvidence(event({ 'log.offset': 24 }), source(file, 'pcap'));
    expect(found).toMatchObject({ kind: 'packet', reason: '' });
    expect(found.hex).toBe(hexDump(packet));
    const beyond = await findEvidence(event({ 'log.offset': 10_000 }), source(file, 'pcap'));
    expect(beyond).toMatchObject({ kind: 'original', text: 'as received', reason: 'record-not-found' });
  });

  test('says why there is no way back, and shows what was received', async () => {
    const gone = source(join(folder, 'gone'), 'syslog');
    expect(await findEvidence(event({}), gone)).toMatchObject({
      kind: 'original',
      text: 'as received',
      reason: 'file-gone',
    });
    expect(await findEvidence(event({ 'hinomi.record': 0 }), gone)).toMatchObject({
      reason: 'not-from-a-file',
    });
    // A path an event brings along is shown, never opened: only inputs lead to files.
    const file = join(folder, 'private');
    writeFileSync(file, 'secret\n');
    const claimed = event({ 'hinomi.input': 'other', 'log.file.path': file });
    expect(await findEvidence(claimed, gone)).toMatchObject({
      kind: 'original',
      text: 'as received',
      reason: 'not-from-a-file',
    });
  });
});
