// Documents on the file servers: a share is connected, files are listed, read and written, the session ends.
import type { Person, Share } from '../../world/entities.ts';
import type { Random } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { networkLogon } from '../make/logon.ts';
import { endProcess, startProcess } from '../make/process.ts';
import { excel, notepad, type Program, pdfReader, powerpoint, word } from '../make/programs.ts';
import { personWho } from '../make/session.ts';
import type { Scene } from '../scene.ts';
import { zipf } from '../zipf.ts';
import { atMoments } from './at-work.ts';
import { deskOf } from './desk.ts';

const openers: Record<string, Program> = {
  xlsx: excel,
  csv: excel,
  docx: word,
  pptx: powerpoint,
  pdf: pdfReader,
  txt: notepad,
};

interface Known {
  common: Share | undefined;
  own: Map<number, Share>;
  /** Folders of no department. */
  projects: readonly Share[];
}
const shares = new WeakMap<Scene, Known>();

function sharesOf(scene: Scene) {
  let known = shares.get(scene);
  if (!known) {
    const { shares: list } = scene.world.organisation;
    known = {
      common: list.find(share => !share.department),
      projects: list.filter(share => !share.department).slice(1),
      own: new Map(
        list.flatMap(share => (share.department ? [[share.department.index, share] as const] : [])),
      ),
    };
    shares.set(scene, known);
  }
  return known;
}

/** The folder of the department mostly, the common one else; one person in nine also works in a project's. */
export function shareFor(scene: Scene, person: Person, random: Random): Share | undefined {
  const { common, own, projects } = sharesOf(scene);
  if (projects.length > 0 && person.index % 9 === 0 && random.next() < 0.2) return random.pick(projects);
  const mine = own.get(person.department.index);
  return random.next() < 0.82 ? (mine ?? common) : (common ?? mine);
}

/**
 * Files near each other in a person's work: everybody has a part of the folder that is theirs. Crown jewels are the daily
 * work of every third person of the department.
 */
export function fileFor(share: Share, person: Person, random: Random) {
  const { files, jewels, department } = share;
  const own = department === undefined || (department === person.department && person.index % 3 === 0);
  const keeper = jewels.length > 0 && own;
  if (keeper && random.next() < 0.15) return random.pick(jewels);
  return files[(person.index * 13 + zipf(random, files.length)) % files.length]!;
}

export const files: Behaviour = {
  id: 'files',
  summary: 'Documents opened and saved on the file servers',
  live(scene, slice, happens) {
    const { habits } = scene.world.organisation;
    // A visit to a folder opens about 2.2 files.
    atMoments(
      scene,
      slice,
      'files',
      plan => (habits.filesOpened * Math.min(plan.person.pace, 3)) / 2.2,
      (plan, at, random) => {
        const { person, session } = plan;
        const share = shareFor(scene, person, random);
        if (!share || share.files.length === 0) return;
        const length = 20_000 + random.next() * 420_000;
        const client = { host: person.pc, ip: plan.ip };
        const net = networkLogon(scene, happens, random, {
          at,
          who: personWho(scene, person),
          from: client,
          to: share.host,
          length,
        });
        const seen = { ...client, port: net.port };
        const access = (
          after: number,
          what: 'connect' | 'list' | 'read' | 'write',
          path: string,
          bytes: number,
        ) =>
          happens({
            kind: 'share-access',
            at: at + after,
            host: share.host,
            cause: '',
            share: share.unc,
            path,
            what,
            bytes,
            session: net.session,
            client: seen,
            ok: true,
          });
        let sent = 3000;
        let received = 4000;
        access(17 + random.next() * 9, 'connect', '', 0);
        let when = 900 + random.next() * 3000;
        const count = 1 + Math.min(6, random.poisson(1.2));
        for (let n = 0; n < count && when < length; n++) {
          const file = fileFor(share, person, random);
          const dot = file.path.lastIndexOf('.');
          const program = openers[file.path.slice(dot + 1)];
          access(when, 'read', file.path, file.bytes);
          received += file.bytes;
          if (program && random.next() < 0.8) {
            const unc = `${share.unc}\\${file.path}`;
            const process = startProcess(scene, happens, {
              at: at + when + 40 + random.next() * 160,
              session,
              program,
              parent: deskOf(scene, plan).explorer,
              arguments: program.arguments.replace('{file}', unc),
            });
            const name = file.path.slice(file.path.lastIndexOf('\\') + 1);
            happens({
              kind: 'file',
              at: at + when + 260 + random.next() * 900,
              host: person.pc,
              cause: '',
              what: 'create',
              path: `C:\\Users\\${person.account}\\AppData\\Roaming\\Microsoft\\Windows\\Recent\\${name}.lnk`,
              bytes: 900 + random.int(1400),
              session,
              process,
            });
            endProcess(
              happens,
              at + Math.min(590_000, when + 30_000 + random.next() * 500_000),
              session,
              process,
            );
          }
          if (random.next() < 0.32) {
            const bytes = Math.max(900, Math.round(file.bytes * (0.9 + random.next() * 0.25)));
            const saved = when + 15_000 + random.next() * 200_000;
            access(Math.min(saved, length), 'write', file.path, bytes);
            sent += bytes;
          }
          when += 4000 + random.next() * 90_000;
        }
        happens({
          kind: 'connection',
          at: at - 3 < slice.from ? at : at - 3,
          host: person.pc,
          cause: '',
          transport: 'tcp',
          source: seen,
          destination: { ip: share.host.ip, port: 445, host: share.host },
          service: 'smb',
          sent,
          received,
          duration: length + 25,
          result: 'ok',
        });
      },
    );
  },
};
