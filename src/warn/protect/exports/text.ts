// Exports for people and simple tools: plain values, a hosts file, CSV, JSON.
import { isBlocking, type MakeFormat } from './format.ts';

/** One value a line, any type. */
export const plain: MakeFormat = () => ({
  contentType: 'text/plain; charset=utf-8',
  extension: 'txt',
  entry: entry => (isBlocking(entry) ? `${entry.value}\n` : ''),
});

/** hosts(5): names only, and only the names themselves, since the file knows no wildcards. */
export const hosts: MakeFormat = () => ({
  contentType: 'text/plain; charset=utf-8',
  extension: 'hosts',
  head: ({ publisher, now }) =>
    `# ${publisher.replace(/[^\x20-\x7e]/g, '?')} ${new Date(now).toISOString()}\n`,
  entry: entry => (entry.type === 'domain' && isBlocking(entry) ? `0.0.0.0 ${entry.value}\n` : ''),
});

/** A CSV cell (RFC 4180) that a spreadsheet will not take for a formula. */
export function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

const time = (unixMs: number): string => new Date(unixMs).toISOString();

const columns =
  'type,value,subdomains,action,confidence,tlp,labels,reason,decided_by,valid_from,valid_until,id';

export const csv: MakeFormat = () => ({
  contentType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  head: () => `${columns}\r\n`,
  entry: entry =>
    `${[
      entry.type,
      entry.value,
      String(entry.subdomains),
      entry.action,
      entry.confidence,
      entry.tlp,
      entry.labels.join(' '),
      entry.reason.id,
      entry.decidedBy,
      time(entry.validFrom),
      time(entry.validUntil),
      entry.id,
    ]
      .map(cell)
      .join(',')}\r\n`,
});

export const json: MakeFormat = () => ({
  contentType: 'application/json',
  extension: 'json',
  head: ({ now, sequence }) => `{"made":${JSON.stringify(time(now))},"sequence":${sequence},"entries":[`,
  entry: (entry, index) => `${index > 0 ? ',' : ''}\n${JSON.stringify(entry)}`,
  tail: () => '\n]}\n',
});
