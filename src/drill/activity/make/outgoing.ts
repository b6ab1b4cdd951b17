// Pages fetched from outside: names looked up, then requests through the proxy or past it.
import type { Host, SimTime, Site } from '../../world/entities.ts';
import type { Happens, ProcessRef, Session, WebRequest } from '../../world/event.ts';
import { hashKeys, type Random } from '../../world/random.ts';
import type { Scene } from '../scene.ts';
import { clientPort } from './logon.ts';

export interface Asker {
  host: Host;
  ip: string;
  /** Proxy user; '' for machines that do not log on to it. */
  account: string;
  agent: string;
  via: 'proxy' | 'direct';
  /** Both or neither: `{ process, session }`, or `{}`. */
  by: { process: ProcessRef; session: Session } | Record<string, never>;
  cause: string;
}

/** Time to live of a name's addresses, seconds. */
const ttlOf = (name: string): number => [60, 120, 300, 300, 900, 3600][hashKeys(name, 'ttl') % 6]!;

/**
 * Whether the organisation's resolver has to ask outside. Without a common cache between workers, each question decides for
 * itself with the chance that nobody asked within the time to live, from how often the site is visited: right on average,
 * and no person's lines depend on another's.
 */
export function firstAsker(scene: Scene, site: Site, name: string, random: Random): boolean {
  const { habits } = scene.world.organisation;
  const perSecond = (scene.people.length * habits.webVisits * scene.siteShare(site)) / (7 * 3600);
  return random.next() < 1 / (1 + perSecond * ttlOf(name));
}

/** Looks a site's name up on the way to it; most often a cache on the PC answers and nothing is seen. */
export function lookUpSite(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  asker: Asker,
  site: Site,
  name: string,
  random: Random,
): void {
  const upstream = firstAsker(scene, site, name, random);
  if (!upstream && random.next() > 0.18) return;
  happens({
    kind: 'dns',
    at,
    host: asker.host,
    cause: asker.cause,
    name,
    type: 'A',
    rcode: 'NOERROR',
    answers: site.addresses,
    upstream,
    port: clientPort(random),
    ...asker.by,
  });
}

const kinds = [
  ['.js', 'application/javascript', 9.6],
  ['.css', 'text/css', 8.6],
  ['.png', 'image/png', 8.8],
  ['.jpg', 'image/jpeg', 10.1],
  ['.woff2', 'font/woff2', 10.2],
  ['.json', 'application/json', 7.2],
] as const;

/** One request for a path of a site; over TLS the proxy sees a tunnel to the host only. */
export function request(
  happens: Happens,
  at: SimTime,
  asker: Asker,
  site: Site,
  name: string,
  what: { path: string; mime: string; mu: number; referer: string; method?: string; sent?: number },
  random: Random,
): void {
  const tls = site.tls;
  const tunnel = tls && asker.via === 'proxy';
  // A tunnel carries many requests, so it is larger and lasts longer than one of them.
  const bytes = Math.round(random.lognormal(what.mu + (tls ? 0.7 : 0), 1.25)) + 180;
  const duration = tls ? 40 + random.lognormal(8.2, 1.5) : 12 + random.lognormal(4.4, 0.9);
  const luck = random.next();
  const verdict: WebRequest['verdict'] = tunnel
    ? luck < 0.006
      ? 'aborted'
      : 'tunnel'
    : luck < 0.16
      ? 'hit'
      : luck < 0.22
        ? 'revalidated'
        : luck < 0.228
          ? 'aborted'
          : 'miss';
  const status = tunnel
    ? 200
    : verdict === 'revalidated'
      ? 304
      : random.next() < 0.02
        ? 404
        : random.next() < 0.05
          ? 302
          : 200;
  const address =
    site.addresses[hashKeys(name, asker.host.name, Math.floor(at / 3_600_000)) % site.addresses.length]!;
  happens({
    kind: 'web',
    at,
    host: asker.host,
    cause: asker.cause,
    client: {
      ip: asker.ip,
      port: clientPort(random),
      host: asker.host,
      ...(asker.account ? { account: asker.account } : {}),
    },
    via: asker.via,
    method: tunnel ? 'CONNECT' : (what.method ?? 'GET'),
    scheme: tls ? 'https' : 'http',
    domain: name,
    port: tls ? 443 : 80,
    path: what.path,
    address,
    status,
    bytes: status === 304 ? 210 : bytes,
    sent: what.sent ?? Math.round(random.lognormal(tls ? 7.3 : 4, 0.6)),
    duration: Math.min(duration, 540_000),
    mime: tunnel ? '' : what.mime,
    referer: what.referer,
    agent: asker.agent,
    verdict,
    ...asker.by,
  });
}

/** A page with what it loads: over TLS one tunnel a host, without it each part in the clear. */
export function visit(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  asker: Asker,
  site: Site,
  path: string,
  referer: string,
  random: Random,
  /** The page before was of the same site: its connection may still be open. */
  again = false,
): void {
  const name = site.hosts[0] ?? site.domain;
  const start = at + 25 + random.next() * 60;
  // Browsers keep tunnels open for minutes, so a second page seldom shows.
  if (!(again && site.tls && random.next() < 0.7)) {
    lookUpSite(scene, happens, at, asker, site, name, random);
    request(happens, start, asker, site, name, { path, mime: 'text/html', mu: 9.7, referer }, random);
  }
  const page = site.tls ? `https://${name}/` : `http://${name}${path}`;
  let later = start + 80 + random.next() * 300;
  if (!site.tls)
    for (let n = random.int(7); n > 0; n--) {
      const [extension, mime, mu] = random.pick(kinds);
      const part = `/assets/${random.hex(6)}${extension}`;
      request(happens, later, asker, site, name, { path: part, mime, mu, referer: page }, random);
      later += 15 + random.next() * 120;
    }
  for (let n = 1; n < site.hosts.length; n++) {
    if (random.next() < 0.7) continue;
    const host = site.hosts[n]!;
    lookUpSite(scene, happens, later, asker, site, host, random);
    request(
      happens,
      later + 20,
      asker,
      site,
      host,
      { path: '/', mime: 'text/html', mu: 9, referer: page },
      random,
    );
    later += 20 + random.next() * 200;
  }
  // Advertisements and measuring on what is not work.
  if (site.category === 'government' || site.category === 'partner' || site.category === 'cloud') return;
  for (let n = random.int(1.8); n > 0; n--) {
    const advert = scene.siteOf('advert', random);
    if (!advert) return;
    const host = random.pick(advert.hosts);
    lookUpSite(scene, happens, later, asker, advert, host, random);
    request(
      happens,
      later + 20,
      asker,
      advert,
      host,
      { path: '/', mime: 'text/html', mu: 7.4, referer: page },
      random,
    );
    later += 30 + random.next() * 250;
  }
}
