// The Linux audit log. Rules of auditd are about single records; what several records say of one event together is also a
// process that was started, a file that was made or a connection, in the words rules for Linux use.
import type { SigmaEvent } from '../event.ts';
import { event, type Fields, type LineReader, maxLine } from './reader.ts';

const head = /^(?:node=(\S+) )?type=([A-Z0-9_]+) msg=audit\((\d+(?:\.\d+)?):(\d+)\): ?(.*)$/s;
const pair = /([A-Za-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|(\S*))/g;
/** Values the kernel writes as bytes in hexadecimal where they hold a space or the like. */
const untrusted = /^(?:a\d+(?:\[\d+\])?|name|exe|comm|cwd|proctitle|acct|key|path|dir|unit)$/;
const hexadecimal = /^(?:[0-9A-F]{2})+$/;
/** Numbers of x86-64's calls that public rules name. */
const calls: Readonly<Record<string, string>> = {
  '2': 'open',
  '42': 'connect',
  '59': 'execve',
  '99': 'sysinfo',
  '103': 'syslog',
  '133': 'mknod',
  '135': 'personality',
  '257': 'openat',
  '259': 'mknodat',
  '319': 'memfd_create',
  '322': 'execveat',
};
const accounts: Readonly<Record<string, string>> = { '0': 'root', '33': 'www-data' };
/** Events begun and programs running that are kept, each. */
const maxKept = 4096;

type Record_ = ReadonlyMap<string, string>;

function pairsOf(type: string, text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, quoted, message, bare] of text.matchAll(pair)) {
    if (found.size >= 400) break;
    if (message !== undefined) {
      for (const [inner, value] of pairsOf(type, message)) found.set(inner, value);
      continue;
    }
    const value = quoted ?? bare!;
    // a0 to a3 of a call are numbers.
    const decode = quoted === undefined && untrusted.test(name!) && hexadecimal.test(value);
    if (!decode || (type === 'SYSCALL' && /^a\d$/.test(name!))) found.set(name!, value);
    else found.set(name!, Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ').trimEnd());
  }
  return found;
}

const keep = <K, V>(map: Map<K, V>, key: K, value: V): void => {
  if (map.size >= maxKept) map.delete(map.keys().next().value!);
  map.set(key, value);
};

/** Address and port of a sockaddr_in or sockaddr_in6. */
function peerOf(saddr: string): [string, string] | undefined {
  const bytes = Buffer.from(saddr, 'hex');
  if (bytes.length >= 8 && bytes.readUInt16LE(0) === 2)
    return [bytes.subarray(4, 8).join('.'), String(bytes.readUInt16BE(2))];
  if (bytes.length < 24 || bytes.readUInt16LE(0) !== 10) return undefined;
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(8 + 2 * i).toString(16));
  return [groups.join(':'), String(bytes.readUInt16BE(2))];
}

interface Begun {
  syscall?: Record_;
  argv?: Record_;
  cwd: string;
  created: string[];
  peer?: [string, string];
}

const commandOf = (argv: Record_): string => {
  const words: string[] = [];
  for (let i = 0; argv.has(`a${i}`); i++) words.push(argv.get(`a${i}`)!);
  return words.join(' ');
};

export const auditd = (): LineReader => {
  const begun = new Map<string, Begun>();
  const running = new Map<string, { exe: string; command: string }>();

  /** What an event comes to when its last record (PROCTITLE, or EOE) is read. */
  const told = (node: string, { syscall, argv, cwd, created, peer }: Begun): [string, Fields][] => {
    if (!syscall || syscall.get('success') === 'no') return [];
    const exe = syscall.get('exe') ?? '';
    const uid = syscall.get('uid') ?? '';
    const common: [string, string][] = [
      ['Image', exe],
      ['User', accounts[uid] ?? uid],
      ['LogonId', syscall.get('ses') ?? ''],
      ['ProcessId', syscall.get('pid') ?? ''],
    ];
    if (argv) {
      const command = commandOf(argv);
      const parent = running.get(`${node} ${syscall.get('ppid')}`);
      keep(running, `${node} ${syscall.get('pid')}`, { exe, command });
      const fields: Fields = new Map([
        ...common,
        ['CommandLine', command],
        ['CurrentDirectory', cwd],
        ['ParentProcessId', syscall.get('ppid') ?? ''],
      ]);
      if (parent) fields.set('ParentImage', parent.exe).set('ParentCommandLine', parent.command);
      return [['process_creation', fields]];
    }
    if (peer)
      return [
        [
          'network_connection',
          new Map([
            ...common,
            ['DestinationIp', peer[0]],
            ['DestinationPort', peer[1]],
            ['Initiated', 'true'],
          ]),
        ],
      ];
    return created.map((name): [string, Fields] => [
      'file_event',
      new Map([
        ...common,
        ['TargetFilename', name.startsWith('/') ? name : `${cwd.replace(/\/$/, '')}/${name}`],
      ]),
    ]);
  };

  return (given, known) => {
    const line = given.slice(0, maxLine);
    const found = head.exec(line);
    if (!found) return [];
    const [, node = '', type = '', seconds, serial, text] = found;
    const record = pairsOf(type, text!);
    const where = { computer: known?.host || node, at: known?.at ?? Number(seconds) * 1000 };
    const fields: Fields = new Map([['type', type], ...record]);
    if (type === 'SYSCALL') {
      const call = record.get('arch') === 'c000003e' ? calls[record.get('syscall') ?? ''] : undefined;
      if (call) fields.set('SYSCALL', call);
    }
    const events: SigmaEvent[] = [event('auditd', 'auditd', line, fields, where)];
    const key = `${node} ${serial}`;
    let held = begun.get(key);
    if (type === 'SYSCALL') {
      held = { syscall: record, cwd: '', created: [] };
      keep(begun, key, held);
    } else if (!held) return events;
    else if (type === 'EXECVE') held.argv = record;
    else if (type === 'CWD') held.cwd = record.get('cwd') ?? '';
    else if (type === 'PATH' && record.get('nametype') === 'CREATE')
      held.created.push(record.get('name') ?? '');
    else if (type === 'SOCKADDR') {
      const peer = peerOf(record.get('saddr') ?? '');
      if (peer) held.peer = peer;
    } else if (type === 'PROCTITLE' || type === 'EOE') {
      begun.delete(key);
      for (const [category, more] of told(node, held))
        events.push(event(`linux-${category}`, 'auditd', line, more, where));
    }
    return events;
  };
};
