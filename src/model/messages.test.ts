// Message templates, and hostile text made visible and harmless.
import { expect, test } from 'vitest';
import { formatMessage, placeholdersOf } from './messages.ts';
import { defang, defangText, escapeHtml, visibleText } from './visible.ts';

test('placeholders are filled, plurals chosen, gaps stay visible', () => {
  expect(formatMessage('{n} {n|event|events} at {place}', { n: 1, place: '{n}' })).toBe('1 event at {n}');
  expect(formatMessage('{n} {n|event|events}', { n: 1200 }, n => n.toLocaleString('en'))).toBe(
    '1,200 events',
  );
  expect(formatMessage('{missing} {toString}')).toBe('{missing} {toString}');
  expect(placeholdersOf('{b} {a|x|y} {b}')).toEqual(['a', 'b']);
});

test('invisible and direction-changing characters are shown', () => {
  expect(visibleText('a\u202Eb\0c\u200b')).toBe('a‹U+202E›b‹U+0000›c‹U+200B›');
  expect(visibleText('\ud800x')).toBe('‹U+D800›x');
  expect(visibleText('日本語 😀 é')).toBe('日本語 😀 é');
});

test('names and URLs are written so that nothing links them', () => {
  expect(defang('http://a.example.com:80/x.sh?y=1.2')).toBe('hxxp://a[.]example[.]com:80/x.sh?y=1.2');
  expect(defang('evil.example')).toBe('evil[.]example');
  expect(defang('192.0.2.1/24')).toBe('192.0.2.1/24');
});

test('running text is defanged wherever a mail reader would make a link', () => {
  expect(defangText('see https://a.example/x.sh, 192.0.2.1 or a@b.example. Ends.')).toBe(
    'see hxxps://a[.]example/x[.]sh, 192[.]0[.]2[.]1 or a[@]b[.]example. Ends.',
  );
});

test('HTML cannot be made from text', () => {
  expect(escapeHtml('<a title="x" class=\'y\'>&amp;')).toBe(
    '&#60;a title=&#34;x&#34; class=&#39;y&#39;&#62;&#38;amp;',
  );
});
