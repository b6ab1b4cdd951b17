// Zeek dns.log: questions and answers on the wire.
import type { DnsLookup } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { dnsId, flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { seen } from '../network/sensor.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { secondsOf } from '../syslog/clock.ts';
import { endpoints, flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { type Column, connectionColumns, header, list, text } from '../zeek/table.ts';

const columns: readonly Column[] = [
  ...connectionColumns,
  ['proto', 'enum'],
  ['trans_id', 'count'],
  ['rtt', 'interval'],
  ['query', 'string'],
  ['qclass', 'count'],
  ['qclass_name', 'string'],
  ['qtype', 'count'],
  ['qtype_name', 'string'],
  ['rcode', 'count'],
  ['rcode_name', 'string'],
  ['AA', 'bool'],
  ['TC', 'bool'],
  ['RD', 'bool'],
  ['RA', 'bool'],
  ['Z', 'count'],
  ['answers', 'vector[string]'],
  ['TTLs', 'vector[interval]'],
  ['rejected', 'bool'],
];

/** Numbers of DNS parameters (IANA). */
const types = { A: 1, NS: 2, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33 } as const;
const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

/** A TXT answer shows its length first. */
const answersOf = (event: DnsLookup): readonly string[] =>
  event.type === 'TXT'
    ? event.answers.map(answer => `TXT ${Buffer.byteLength(answer)} ${answer}`)
    : event.answers;

function write(event: DnsLookup, emit: Emit, { world }: ProjectionContext): void {
  const places = placesOf(world);
  const ttl = [60, 300, 300, 900, 3600][hashKeys(event.name) % 5]!;
  const name = event.name.replace(/\.$/, '').toLowerCase();
  for (const flow of flowsOf(event, world)) {
    if (!seen(flow)) continue;
    const answered = event.answers.length > 0;
    const authoritative = name.endsWith(world.organisation.adDomain) ? 'T' : 'F';
    const rejected = event.rcode === 'REFUSED' || event.rcode === 'SERVFAIL' ? 'T' : 'F';
    emit(
      flow.at,
      `${endpoints(world.seed, flow, flow.at)}\tudp\t${dnsId(flow)}\t${secondsOf(flow.duration)}\t${text(name)}\t1\tC_INTERNET\t${types[event.type]}\t${event.type}\t${rcodes[event.rcode]}\t${event.rcode}\t${authoritative}\tF\tT\tT\t0\t${answered ? list(answersOf(event)) : '-'}\t${answered ? event.answers.map(() => `${ttl}.000000`).join(',') : '-'}\t${rejected}`,
      flowFacets(places, flow, name, event.rcode),
    );
  }
}

export const zeekDns = defineSource({
  id: 'zeek-dns',
  title: { en: 'DNS on the wire (Zeek dns)', ja: '通信上のDNS (Zeek dns)' },
  summary: {
    en: 'DNS questions with their answers, as the sensor saw them: PC to resolver, resolver to the provider. Look for long or random names, many answers NXDOMAIN, TXT, and steady questions for one domain.',
    ja: 'センサーが見たDNSの問い合わせと応答。PCからリゾルバー、リゾルバーから事業者のDNSまで。長い・無作為な名前、NXDOMAINの多発、TXT、同じドメインへの規則的な問い合わせを探す。',
  },
  file: 'zeek/dns.log',
  format: 'tsv',
  header: header('dns', columns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/dns',
  on: { dns: write },
});
