// People outside who use the public application with an account of their own: they log in, mistype, look and change.
import type { Host } from '../../world/entities.ts';
import type { Happens, WebRequest } from '../../world/event.ts';
import { hashKeys, type Random, stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { clientPort } from '../make/logon.ts';
import { hourOf, publicRhythm } from '../moments.ts';
import type { Scene } from '../scene.ts';
import { zipf } from '../zipf.ts';
import { agents, outsider } from './visitors.ts';

/** Accounts the public application has. */
const members = 6000;

/** Account of the n-th member; the same for everyday life and for whoever steals it. */
export const memberAccount = (seed: number, n: number): string =>
  `u${100_000 + (hashKeys(seed, 'member', n % members) % 900_000)}`;

/** A member anybody could be. */
export const anyMember = (seed: number, random: Random): string => memberAccount(seed, random.int(members));

/** Of so many reading visitors one logs in. */
const readersPerMember = 14;

export const publicMembers: Behaviour = {
  id: 'public-members',
  summary: 'People outside logging in to the public application: bookings, applications, mistyped passwords',
  live(scene, slice, happens) {
    const application = scene.world.organisation.applications.find(one => one.kind === 'public');
    if (!application) return;
    const random = stream(scene.seed, 'public', 'members', slice.index);
    const visits = scene.world.organisation.habits.publicVisits / 11 / 144;
    const mean = (visits / readersPerMember) * Math.max(0.08, publicRhythm(hourOf(scene, slice.from)));
    for (let n = random.poisson(mean); n > 0; n--) {
      const start = slice.from + random.next() * (slice.to - slice.from);
      stay(scene, happens, application.id, application.host, start, slice.to + 400_000, random);
    }
  },
};

function stay(
  scene: Scene,
  happens: Happens,
  application: string,
  host: Host,
  start: number,
  /** Nobody stays beyond. */
  latest: number,
  random: Random,
): void {
  const from = outsider(scene, random, random.next() < 0.02);
  const agent = agents[zipf(random, agents.length)]!;
  const account = anyMember(scene.seed, random);
  let at = start;
  const ask = (method: string, path: string, status: number, bytes: number) => {
    const { organisation } = scene.world;
    const request: WebRequest = {
      kind: 'web',
      at,
      host,
      cause: '',
      client: { ip: from, port: clientPort(random) },
      via: 'server',
      method,
      scheme: 'https',
      domain: `www.${organisation.domain}`,
      port: 443,
      path,
      address: organisation.publicWeb,
      status,
      bytes,
      sent: method === 'POST' ? 600 + random.int(300) : 400 + random.int(160),
      duration: 20 + random.lognormal(3.4, 0.8),
      mime: 'text/html',
      referer: `https://www.${organisation.domain}/`,
      agent,
      verdict: 'miss',
    };
    happens(request);
  };
  const note = (what: 'login' | 'login-failed' | 'logout' | 'view' | 'change', object = '', detail = '') =>
    happens({
      kind: 'application',
      at: at + 12,
      host,
      cause: '',
      application,
      what,
      account,
      client: from,
      object,
      detail,
    });
  ask('GET', '/login', 200, 4200 + random.int(300));
  // One in six mistypes; a few give up after several tries.
  for (let wrong = random.next() < 0.16 ? 1 + random.poisson(0.7) : 0; wrong > 0; wrong--) {
    at += 6000 + random.lognormal(9, 0.5);
    ask('POST', '/login', 200, 4310);
    note('login-failed', '', random.next() < 0.2 ? 'no such account' : 'wrong password');
    if (at > latest || (wrong > 2 && random.next() < 0.5)) return;
  }
  at += 6000 + random.lognormal(9, 0.5);
  ask('POST', '/login', 302, 512);
  note('login');
  for (let pages = 1 + random.int(4); pages > 0; pages--) {
    at += 3000 + random.lognormal(9.4, 0.6);
    if (at > latest) return;
    const profile = random.next() < 0.3;
    ask(
      'GET',
      profile ? '/mypage/profile' : `/mypage/list?page=${1 + random.int(3)}`,
      200,
      5200 + random.int(4000),
    );
    if (profile) note('view', 'profile');
  }
  if (random.next() < 0.25) {
    at += 5000 + random.lognormal(9.4, 0.6);
    const contact = random.next() < 0.2;
    ask('POST', contact ? '/mypage/contact' : '/mypage/booking', 302, 520);
    note('change', contact ? 'contact' : random.next() < 0.15 ? 'points/transfer' : 'booking');
    // Forms come with papers attached: the web server itself writes them down.
    if (!contact && random.next() < 0.5) {
      const paper = `/var/www/html/files/${random.hex(8)}.pdf`;
      happens({
        kind: 'audit',
        at: at + 20,
        host,
        cause: '',
        what: 'open',
        account: 'www-data',
        uid: 33,
        pid: 900 + random.int(4000),
        exe: '/usr/sbin/apache2',
        arguments: ['O_CREAT'],
        path: paper,
        ok: true,
      });
    }
  }
  if (random.next() < 0.6) {
    at += 4000 + random.lognormal(8.6, 0.6);
    ask('GET', '/logout', 302, 410);
    note('logout');
  }
}
