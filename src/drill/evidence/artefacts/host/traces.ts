// What an examination of a disk finds besides its files: programs started by themselves, programs that ran, pages visited.
import type { Host, SimTime, World } from '../../../world/entities.ts';
import type { WorldEvent } from '../../../world/event.ts';
import { hashKeys } from '../../../world/random.ts';
import { csv, utc } from './csv.ts';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('\\') + 1);

interface Entry {
  at: SimTime;
  location: string;
  entry: string;
  category: string;
  enabled: boolean;
  image: string;
  launch: string;
  company: string;
}

const runKey = /\\(?:CurrentVersion\\Run(?:Once)?|Winlogon)(?:\\|$)/i;
const programIn = (command: string): string =>
  /^"([^"]+)"|^(\S+)/.exec(command)?.slice(1).find(Boolean) ?? command;

function common(world: World, host: Host): Entry[] {
  const at = world.start - 200 * 86_400_000;
  const entry = (
    location: string,
    name: string,
    category: string,
    launch: string,
    company = 'Microsoft Corporation',
  ): Entry => ({
    at,
    location,
    entry: name,
    category,
    enabled: true,
    image: programIn(launch),
    launch,
    company,
  });
  const run = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run';
  const account = host.owner?.account;
  return [
    entry(run, 'SecurityHealth', 'Logon', 'C:\\Windows\\System32\\SecurityHealthSystray.exe'),
    ...(account
      ? [
          entry(
            'HKCU\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
            'OneDrive',
            'Logon',
            `"C:\\Users\\${account}\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe" /background`,
          ),
        ]
      : []),
    entry(
      'Task Scheduler',
      '\\Microsoft\\Windows\\Defrag\\ScheduledDefrag',
      'Tasks',
      'C:\\Windows\\System32\\defrag.exe -c -h -o',
    ),
    entry(
      'Task Scheduler',
      '\\GoogleUpdateTaskMachineUA',
      'Tasks',
      '"C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe" /ua',
      'Google LLC',
    ),
    entry(
      'HKLM\\System\\CurrentControlSet\\Services',
      'Spooler',
      'Services',
      'C:\\Windows\\System32\\spoolsv.exe',
    ),
    entry(
      'HKLM\\System\\CurrentControlSet\\Services',
      'WinDefend',
      'Services',
      '"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26030.8-0\\MsMpEng.exe"',
    ),
  ];
}

/** What starts by itself, as `autorunsc -c` prints it: what every Windows has, and what events added and took away. */
export function autoruns(world: World, host: Host, events: readonly WorldEvent[]): Buffer {
  const entries = new Map(
    common(world, host).map(one => [`${one.location}\\${one.entry}`.toLowerCase(), one]),
  );
  const put = (one: Omit<Entry, 'company' | 'image' | 'enabled'>, enabled = true) =>
    entries.set(`${one.location}\\${one.entry}`.toLowerCase(), {
      ...one,
      enabled,
      image: programIn(one.launch),
      company: '',
    });
  for (const event of events) {
    if (event.host.name !== host.name) continue;
    const { at } = event;
    if (event.kind === 'task') {
      const location = 'Task Scheduler';
      const key = `${location}\\${event.name}`.toLowerCase();
      if (event.what === 'deleted') entries.delete(key);
      else if (event.what === 'created' || event.what === 'updated')
        put({
          at,
          location,
          entry: event.name,
          category: 'Tasks',
          launch: `${event.command} ${event.arguments}`.trim(),
        });
      else if (event.what === 'disabled' && entries.has(key)) entries.get(key)!.enabled = false;
    } else if (event.kind === 'service' && event.what === 'installed')
      put({
        at,
        location: 'HKLM\\System\\CurrentControlSet\\Services',
        entry: event.name,
        category: 'Services',
        launch: event.path,
      });
    else if (event.kind === 'registry' && runKey.test(event.key)) {
      const key = `${event.key}\\${event.value}`.toLowerCase();
      if (event.what === 'delete') entries.delete(key);
      else put({ at, location: event.key, entry: event.value, category: 'Logon', launch: event.details });
    } else if (event.kind === 'wmi' && event.what === 'consumer')
      put({ at, location: 'WMI Database Entries', entry: event.name, category: 'WMI', launch: event.text });
  }
  return csv(
    ['Time', 'Entry Location', 'Entry', 'Enabled', 'Category', 'Company', 'Image Path', 'Launch String'],
    [...entries.values()].map(one => [
      utc(one.at),
      one.location,
      one.entry,
      one.enabled ? 'enabled' : 'disabled',
      one.category,
      one.company,
      one.image,
      one.launch,
    ]),
  );
}

/** Programs that ran, as `PECmd --csv` reports prefetch files. Servers keep none. */
export function prefetch(host: Host, events: readonly WorldEvent[]): Buffer {
  const runs = new Map<string, { image: string; at: SimTime[] }>();
  for (const event of events) {
    if (event.kind !== 'process-start' || event.host.name !== host.name) continue;
    const { image } = event.process;
    const known = runs.get(image.toLowerCase()) ?? { image, at: [] };
    known.at.unshift(event.at);
    runs.set(image.toLowerCase(), known);
  }
  return csv(
    [
      'SourceFilename',
      'ExecutableName',
      'Hash',
      'RunCount',
      'LastRun',
      'PreviousRun0',
      'PreviousRun1',
      'PreviousRun2',
      'FullPath',
    ],
    [...runs.values()].map(({ image, at }) => {
      const name = nameOf(image).toUpperCase();
      const hash = hashKeys('prefetch', image.toUpperCase()).toString(16).toUpperCase().padStart(8, '0');
      const [last, ...before] = at;
      return [
        `C:\\Windows\\Prefetch\\${name}-${hash}.pf`,
        name,
        hash,
        at.length,
        utc(last!),
        ...[0, 1, 2].map(n => (before[n] === undefined ? '' : utc(before[n]))),
        image,
      ];
    }),
  );
}

/** Pages the browsers of a host asked for, newest first; of those over TLS through the proxy the site alone is known. */
export function visits(host: Host, events: readonly WorldEvent[]): Buffer {
  const list: (readonly (string | number)[])[] = [];
  let last = '';
  for (const event of events) {
    if (event.kind !== 'web' || event.client.ip !== host.ip || event.via === 'server') continue;
    if (!event.agent.startsWith('Mozilla/') || event.verdict === 'denied') continue;
    if (event.mime !== '' && !event.mime.startsWith('text/html')) continue;
    const url = `${event.scheme}://${event.domain}${event.scheme === 'https' && event.path === '' ? '/' : event.path}`;
    if (url === last) continue;
    last = url;
    list.unshift([
      url,
      utc(event.at),
      event.referer,
      event.process
        ? nameOf(event.process.image)
        : event.agent.includes('Edg/')
          ? 'msedge.exe'
          : 'chrome.exe',
      event.client.account ?? host.owner?.account ?? '',
    ]);
  }
  return csv(['URL', 'Visit Time', 'Visited From', 'Web Browser', 'User Profile'], list);
}
