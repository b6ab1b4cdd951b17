// A worm comes in on a memory stick and goes from host to host in the plant, then changes a controller.
import { Type } from 'typebox';
import { reachable } from '../../run/situation.ts';
import { minutes, seconds } from '../../run/state.ts';
import { systemSession } from '../../run/traces/logon.ts';
import { connect } from '../../run/traces/network.ts';
import { file, registry, start, systemParents } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

export const usbWorm: Move = {
  id: 'usb-worm',
  title: { ja: 'USB メモリから感染が広がる', en: 'A worm spreads from a memory stick' },
  summary: {
    ja: '保守員が挿した USB メモリから感染し、同じ区画の端末へ広がる。',
    en: 'From a memory stick of a maintenance worker to the hosts of the segment.',
  },
  parameters: parameters({
    first: castName('Host the stick is put into'),
    hosts: castName('Hosts it spreads to'),
    file: Type.String({ description: 'File name on the stick' }),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const first = operation.host('first');
    const name = operation.text('file');
    const sha256 = fileHash(operation, name);
    operation.left('sha256', sha256);
    const infect = (host: typeof first, from: typeof first | undefined) => {
      const session = systemSession(run, host);
      const { schedule } = systemParents(trail, host);
      const path = `C:\\Windows\\System32\\drivers\\${name.replace(/\.\w+$/, '.sys')}`;
      file(trail, session, schedule, 'create', path, 25_552, { sha256 });
      trail.write({
        kind: 'system',
        at: trail.tick(),
        host,
        cause: trail.cause,
        what: 'driver-loaded',
        detail: path,
      });
      registry(
        trail,
        session,
        schedule,
        'HKLM\\System\\CurrentControlSet\\Services',
        name.replace(/\.\w+$/, ''),
        path,
      );
      const process = start(trail, {
        session,
        parent: schedule,
        image: 'C:\\Windows\\System32\\rundll32.exe',
        commandLine: `rundll32.exe ${name},Run`,
      });
      operation.left('path', path);
      const via = from && run.situation.footholds.find(one => one.host.name === from.name);
      operation.plant({
        host,
        session,
        process,
        path,
        sha256,
        level: 'admin',
        kind: 'inbound',
        ...(via ? { via } : {}),
      });
    };
    trail.write({
      kind: 'system',
      at: trail.tick(),
      host: first,
      cause: trail.cause,
      what: 'usb-inserted',
      detail: 'USB Mass Storage Device, serial 0703A1F2',
    });
    yield seconds(4);
    infect(first, undefined);
    for (const host of operation.hosts('hosts')) {
      if (host === first) continue;
      yield minutes(3 + operation.random(host.name).int(12));
      if (!reachable(run.situation, first, host)) continue;
      connect(
        trail,
        first,
        { ip: host.ip, port: 445, host },
        { service: 'smb', sent: 31_000, received: 2100 },
      );
      if (run.situation.patched.has(host.name)) continue;
      infect(host, first);
    }
    return run.situation.footholds.length > 0 ? done : failed('target-unreachable');
  },
};
