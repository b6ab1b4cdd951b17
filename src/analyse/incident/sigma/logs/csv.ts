// Tables with a comma between values: Defender for Endpoint's device events, PostgreSQL's log.
import { event, type LineReader, maxLine } from './reader.ts';

/** Values of one record (RFC 4180). */
function cells(line: string): string[] {
  const found: string[] = [];
  for (let at = 0; at <= line.length && found.length < 200; ) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at);
      found.push(line.slice(at, end < 0 ? undefined : end));
      if (end < 0) break;
      at = end + 1;
      continue;
    }
    let value = '';
    for (at++; at < line.length; at++) {
      if (line[at] !== '"') value += line[at];
      else if (line[at + 1] === '"') value += line[at++];
      else break;
    }
    found.push(value);
    at += 2;
  }
  return found;
}

/** Category antivirus: what was found, and in which file. The first line names the columns. */
export const antivirus = (): LineReader => {
  let columns: string[] | undefined;
  return (line, known) => {
    const values = cells(line.slice(0, maxLine));
    if (!columns) {
      columns = values;
      return [];
    }
    const row = new Map(columns.map((name, i) => [name, values[i] ?? '']));
    if (row.get('ActionType') !== 'AntivirusDetection') return [];
    let threat: unknown;
    try {
      threat = (JSON.parse(row.get('AdditionalFields') ?? '') as { ThreatName?: unknown })?.ThreatName;
    } catch {
      // A record without further fields names no threat.
    }
    const folder = row.get('FolderPath');
    const name = row.get('FileName') ?? '';
    const fields = new Map([
      ...row,
      ['Signature', typeof threat === 'string' ? threat : ''],
      ['Filename', folder ? `${folder}\\${name}` : name],
    ]);
    const at = Date.parse(row.get('Timestamp') ?? '');
    return [
      event('antivirus', 'defender', line, fields, {
        computer: known?.host || (row.get('DeviceName') ?? ''),
        at: known?.at ?? (Number.isNaN(at) ? undefined : at),
      }),
    ];
  };
};

/** Category database: rules look for words in statements. */
export const postgres = (): LineReader => (line, known) => {
  const values = cells(line.slice(0, maxLine));
  if (values.length < 23) return [];
  const at = Date.parse(values[0]!.replace(' ', 'T').replace(' ', ''));
  return [
    event(
      'database',
      'postgresql',
      line,
      new Map([
        ['message', values[13]!],
        ['query', values[19]!],
      ]),
      {
        computer: known?.host ?? '',
        at: known?.at ?? (Number.isNaN(at) ? undefined : at),
      },
    ),
  ];
};
