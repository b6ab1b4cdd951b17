// Every format in the registry against hostile input: a new parser is tested here before its author writes a test.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deterministicIds } from '#model/event/deterministic-id.ts';
import { type Draft, isSkip, type LineParser, type LogFormat } from './format.ts';
import { stamp } from './read/stamp.ts';
import { detectLogFormat, logFormat, logFormats } from './registry.ts';
import { faultsOf } from './testing/valid-event.ts';

const now = Date.UTC(2024, 5, 1);
const ids = deterministicIds('test');

const open = (format: LogFormat): LineParser =>
  format.createParser({ name: `${format.id}.log`, clock: () => now });

/** Feeds one line, checks what comes back, and gives the drafts. */
function feed(parser: LineParser, text: string): Draft[] {
  const result = parser.line(text);
  if (isSkip(result)) {
    expect(['bad', 'known', 'header']).toContain(result.kind);
    expect(result.skip).not.toBe('');
    return [];
  }
  expect(result.length).toBeGreaterThan(0);
  const place = { input: 'i', file: 'f', offset: 0, record: 1, charset: 'utf-8' } as const;
  for (const event of stamp(result, text, place, ids)) expect(faultsOf(event)).toEqual([]);
  return result;
}

const linesOf = (format: LogFormat): string[] => format.examples.flatMap(example => example.split('\n'));

const hostile: Record<string, string> = {
  empty: '',
  blank: '   \t ',
  'NUL bytes': '\0\0\0\0',
  'lone surrogate':
    '{"timestamp":"2024-05-01T00:00:00Z","event_type":"\\ud800","eventid":"\\udfff","ts":1,"a":"\\ud800"}',
  'lone surrogate in a name':
    '{"timestamp":"2024-05-01T00:00:00Z","event_type":"x","eventid":"x","ts":1,"uid":"C","\\ud800":"x","a":{"b\\udc00":1}}',
  'lone surrogate in a question':
    '{"timestamp":"2024-05-01T00:00:00Z","event_type":"dns","src_ip":"192.0.2.1","dns":{"type":"query","rrname":"a","rrtype":"\\ud800A"}}',
  'deep list': `{"ts":1,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  'deep object': `{"timestamp":"2024-05-01T00:00:00Z","event_type":"x","eventid":"x","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
  'unfinished depth': '['.repeat(500_000),
  'many keys': `{"timestamp":"2024-05-01T00:00:00Z","event_type":"x","eventid":"x","ts":1,"uid":"C",${Array.from({ length: 20_000 }, (_, index) => `"k${index}":${index}`).join(',')}}`,
  'long value': `{"timestamp":"2024-05-01T00:00:00Z","event_type":"x","eventid":"x","ts":1,"uid":"C","v":"${'x'.repeat(1_000_000)}"}`,
  'long list': `{"timestamp":"2024-05-01T00:00:00Z","event_type":"x","eventid":"x","ts":1,"v":[${'1,'.repeat(300_000)}1]}`,
  'long word': 'a'.repeat(1_000_000),
  spaces: ' '.repeat(1_000_000),
  equals: `CEF:0|a|b|c|d|e|5|${'a='.repeat(400_000)}`,
  backslashes: `CEF:0|a|b|c|d|e|5|x=${'\\'.repeat(900_000)}=`,
  quotes: `192.0.2.1 - - [01/May/2024:10:00:00 +0900] "${'\\"'.repeat(400_000)}`,
  'structured data': `<34>1 2024-05-01T00:00:00Z h a p m [${'x '.repeat(400_000)}`,
  'many tabs': '\t'.repeat(900_000),
  prototype:
    '{"timestamp":"2024-05-01T00:00:00Z","event_type":"__proto__","eventid":"constructor","ts":1,"uid":"C","__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"alert":{"__proto__":"x","category":"__proto__"},"toString":"x"}',
  'wrong types':
    '{"timestamp":"2024-05-01T00:00:00Z","event_type":"alert","eventid":"cowrie.login.failed","ts":1,"uid":{},"src_ip":[],"src_port":-1,"dest_ip":"999.1.1.1","dest_port":"99999","proto":7,"alert":[],"http":"x","dns":{"queries":[null]},"flow":null,"credentials":[null,1,{}],"ftp":{"commands":{"command":"x"}},"connection":"x","origin":"dionaea.","data":1}',
  'absurd year':
    '{"timestamp":"9999-12-31T23:59:59Z","event_type":"flow","eventid":"x","ts":1e300,"uid":"C"}',
  'year zero': '{"timestamp":"0000-00-00T00:00:00Z","event_type":"flow","eventid":"x","ts":-1e15,"uid":"C"}',
  'not a time': '{"timestamp":"yesterday","event_type":"flow","eventid":"x","ts":"soon","uid":"C"}',
  'infinite time': '{"ts":1e999,"uid":"C","timestamp":1e999}',
};

describe.each(logFormats.map(format => [format.id, format] as const))('%s', (_, format) => {
  test('recognises its examples by content, names itself and reads them', () => {
    for (const example of format.examples) {
      expect(detectLogFormat(`${example}\n`, 'unknown')?.id).toBe(format.id);
      const parser = open(format);
      const drafts = example.split('\n').flatMap(line => feed(parser, line));
      expect(drafts.length).toBeGreaterThan(0);
    }
    for (const name of [format.id, ...format.aliases]) expect(logFormat(name)).toBe(format);
    expect(format.title.ja).not.toBe('');
    expect(format.summary.ja).not.toBe('');
  });

  test('emits only the RSIT types it declares', () => {
    for (const line of linesOf(format)) {
      const parser = open(format);
      for (const draft of feed(parser, line))
        if (draft['rsit.type']) expect(format.emits.rsit).toContain(draft['rsit.type']);
    }
  });

  test.each(Object.entries(hostile))('survives %s within a second', (_name, line) => {
    const parser = open(format);
    for (const example of linesOf(format)) feed(parser, example);
    const start = performance.now();
    feed(parser, line);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('survives every truncation of its examples', () => {
    for (const example of format.examples)
      for (let length = 0; length < example.length; length++) {
        const parser = open(format);
        for (const line of example.slice(0, length).split('\n')) feed(parser, line);
      }
  });

  test('survives changed and foreign lines (property)', () => {
    const examples = logFormats.flatMap(linesOf);
    const changed = fc
      .tuple(fc.constantFrom(...examples), fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([line, at, cut, insert]) => {
        const place = at % (line.length + 1);
        return line.slice(0, place) + insert + line.slice(place + cut);
      });
    const line = fc.oneof(changed, fc.constantFrom(...examples), fc.string({ unit: 'binary' }), fc.json());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => {
        const parser = open(format);
        for (const text of lines) feed(parser, text);
      }),
      { numRuns: 1_500 },
    );
  });

  test('loses no field: each scalar of a JSON record is found again in the event', () => {
    if (!format.examples[0]!.startsWith('{')) return;
    for (const example of format.examples) {
      const record = {
        ...(JSON.parse(example) as object),
        extra_field: 'kept-7',
        'odd key': { a: [1, 'two'] },
      };
      const [draft] = feed(open(format), JSON.stringify(record));
      expect(draft!.labels).toMatchObject({ extra_field: 'kept-7', 'odd key.a': '1, two' });
    }
  });
});
