// For tests: the field names public records have, by log and number, read from zipped JSON lines.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WindowsRecord } from './parse.ts';

const run = promisify(execFile);

/** Fields collectors add, or rename (`EventType` is theirs, so Sysmon's became `EventTypeOrignal`). */
const collectors = new Set(
  'SourceName ProviderGuid Level Keywords Channel Hostname TimeCreated @timestamp EventID Message Task SeverityValue EventReceivedTime ExecutionProcessID host ThreadID EventType Opcode OpcodeValue EventTime SourceModuleType SourceModuleName @version port RecordNumber Version Severity Category tags ActivityID AccountName AccountType Domain UserID RelatedActivityID ERROR_EVT_UNRESOLVED'.split(
    ' ',
  ),
);

interface Seen {
  fields: string[];
  /** Written in the order of the template (one collector shuffles). */
  ordered: boolean;
}

/** Different sets of fields seen, by `<channel in lower case> <id>`. */
export async function sharedFields(folder: string): Promise<Map<string, Map<string, Seen>>> {
  const seen = new Map<string, Map<string, Seen>>();
  for (const name of readdirSync(folder).filter(file => file.endsWith('.zip'))) {
    // Python's zipfile is everywhere; the archives hold single files of JSON lines.
    const { stdout } = await run(
      'python3',
      [
        '-c',
        'import sys,zipfile,json\nz=zipfile.ZipFile(sys.argv[1])\nout=set()\nfor n in z.namelist():\n  for l in z.open(n):\n    try: o=json.loads(l)\n    except ValueError: continue\n    if isinstance(o,dict): out.add(json.dumps([str(o.get("Channel")),o.get("EventID"),list(o)]))\nprint("\\n".join(out))',
        join(folder, name),
      ],
      { maxBuffer: 256 * 1024 * 1024 },
    );
    for (const line of stdout.split('\n').filter(Boolean)) {
      const [channel, id, keys] = JSON.parse(line) as [string, number, string[]];
      const fields = keys
        .filter(key => !collectors.has(key))
        .map(key => (key === 'EventTypeOrignal' ? 'EventType' : key));
      const kinds = seen.get(`${channel.toLowerCase()} ${id}`) ?? new Map<string, Seen>();
      kinds.set(fields.join('|'), {
        fields,
        ordered: keys.slice(0, 4).join() === 'SourceName,ProviderGuid,Level,Keywords',
      });
      seen.set(`${channel.toLowerCase()} ${id}`, kinds);
    }
  }
  return seen;
}

/** What public records have that ours have not, for a stated reason. */
const excused: Readonly<Record<string, readonly string[]>> = {
  // Version 1 of the template, of builds after ours.
  'security 4702': [
    'ClientProcessStartKey',
    'ClientProcessId',
    'ParentProcessId',
    'RpcCallClientLocality',
    'FQDN',
  ],
  // The collector folds names that differ in case only.
  'security 5156': ['ProcessId'],
  'security 5157': ['ProcessId'],
  // One collector repeats the source's id under the name other records have.
  'microsoft-windows-sysmon/operational 10': ['ProcessId'],
};

/** Compares records with what was seen; says what is wrong and how many kinds both have. */
export function differences(
  records: readonly WindowsRecord[],
  seen: ReadonlyMap<string, ReadonlyMap<string, Seen>>,
): { compared: number; problems: string[] } {
  const problems: string[] = [];
  const compared = new Set<string>();
  for (const record of records) {
    const key = `${record.channel.toLowerCase()} ${record.id}`;
    const kinds = seen.get(key);
    if (!kinds || compared.has(key)) continue;
    compared.add(key);
    const ours = record.data.map(([name]) => name);
    for (const { fields, ordered } of kinds.values()) {
      const missing = fields.filter(field => !ours.includes(field) && !excused[key]?.includes(field));
      if (missing.length > 0) problems.push(`${key}: ${missing.join(', ')} missing`);
      const common = fields.filter(field => ours.includes(field));
      if (ordered && common.some((field, i) => i > 0 && ours.indexOf(field) < ours.indexOf(common[i - 1]!)))
        problems.push(`${key}: order is ${common.join(', ')}`);
    }
  }
  return { compared: compared.size, problems };
}
