// SNMP v1/v2c (RFC 1157, RFC 3416): Get, GetNext and GetBulk on the system group of a small router.
import type { Answerer } from '../udp/bait.ts';
import { replyLimit } from '../udp/bait.ts';
import {
  compareOids,
  element,
  integer,
  octets,
  oid,
  readElements,
  readInteger,
  readOid,
} from '../udp/ber.ts';

export interface SnmpSettings {
  /** Communities that get an answer. */
  communities: string[];
  sysDescr: string;
  sysName: string;
}

const tags = { get: 0xa0, getNext: 0xa1, response: 0xa2, set: 0xa3, getBulk: 0xa5 } as const;
const names: Record<number, string> = { 160: 'get', 161: 'getnext', 163: 'set', 165: 'getbulk' };
/** GetBulk never repeats more often than this, whatever is asked for. */
const repetitionLimit = 12;

const noSuchObject = Uint8Array.of(0x80, 0);
const endOfMibView = Uint8Array.of(0x82, 0);

/** Answers reads; writes and unknown communities stay without an answer, as on a real agent. */
export function snmpAnswerer(settings: SnmpSettings): Answerer {
  return (request, now) => {
    const message = parse(request);
    if (!message) return { query: 'malformed' };
    const { version, community, tag, id, second, third, wanted } = message;
    const query = `${names[tag] ?? 'other'} ${wanted[0] ?? ''}`.trim().slice(0, 120);
    const fields = { 'hinomi.password': community };
    if (!settings.communities.includes(community) || !(tag in names) || tag === tags.set)
      return { query, fields };
    if (tag === tags.getBulk && version === 0) return { query, fields };
    const mib = createMib(settings, now);
    const bindings =
      tag === tags.getBulk
        ? bulk(mib, wanted, second, third)
        : wanted.map(name => (tag === tags.get ? get(mib, name) : next(mib, name)));
    // SNMPv1 has no exceptions: the first missing name is an error (RFC 1157 §4.1.2).
    const missing =
      version === 0
        ? bindings.findIndex(({ value }) => value === noSuchObject || value === endOfMibView)
        : -1;
    const list =
      missing < 0
        ? bindings.map(({ name, value }) => element(0x30, oid(name), value))
        : wanted.map(name => element(0x30, oid(name), Uint8Array.of(5, 0)));
    while (list.reduce((sum, item) => sum + item.length, 0) > replyLimit - 100 && list.length > 1) list.pop();
    const pdu = element(
      tags.response,
      element(0x02, id),
      integer(missing < 0 ? 0 : 2),
      integer(missing + 1),
      element(0x30, ...list),
    );
    return { query, fields, reply: element(0x30, integer(version), octets(community), pdu) };
  };
}

function parse(request: Uint8Array) {
  const outer = readElements(request);
  if (outer?.length !== 1 || outer[0]!.tag !== 0x30) return undefined;
  const [versionItem, communityItem, pdu] = readElements(outer[0]!.body) ?? [];
  if (versionItem?.tag !== 0x02 || communityItem?.tag !== 0x04 || !pdu) return undefined;
  const version = readInteger(versionItem.body);
  if ((version !== 0 && version !== 1) || communityItem.body.length > 64) return undefined;
  const [id, second, third, list] = readElements(pdu.body) ?? [];
  if (id?.tag !== 0x02 || second?.tag !== 0x02 || third?.tag !== 0x02 || list?.tag !== 0x30) return undefined;
  const wanted: string[] = [];
  for (const binding of readElements(list.body) ?? []) {
    const name = readElements(binding.body)?.[0];
    const dotted = name?.tag === 0x06 ? readOid(name.body) : undefined;
    if (dotted === undefined) return undefined;
    wanted.push(dotted);
  }
  return {
    version,
    community: Buffer.from(communityItem.body).toString('latin1'),
    tag: pdu.tag,
    id: id.body,
    second: readInteger(second.body) ?? 0,
    third: readInteger(third.body) ?? 0,
    wanted,
  };
}

type Mib = readonly [name: string, value: Uint8Array][];

const createMib = ({ sysDescr, sysName }: SnmpSettings, now: number): Mib => [
  ['1.3.6.1.2.1.1.1.0', octets(sysDescr)],
  ['1.3.6.1.2.1.1.2.0', oid('1.3.6.1.4.1.8072.3.2.10')],
  ['1.3.6.1.2.1.1.3.0', integer(Math.floor(now / 10) % 2 ** 31, 0x43)],
  ['1.3.6.1.2.1.1.4.0', octets('root')],
  ['1.3.6.1.2.1.1.5.0', octets(sysName)],
  ['1.3.6.1.2.1.1.6.0', octets('Unknown')],
  ['1.3.6.1.2.1.1.7.0', integer(72)],
  ['1.3.6.1.2.1.2.1.0', integer(3)],
  ['1.3.6.1.2.1.2.2.1.2.1', octets('lo')],
  ['1.3.6.1.2.1.2.2.1.2.2', octets('eth0')],
  ['1.3.6.1.2.1.2.2.1.2.3', octets('ppp0')],
];

interface Binding {
  name: string;
  value: Uint8Array;
}

const get = (mib: Mib, name: string): Binding => ({
  name,
  value: mib.find(([known]) => known === name)?.[1] ?? noSuchObject,
});

function next(mib: Mib, name: string): Binding {
  const found = mib.find(([known]) => compareOids(known, name) > 0);
  return found ? { name: found[0], value: found[1] } : { name, value: endOfMibView };
}

function bulk(mib: Mib, wanted: string[], nonRepeaters: number, repetitions: number): Binding[] {
  const single = Math.max(0, Math.min(nonRepeaters, wanted.length));
  const bindings = wanted.slice(0, single).map(name => next(mib, name));
  const walkers = wanted.slice(single, single + 4);
  for (let round = 0; round < Math.min(repetitions, repetitionLimit); round++)
    for (const [index, name] of walkers.entries()) {
      const binding = next(mib, name);
      bindings.push(binding);
      walkers[index] = binding.name;
    }
  return bindings;
}
