// Indicator values: one canonical form, hostile and foolish ones refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HinomiError } from '#model/errors.ts';
import { defang } from '#model/visible.ts';
import { AllowList } from './allow-list.ts';
import { indicatorTypeOf, normaliseIndicator } from './normalise.ts';
import { refang } from './refang.ts';

describe('canonical form', () => {
  test.each([
    ['EVIL.Example.', 'domain', 'evil.example'],
    ['evil[.]example', 'domain', 'evil.example'],
    ['悪い.例え.jp', 'domain', 'xn--n8j107l.xn--r8jz45g.jp'],
    ['_dmarc.bad_host.example', 'domain', '_dmarc.bad_host.example'],
    ['203.0.113.7', 'ipv4', '203.0.113.7'],
    ['203[.]0[.]113[.]7', 'ipv4', '203.0.113.7'],
    ['2001:DB8:0::1', 'ipv6', '2001:db8::1'],
    ['203.0.113.77/24', 'cidr', '203.0.113.0/24'],
    ['203.0.113.77/32', 'ipv4', '203.0.113.77'],
    ['2001:db8:1:2:3::/48', 'cidr', '2001:db8:1::/48'],
    ['hxxp://evil[.]example/a b#x', 'url', 'http://evil.example/a%20b'],
    ['hxxps[:]//user:pw@Evil[.]Example:443/x', 'url', 'https://evil.example/x'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'md5', 'd41d8cd98f00b204e9800998ecf8427e'],
  ])('%s → %s %s', (text, type, value) => {
    expect(normaliseIndicator(text)).toEqual({ type, value });
  });

  test('is stable: normalising again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.webUrl()), text => {
        let first: ReturnType<typeof normaliseIndicator>;
        try {
          first = normaliseIndicator(text);
        } catch (error) {
          expect(error).toBeInstanceOf(HinomiError);
          return;
        }
        expect(normaliseIndicator(first.value, first.type)).toEqual(first);
        expect(refang(defang(first.value))).toBe(first.value);
      }),
    );
  });

  test('any text is either refused with a coded error or fits the DNS', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), text => {
        try {
          const { type, value } = normaliseIndicator(text);
          if (type === 'domain')
            expect(value).toMatch(/^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(HinomiError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

test.each([
  'com',
  'co.jp',
  'github.io',
  'localhost',
  'printer.local',
  '*.evil.example',
  'a..b.example',
  '-a.example',
  '',
  `${'a'.repeat(64)}.example`,
  `${'abcdefgh.'.repeat(32)}example`,
  'evil.example/path',
  'x.rpz-passthru',
  '1.2.3.4.rpz-ip',
  '0x7f.1',
  '127.0.0.1',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '8.0.0.0/8',
  '::1',
  '2001::/16',
  'ftp://evil.example/',
  'a b.example',
  'evil.example\u0000',
])('refuses %j', text => {
  expect(() => normaliseIndicator(text)).toThrow(HinomiError);
});

test('what a text is', () => {
  expect(indicatorTypeOf('a'.repeat(64))).toBe('sha256');
  expect(indicatorTypeOf('hxxps://a.example')).toBe('url');
});

describe('allow-list', () => {
  const list = new AllowList([
    { id: 'e1', type: 'domain', value: 'ours.example', reason: '', by: '', created: 0 },
    { id: 'e2', type: 'cidr', value: '203.0.113.0/25', reason: '', by: '', created: 0 },
  ]);
  test.each([
    ['google.com', 'google.com'],
    ['docs.google.com', 'google.com'],
    ['ours.example', 'ours.example'],
    ['www.ours.example', 'ours.example'],
    ['203.0.113.9', '203.0.113.0/25'],
    ['203.0.113.0/24', '203.0.113.0/25'],
    ['8.8.8.8', '8.8.8.8'],
    ['8.8.0.0/16', '8.8.8.8'],
    ['http://www.google.com/', 'google.com'],
    ['amazonaws.com', undefined],
  ])('%s is stopped by %s', (text, by) => {
    if (by === undefined) expect(() => list.check({ type: 'domain', value: text })).toThrow(/allow-list/);
    else expect(list.find(normaliseIndicator(text))?.value).toBe(by);
  });
  test.each([
    'notgoogle.com',
    'bucket.s3.amazonaws.com',
    'evil.example',
    '203.0.113.200',
    'https://github.com/x/malware.exe',
  ])('%s may be listed', text => expect(list.find(normaliseIndicator(text))).toBeUndefined());
  test('a name above an allowed one is stopped', () => {
    const inner = new AllowList([
      { id: 'e', type: 'domain', value: 'a.b.example.net', reason: '', by: '', created: 0 },
    ]);
    expect(inner.find({ type: 'domain', value: 'example.net' })?.source).toBe('e');
  });
});
