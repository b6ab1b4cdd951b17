// Random events and search lines over a small world of values, so that searches hit.
import fc from 'fast-check';
import type { Event } from '#model/event/event.ts';
import { eventFields } from '#model/event/fields.ts';
import { uuidv7 } from '#model/ids.ts';
import { formatIp } from '#model/ip.ts';

/** Texts that break out of careless quoting, and some that do not. */
export const hostileTexts = [
  "'",
  "' OR 1=1 --",
  '\\',
  "\\'",
  '`; DROP TABLE events; --',
  '{p0:String}',
  '%',
  '_',
  'a%b',
  '\t\n\r',
  '\u0000',
  '$$',
  '/*',
  '火の見',
  'root',
  'Root',
  'wget http://bad.example/x',
  '192.0.2.1',
];

const word = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'grapheme', maxLength: 12 }));
const address = fc.oneof(
  fc.constantFrom('192.0.2.1', '192.0.2.200', '198.51.100.7', '2001:db8::1', '2001:db8:1::1'),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => formatIp(bytes)),
);
const time = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 2) });

function valuesOf(name: string, type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'time':
      return time;
    case 'ip':
      return address;
    case 'u8':
      return fc.integer({ min: 0, max: 255 });
    case 'u16':
      return fc.oneof(fc.constantFrom(22, 23, 1024, 65_535), fc.integer({ min: 0, max: 65_535 }));
    case 'u32':
      return fc.integer({ min: 0, max: 0xffffffff });
    case 'u64':
      return fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.maxSafeNat());
    case 'f32':
      return fc.constantFrom(0, 0.25, 0.5, 1);
    case 'keywords':
      return fc.array(word, { maxLength: 3 });
    case 'labels':
      return fc.dictionary(word, word, { maxKeys: 3, noNullPrototype: true });
    default:
      return name === 'hinomi.exercise' ? fc.constant('') : word;
  }
}

const optional = Object.fromEntries(
  eventFields
    .filter(({ name }) => name !== '@timestamp' && name !== 'event.id')
    .map(({ name, type }) => [name, valuesOf(name, type)]),
);

/** Any event with a time on 2026-01-01; empty values left out, as the store gives them back. */
export const anyEvent: fc.Arbitrary<Event> = fc
  .tuple(time, fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.record(optional, { requiredKeys: [] }))
  .map(([at, random, rest]) => {
    const event: Record<string, unknown> = {
      '@timestamp': at,
      'event.id': uuidv7(at, () => random.slice()),
      'event.ingested': Date.UTC(2026, 0, 2),
      'event.module': '',
      'event.dataset': '',
    };
    for (const [name, value] of Object.entries(rest)) {
      if (value === '' || value === 0 || value === '::' || (Array.isArray(value) && value.length === 0))
        continue;
      if (name === 'labels' && Object.keys(value as object).length === 0) continue;
      if (name !== 'event.ingested') event[name] = value;
    }
    return event as Event;
  });

const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const term = fc.oneof(
  word.map(quote).filter(text => text !== '""'),
  word.map(text => `user.name:${quote(text)}`),
  fc.constantFrom(
    'user.name:*oot*',
    'user.name:*',
    'message:*%*',
    'message:*\\*',
    'threat.technique.id:*',
    'threat.technique.id:r*',
  ),
  word.map(text => `labels.root:${quote(text)}`),
  fc.constantFrom("labels.':*", 'labels.root:*', 'labels.%:r*'),
  word.map(text => `threat.technique.id:${quote(text)}`),
  word.map(text => `event.dataset:${quote(text)}`),
  fc.constantFrom(
    'source.ip:192.0.2.0/24',
    'source.ip:192.0.2.1',
    'source.ip:2001:db8::/32',
    'destination.ip:*',
    '192.0.2.1',
    '0.0.0.0/1',
    '::/0',
  ),
  fc.constantFrom(
    'destination.port:>1024',
    'destination.port:22..23',
    'destination.port:<=70000',
    'destination.port:99999',
    'destination.port:1.5',
  ),
  fc.constantFrom(
    'network.bytes:>=500',
    'event.severity:<128',
    'hinomi.tool.probability:0.25',
    'log.offset:*',
    'event.end:>2026-01-01T12:00Z',
  ),
);

/** Search lines of the language, nested a little. */
export const anySearch: fc.Arbitrary<string> = fc.letrec<{ tree: string }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'search' },
    term,
    term.map(text => `-${text}`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}) ${b}`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} OR ${b})`),
    tie('tree').map(text => `NOT (${text})`),
  ),
})).tree;
