// Artefacts a team takes away: messages, captures, lists of files, tables, archives.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { found, importable, linesOf, type Reader, run } from './reader.ts';
import { jc, miller } from './tables.ts';

/** Readers of folders of messages: `check` is given the folder. */
const messagesIn = (folder: string): string[] => readdirSync(folder).filter(name => name.endsWith('.eml'));

const emailScript = `
import email, email.policy, os, sys
good = 0
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), 'rb') as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    wrong = [repr(defect) for part in message.walk() for defect in part.defects]
    for header, value in message.items():
        wrong += [header + ': ' + repr(defect) for defect in value.defects]
    for part in message.walk():
        if part.get_content_maintype() == 'text' and not part.is_attachment() and '\\ufffd' in part.get_content():
            wrong.append('text is not in its charset')
    if not message['from'].addresses or message['date'].datetime is None or not message['message-id']:
        wrong.append('no sender, date or id')
    if wrong:
        print(name, wrong[:3], file=sys.stderr)
    else:
        good += 1
print(good)
`;

export const pythonEmail: Reader = {
  id: 'python-email',
  program: 'Python email (defects)',
  from: { python: 'itself' },
  installed: () => found('python3'),
  check(folder) {
    const messages = messagesIn(folder).length;
    const { output, complaints } = run('python3', ['-c', emailScript, folder]);
    return {
      reader: 'python-email',
      lines: messages,
      errors: messages - Number(output || 0),
      detail: linesOf(complaints).slice(0, 5),
    };
  },
};

const mailParserScript = `
import os, sys
import mailparser
good = 0
for name in sorted(os.listdir(sys.argv[1])):
    mail = mailparser.parse_from_file(os.path.join(sys.argv[1], name))
    if mail.has_defects or not mail.from_ or not mail.date or not mail.message_id:
        print(name, mail.defects, file=sys.stderr)
    elif any('date_utc' not in hop or not hop.get('by') for hop in mail.received):
        print(name, mail.received, file=sys.stderr)
    else:
        good += 1
print(good)
`;

export const mailParser: Reader = {
  id: 'mail-parser',
  program: 'mail-parser (headers, Received chain, attachments)',
  from: { pypi: 'mail-parser' },
  installed: () => importable('mailparser'),
  check(folder) {
    const messages = messagesIn(folder).length;
    const { output, complaints } = run('python3', ['-c', mailParserScript, folder]);
    return {
      reader: 'mail-parser',
      lines: messages,
      errors: messages - Number(output.trim().split('\n').at(-1) || 0),
      detail: linesOf(complaints).slice(0, 5),
    };
  },
};

/** munpack takes the attachments out; it must find as many as messages name. */
export const munpack: Reader = {
  id: 'munpack',
  program: 'munpack (attachments)',
  from: { debian: 'mpack' },
  installed: () => found('munpack'),
  check(folder) {
    let named = 0;
    let unpacked = 0;
    const said: string[] = [];
    const messages = messagesIn(folder);
    for (const name of messages) {
      const file = join(folder, name);
      const here = readFileSync(file, 'latin1').match(/^Content-Disposition: attachment/gm)?.length ?? 0;
      if (here === 0) continue;
      // A folder for each: it does not write over what is there.
      const out = mkdtempSync(join(tmpdir(), 'munpack-'));
      try {
        const { complaints, status } = run('munpack', ['-q', '-C', out, file]);
        // Its own scratch file for a message's text, which has two forms here.
        said.push(...linesOf(complaints).filter(line => line !== 'tempdesc.txt: File exists'));
        if (status !== 0 && complaints === '') said.push(`${name}: status ${status}`);
        named += here;
        unpacked += readdirSync(out).filter(one => !one.endsWith('.desc')).length;
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    }
    return {
      reader: 'munpack',
      lines: named,
      errors: said.length + Math.abs(unpacked - named),
      detail: [`${named} attachments named, ${unpacked} unpacked`, ...said.slice(0, 4)],
    };
  },
};

const wrongPackets =
  '_ws.malformed || _ws.expert.severity == error || tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment || tcp.analysis.out_of_order';
const checksums = ['ip', 'tcp', 'udp'].flatMap(protocol => ['-o', `${protocol}.check_checksum:TRUE`]);

export const tshark: Reader = {
  id: 'tshark',
  program: 'Wireshark (tshark, checksums verified)',
  from: { debian: 'tshark' },
  installed: () => found('tshark') && found('capinfos'),
  check(file) {
    const packets = Number(
      /(\d+)\s*$/.exec(run('capinfos', ['-T', '-r', '-c', file]).output.trim())?.[1] ?? 0,
    );
    const read = (filter: string) =>
      linesOf(run('tshark', ['-n', '-r', file, ...checksums, '-Y', filter]).output.trim());
    const all = read('frame').length;
    const wrong = read(wrongPackets);
    return {
      reader: 'tshark',
      lines: packets,
      errors: wrong.length + Math.abs(packets - all),
      detail: wrong.slice(0, 5),
    };
  },
};

export const tcpdump: Reader = {
  id: 'tcpdump',
  program: 'tcpdump',
  from: { debian: 'tcpdump' },
  installed: () => found('tcpdump'),
  check(file) {
    const { output, complaints } = run('tcpdump', ['-nn', '-v', '-r', file]);
    const said = linesOf(complaints).filter(line => !line.startsWith('reading from file'));
    const bad = linesOf(output).filter(line => /bad cksum|\bincorrect\b|\[bad /.test(line));
    return {
      reader: 'tcpdump',
      lines: linesOf(output).filter(line => /^\d\d:\d\d:\d\d/.test(line)).length,
      errors: said.length + bad.length,
      detail: [...said, ...bad].slice(0, 5),
    };
  },
};

/** mactime makes a time line of a body file: a row for each file and distinct time, none without. */
export const mactime: Reader = {
  id: 'mactime',
  program: 'mactime (The Sleuth Kit)',
  from: { debian: 'sleuthkit' },
  installed: () => found('mactime'),
  check(file) {
    const rows = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const wanted = rows.reduce((sum, row) => sum + new Set(row.split('|').slice(-4)).size, 0);
    const { output, complaints } = run('mactime', ['-b', file, '-d', '-y', '-z', 'Asia/Tokyo']);
    const made = linesOf(output).length - 1;
    const said = linesOf(complaints);
    return {
      reader: 'mactime',
      lines: rows.length,
      errors: Math.abs(wanted - made) + said.length,
      detail: [`${wanted} times, ${made} rows`, ...said.slice(0, 4)],
    };
  },
};

/** jc reads listings of `dir /s` and of `ls -lR`. */
export const jcListing: Reader = {
  id: 'jc-listing',
  program: 'jc (dir, ls)',
  from: { pypi: 'jc' },
  installed: () => importable('jc'),
  check(file) {
    const text = readFileSync(file, 'utf8');
    const windows = text.includes(' Directory of ');
    const entries = text
      .split(/\r?\n/)
      .filter(line => (windows ? /^\d\d\/\d\d\/\d{4} /.test(line) : /^[-d][rwx-]{9} /.test(line))).length;
    const { records, bad, said } = jc(windows ? 'dir' : 'ls', file);
    return {
      reader: 'jc-listing',
      lines: entries,
      errors: Math.abs(entries - records) + bad,
      detail: said.slice(0, 5),
    };
  },
};

export const unzip: Reader = {
  id: 'unzip',
  program: 'Info-ZIP (unzip -t)',
  from: { debian: 'unzip' },
  installed: () => found('unzip'),
  check(file) {
    const { output, status } = run('unzip', ['-t', file]);
    const tested = linesOf(output).filter(line => line.includes('testing:'));
    const bad = tested.filter(line => !line.trim().endsWith('OK'));
    return {
      reader: 'unzip',
      lines: tested.length,
      errors: bad.length + (status === 0 ? 0 : 1),
      detail: bad.slice(0, 5),
    };
  },
};

/** Which programs read which kind of artefact. */
export const artefactReaders: Readonly<Record<string, readonly Reader[]>> = {
  'mail (.eml)': [pythonEmail, mailParser, munpack],
  'capture (.pcap)': [tshark, tcpdump],
  'file listing (dir /s, ls -lR)': [jcListing],
  'body file (MACB times)': [mactime],
  'report tables (.csv)': [miller],
  'archive (.zip)': [unzip],
};
