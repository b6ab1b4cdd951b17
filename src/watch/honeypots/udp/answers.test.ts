// Every reflector bait: whatever the bytes, an answer comes back without a throw, bounded, and the same each time.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargenAnswerer } from '../chargen/answer.ts';
import { cldapAnswerer } from '../cldap/answer.ts';
import { dnsAnswerer } from '../dns/answer.ts';
import { readQuestion } from '../dns/message.ts';
import { memcachedAnswerer } from '../memcached/answer.ts';
import { ntpAnswerer } from '../ntp/answer.ts';
import { snmpAnswerer } from '../snmp/answer.ts';
import { ssdpAnswerer } from '../ssdp/answer.ts';
import { type Answerer, replyLimit } from './bait.ts';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const fromHex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const now = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A DNS query with recursion desired and one question. */
function dnsQuery(name: string, type: number, cls = 1): Uint8Array {
  const labels = name.split('.').flatMap(part => [part.length, ...latin(part)]);
  return Uint8Array.from([
    0x12,
    0x34,
    1,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    ...labels,
    0,
    type >> 8,
    type & 255,
    0,
    cls,
  ]);
}

const baits: Record<string, { answerer: Answerer; asked: Uint8Array; query: string }> = {
  dns: {
    answerer: dnsAnswerer({ address: '192.0.2.53', version: 'x', records: {} }),
    asked: dnsQuery('Example.org', 255),
    query: 'ANY example.org',
  },
  ntp: {
    answerer: ntpAnswerer({ version: 'ntpd 4', refid: 'GPS' }),
    asked: fromHex('17 00 03 2a 00000000'),
    query: 'monlist',
  },
  ssdp: {
    answerer: ssdpAnswerer({ server: 'x', location: 'http://192.168.1.1/' }),
    asked: latin(
      'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n',
    ),
    query: 'M-SEARCH ssdp:all',
  },
  snmp: {
    answerer: snmpAnswerer({ communities: ['public'], sysDescr: 'd', sysName: 'n' }),
    // v2c GetBulk, non-repeaters 0, max-repetitions 2250, name 1.3.6.1.2.1
    asked: fromHex(
      '3025 020101 0406 7075626c6963 a518 0204 12345678 0201 00 0202 08ca 3009 3007 0603 2b0601 0500',
    ),
    query: 'getbulk 1.3.6.1',
  },
  cldap: {
    answerer: cldapAnswerer({ domain: 'corp.local', host: 'dc01' }),
    asked: fromHex(
      '3025 020101 6320 0400 0a0100 0a0100 020100 020100 010100 870b 6f626a656374636c617373 3000',
    ),
    query: 'search rootDSE',
  },
  memcached: {
    answerer: memcachedAnswerer({ version: '1' }),
    asked: Buffer.concat([fromHex('0001 0000 0001 0000'), latin('stats\r\n')]),
    query: 'stats',
  },
  chargen: { answerer: chargenAnswerer({ bytes: 222 }), asked: latin('\n'), query: 'chargen' },
};

describe.each(Object.entries(baits))('%s', (_, { answerer, asked, query }) => {
  test('knows the request that attackers send, and answers it', () => {
    const answer = answerer(asked, now);
    expect(answer.query).toBe(query);
    expect(answer.reply?.length).toBeGreaterThan(10);
  });

  test('any bytes: no throw, a bounded answer, the same one again', () => {
    const mutated = fc
      .tuple(
        fc.array(fc.tuple(fc.nat({ max: asked.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        fc.nat({ max: 64 }),
      )
      .map(([changes, cut]) => {
        const bytes = Uint8Array.from(asked);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes.subarray(0, Math.max(0, bytes.length - (cut > 40 ? cut - 40 : 0)));
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 1_500 }), mutated), bytes => {
        const first = answerer(bytes, now);
        expect(first.query.length).toBeLessThanOrEqual(1_100);
        expect(first.reply?.length ?? 0).toBeLessThanOrEqual(replyLimit);
        expect(answerer(bytes, now)).toEqual(first);
      }),
      { numRuns: 1_000 },
    );
  });

  test('its own answer is not a question to it: two baits cannot talk for ever', () => {
    if (query === 'chargen') return; // answers anything by definition; the limiter ends it
    const { reply } = answerer(asked, now);
    expect(answerer(reply!, now).reply).toBeUndefined();
  });
});

test('DNS names are read as presentation text; compression loops and long names are refused', () => {
  expect(readQuestion(dnsQuery('a.b', 1))).toMatchObject({ name: 'a.b', type: 1, payload: 512 });
  expect(readQuestion(fromHex('1234 0100 0001 0000 0000 0000 c00c 0001 0001'))).toBeUndefined();
  expect(readQuestion(dnsQuery(`${'x'.repeat(63)}.`.repeat(4).slice(0, -1), 1))).toBeUndefined();
  expect(readQuestion(fromHex('1234 8100 0001 0000 0000 0000 0161 00 0001 0001'))).toBeUndefined();
});
