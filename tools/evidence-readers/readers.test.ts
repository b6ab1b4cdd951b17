// Programs of others read every log without an error, hostile text included.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EvidenceSource } from '../../src/drill/evidence/source.ts';
import { sources } from '../../src/drill/evidence/sources.ts';
import { fileOf } from '../../src/drill/evidence/testing/render.ts';
import { variedEvents } from '../../src/drill/evidence/testing/varied-events.ts';
import { filesOf, smallLife } from './lived.ts';
import { logReaders } from './readers.ts';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const events = variedEvents(8000, 6);
const small = smallLife();
const lived = filesOf(small.world, small.events);
const known = new Map(logReaders.map(reader => [reader.id, reader]));

/** Hostile text where there are events with it (the network), else what a small world left. */
function contentOf(source: EvidenceSource): string {
  const hostile = fileOf(source, events);
  return hostile.split('\n').length > 120 ? hostile : (lived.get(source.id) ?? '');
}

/** Each source written once, whatever number of programs read it. */
const files = new Map<string, string>();
function written(id: string): string {
  let file = files.get(id);
  if (file === undefined) {
    const source = sources.find(candidate => candidate.id === id)!;
    mkdirSync(join(folder, id));
    file = join(folder, id, source.file.split('/').at(-1)!);
    writeFileSync(file, contentOf(source));
    files.set(id, file);
  }
  return file;
}

const pairs = sources.flatMap(source =>
  source.readers.flatMap(id => {
    const reader = known.get(id);
    return reader ? [{ source: source.id, reader }] : [];
  }),
);

describe.each(pairs)('$source', ({ source, reader }) => {
  const absent = !reader.installed();
  test.skipIf(absent)(`${reader.program}${absent ? ' is not installed' : ''}`, () => {
    const reading = reader.check(written(source), source);
    expect(reading.detail).toEqual(reading.errors === 0 ? reading.detail : []);
    expect(reading.errors).toBe(0);
    expect(reading.lines).toBeGreaterThan(0);
  });
});

/** What no program takes for a record. Those for Postfix alone pass over what is not Postfix's, so they get half a delivery. */
const broken = (reader: string, source: string): string =>
  source === 'postfix' && reader !== 'lnav'
    ? 'Nov  2 00:00:13 mail01 postfix/smtp[1]: 4jHdL56q3jz5xkV: status=sent (nobody knows where)'
    : 'this is no record of anything';

test('a broken line is noticed by every program', () => {
  for (const { source, reader } of pairs) {
    if (!reader.installed()) continue;
    // These read what is made of the records; a line that is none does not get that far.
    if (source.startsWith('windows-') && reader.id !== 'jq') continue;
    const file = join(folder, `broken-${source}-${reader.id}.log`);
    const lines = contentOf(sources.find(candidate => candidate.id === source)!)
      .split('\n')
      .slice(0, 1500);
    lines.splice(lines.length >> 1, 0, broken(reader.id, source));
    writeFileSync(file, lines.join('\n'));
    expect([source, reader.id, reader.check(file, source).errors > 0]).toEqual([source, reader.id, true]);
  }
});

test('every source has a program to read it', () => {
  expect(sources.filter(({ id }) => !pairs.some(({ source }) => source === id))).toEqual([]);
});
