// Cowrie JSON lines → events. Every event id gives an event; a session's lines are joined by hinomi.session.

import { honeypotDraft } from '../core/honeypot.ts';
import { LabelBag } from '../core/labels.ts';
import { compileTable, parseObject, textAt, used } from '../core/record.ts';
import { parseIso } from '../core/time.ts';
import { bounded, lower, put } from '../core/values.ts';
import { bad, type Draft, header, type LineParser, type Skip } from '../format.ts';
import { kinds } from './kinds.ts';

const common = {
  timestamp: used,
  session: put('hinomi.session'),
  src_ip: put('source.ip'),
  src_port: put('source.port'),
  dst_ip: put('destination.ip'),
  dst_port: put('destination.port'),
  username: put('user.name'),
  password: put('hinomi.password'),
  protocol: lower('network.protocol'),
  message: put('message'),
};

const plain = compileTable(common);
const maps = new Map([...kinds].map(([id, kind]) => [id, compileTable({ ...common, ...kind.fields })]));
// In tunnel records these are the far end asked for; the honeypot itself is not named.
const { dst_ip: _ip, dst_port: _port, src_port: _source, ...tunnelFields } = common;
const tunnel = compileTable(tunnelFields);

export function createParser(): LineParser {
  return { line: parseLine };
}

function parseLine(text: string): Draft[] | Skip {
  if (text.trim() === '') return header;
  const record = parseObject(text);
  if (typeof record === 'string') return bad(record);
  const id = textAt(record, 'eventid');
  if (id === '') return bad('no eventid');
  // Cowrie writes UTC; older releases left the Z out.
  const time = parseIso(textAt(record, 'timestamp'), 0);
  if (time === undefined)
    return bad(`no readable time in timestamp: ${textAt(record, 'timestamp').slice(0, 60)}`);
  const kind = kinds.get(id);
  const last = bounded(id.startsWith('cowrie.') ? id.slice(7) : id, 64);
  const draft = honeypotDraft('cowrie', last, time, kind?.category ?? 'network', kind?.action ?? last);
  if (kind?.outcome) draft['event.outcome'] = kind.outcome;
  if (kind?.rsit) draft['rsit.type'] = kind.rsit;
  if (kind?.techniques) draft['threat.technique.id'] = [...kind.techniques];
  const labels = new LabelBag();
  if (id.startsWith('cowrie.direct-tcpip.')) {
    tunnel(record, draft, labels);
    labels.addValue('destination.address', record['dst_ip']);
    labels.addValue('destination.port', record['dst_port']);
    draft['network.protocol'] ??= 'ssh';
  } else (maps.get(id) ?? plain)(record, draft, labels);
  if (draft['network.protocol'] === undefined) {
    const system = textAt(record, 'system').toLowerCase();
    if (system.includes('ssh')) draft['network.protocol'] = 'ssh';
    else if (system.includes('telnet')) draft['network.protocol'] = 'telnet';
  }
  draft['network.transport'] = 'tcp';
  labels.finish(draft);
  return [draft];
}
