// One incident line of Dionaea's log_incident: an origin (what happened) and the data that came with it.
import { bruteForce } from '../core/honeypot.ts';
import { LabelBag } from '../core/labels.ts';
import { compileTable, type Fields, textAt } from '../core/record.ts';
import { bounded, lower, put } from '../core/values.ts';
import type { Draft } from '../format.ts';
import { protocolName, type Start } from './connection.ts';

const connection = (at: string) => ({
  [`data.${at}.remote_ip`]: put('source.ip'),
  [`data.${at}.remote_port`]: put('source.port'),
  [`data.${at}.local_ip`]: put('destination.ip'),
  [`data.${at}.local_port`]: put('destination.port'),
  [`data.${at}.transport`]: lower('network.transport'),
  [`data.${at}.protocol`]: lower('network.protocol'),
  [`data.${at}.id`]: put('hinomi.session'),
});

const map = compileTable({
  timestamp: () => true,
  ...connection('connection'),
  ...connection('con'),
  'data.username': put('user.name'),
  'data.password': put('hinomi.password'),
  'data.url': put('url.full'),
  'data.md5hash': put('file.hash.md5'),
  'data.md5': put('file.hash.md5'),
  'data.sha256hash': put('file.hash.sha256'),
  'data.sha256': put('file.hash.sha256'),
  'data.file': put('file.name'),
  'data.path': put('file.name'),
});

const kinds: readonly (readonly [test: RegExp, category: string, action: string])[] = [
  [/^dionaea\.modules\.python\.\w+\.login$/, 'authentication', 'login-attempt'],
  [/^dionaea\.modules\.python\.\w+\.(command|cmd)$/, 'process', 'command'],
  [/^dionaea\.download\.offer$/, 'file', 'download-request'],
  [/^dionaea\.download\.complete/, 'file', 'file-captured'],
  [/^dionaea\.connection\.\w+\.(accept|connect|reject|pending)$/, 'network', 'connection'],
  [/^dionaea\.connection\.free$/, 'network', 'session-end'],
];

export function fromIncident(record: Fields, start: Start): Draft {
  const origin = textAt(record, 'origin');
  const short = bounded(origin.replace(/^dionaea\./, ''), 64);
  const kind = kinds.find(([test]) => test.test(origin));
  const draft = start(short, kind?.[1] ?? 'network', kind?.[2] ?? short);
  const labels = new LabelBag();
  map(record, draft, labels);
  labels.finish(draft);
  if (draft['network.protocol'] !== undefined)
    draft['network.protocol'] = protocolName(draft['network.protocol']);
  const action = draft['event.action'];
  if (action === 'login-attempt') {
    draft['event.outcome'] = 'unknown';
    draft['rsit.type'] = bruteForce['rsit.type'];
    draft['threat.technique.id'] = [...bruteForce['threat.technique.id']];
  } else if (action === 'download-request') {
    draft['rsit.type'] = 'malware-distribution';
    draft['threat.technique.id'] = ['T1105'];
  } else if (action === 'command' && draft.labels?.['data.command'] !== undefined)
    draft['process.command_line'] = bounded(
      `${draft.labels['data.command']} ${draft.labels['data.arguments'] ?? ''}`.trim(),
      4096,
    );
  return draft;
}
