// The public site: citizens and customers who read it, search engines that index it, machines that try every door.

import { addressIn, sizeOf } from '../../world/address.ts';
import type { Host, SimTime } from '../../world/entities.ts';
import type { Happens } from '../../world/event.ts';
import { hashKeys, type Random, stream } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { clientPort } from '../make/logon.ts';
import { hourOf, publicRhythm } from '../moments.ts';
import type { Scene } from '../scene.ts';
import { zipf } from '../zipf.ts';

const pages = [
  '/',
  '/news/',
  '/access/',
  '/about/',
  '/contact/',
  '/search',
  '/recruit/',
  '/events/',
  '/forms/',
  '/faq/',
  '/bousai/',
  '/en/',
  '/opendata/',
  '/sitemap/',
  '/privacy/',
];
const assets = [
  '/css/style.css',
  '/js/main.js',
  '/img/logo.png',
  '/img/top.jpg',
  '/favicon.ico',
  '/fonts/noto.woff2',
];
export const agents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.3 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.3 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0',
];
const crawlers = [
  'Mozilla/5.0 (compatible; TazuneruBot/2.1; +https://tazuneru.example/bot.html)',
  'Mozilla/5.0 (compatible; ShirabeBot/1.4; +https://shirabe.example/robot)',
  'Mozilla/5.0 (compatible; LinkSurvey/3.0; +https://linksurvey.example/)',
];
const probes = [
  '/wp-login.php',
  '/.env',
  '/admin/',
  '/phpmyadmin/index.php',
  '/.git/config',
  '/cgi-bin/test.cgi',
  '/xmlrpc.php',
  '/actuator/health',
  '/vendor/phpunit/phpunit/phpunit.xml',
  '/owa/',
  '/manager/html',
  '/boaform/admin/formLogin',
];

/** An address of a household or office somewhere, from the providers' ranges. */
export function outsider(scene: Scene, random: Random, abroad: boolean): string {
  const { providers } = scene.world.internet;
  const homes = providers.filter(one => one.kind === 'access' && (one.country === 'JP') !== abroad);
  const provider = random.pick(homes.length > 0 ? homes : providers);
  const cidr = random.pick(provider.cidrs);
  return addressIn(cidr, 1 + random.int(Math.max(1, sizeOf(cidr) - 2)));
}

interface Ask {
  path: string;
  method?: string;
  status: number;
  bytes: number;
  mime: string;
  referer?: string;
  agent: string;
}

function ask(
  scene: Scene,
  happens: Happens,
  server: Host,
  at: SimTime,
  from: string,
  port: number,
  what: Ask,
  random: Random,
  cause = '',
): void {
  const { organisation } = scene.world;
  happens({
    kind: 'web',
    at,
    host: server,
    cause,
    client: { ip: from, port },
    via: 'server',
    method: what.method ?? 'GET',
    scheme: 'https',
    domain: `www.${organisation.domain}`,
    port: 443,
    path: what.path,
    address: organisation.publicWeb,
    status: what.status,
    bytes: what.status === 304 ? 0 : what.bytes,
    sent: what.method === 'POST' ? 900 + random.int(900) : 380 + random.int(160),
    duration: 4 + random.lognormal(2.6, 0.9),
    mime: what.mime,
    referer: what.referer ?? '',
    agent: what.agent,
    verdict: 'miss',
  });
}

const typeOf = (path: string): string =>
  path.endsWith('.css')
    ? 'text/css'
    : path.endsWith('.js')
      ? 'application/javascript'
      : path.endsWith('.png')
        ? 'image/png'
        : path.endsWith('.jpg')
          ? 'image/jpeg'
          : path.endsWith('.woff2')
            ? 'font/woff2'
            : path.endsWith('.ico')
              ? 'image/x-icon'
              : 'text/html';

const fileSize = (path: string): number => 900 + (hashKeys(path, 'size') % 90_000);

export const visitors: Behaviour = {
  id: 'visitors',
  summary: 'People reading the public site',
  live(scene, slice, happens) {
    const servers = scene.role('web').filter(host => host.segment.zone === 'dmz');
    const server = servers[0];
    if (!server) return;
    const { organisation } = scene.world;
    const random = stream(scene.seed, 'public', 'visitors', slice.index);
    // A visit asks about 11 times.
    const mean =
      (organisation.habits.publicVisits / 11 / 144) * Math.max(0.08, publicRhythm(hourOf(scene, slice.from)));
    for (let n = random.poisson(mean); n > 0; n--) {
      const from = outsider(scene, random, random.next() < 0.04);
      const agent = agents[zipf(random, agents.length)]!;
      const host = random.pick(servers);
      let at = slice.from + random.next() * (slice.to - slice.from);
      let referer = random.next() < 0.55 ? 'https://www.tazuneru.example/' : '';
      for (let page = 1 + Math.min(8, random.poisson(1.7)); page > 0; page--) {
        const number = random.next() < 0.5 ? '' : `${1000 + zipf(random, 4000)}.html`;
        const path = pages[zipf(random, pages.length)]! + number;
        const port = clientPort(random);
        const status = random.next() < 0.02 ? 404 : 200;
        const bytes = 6000 + fileSize(path);
        ask(
          scene,
          happens,
          host,
          at,
          from,
          port,
          { path: path.replace('//', '/'), status, bytes, mime: 'text/html', referer, agent },
          random,
        );
        const self = `https://www.${organisation.domain}${path}`;
        for (let part = random.int(5); part > 0; part--) {
          const asset = random.pick(assets);
          const fresh = random.next() < 0.35 ? 304 : 200;
          ask(
            scene,
            happens,
            host,
            at + 40 + random.next() * 600,
            from,
            port,
            { path: asset, status: fresh, bytes: fileSize(asset), mime: typeOf(asset), referer: self, agent },
            random,
          );
        }
        referer = self;
        at += 6000 + random.lognormal(9.6, 0.8);
        if (at > slice.to + 400_000) break;
      }
    }
  },
};

export const robots: Behaviour = {
  id: 'robots',
  summary: 'Search engines indexing the public site, and machines trying known weak paths',
  live(scene, slice, happens) {
    const [server] = scene.role('web').filter(host => host.segment.zone === 'dmz');
    if (!server) return;
    const { providers, scanners } = scene.world.internet;
    for (const [index, agent] of crawlers.entries()) {
      const random = stream(scene.seed, 'public', 'crawler', index, slice.index);
      const provider = providers[(index * 3) % providers.length];
      if (!provider) continue;
      const from = addressIn(provider.cidrs[0]!, 60 + index);
      for (let n = random.poisson(9); n > 0; n--) {
        const at = slice.from + random.next() * (slice.to - slice.from);
        const path = n === 1 ? '/robots.txt' : `${random.pick(pages)}${1000 + random.int(4000)}.html`;
        ask(
          scene,
          happens,
          server,
          at,
          from,
          clientPort(random),
          { path, status: random.next() < 0.06 ? 404 : 200, bytes: fileSize(path), mime: 'text/html', agent },
          random,
        );
      }
    }
    const random = stream(scene.seed, 'public', 'probes', slice.index);
    const hostile = scanners.filter(scanner => !scanner.benign && scanner.ports.includes(80));
    for (let n = random.poisson(1.4); n > 0; n--) {
      const from =
        hostile.length > 0 && random.next() < 0.7
          ? random.pick(hostile).address
          : outsider(scene, random, true);
      let at = slice.from + random.next() * (slice.to - slice.from);
      const agent = random.pick([
        'Mozilla/5.0 zgrab/0.x',
        'python-requests/2.32.3',
        'curl/8.12.1',
        '-',
        'Mozilla/5.0',
      ]);
      for (let tries = 1 + random.int(9); tries > 0; tries--) {
        const path = random.pick(probes);
        ask(
          scene,
          happens,
          server,
          at,
          from,
          clientPort(random),
          {
            path,
            status: random.next() < 0.9 ? 404 : 403,
            bytes: 196 + random.int(400),
            mime: 'text/html',
            agent,
            ...(random.next() < 0.1 ? { method: 'POST' } : {}),
          },
          random,
        );
        at += 200 + random.next() * 2500;
      }
      if (random.next() < 0.4)
        happens({
          kind: 'ids-alert',
          at: at + 30,
          host: scene.role('ids')[0] ?? server,
          cause: '',
          signature: 9_000_101,
          name: 'SCAN requests for known weak web paths',
          category: 'Web Application Attack',
          transport: 'tcp',
          source: { ip: from, port: clientPort(random) },
          destination: { ip: server.ip, port: 443 },
          service: 'http',
          allowed: true,
        });
    }
  },
};
