// Suricata EVE lines → events. Every event type gives an event; the engine's own counters (stats) are known and skipped.
import { LabelBag } from '../core/labels.ts';
import { type Fields, objectAt, parseObject, textAt } from '../core/record.ts';
import { parseIso } from '../core/time.ts';
import { fullUrl } from '../core/url.ts';
import { bounded } from '../core/values.ts';
import { bad, type Draft, header, known, type LineParser, type Skip } from '../format.ts';
import { rsitOfCategory, severityOf } from './rsit.ts';
import { mapFlow, mapRecord } from './table.ts';

/** Category and action of the event types that do not simply keep their name as action. */
const kinds: Readonly<Record<string, readonly [category: string, action: string]>> = {
  alert: ['intrusion_detection', 'alert'],
  drop: ['intrusion_detection', 'drop'],
  anomaly: ['intrusion_detection', 'anomaly'],
  http: ['web', 'request'],
  fileinfo: ['file', 'file'],
  netflow: ['network', 'flow'],
  krb5: ['authentication', 'krb5'],
};

export function createParser(): LineParser {
  return { line: parseLine };
}

function parseLine(text: string): Draft[] | Skip {
  if (text.trim() === '') return header;
  const record = parseObject(text);
  if (typeof record === 'string') return bad(record);
  const type = textAt(record, 'event_type');
  if (type === '') return bad('no event_type');
  if (type === 'stats') return known('stats: counters of the engine, no event');
  const isFlow = type === 'flow' || type === 'netflow';
  const logged = parseIso(textAt(record, 'timestamp'));
  const began = isFlow ? parseIso(textAt(objectAt(record, type) ?? {}, 'start')) : undefined;
  const time = began ?? logged;
  if (time === undefined)
    return bad(`no readable time in timestamp: ${textAt(record, 'timestamp').slice(0, 60)}`);
  const kind = Object.hasOwn(kinds, type) ? kinds[type]! : undefined;
  const name = bounded(type, 64);
  const draft: Draft = {
    '@timestamp': time,
    'event.module': 'suricata',
    'event.dataset': `suricata.${name}`,
    'event.category': kind?.[0] ?? 'network',
    'event.action': kind?.[1] ?? name,
    'observer.type': 'ids',
  };
  const labels = new LabelBag();
  (isFlow ? mapFlow : mapRecord)(record, draft, labels);
  refine(type, record, draft);
  labels.finish(draft);
  return [draft];
}

function refine(type: string, record: Fields, draft: Draft): void {
  const alert = objectAt(record, 'alert');
  if (alert) refineAlert(alert, draft);
  const http = objectAt(record, 'http');
  if (http) {
    const host = textAt(http, 'hostname');
    const target = textAt(http, 'url');
    if (host !== '' || target !== '')
      draft['url.full'] = fullUrl('http', host, draft['destination.port'], target);
    if (type === 'http')
      draft.message = bounded(
        `${draft['http.request.method'] ?? '?'} ${draft['url.full'] ?? ''} ${draft['http.response.status_code'] ?? ''}`.trimEnd(),
        4096,
      );
  }
  const dns = objectAt(record, 'dns');
  if (dns) refineDns(type, dns, draft);
  if (type === 'anomaly' && draft['rule.name'] !== undefined) draft.message = draft['rule.name'];
  if (draft['network.protocol'] === undefined && type in applications) draft['network.protocol'] = type;
}

const applications: Readonly<Record<string, true>> = Object.assign(Object.create(null), {
  ...Object.fromEntries(
    'dns http tls ssh smtp smb krb5 dhcp mqtt dnp3 ftp ldap sip quic snmp rdp rfb tftp ike nfs modbus'
      .split(' ')
      .map(name => [name, true]),
  ),
});

function refineAlert(alert: Fields, draft: Draft): void {
  const category = textAt(alert, 'category');
  draft['rsit.type'] = rsitOfCategory.get(category) ?? 'ids-alert';
  if (typeof alert['severity'] === 'number') draft['event.severity'] = severityOf(alert['severity']);
  if (draft['rule.name'] !== undefined) draft.message = draft['rule.name'];
  const metadata = objectAt(alert, 'metadata');
  const technique = metadata?.['mitre_technique_id'];
  if (Array.isArray(technique)) {
    const ids = technique.filter(id => typeof id === 'string' && /^T\d{4}(\.\d{3})?$/.test(id)).slice(0, 16);
    if (ids.length > 0) draft['threat.technique.id'] = ids as string[];
  }
}

/** DNS came in three shapes: one record per answer (v1), grouped answers (v2), lists of queries (v3 and in alerts). */
function refineDns(type: string, dns: Fields, draft: Draft): void {
  const list = dns['queries'] ?? dns['query'];
  const first: unknown = Array.isArray(list) ? list[0] : (objectAt(dns, 'answer') ?? dns);
  if (first === null || typeof first !== 'object') return;
  const question = first as Fields;
  const name = textAt(question, 'rrname');
  const rrtype = textAt(question, 'rrtype');
  const code = textAt(dns, 'rcode') || textAt(question, 'rcode');
  if (name !== '') draft['dns.question.name'] = bounded(name.toLowerCase(), 1024);
  if (rrtype !== '') draft['dns.question.type'] = bounded(rrtype, 64);
  if (code !== '') draft['dns.response_code'] = bounded(code, 64);
  if (type !== 'dns') return;
  const answer = textAt(dns, 'type') === 'answer' || textAt(dns, 'type') === 'response';
  draft['event.action'] = answer ? 'dns-answer' : 'dns-query';
  draft.message = bounded(`${rrtype} ${draft['dns.question.name'] ?? ''} ${code}`.trim(), 4096);
}
