// Windows records: read as XML by libxml2, by expat and by Winlogbeat's own parser; Event Viewer's export by Miller.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toEventViewerCsv } from '../../src/drill/evidence/windows/event-viewer.ts';
import { toXml } from '../../src/drill/evidence/windows/xml.ts';
import { found, linesIn, linesOf, type Reader, type Reading, run } from './reader.ts';

/** Gives `use` a file of what is made of a file's records, and removes it again. */
function withFile(name: string, content: string, use: (file: string) => Reading): Reading {
  const folder = mkdtempSync(join(tmpdir(), 'windows-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, content);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asXml = (file: string): string[] => linesIn(file).map(toXml);
const document = (events: readonly string[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<Events>\n${events.join('\n')}\n</Events>\n`;

export const xmllint: Reader = {
  id: 'xmllint',
  program: 'xmllint',
  from: { debian: 'libxml2-utils' },
  installed: () => found('xmllint'),
  check(file) {
    const events = asXml(file);
    return withFile('events.xml', document(events), path => {
      const { complaints, status } = run('xmllint', ['--noout', '--stream', '--huge', path]);
      const said = linesOf(complaints);
      return {
        reader: 'xmllint',
        lines: events.length,
        errors: said.length + (status === 0 ? 0 : 1),
        detail: said.slice(0, 5),
      };
    });
  },
};

const expatScript = `
import sys
import xml.parsers.expat
parser = xml.parsers.expat.ParserCreate()
count = 0
def start(name, attributes):
    global count
    if name == 'Event':
        count += 1
parser.StartElementHandler = start
try:
    parser.ParseFile(open(sys.argv[1], 'rb'))
except xml.parsers.expat.ExpatError as problem:
    print(problem, file=sys.stderr)
print(count)
`;

export const expat: Reader = {
  id: 'expat',
  program: 'expat (Python)',
  from: { python: 'expat' },
  installed: () => found('python3'),
  check(file) {
    const events = asXml(file);
    return withFile('events.xml', document(events), path => {
      const { output, complaints } = run('python3', ['-c', expatScript, path]);
      const said = linesOf(complaints);
      return {
        reader: 'expat',
        lines: events.length,
        errors: Math.abs(events.length - Number(output)) + said.length,
        detail: said.slice(0, 5),
      };
    });
  },
};

export const winlogbeat: Reader = {
  id: 'winlogbeat',
  program: 'Winlogbeat (winevent.UnmarshalXML)',
  from: { go: 'winlogbeat-reader' },
  installed: () => found('winlogbeat-reader'),
  check(file) {
    const events = asXml(file);
    const { output, complaints } = run('winlogbeat-reader', [], {
      input: events.map(one => `${one}\0`).join(''),
    });
    const [read, bad] = output.trim().split(' ').map(Number);
    return {
      reader: 'winlogbeat',
      lines: events.length,
      errors: Math.abs(events.length - (read ?? 0)) + (bad ?? events.length),
      detail: linesOf(complaints).slice(0, 5),
    };
  },
};

/** The export Event Viewer makes, in the language of Japanese hosts. */
export const eventViewer: Reader = {
  id: 'event-viewer-csv',
  program: 'Miller, over the CSV export of Event Viewer',
  from: { debian: 'miller' },
  installed: () => found('mlr'),
  check(file) {
    const lines = linesIn(file);
    const rows = [...toEventViewerCsv(lines, { language: 'ja', utcOffset: 540 })];
    return withFile('events.csv', `\ufeff${rows.join('\r\n')}\r\n`, path => {
      // Event Viewer names five columns and writes six: the last is the message.
      const { output, complaints, status } = run('mlr', [
        '--icsv',
        '--ojson',
        '--implicit-csv-header',
        '--allow-ragged-csv-input',
        'put',
        '-q',
        'end { emit @n } @n[NF] += 1;',
        path,
      ]);
      const counted = (JSON.parse(output || '[{}]') as Record<string, number>[])[0] ?? {};
      const good = counted['6'] ?? 0;
      return {
        reader: 'event-viewer-csv',
        lines: lines.length,
        errors: Math.abs(lines.length - good) + linesOf(complaints).length + (status === 0 ? 0 : 1),
        detail: [...linesOf(complaints), output.trim()].slice(0, 5),
      };
    });
  },
};
