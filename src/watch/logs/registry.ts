// Every log format, listed by hand; and how a file's format is found.
import { HinomiError } from '#model/errors.ts';
import { access } from './access/format.ts';
import { cef } from './cef/format.ts';
import { cowrie } from './cowrie/format.ts';
import { dionaea } from './dionaea/format.ts';
import type { LogFormat } from './format.ts';
import { csv } from './mapped/csv.ts';
import { jsonl } from './mapped/jsonl.ts';
import { suricata } from './suricata/format.ts';
import { syslog } from './syslog/format.ts';
import { zeek } from './zeek/format.ts';

/** Most particular first: a tie in sureness goes to the earlier one. */
export const logFormats: readonly LogFormat[] = [
  suricata,
  zeek,
  cowrie,
  dionaea,
  cef,
  access,
  syslog,
  csv,
  jsonl,
];

/** The format with this id or other name, or undefined. */
export const logFormat = (id: string): LogFormat | undefined =>
  logFormats.find(format => format.id === id || format.aliases.includes(id));

/** Least sureness worth acting on. */
const threshold = 0.25;

/** The format a file most likely has, from its first lines and its name; undefined when none fits. */
export function detectLogFormat(head: string, name: string): LogFormat | undefined {
  let best: LogFormat | undefined;
  let bestScore = threshold;
  for (const format of logFormats) {
    const bonus = format.fileNames.some(pattern => pattern.test(name)) ? 0.02 : 0;
    const score = format.sniff(head, name);
    if (score > 0 && score + bonus > bestScore) [best, bestScore] = [format, score + bonus];
  }
  return best;
}

/**
 * The format to read a file with.
 * @throws HinomiError `LOG_FORMAT_UNKNOWN` when the id is not ours, or `auto` finds nothing.
 */
export function chooseLogFormat(id: string, head: string, name: string): LogFormat {
  const format = id === 'auto' ? detectLogFormat(head, name) : logFormat(id);
  if (format) return format;
  const names = logFormats.map(entry => entry.id).join(', ');
  throw new HinomiError(
    'LOG_FORMAT_UNKNOWN',
    id === 'auto' ? `The format of ${name} is not recognised.` : `There is no log format "${id}".`,
    { place: { file: name }, remedy: `Name the format yourself, one of: ${names}.`, status: 422 },
  );
}
