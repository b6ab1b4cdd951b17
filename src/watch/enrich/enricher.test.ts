// Countries and networks of addresses.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { formatIp, parseIp } from '#model/ip.ts';
import { findAs, readAsTable } from './as-table.ts';
import { createEnricher, type Enricher } from './enricher.ts';

describe('the table of autonomous systems', () => {
  const names = new Map<number, string>();
  const v4 = readAsTable(
    Buffer.from(
      '16777216,16777471,13335,"Cloudflare, Inc."\nbroken line\n16778240,16779263,38803,Gtelecom\n,,,\n',
    ),
    1,
    names,
  );
  const v6 = readAsTable(
    Buffer.from('2001:200::,2001:200:1b9:ffff:ffff:ffff:ffff:ffff,2500,WIDE Project\r\n'),
    4,
    names,
  );

  test.each([
    ['1.0.0.0', 13335],
    ['1.0.0.255', 13335],
    ['1.0.1.0', 0],
    ['1.0.4.0', 38803],
    ['0.255.255.255', 0],
    ['255.255.255.255', 0],
  ])('%s → %i', (ip, as) => expect(findAs(v4, parseIp(ip)!)).toBe(as));

  test.each([
    ['2001:200::', 2500],
    ['2001:200:1b9:ffff:ffff:ffff:ffff:ffff', 2500],
    ['2001:200:1ba::', 0],
    ['2001:1ff:ffff::', 0],
  ])('%s → %i', (ip, as) => expect(findAs(v6, parseIp(ip)!)).toBe(as));

  test('keeps names with commas and passes over broken lines', () => {
    expect(v4.rows).toBe(2);
    expect(names.get(13335)).toBe('Cloudflare, Inc.');
    expect(names.get(2500)).toBe('WIDE Project');
  });

  test('agrees with a plain search over any table', () => {
    const ranges = fc.uniqueArray(fc.nat({ max: 5_000 }), { minLength: 2, maxLength: 60 }).map(bounds => {
      const sorted = bounds.sort((left, right) => left - right);
      return sorted.flatMap((start, index) =>
        index % 2 === 0 && index + 1 < sorted.length ? [[start, sorted[index + 1]!, start + 1] as const] : [],
      );
    });
    fc.assert(
      fc.property(ranges, fc.nat({ max: 5_500 }), (rows, at) => {
        const table = readAsTable(
          Buffer.from(rows.map(row => `${row.join(',')},x\n`).join('')),
          1,
          new Map(),
        );
        const bytes = parseIp(`0.0.${at >> 8}.${at & 255}`)!;
        const plain = rows.find(([start, end]) => start <= at && at <= end)?.[2] ?? 0;
        expect(findAs(table, bytes)).toBe(plain);
      }),
    );
  });
});

describe('the enricher on the data shipped', () => {
  let enricher: Enricher;
  beforeAll(async () => {
    enricher = await createEnricher();
  });

  test.each([
    ['8.8.8.8', 'US', 15169, 'Google'],
    ['202.12.27.33', 'JP', 7500, ''],
    ['2001:4860:4860::8888', 'US', 15169, 'Google'],
  ])('%s is in %s, AS%i', (ip, country, as, name) => {
    expect(enricher.lookUp(ip)).toMatchObject({ country, as });
    expect(enricher.asName(as)).toContain(name);
  });

  test.each([
    '10.1.2.3',
    '127.0.0.1',
    '192.0.2.1',
    '198.51.100.7',
    '224.0.0.1',
    '::1',
    'fe80::1',
    '2001:db8::1',
  ])('%s is nowhere', ip => expect(enricher.lookUp(ip)).toMatchObject({ country: '', as: 0 }));

  test('any text gets facts or nothing; the cache changes no answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), text => {
        const bytes = parseIp(text);
        const facts = enricher.lookUp(text);
        expect(facts === undefined).toBe(bytes === undefined);
        if (bytes && facts) {
          const { country, as } = enricher.lookUpBytes(bytes);
          expect(enricher.lookUp(text)).toMatchObject({ country, as });
          expect(formatIp(facts.bytes)).toBe(formatIp(bytes));
        }
      }),
    );
  });

  test('events and blocks are filled alike', () => {
    const addresses = ['8.8.8.8', '10.0.0.1', '202.12.27.33', '8.8.8.8'];
    const events = addresses.map(
      (ip): Event => ({
        '@timestamp': 0,
        'event.id': '',
        'event.module': '',
        'event.dataset': '',
        'source.ip': ip,
      }),
    );
    enricher.enrichEvents(events);
    const values = new Uint8Array(64);
    addresses.forEach((ip, row) => void values.set(parseIp(ip)!, row * 16));
    const { columns } = enricher.enrichBlock({
      rows: 4,
      columns: { 'source.ip': { kind: 'bytes16', values } },
    });
    const country = columns['source.geo.country_iso_code'];
    const as = columns['source.as.number'];
    if (country?.kind !== 'coded' || as?.kind !== 'number') throw new Error('columns are missing');
    expect([...country.codes].map(code => country.dictionary[code])).toEqual(
      events.map(event => event['source.geo.country_iso_code'] ?? ''),
    );
    expect([...as.values]).toEqual(events.map(event => event['source.as.number'] ?? 0));
    expect([...as.values]).toEqual([15169, 0, 7500, 15169]);
  });
});
