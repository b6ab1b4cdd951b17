// What an examination of a memory image finds: processes, their command lines, connections, libraries.

import { systemTree } from '../../../activity/make/session.ts';
import { sceneOf } from '../../../activity/scene.ts';
import type { Host, SimTime, World } from '../../../world/entities.ts';
import type { ProcessRef, WorldEvent } from '../../../world/event.ts';
import { hashKeys } from '../../../world/random.ts';
import { csv, utc } from './csv.ts';

interface Running {
  process: ProcessRef;
  parent: number;
  at: SimTime;
  end?: SimTime;
  /** 0 for services, 1 for whoever sits there. */
  session: number;
}

const nameOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
/** Ended processes whose records are still found. */
const lately = 5 * 60_000;
/** Closed connections whose records are still found. */
const closedFor = 10 * 60_000;

/** When a host last started, as far as the events tell. */
export const bootOf = (host: Host, events: readonly WorldEvent[]): SimTime =>
  events.findLast(event => event.kind === 'system' && event.what === 'boot' && event.host.name === host.name)
    ?.at ?? host.bootedAt;

function processes(world: World, host: Host, events: readonly WorldEvent[], at: SimTime): Running[] {
  const boot = bootOf(host, events);
  const list = new Map<string, Running>();
  const windows = host.os.startsWith('windows');
  if (windows) {
    const tree = systemTree(sceneOf(world), host, boot);
    const fixed = (pid: number, image: string, parent: number, after: number, session = 0) =>
      list.set(`${image}`, {
        process: { pid, guid: image, image, commandLine: '' },
        parent,
        at: boot + after * 1000,
        session,
      });
    fixed(4, 'System', 0, 0);
    fixed(4 * (80 + (hashKeys(host.name, 'smss') % 60)), 'C:\\Windows\\System32\\smss.exe', 4, 1);
    const wininit = 4 * (140 + (hashKeys(host.name, 'wininit') % 60));
    fixed(wininit, 'C:\\Windows\\System32\\wininit.exe', 4, 3);
    const put = (process: ProcessRef, parent: number, session = 0) =>
      list.set(process.guid, { process, parent, at: boot + 5000, session });
    put(tree.winlogon, 4, 1);
    put(tree.services, wininit);
    put(tree.lsass, wininit);
    for (const service of [tree.dcom, tree.schedule, tree.policy, tree.delivery, tree.indexer, tree.defender])
      put(service, tree.services.pid);
  }
  for (const event of events) {
    if (event.host.name !== host.name || event.at < boot) continue;
    if (event.kind === 'process-start')
      list.set(event.process.guid, {
        process: event.process,
        parent: event.parent.pid,
        at: event.at,
        session: event.session.sid.startsWith('S-1-5-21-') ? 1 : 0,
      });
    if (event.kind === 'process-end') {
      const known = list.get(event.process.guid);
      if (known) known.end = event.at;
    }
    if (event.kind === 'audit' && event.what === 'execve')
      list.set(`${event.pid}`, {
        process: {
          pid: event.pid,
          guid: `${event.pid}`,
          image: event.exe,
          commandLine: event.arguments.join(' '),
        },
        parent: 1,
        at: event.at,
        // A command of Linux runs for a moment; what lasts is a service.
        ...(at - event.at > lately ? { end: event.at + 1000 } : {}),
        session: 0,
      });
  }
  return [...list.values()]
    .filter(({ end }) => end === undefined || end > at - lately)
    .sort((a, b) => a.at - b.at);
}

const offset = (host: Host, what: string): string =>
  `0x${(0xc000_0000 + hashKeys(host.name, what)).toString(16)}`;

function sockets(host: Host, events: readonly WorldEvent[], at: SimTime, alive: readonly Running[]) {
  const rows: (readonly (string | number)[])[] = [];
  const pids = new Set(alive.map(({ process }) => process.pid));
  const put = (
    local: number,
    remote: { ip: string; port: number },
    from: SimTime,
    to: SimTime,
    process: ProcessRef | undefined,
    protocol: string,
    failed: boolean,
  ) => {
    if (to < at - closedFor) return;
    const open = to > at;
    const state = protocol !== 'TCPv4' ? '' : !open ? 'CLOSED' : failed ? 'SYN_SENT' : 'ESTABLISHED';
    rows.push([
      0,
      offset(host, `${local} ${remote.ip} ${from}`),
      protocol,
      host.ip,
      local,
      remote.ip,
      remote.port,
      state,
      process?.pid ?? '',
      process ? nameOf(process.image) : '',
      `${utc(from)} UTC`,
    ]);
  };
  if (host.os.startsWith('windows'))
    for (const [port, owner] of [
      [135, 'svchost.exe'],
      [445, 'System'],
      [5985, 'System'],
    ] as const) {
      const process = alive.find(one => nameOf(one.process.image) === owner)?.process;
      rows.push([
        0,
        offset(host, `listen ${port}`),
        'TCPv4',
        '0.0.0.0',
        port,
        '0.0.0.0',
        0,
        'LISTENING',
        process?.pid ?? '',
        owner,
        '',
      ]);
    }
  for (const event of events) {
    if (event.kind === 'connection') {
      const { source, destination, duration, process, transport } = event;
      if (transport === 'icmp') continue;
      const protocol = transport === 'udp' ? 'UDPv4' : 'TCPv4';
      const failed = event.result === 'no-answer' || event.result === 'denied';
      const by = process && pids.has(process.pid) ? process : undefined;
      if (source.ip === host.ip)
        put(source.port, destination, event.at, event.at + duration, by, protocol, failed);
      else if (destination.ip === host.ip)
        put(destination.port, source, event.at, event.at + duration, by, protocol, failed);
    }
    if (event.kind === 'web' && event.client.ip === host.ip && event.via !== 'server') {
      const by = event.process && pids.has(event.process.pid) ? event.process : undefined;
      // Through the proxy, the proxy is all the host talks to.
      const remote = { ip: event.address || '0.0.0.0', port: event.port };
      put(
        event.client.port,
        event.via === 'proxy' ? { ip: remote.ip, port: 3128 } : remote,
        event.at,
        event.at + event.duration,
        by,
        'TCPv4',
        false,
      );
    }
  }
  return rows;
}

/** Reports of a host's memory at a moment, after events (sorted by time) on it; in the tables Volatility 3 writes (`-r csv`). */
export function memoryReports(
  world: World,
  host: Host,
  events: readonly WorldEvent[],
  at: SimTime,
  proxy: string | undefined,
): { name: string; data: Buffer }[] {
  const running = processes(world, host, events, at);
  const alive = running.filter(({ end }) => end === undefined || end > at);
  const boot = bootOf(host, events);
  return [
    {
      name: 'pslist.csv',
      data: csv(
        [
          'TreeDepth',
          'PID',
          'PPID',
          'ImageFileName',
          'Offset(V)',
          'Threads',
          'Handles',
          'SessionId',
          'Wow64',
          'CreateTime',
          'ExitTime',
          'File output',
        ],
        running.map(({ process, parent, at: start, end, session }) => [
          0,
          process.pid,
          parent,
          nameOf(process.image).slice(0, 14),
          offset(host, process.guid),
          end !== undefined && end <= at ? 0 : 1 + (hashKeys(process.guid, 'threads') % 40),
          '-',
          session,
          'False',
          `${utc(start)} UTC`,
          end !== undefined && end <= at ? `${utc(end)} UTC` : 'N/A',
          'Disabled',
        ]),
      ),
    },
    {
      name: 'cmdline.csv',
      data: csv(
        ['TreeDepth', 'PID', 'Process', 'Args'],
        alive.map(({ process }) => [
          0,
          process.pid,
          nameOf(process.image),
          process.commandLine || process.image,
        ]),
      ),
    },
    {
      name: 'netscan.csv',
      data: csv(
        [
          'TreeDepth',
          'Offset',
          'Proto',
          'LocalAddr',
          'LocalPort',
          'ForeignAddr',
          'ForeignPort',
          'State',
          'PID',
          'Owner',
          'Created',
        ],
        sockets(host, events, at, alive).map(row => (row[6] === 3128 && proxy ? row.with(5, proxy) : row)),
      ),
    },
    {
      name: 'dlllist.csv',
      data: csv(
        ['TreeDepth', 'PID', 'Process', 'Base', 'Name', 'Path', 'Signed', 'LoadTime', 'SHA256'],
        events.flatMap(event =>
          event.kind === 'image-load' && event.host.name === host.name && event.at >= boot
            ? [
                [
                  0,
                  event.process.pid,
                  nameOf(event.process.image),
                  offset(host, event.path),
                  nameOf(event.path),
                  event.path,
                  event.signed ? event.signature : 'False',
                  `${utc(event.at)} UTC`,
                  event.sha256,
                ],
              ]
            : [],
        ),
      ),
    },
  ];
}
