// Paper.
import type { Host } from '../../world/entities.ts';
import { hashKeys } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { clientPort } from '../make/logon.ts';
import type { Scene } from '../scene.ts';
import { atMoments } from './at-work.ts';
import { fileFor, shareFor } from './files.ts';

const bySegment = new WeakMap<Scene, Map<string, Host[]>>();

function printersOf(scene: Scene, segment: string): readonly Host[] {
  let known = bySegment.get(scene);
  if (!known) {
    const printers = scene.world.organisation.hosts.filter(host => host.kind === 'printer');
    known = Map.groupBy(printers, host => host.segment.id);
    bySegment.set(scene, known);
  }
  return known.get(segment) ?? [];
}

export const prints: Behaviour = {
  id: 'prints',
  summary: 'Documents printed over the print server',
  live(scene, slice, happens) {
    const servers = scene.role('print').filter(host => host.kind === 'server');
    if (servers.length === 0) return;
    const { habits } = scene.world.organisation;
    atMoments(
      scene,
      slice,
      'prints',
      plan => (plan.remote ? 0 : habits.prints * plan.person.pace),
      (plan, at, random) => {
        const { person } = plan;
        const printers = printersOf(scene, person.pc.segment.id);
        if (printers.length === 0) return;
        const printer = printers[person.index % printers.length]!;
        const server = servers[hashKeys(printer.name) % servers.length]!;
        const share = shareFor(scene, person, random);
        const path = share && share.files.length > 0 ? fileFor(share, person, random).path : 'mail.pdf';
        const pages = 1 + Math.min(120, Math.floor(random.exponential() * 3.4));
        const bytes = Math.round(pages * random.lognormal(11.1, 0.7));
        happens({
          kind: 'print',
          at,
          host: server,
          cause: '',
          account: person.account,
          client: person.pc,
          document: path.slice(path.lastIndexOf('\\') + 1),
          pages,
          bytes,
          printer: printer.name,
        });
        happens({
          kind: 'connection',
          at: at + 900,
          host: server,
          cause: '',
          transport: 'tcp',
          source: { ip: server.ip, port: clientPort(random), host: server },
          destination: { ip: printer.ip, port: 9100, host: printer },
          service: 'print',
          sent: bytes,
          received: 480,
          duration: 1500 + pages * 700,
          result: 'ok',
        });
      },
    );
  },
};
