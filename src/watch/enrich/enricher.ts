// Country and autonomous system of addresses, from data in npm packages: no look-up ever leaves the machine.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type CountryResponse, Reader } from 'maxmind';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import { formatIp, type IpBytes, isIpv4, isSpecialIp, parseIp } from '#model/ip.ts';
import type { Column, EventBlock } from '#store/events/port.ts';
import { type AsTable, findAs, readAsTable } from './as-table.ts';
import type { IpFacts, LookUp } from './facts.ts';

export interface Enricher {
  /** Facts of an address text; special ranges have country '' and AS 0. Undefined when it is no address. */
  lookUp: LookUp;
  /** The same for 16 bytes. */
  lookUpBytes(bytes: IpBytes): IpFacts;
  /** Name of an autonomous system, '' when unknown. */
  asName(as: number): string;
  /** Fills country and AS of source and destination in place where a capture or log did not. */
  enrichEvents(events: readonly Event[]): void;
  /** The block with country and AS columns added; columns present already are kept. */
  enrichBlock(block: EventBlock): EventBlock;
}

/** Addresses remembered; two generations of this size, so memory is bounded and hot addresses stay. */
const cacheSize = 65_536;

/** Loads the tables (90 MB; 0.9 s at best on a busy two-core machine, seconds when it is busier). @throws HinomiError `GEO_DATA_MISSING`. */
export async function createEnricher(): Promise<Enricher> {
  const require = createRequire(import.meta.url);
  const load = async (file: string): Promise<Buffer> => {
    try {
      return await readFile(require.resolve(file));
    } catch (cause) {
      throw new HinomiError('GEO_DATA_MISSING', `Cannot read ${file}.`, {
        remedy: 'Run npm ci; the data comes with the packages.',
        cause,
      });
    }
  };
  const names = new Map<number, string>();
  const v4 = readAsTable(await load('@ip-location-db/asn/asn-ipv4-num.csv'), 1, names);
  const v6 = readAsTable(await load('@ip-location-db/asn/asn-ipv6.csv'), 4, names);
  const country = await load('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb');
  return enricherOver(v4, v6, names, countryReader(country));
}

/** The package keeps the code beside the address instead of GeoIP's nested form. */
function countryReader(file: Buffer): (text: string) => string {
  const reader = new Reader<CountryResponse>(file);
  return text => {
    const found = reader.get(text) as { country_code?: unknown } | null;
    return typeof found?.country_code === 'string' ? found.country_code : '';
  };
}

/** An enricher over tables given; see `createEnricher`. */
export function enricherOver(
  v4: AsTable,
  v6: AsTable,
  names: ReadonlyMap<number, string>,
  countryOf: (text: string) => string,
): Enricher {
  let young = new Map<string, IpFacts>();
  let old = new Map<string, IpFacts>();

  const lookUpBytes = (bytes: IpBytes): IpFacts => {
    if (isSpecialIp(bytes)) return { bytes, country: '', as: 0 };
    return { bytes, country: countryOf(formatIp(bytes)), as: findAs(isIpv4(bytes) ? v4 : v6, bytes) };
  };

  const lookUp: LookUp = text => {
    let facts = young.get(text);
    if (facts) return facts;
    facts = old.get(text);
    if (!facts) {
      const bytes = parseIp(text);
      if (!bytes) return undefined;
      facts = lookUpBytes(bytes);
    }
    if (young.size >= cacheSize) [young, old] = [new Map(), young];
    young.set(text, facts);
    return facts;
  };

  const fill = (event: Event, side: 'source' | 'destination') => {
    const ip = event[`${side}.ip`];
    const facts = ip ? lookUp(ip) : undefined;
    if (!facts) return;
    if (facts.country && !event[`${side}.geo.country_iso_code`])
      event[`${side}.geo.country_iso_code`] = facts.country;
    if (facts.as && !event[`${side}.as.number`]) event[`${side}.as.number`] = facts.as;
  };

  return {
    lookUp,
    lookUpBytes,
    asName: as => names.get(as) ?? '',
    enrichEvents(events) {
      for (const event of events) {
        fill(event, 'source');
        fill(event, 'destination');
      }
    },
    enrichBlock(block) {
      const columns = { ...block.columns };
      for (const side of ['source', 'destination'] as const) {
        const ip = columns[`${side}.ip`];
        if (!ip || columns[`${side}.as.number`] || columns[`${side}.geo.country_iso_code`]) continue;
        const added = factColumns(ip, block.rows, lookUp, lookUpBytes);
        columns[`${side}.geo.country_iso_code`] = added.country;
        columns[`${side}.as.number`] = added.as;
      }
      return { rows: block.rows, columns };
    },
  };
}

/** The IPv4 address in the last four of 16 bytes, as a number. */
const v4Key = (bytes: IpBytes): number =>
  ((bytes[12]! << 24) | (bytes[13]! << 16) | (bytes[14]! << 8) | bytes[15]!) >>> 0;

function factColumns(
  ip: Column,
  rows: number,
  lookUp: LookUp,
  lookUpBytes: (bytes: IpBytes) => IpFacts,
): { country: Column; as: Column } {
  const codes = new Uint16Array(rows);
  const dictionary = [''];
  const index = new Map([['', 0]]);
  const as = new Uint32Array(rows);
  const seen = new Map<string, IpFacts>();
  const seenV4 = new Map<number, IpFacts>();
  const set = (row: number, facts: IpFacts | undefined) => {
    if (!facts) return;
    let code = index.get(facts.country);
    if (code === undefined) {
      code = dictionary.push(facts.country) - 1;
      index.set(facts.country, code);
    }
    codes[row] = code;
    as[row] = facts.as;
  };
  for (let row = 0; row < rows; row++) {
    if (ip.kind === 'bytes16') {
      const bytes = ip.values.subarray(row * 16, row * 16 + 16);
      // IPv4 by far most often: a number is a much cheaper key than a text.
      const v4 = isIpv4(bytes) ? v4Key(bytes) : -1;
      let facts: IpFacts | undefined;
      if (v4 >= 0) {
        facts = seenV4.get(v4);
        if (!facts) {
          facts = lookUpBytes(bytes);
          seenV4.set(v4, facts);
        }
      } else {
        const key = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('latin1');
        facts = seen.get(key);
        if (!facts) {
          facts = lookUpBytes(bytes);
          seen.set(key, facts);
        }
      }
      set(row, facts);
    } else if (ip.kind === 'text') set(row, lookUp(ip.values[row]!));
    else if (ip.kind === 'coded') set(row, lookUp(ip.dictionary[ip.codes[row]!]!));
    else if (ip.kind === 'constant') set(row, lookUp(String(ip.value)));
  }
  return { country: { kind: 'coded', codes, dictionary }, as: { kind: 'number', values: as } };
}
