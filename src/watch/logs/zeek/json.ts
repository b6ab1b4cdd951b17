// Zeek JSON lines → events. The stream is named in the record (`_path`, `@stream`), in the file name, or shows in the fields.
import type { Clock } from '#model/time.ts';
import { LabelBag } from '../core/labels.ts';
import { type Fields, parseObject, textAt } from '../core/record.ts';
import { parseEpochSeconds, parseIso } from '../core/time.ts';
import { bad, type Draft, type Skip } from '../format.ts';
import { refine } from './refine.ts';
import { draftOf, mapperOf } from './table.ts';

/** Fields that only one stream has, for files that were renamed. */
const telltale: readonly (readonly [stream: string, ...fields: string[]])[] = [
  ['conn', 'conn_state'],
  ['dns', 'trans_id', 'query'],
  ['http', 'trans_depth', 'method'],
  ['ssl', 'cipher', 'established'],
  ['files', 'fuid', 'analyzers'],
  ['notice', 'note', 'msg'],
  ['kerberos', 'request_type', 'client'],
  ['smb_files', 'action', 'times_modified'],
  ['smb_mapping', 'share_type'],
  ['x509', 'certificate.serial'],
  ['ssh', 'auth_attempts'],
  ['dce_rpc', 'endpoint', 'operation'],
];

const guess = (record: Fields): string =>
  telltale.find(([, ...fields]) => fields.every(field => field in record))?.[0] ?? '';

export function jsonStream(record: Fields, nameStream: string): string {
  const given = textAt(record, '_path') || textAt(record, '@stream');
  return /^[\w-]{1,64}$/.test(given) ? given.toLowerCase() : nameStream || guess(record);
}

export function parseJsonLine(text: string, nameStream: string, clock: Clock): Draft[] | Skip {
  const record = parseObject(text);
  if (typeof record === 'string') return bad(record);
  const stream = jsonStream(record, nameStream);
  const given = record['ts'];
  const time =
    given === undefined
      ? clock()
      : typeof given === 'string'
        ? (parseIso(given, 0) ?? parseEpochSeconds(given))
        : parseEpochSeconds(given);
  if (time === undefined) return bad(`no readable time in ts: ${String(given).slice(0, 60)}`);
  const draft = draftOf(stream, time);
  const labels = new LabelBag();
  mapperOf(stream)(record, draft, labels);
  if (given === undefined) labels.add('hinomi.time', 'none in the record, time of reading');
  labels.finish(draft);
  refine(stream, column => record[column], draft);
  return [draft];
}
