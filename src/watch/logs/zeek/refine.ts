// What a Zeek record says beyond single columns: URLs, ICMP, the hosts of a file, notices, one line for people.
import { parseEpochSeconds } from '../core/time.ts';
import { fullUrl } from '../core/url.ts';
import { bounded, canonicalIp } from '../core/values.ts';
import type { Draft } from '../format.ts';
import { protocolOf, rsitOfNote } from './streams.ts';

/** A column's value in either writing (text, number, boolean, list), undefined when unset. */
export type Get = (column: string) => unknown;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The first of a set, which TSV writes `a,b` and JSON as a list. */
const first = (value: unknown): string =>
  Array.isArray(value) ? text(value[0]) : (text(value).split(',', 1)[0] ?? '');

export function refine(stream: string, get: Get, draft: Draft): void {
  const protocol = protocolOf.get(stream) ?? (stream === 'ssl' ? 'tls' : undefined);
  if (protocol !== undefined) draft['network.protocol'] = protocol;
  switch (stream) {
    case 'conn':
      refineConn(get, draft);
      return;
    case 'dns':
      draft.message = [draft['dns.question.type'], draft['dns.question.name'], draft['dns.response_code']]
        .filter(part => part !== undefined)
        .join(' ');
      return;
    case 'http':
      refineHttp(get, draft);
      return;
    case 'files':
      refineFile(get, draft);
      return;
    case 'notice': {
      const rsit = rsitOfNote.get(draft['rule.name'] ?? '');
      if (rsit !== undefined) draft['rsit.type'] = rsit;
      return;
    }
    case 'weird':
      if (draft['rule.name'] !== undefined) draft.message = draft['rule.name'];
      return;
    case 'ssh':
      // Zeek judges success by sizes; without a judgement the record is only a connection.
      if (draft['event.outcome'] !== undefined) draft['event.action'] = 'login-attempt';
      return;
  }
}

function refineConn(get: Get, draft: Draft): void {
  const duration = Number(get('duration') ?? Number.NaN);
  const began = Number(get('ts'));
  const end = parseEpochSeconds((began > 0 ? began : draft['@timestamp'] / 1000) + duration);
  if (duration >= 0 && end !== undefined) draft['event.end'] = end;
  if (draft['network.transport'] !== 'icmp') return;
  // Zeek puts ICMP type and code where the ports are.
  draft.labels = {
    ...draft.labels,
    'icmp.type': String(draft['source.port'] ?? ''),
    'icmp.code': String(draft['destination.port'] ?? ''),
  };
  delete draft['source.port'];
  delete draft['destination.port'];
  if (draft['source.ip']?.includes(':')) draft['network.transport'] = 'ipv6-icmp';
}

function refineHttp(get: Get, draft: Draft): void {
  const uri = text(get('uri'));
  const host = text(get('host')) || (uri.startsWith('/') ? (draft['destination.ip'] ?? '') : '');
  if (uri !== '' || host !== '') draft['url.full'] = fullUrl('http', host, draft['destination.port'], uri);
  draft.message =
    `${draft['http.request.method'] ?? '?'} ${draft['url.full'] ?? ''} ${draft['http.response.status_code'] ?? ''}`.trimEnd();
}

function refineFile(get: Get, draft: Draft): void {
  const from = canonicalIp(first(get('tx_hosts')));
  const to = canonicalIp(first(get('rx_hosts')));
  if (draft['source.ip'] === undefined && from !== undefined) draft['source.ip'] = from;
  if (draft['destination.ip'] === undefined && to !== undefined) draft['destination.ip'] = to;
  const uid = first(get('conn_uids'));
  if (draft['hinomi.session'] === undefined && uid !== '') draft['hinomi.session'] = bounded(uid, 256);
  const source = text(get('source'));
  if (source !== '') draft['network.protocol'] = bounded(source.toLowerCase(), 64);
}
