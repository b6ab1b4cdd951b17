// Postfix lines worked out from its sources' formats and the manual pages named in each test.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { letter, morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { encodedWords, hostname } from './header.ts';
import { queueId } from './queue-id.ts';
import { postfix } from './source.ts';

const digits = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';
const value = (text: string, base: number) => [...text].reduce((n, c) => n * base + digits.indexOf(c), 0);

test('a queue id tells when the message arrived (postconf: enable_long_queue_ids)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e12, max: 3e12 }), fc.integer({ min: 1, max: 1e9 }), (at, inode) => {
      const id = queueId(at + 0.123, inode);
      const [time, node] = [id.slice(0, id.lastIndexOf('z')), id.slice(id.lastIndexOf('z') + 1)];
      expect(value(time.slice(0, -4), 52)).toBe(Math.floor(at / 1000));
      expect(Math.abs(value(time.slice(-4), 52) - ((at % 1000) * 1000 + 123))).toBeLessThan(2);
      expect(value(node, 51)).toBe(inode);
    }),
  );
});

test('a message from outside: both hosts, joined by queue id and "queued as"', () => {
  const lines = textOf(postfix, letter());
  const id = / postfix\/smtpd\[\d+\]: (\w+): client=mx\.partner\.example\[198\.18\.3\.3\]$/.exec(
    lines
      .join('\n')
      .split('\n')
      .find(line => line.includes('client=mx.'))!,
  )![1]!;
  const next = /queued as (\w+)\)/.exec(lines.join('\n'))![1]!;
  expect(next).not.toBe(id);
  const of = (wanted: string) =>
    lines
      .filter(line => line.includes(` ${wanted}: `))
      .map(line => line.replace(/^.{15} (\w+) (\S+)\[\d+\]: \w+: /, '$1 $2 '));
  expect(of(id)).toEqual([
    'mx01 postfix/smtpd client=mx.partner.example[198.18.3.3]',
    'mx01 postfix/cleanup message-id=<1@partner.example>',
    'mx01 postfix/cleanup warning: header Subject: =?UTF-8?B?5Lya6K2w?= from mx.partner.example[198.18.3.3]; from=<hanako@partner.example> to=<yamada.t@city.example> proto=ESMTP helo=<mx.partner.example>',
    'mx01 opendmarc SPF(mailfrom): partner.example pass',
    'mx01 opendkim DKIM verification successful',
    'mx01 opendmarc partner.example pass',
    'mx01 postfix/qmgr from=<hanako@partner.example>, size=4000, nrcpt=1 (queue active)',
    `mx01 postfix/smtp to=<yamada.t@city.example>, relay=mail01.ad.city.example[10.0.2.25]:25, delay=1.1, delays=0.25/0.01/0.39/0.47, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${next})`,
    'mx01 postfix/qmgr removed',
  ]);
  expect(of(next).at(-1)).toBe('mail01 postfix/qmgr removed');
  expect(lines[0]).toMatch(
    /^Nov {2}2 09:15:03 mx01 postfix\/postscreen\[\d+\]: CONNECT from \[198\.18\.3\.3\]:\d+ to \[10\.0\.1\.25\]:25$/,
  );
});

test('a rejected message never gets a queue id, and the session counts its failed command', () => {
  const lines = textOf(postfix, letter({ outcome: 'rejected', spf: 'fail' }));
  expect(lines.at(-2)).toContain(
    'NOQUEUE: reject: RCPT from mx.partner.example[198.18.3.3]: 550 5.7.23 <yamada.t@city.example>: Recipient address rejected: Message rejected due to: SPF fail - not authorized; from=<hanako@partner.example> to=<yamada.t@city.example> proto=ESMTP helo=<mx.partner.example>',
  );
  expect(lines.at(-1)).toContain('ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4');
});

test('a deferred message stays in the queue, a bounced one is reported and removed', () => {
  const out = { direction: 'out', client: { ip: machines.pc.ip, host: machines.pc } } as const;
  const deferred = textOf(postfix, letter({ ...out, outcome: 'deferred' }));
  expect(deferred.at(-1)).toContain('relay=none, ');
  expect(deferred.at(-1)).toContain(
    'status=deferred (connect to mx.partner.example[198.18.3.3]:25: Connection timed out)',
  );
  const bounced = textOf(postfix, letter({ ...out, outcome: 'bounced' }));
  expect(bounced.at(-2)).toMatch(/postfix\/bounce\[\d+\]: \w+: sender non-delivery notification: \w+$/);
  expect(bounced.at(-1)).toMatch(/: removed$/);
});

test('the four delays add up to the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 2_000_000 }), delay => {
      for (const line of textOf(postfix, letter({ delay, at: morning }))) {
        const found = /delay=([\d.]+), delays=([\d./]+),/.exec(line);
        if (!found) continue;
        const sum = found[2]!.split('/').reduce((total, part) => total + Number(part), 0);
        expect(Math.abs(sum - Number(found[1]))).toBeLessThan(Math.max(0.3, Number(found[1]) * 0.1));
      }
    }),
    { numRuns: 40 },
  );
});

test('encoded words hold 75 characters at most and whole characters (RFC 2047)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
      const words = encodedWords(text).split(' ');
      if (/^[\x20-\x7e]*$/.test(text)) return;
      const decoded = words.map(word =>
        Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/.exec(word)![1]!, 'base64').toString(),
      );
      expect(decoded.join('')).toBe(text);
      for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    }),
  );
});

test('a peer whose name is none is unknown', () => {
  expect(['mx.a.example', '-a', 'a b', '', 'a..b', '[x]'].map(hostname)).toEqual([
    'mx.a.example',
    'unknown',
    'unknown',
    'unknown',
    'unknown',
    'unknown',
  ]);
});
