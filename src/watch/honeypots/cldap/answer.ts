// Connectionless LDAP (RFC 1798; [MS-ADTS] §6.3.3): a search of the root DSE, answered in one datagram.
import type { Answerer } from '../udp/bait.ts';
import { element, integer, octets, readElements, readInteger } from '../udp/ber.ts';

export interface CldapSettings {
  /** DNS name of the domain it pretends to serve. */
  domain: string;
  host: string;
}

const searchRequest = 0x63;

/** Answers a base search of the root with a few hundred bytes, far fewer than a real domain controller. */
export function cldapAnswerer(settings: CldapSettings): Answerer {
  const entry = rootEntry(settings);
  const done = element(0x65, integer(0, 0x0a), octets(''), octets(''));
  return request => {
    const outer = readElements(request);
    if (outer?.[0]?.tag !== 0x30) return { query: 'malformed' };
    const [id, operation] = readElements(outer[0].body) ?? [];
    const messageId = id?.tag === 0x02 ? readInteger(id.body) : undefined;
    if (messageId === undefined || messageId < 0 || !operation) return { query: 'malformed' };
    if (operation.tag !== searchRequest) return { query: `operation ${operation.tag & 0x1f}` };
    const [base, scope] = readElements(operation.body) ?? [];
    if (base?.tag !== 0x04 || scope?.tag !== 0x0a) return { query: 'malformed' };
    const name = Buffer.from(base.body.subarray(0, 100)).toString('latin1');
    const query = `search ${name === '' ? 'rootDSE' : name}`;
    if (name !== '') return { query, reply: message(messageId, done) };
    return { query, reply: Buffer.concat([message(messageId, entry), message(messageId, done)]) };
  };
}

const message = (id: number, operation: Uint8Array): Uint8Array => element(0x30, integer(id), operation);

function rootEntry({ domain, host }: CldapSettings): Uint8Array {
  const base = domain
    .split('.')
    .map(part => `DC=${part}`)
    .join(',');
  const attributes: Record<string, string[]> = {
    defaultNamingContext: [base],
    configurationNamingContext: [`CN=Configuration,${base}`],
    dnsHostName: [`${host}.${domain}`],
    supportedLDAPVersion: ['3', '2'],
    domainFunctionality: ['6'],
    isSynchronized: ['TRUE'],
  };
  const list = Object.entries(attributes).map(([name, values]) =>
    element(0x30, octets(name), element(0x31, ...values.map(octets))),
  );
  return element(0x64, octets(''), element(0x30, ...list));
}
