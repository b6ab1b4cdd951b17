// Zeek files.log: bodies of unencrypted HTTP, with hashes.

import type { WebRequest } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { type Flow, flowsOf } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { hexadecimal } from '../network/scramble.ts';
import { seen } from '../network/sensor.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { secondsOf, unixMicros } from '../syslog/clock.ts';
import { flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { type Column, header, text } from '../zeek/table.ts';
import { fuidOf, uidOf } from '../zeek/uid.ts';

const columns: readonly Column[] = [
  ['ts', 'time'],
  ['fuid', 'string'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
  ['source', 'string'],
  ['depth', 'count'],
  ['analyzers', 'set[string]'],
  ['mime_type', 'string'],
  ['filename', 'string'],
  ['duration', 'interval'],
  ['local_orig', 'bool'],
  ['is_orig', 'bool'],
  ['seen_bytes', 'count'],
  ['total_bytes', 'count'],
  ['missing_bytes', 'count'],
  ['overflow_bytes', 'count'],
  ['timedout', 'bool'],
  ['parent_fuid', 'string'],
  ['md5', 'string'],
  ['sha1', 'string'],
  ['sha256', 'string'],
  ['extracted', 'string'],
  ['extracted_cutoff', 'bool'],
  ['extracted_size', 'count'],
];

function row(event: WebRequest, flow: Flow, seed: number, at: number): string {
  const content = event.sha256 ?? `${event.domain}${event.path}${event.bytes}`;
  // The same page of the same size is the same content.
  const base = hashKeys(content);
  const sha256 = event.sha256?.toLowerCase() ?? hexadecimal(8, base);
  const local = flow.destinationZone === 'internet' ? 'F' : 'T';
  const mime = event.mime.split(';', 1)[0]!.trim() || '-';
  const id = `${flow.source}\t${flow.sourcePort}\t${flow.destination}\t${flow.destinationPort}`;
  return `${unixMicros(at)}\t${fuidOf(seed, flow, 0)}\t${uidOf(seed, flow)}\t${id}\tHTTP\t0\tMD5,SHA1,SHA256\t${mime === '-' ? mime : text(mime)}\t-\t${secondsOf(flow.duration * 0.7)}\t${local}\tF\t${event.bytes}\t${event.bytes}\t0\t0\tF\t-\t${hexadecimal(4, base + 1)}\t${hexadecimal(5, base + 2)}\t${sha256}\t-\t-\t-`;
}

function write(event: WebRequest, emit: Emit, { world }: ProjectionContext): void {
  // Of https only the proxy's own refusal is in the clear.
  const refused = event.via === 'proxy' && (event.verdict === 'denied' || event.status >= 500);
  if ((event.scheme === 'https' && !refused) || event.bytes === 0) return;
  for (const flow of flowsOf(event, world)) {
    if (!seen(flow) || flow.service !== 'http') continue;
    const at = flow.at + 1.6;
    emit(
      at,
      row(event, flow, world.seed, at),
      flowFacets(placesOf(world), flow, event.sha256 ?? event.path, 'HTTP'),
    );
  }
}

export const zeekFiles = defineSource({
  id: 'zeek-files',
  title: { en: 'Files on the wire (Zeek files)', ja: '通信上のファイル (Zeek files)' },
  summary: {
    en: 'Bodies of unencrypted answers with type and hashes; fuid joins http.log. Search it for the hash of a file you know to be bad.',
    ja: '平文の応答本文の種類とハッシュ。fuidでhttp.logとつながる。悪性と分かったファイルのハッシュで検索する。',
  },
  file: 'zeek/files.log',
  format: 'tsv',
  header: header('files', columns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/frameworks/files',
  on: { web: write },
});
