// Artefacts: what actions of a team give it to take away. An id says what, of which host, and when.
import type { Host, SimTime, World } from '../../world/entities.ts';
import { placesOf } from '../network/places.ts';
import { captureOf } from './capture/capture.ts';
import { eventsOn, type Played, touches } from './happened.ts';
import { filesOn } from './host/file-system.ts';
import { bodyFile, fileTable, listing } from './host/listing.ts';
import { memoryReports } from './host/memory.ts';
import { autoruns, prefetch, visits } from './host/traces.ts';
import { zip } from './zip.ts';

export type ArtefactKind = 'disk' | 'memory' | 'logs' | 'capture';
export interface Artefact {
  id: string;
  kind: ArtefactKind;
  host: Host;
  /** When it was taken: nothing later is in it. */
  at: SimTime;
  /** Of a capture: its first moment, and the other address it is about. */
  from?: SimTime;
  peer?: string;
}

/** Longest a capture may be, ms. */
export const longestCapture = 3_600_000;

const form = /^(disk|memory|logs):([A-Za-z0-9-]{1,64}):(\d{12,14})$/;
const captureForm = /^capture:([A-Za-z0-9-]{1,64}):(\d{12,14})-(\d{12,14})(?::([0-9.]{7,15}))?$/;

/** What an id names; undefined when it is none or its host is unknown. */
export function artefactOf(world: World, id: string): Artefact | undefined {
  const hostNamed = (name: string) => world.organisation.hosts.find(host => host.name === name);
  const [, kind, name, at] = form.exec(id) ?? [];
  if (kind !== undefined && name !== undefined) {
    const host = hostNamed(name);
    return host && { id, kind: kind as ArtefactKind, host, at: Number(at) };
  }
  const [, where, from, to, peer] = captureForm.exec(id) ?? [];
  const host = where === undefined ? undefined : hostNamed(where);
  if (!host || Number(to) <= Number(from) || Number(to) - Number(from) > longestCapture) return undefined;
  return {
    id,
    kind: 'capture',
    host,
    at: Number(to),
    from: Number(from),
    ...(peer === undefined ? {} : { peer }),
  };
}

/** File name of an artefact's download. */
export const fileName = ({ kind, host, at }: Artefact, world: World): string => {
  const local = new Date(at + world.organisation.utcOffset * 60_000).toISOString();
  const time = local.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${kind}-${host.name}-${time}.${kind === 'capture' ? 'pcap' : 'zip'}`;
};

/** How far back everyday life is looked up: all of it on a PC, the last half hour on a server, where everybody is at work. */
const serverLife = 30 * 60_000;

const about = (what: Artefact, lines: readonly string[]): { name: string; data: Buffer } => ({
  name: 'README.txt',
  data: Buffer.from(
    [
      `${what.id}`,
      `host: ${what.host.name} (${what.host.fqdn}, ${what.host.ip}, ${what.host.os})`,
      ...lines,
      '',
    ].join('\r\n'),
  ),
});

/** Log files of a host for a bundle; given by who can read them. */
export interface HostLog {
  name: string;
  data: Uint8Array;
}

export interface Making {
  /** When the host was set up anew, if it was: nothing before is left. */
  since?: SimTime;
  logs?: readonly HostLog[];
  /** Lets others work between stretches of everyday life. */
  pause?: () => Promise<void>;
}

/** Makes an artefact's file: a function of world, run and id, the same each time. */
export async function makeArtefact(
  world: World,
  played: Played,
  artefact: Artefact,
  { since = world.start, logs = [], pause }: Making = {},
): Promise<Buffer> {
  const { host, at, kind } = artefact;
  const offset = world.organisation.utcOffset;
  if (kind === 'capture') {
    const from = artefact.from ?? at - longestCapture;
    const events = await eventsOn(world, played, host, { from, to: at }, pause);
    return captureOf(world, host, events, at, artefact.peer).file;
  }
  const live = host.owner ? since : Math.max(since, at - serverLife);
  const everyday = await eventsOn(
    world,
    { events: [], masks: played.masks },
    host,
    { from: live, to: at },
    pause,
  );
  const attack = played.events.filter(event => event.at >= since && event.at < at && touches(event, host));
  const events = [...everyday, ...attack].sort((a, b) => a.at - b.at);
  if (kind === 'memory')
    return zip(
      [
        about(artefact, [
          'pslist, cmdline, netscan, dlllist: as Volatility 3 reports them (windows.*, -r csv). Times are UTC.',
          'Volatility 3 の出力形式(CSV)。時刻は UTC。終了した処理と閉じた通信は直近の分のみ残る。',
        ]),
        ...memoryReports(world, host, events, at, placesOf(world).proxy?.ip),
      ],
      at,
      offset,
    );
  const files = filesOn(world, host, events);
  const windows = host.os.startsWith('windows');
  const lists = [
    { name: 'listing.txt', data: Buffer.from(listing(files, world, host)) },
    { name: 'timeline.body', data: Buffer.from(bodyFile(files, world, host)) },
  ];
  if (kind === 'logs')
    return zip(
      [
        about(artefact, [
          'Logs of the host and the list of its files (mactime -b timeline.body gives a time line).',
          '端末のログとファイル一覧。mactime -b timeline.body で時系列になる。',
        ]),
        ...lists,
        ...logs.map(({ name, data }) => ({ name: `logs/${name}`, data })),
      ],
      at,
      offset,
    );
  return zip(
    [
      about(artefact, [
        'Reports of a disk image: list of files, body file (mactime), table with MACB times; what starts by itself, programs that ran, pages visited. Times in tables are UTC.',
        'ディスク複製の調査報告。ファイル一覧、タイムライン(mactime 用)、MACB 時刻の表、自動起動、実行履歴(プリフェッチ)、閲覧履歴。表の時刻は UTC。',
      ]),
      ...lists,
      { name: 'files.csv', data: fileTable(files, world, host) },
      ...(windows
        ? [
            { name: 'autoruns.csv', data: autoruns(world, host, events) },
            ...(host.kind === 'pc'
              ? [
                  { name: 'prefetch.csv', data: prefetch(host, events) },
                  { name: 'browser-history.csv', data: visits(host, events) },
                ]
              : []),
          ]
        : []),
    ],
    at,
    offset,
  );
}
