// Zeek http.log: requests in the clear, and CONNECT requests to the proxy.
import type { WebRequest } from '../../world/event.ts';
import { type Flow, flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { seen } from '../network/sensor.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { endpoints, flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { reasonOf } from '../zeek/status.ts';
import { type Column, connectionColumns, header, optional, text } from '../zeek/table.ts';
import { fuidOf } from '../zeek/uid.ts';

const columns: readonly Column[] = [
  ...connectionColumns,
  ['trans_depth', 'count'],
  ['method', 'string'],
  ['host', 'string'],
  ['uri', 'string'],
  ['referrer', 'string'],
  ['version', 'string'],
  ['user_agent', 'string'],
  ['origin', 'string'],
  ['request_body_len', 'count'],
  ['response_body_len', 'count'],
  ['status_code', 'count'],
  ['status_msg', 'string'],
  ['info_code', 'count'],
  ['info_msg', 'string'],
  ['tags', 'set[enum]'],
  ['username', 'string'],
  ['password', 'string'],
  ['proxied', 'set[string]'],
  ['orig_fuids', 'vector[string]'],
  ['orig_filenames', 'vector[string]'],
  ['orig_mime_types', 'vector[string]'],
  ['resp_fuids', 'vector[string]'],
  ['resp_filenames', 'vector[string]'],
  ['resp_mime_types', 'vector[string]'],
];

const mimeOf = (mime: string): string => mime.split(';', 1)[0]!.trim().replaceAll(',', '') || 'text/plain';

function row(event: WebRequest, flow: Flow, seed: number): string {
  const toProxy = flow.destinationPort === 3128 && event.via === 'proxy';
  const tunnel = toProxy && event.scheme === 'https';
  const authority = `${event.domain}:${event.port}`;
  const uri = tunnel ? authority : toProxy ? `http://${event.domain}${event.path}` : event.path;
  // The proxy's own answer, in the clear: refused, or the site could not be reached.
  const denied = toProxy && (event.verdict === 'denied' || event.status >= 500);
  const status = tunnel && !denied ? 200 : event.status;
  const body = tunnel && !denied ? 0 : event.bytes;
  const fuid = body > 0 ? fuidOf(seed, flow, 0) : '-';
  const sent = !tunnel && event.sent > 0 ? fuidOf(seed, flow, 1) : '-';
  const reason = tunnel && !denied ? 'Connection established' : reasonOf(status);
  return `1\t${tunnel ? 'CONNECT' : optional(event.method)}\t${optional(tunnel ? authority : event.domain)}\t${text(uri)}\t${tunnel ? '-' : optional(event.referer)}\t1.1\t${optional(event.agent)}\t-\t${tunnel ? 0 : event.sent}\t${body}\t${status > 0 ? `${status}\t${reason}` : '-\t-'}\t-\t-\t(empty)\t-\t-\t${flow.leg === 'upstream' ? 'VIA -> 1.1 proxy (squid/5.7)' : '-'}\t${sent}\t-\t${sent === '-' ? '-' : 'application/x-www-form-urlencoded'}\t${fuid}\t-\t${fuid === '-' ? '-' : text(mimeOf(event.mime))}`;
}

function write(event: WebRequest, emit: Emit, { world }: ProjectionContext): void {
  for (const flow of flowsOf(event, world)) {
    if (!seen(flow) || flow.service !== 'http') continue;
    const tunnel = flow.destinationPort === 3128 && event.scheme === 'https';
    const at = flow.at + 0.8;
    emit(
      at,
      `${endpoints(world.seed, flow, at)}\t${row(event, flow, world.seed)}`,
      flowFacets(placesOf(world), flow, event.domain, tunnel ? 'CONNECT' : event.method),
    );
  }
}

export const zeekHttp = defineSource({
  id: 'zeek-http',
  title: { en: 'HTTP on the wire (Zeek http)', ja: '通信上のHTTP (Zeek http)' },
  summary: {
    en: 'Unencrypted requests past the sensor and all requests to the proxy, with user agent and file ids (fuid joins files.log). Look for user agents no browser has, posts to bare addresses, names never seen before.',
    ja: 'センサーを通った平文のHTTPと、プロキシへの全ての要求。ユーザーエージェントとファイルID(fuidでfiles.logとつながる)を含む。ブラウザーにないユーザーエージェント、アドレス直打ちのPOST、初見の名前を探す。',
  },
  file: 'zeek/http.log',
  format: 'tsv',
  header: header('http', columns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/http',
  on: { web: write },
});
