import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml } from './escape-xml.ts';
import { type Line, project, samples } from './fixture.ts';
import { knownKind } from './kinds.ts';
import { parseRecord } from './parse.ts';
import { toXml } from './xml.ts';

interface Parsed {
  id: string;
  channel: string;
  data: [string | null, string][];
}

/** Reads documents with expat, Python's XML parser; throws where one is not well-formed. */
function readXml(documents: readonly string[]): Parsed[] {
  const script = `
import json,sys
import xml.etree.ElementTree as ET
out=[]
ns='{http://schemas.microsoft.com/win/2004/08/events/event}'
for n,d in enumerate(json.load(sys.stdin)):
  try: e=ET.fromstring(d.encode('utf-8'))
  except ET.ParseError as p: sys.exit(f'{n}: {p}: {d[:400]!r}')
  s=e.find(ns+'System')
  data=[[x.get('Name'),x.text or ''] for x in e.iter(ns+'Data')]
  u=e.find(ns+'UserData')
  if u is not None: data=[[x.tag.split('}')[1],x.text or ''] for x in u[0]]
  out.append({'id':s.find(ns+'EventID').text,'channel':s.find(ns+'Channel').text,'data':data})
json.dump(out,sys.stdout)
`;
  return JSON.parse(
    execFileSync('python3', ['-c', script], {
      input: JSON.stringify(documents),
      maxBuffer: 512 * 1024 * 1024,
    }).toString(),
  ) as Parsed[];
}

let python = true;
try {
  execFileSync('python3', ['-c', 'import xml.etree.ElementTree']);
} catch {
  python = false;
}

/** What a value must come back as: braces round GUIDs, forbidden characters replaced. */
function expected(line: string): Parsed {
  const record = parseRecord(line);
  const types = knownKind(record.channel, String(record.provider['Name']), record.id)!.types;
  const clean = (value: string): string => {
    let text = '';
    for (const character of value) {
      const code = character.codePointAt(0)!;
      const allowed =
        code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 32 && code < 0xd800) ||
        (code > 0xdfff && code < 0xfffe) ||
        code > 0xffff;
      text += allowed ? character : '\ufffd';
    }
    return text;
  };
  const data: Parsed['data'] = record.list
    ? record.list.map(value => [null, clean(String(value))])
    : record.data.map(([name, value]) => [
        name,
        types.get(name) === 'guid' ? `{${String(value).toLowerCase()}}` : clean(String(value)),
      ]);
  return { id: String(record.id), channel: record.channel, data };
}

const same = (lines: readonly Line[]): void =>
  expect(readXml(lines.map(line => toXml(line.text)))).toEqual(lines.map(line => expected(line.text)));

describe.skipIf(!python)('XML of records (skipped without python3)', () => {
  it('is read by another parser with the same values', () => same(project(samples())));

  it('stays well-formed whatever stands in the fields', () => {
    const nasty = [
      '"',
      "'",
      ']]>',
      '<',
      '&amp;',
      '\u0000',
      '\u001b',
      '\ud800',
      '\udc00',
      '\ud83d\ude00',
      '\ufffe',
      '\r\n',
      '\\',
      '%%1833',
      '}',
      '日本',
    ];
    const hostile = fc.array(
      fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 6 })),
      {
        maxLength: 8,
      },
    );
    const texts = fc.sample(hostile, { numRuns: 25, seed: 3 }).map(parts => parts.join(''));
    same([...nasty, ...texts].flatMap(text => project(samples(text))));
  });
});

describe('JSON of records', () => {
  it('holds any text as it was, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const tail = fc.sample(fc.constantFrom('', '\ud800', '\udfff', '\n', '\u2028'), 1)[0]!;
        const given = text + tail;
        const started = project(samples(given)).filter(line => line.source === 'windows-security')[0]!;
        expect(started.text).not.toMatch(/[\n\r]/);
        // What goes to disk is UTF-8: nothing may be lost on the way but halves of characters, which strict readers refuse.
        const stored = Buffer.from(started.text, 'utf8').toString('utf8');
        expect(Object.fromEntries(parseRecord(stored).data)['CommandLine']).toBe(
          `powershell.exe ${given}`.toWellFormed(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('escapeXml leaves ordinary text alone', () => {
    expect(escapeXml('C:\\Windows 日本語 \u{1F600}\t\n')).toBe('C:\\Windows 日本語 \u{1F600}\t\n');
    expect(escapeXml(']]>')).toBe(']]&gt;');
  });

  it('refuses what is no record', () => {
    for (const line of ['', '{}', '[1]', 'null', '{"Event":{"System":{}}}', '{"Event":'])
      expect(() => toXml(line)).toThrow(expect.objectContaining({ code: 'EVIDENCE_NOT_A_RECORD' }));
  });
});
