// Dionaea JSON lines → events: one line per connection (log_json: with the logins and FTP commands of that connection,
// each an event of its own) or one line per incident (log_incident).
import { honeypotDraft } from '../core/honeypot.ts';
import { parseObject, textAt } from '../core/record.ts';
import { parseIso } from '../core/time.ts';
import { bad, type Draft, header, type LineParser, type Skip } from '../format.ts';
import { fromConnection } from './connection.ts';
import { fromIncident } from './incident.ts';

export function createParser(): LineParser {
  return { line: parseLine };
}

function parseLine(text: string): Draft[] | Skip {
  if (text.trim() === '') return header;
  const record = parseObject(text);
  if (typeof record === 'string') return bad(record);
  // Both handlers write UTC without saying so.
  const time = parseIso(textAt(record, 'timestamp'), 0);
  if (time === undefined)
    return bad(`no readable time in timestamp: ${textAt(record, 'timestamp').slice(0, 60)}`);
  const start = (kind: string, category: string, action: string) =>
    honeypotDraft('dionaea', kind, time, category, action);
  if (textAt(record, 'origin') !== '') return [fromIncident(record, start)];
  if ('connection' in record || 'src_ip' in record) return fromConnection(record, start);
  return bad('neither a connection nor an incident of Dionaea');
}
