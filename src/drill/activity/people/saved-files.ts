// Files that come from outside onto PCs: attachments opened from mail, things saved by browsers, now and then a program.
import type { Person, SimTime } from '../../world/entities.ts';
import type { Happens, ProcessRef, Session } from '../../world/event.ts';
import type { Random } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { request } from '../make/outgoing.ts';
import { atMoments } from './at-work.ts';
import { deskOf } from './desk.ts';
import { browserOf } from './web.ts';

const subjects = [
  '見積書',
  '仕様書',
  '議事録',
  '申請書',
  '案内',
  '日程調整',
  '請求書',
  '資料',
  '回答様式',
  '名簿',
];
const attachments = ['pdf', 'pdf', 'pdf', 'xlsx', 'xlsx', 'docx', 'docx', 'zip', 'pptx'];
const downloads = ['pdf', 'pdf', 'pdf', 'xlsx', 'zip', 'csv', 'docx'];
const programs = [
  'printer_driver_setup',
  'ZoomInstallerFull',
  'WebexSetup',
  'viewer_setup',
  'LhazSetup',
  'e-tax_setup',
];

const made = (random: Random, extension: string): string =>
  `${random.pick(subjects)}_${String(1 + random.int(12)).padStart(2, '0')}${String(1 + random.int(28)).padStart(2, '0')}.${extension}`;

function saved(
  happens: Happens,
  random: Random,
  what: { at: SimTime; person: Person; session: Session; process: ProcessRef; path: string; origin?: string },
): void {
  const { at, person, session, process, path, origin } = what;
  const program = path.endsWith('.exe');
  const base = {
    kind: 'file',
    host: person.pc,
    cause: '',
    path,
    bytes: Math.round(random.lognormal(program ? 16.5 : 12, 1.1)),
    session,
    process,
    ...(program ? { sha256: random.hex(64) } : {}),
  } as const;
  happens({ ...base, at, what: 'create' });
  // Browsers mark what they save; what mail programs open from their own folder is not watched.
  if (origin)
    happens({
      ...base,
      at: at + 40 + random.next() * 900,
      what: 'stream',
      path: `${path}:Zone.Identifier`,
      origin,
    });
}

export const savedFiles: Behaviour = {
  id: 'saved-files',
  summary:
    'Attachments opened and files downloaded: documents, archives, a workbook with macros or an installer at times',
  live(scene, slice, happens) {
    atMoments(
      scene,
      slice,
      'attachments',
      plan => 0.9 * Math.min(2, plan.person.pace),
      (plan, at, random) => {
        const { person, session } = plan;
        const desk = deskOf(scene, plan);
        const extension = random.next() < 0.02 ? 'xlsm' : random.pick(attachments);
        saved(happens, random, {
          at: Math.max(at, desk.mailerAt + 4000),
          person,
          session,
          process: desk.mailer,
          path: `C:\\Users\\${person.account}\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\${random.hex(8).toUpperCase()}\\${made(random, extension)}`,
        });
      },
    );
    atMoments(
      scene,
      slice,
      'downloads',
      plan => 0.5 * Math.min(2, plan.person.pace),
      (plan, at, random) => {
        const { person, session } = plan;
        const desk = deskOf(scene, plan);
        const site = scene.siteOf(random.next() < 0.4 ? 'government' : 'other', random);
        if (!site) return;
        const name = site.hosts[0] ?? site.domain;
        const when = Math.max(at, desk.browserAt + 3000);
        const file =
          random.next() < 0.04
            ? `${random.pick(programs)}_${1 + random.int(9)}.${random.int(10)}.exe`
            : made(random, random.pick(downloads));
        const path = `/files/${random.hex(6)}`;
        request(
          happens,
          when,
          browserOf(scene, plan),
          site,
          name,
          { path, mime: 'application/octet-stream', mu: 12, referer: '' },
          random,
        );
        saved(happens, random, {
          at: when + 700 + random.next() * 6000,
          person,
          session,
          process: desk.browser,
          path: `C:\\Users\\${person.account}\\Downloads\\${file}`,
          origin: `${site.tls ? 'https' : 'http'}://${name}${path}`,
        });
      },
    );
  },
};
