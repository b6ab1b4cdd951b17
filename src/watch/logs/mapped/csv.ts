// CSV with a header line (RFC 4180, one record a line), by a mapping or by ECS names and common synonyms.

import type { Fields } from '../core/record.ts';
import { shareOf } from '../core/sniff.ts';
import { bad, header, type LogFormat } from '../format.ts';
import { compileMapping } from './apply.ts';
import { synonyms, timePaths } from './default.ts';

/** The cells of one line, or undefined when a quoted cell does not end in it. */
export function splitCsv(text: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let cell = '';
      for (;;) {
        const end = text.indexOf('"', ++at);
        if (end < 0) return undefined;
        cell += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
      if (at < text.length && text[at] !== delimiter) return undefined;
      cells.push(cell);
    } else {
      const end = text.indexOf(delimiter, at);
      cells.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return cells;
    at++;
  }
}

const delimiters = [',', ';', '\t', '|'];
const bestDelimiter = (text: string): string =>
  delimiters
    .map(mark => ({ mark, count: splitCsv(text, mark)?.length ?? 0 }))
    .reduce((best, next) => (next.count > best.count ? next : best)).mark;

const knownNames = new Set([...timePaths, ...Object.keys(synonyms), ...Object.values(synonyms).flat()]);

export const csv: LogFormat = {
  id: 'csv',
  aliases: ['tsv'],
  title: { en: 'CSV with header', ja: 'ヘッダー付き CSV' },
  summary: {
    en: 'A table with column names in its first line; a mapping says which column is what.',
    ja: '先頭行に列名がある表。対応表で列を指定。',
  },
  fileNames: [/\.(csv|tsv)(\.gz|\.zst)?$/i],
  sniff(head) {
    const first = head.split('\n', 1)[0]!.trim();
    if (first.startsWith('{') || first.startsWith('#') || first.length > 8_192) return 0;
    const delimiter = bestDelimiter(first);
    const names = splitCsv(first, delimiter) ?? [];
    const hits = names.filter(name => knownNames.has(name.trim())).length;
    if (names.length < 2 || hits < 2) return 0;
    const even = shareOf(
      head.slice(0, head.lastIndexOf('\n') + 1) || head,
      line => splitCsv(line, delimiter)?.length === names.length,
    );
    return even > 0.8 ? 0.6 : 0.3;
  },
  createParser({ clock, mapping, zoneMinutes = 0 }) {
    const apply = compileMapping('csv', mapping, clock, zoneMinutes);
    let names: string[] | undefined;
    let delimiter = mapping?.delimiter ?? '';
    return {
      line(text) {
        if (text.trim() === '') return header;
        if (!names) {
          if (delimiter === '') delimiter = bestDelimiter(text);
          names = splitCsv(text, delimiter)?.map(name => name.trim());
          return names ? header : bad('the header line is broken');
        }
        const cells = splitCsv(text, delimiter);
        if (!cells) return bad('a quoted cell does not end in its line');
        if (cells.length !== names.length)
          return bad(`${cells.length} cells, the header names ${names.length}`);
        const record: Fields = Object.create(null);
        for (let at = 0; at < cells.length; at++) record[names[at]!] = cells[at]!;
        return apply(record);
      },
    };
  },
  emits: { actions: ['log'], rsit: [], techniques: [] },
  personalData: ['source.ip', 'destination.ip', 'user.name', 'labels'],
  references: ['https://www.rfc-editor.org/rfc/rfc4180'],
  examples: ['timestamp,src_ip,dst_port,username,note\n2024-05-01T10:00:00Z,192.0.2.1,22,root,"a, b"'],
};
