// Traces on the network: names looked up, pages fetched through the proxy, connections, mail, alarms of the sensor.
import { agents } from '../../activity/background/visitors.ts';
import { browserOf } from '../../activity/people/web.ts';
import type { Host, Person, SimTime } from '../../world/entities.ts';
import type {
  Attachment,
  Connection,
  IdsCategory,
  ProcessRef,
  Session,
  WorldEvent,
} from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { addressBlocked, isolated, nameBlocked, offline, urlBlocked } from '../situation.ts';
import { minutes, type RunState, type Trail } from '../state.ts';

export const portOf = (trail: Trail, salt: string | number): number =>
  49_152 + (hashKeys(trail.run.variant.seed, trail.cause, salt, trail.run.now) % 16_000);

type RecordType = Extract<WorldEvent, { kind: 'dns' }>['type'];

/** Looks a name up; false when the defenders' policy or a cut line keeps the answer away. */
export function lookUp(
  trail: Trail,
  host: Host,
  name: string,
  answers: readonly string[],
  by: { process?: ProcessRef; session?: Session; type?: RecordType } = {},
): boolean {
  const { situation, cache, now } = trail.run;
  const { type = 'A', ...who } = by;
  const blocked = nameBlocked(situation, name);
  const away = offline(situation);
  const cached = (cache.get(`${type} ${name}`) ?? 0) > now;
  if (!cached && !blocked && !away) cache.set(`${type} ${name}`, now + minutes(5));
  trail.write({
    kind: 'dns',
    at: trail.tick(),
    host,
    cause: trail.cause,
    name,
    type,
    rcode: blocked ? 'NXDOMAIN' : away && !cached ? 'SERVFAIL' : 'NOERROR',
    answers: blocked || (away && !cached) ? [] : answers,
    upstream: !cached && !blocked,
    port: portOf(trail, name),
    ...(blocked ? { blocked } : {}),
    ...who,
  });
  return !blocked && !(away && !cached);
}

export interface Fetch {
  host: Host;
  account?: string | undefined;
  url: { scheme: 'http' | 'https'; domain: string; path: string; address: string };
  method?: string;
  status?: number;
  bytes: number;
  sent?: number;
  mime?: string;
  referer?: string;
  agent: string;
  duration?: number;
  process?: ProcessRef | undefined;
  session?: Session | undefined;
  sha256?: string;
}

/** Browser of a person, as sites see it. */
export function browserAgent(run: RunState, person: Person): string {
  const plan = run.scene.plan(person, run.scene.dayOf(run.now));
  return plan ? browserOf(run.scene, plan).agent : agents[1]!;
}

export type Reply = 'ok' | 'no-name' | 'denied' | 'unreachable' | 'silent';

/** Asks for a page through the proxy and says how that went; each way of being stopped has lines of its own. */
export function fetchPage(trail: Trail, what: Fetch): Reply {
  const { situation } = trail.run;
  const { host, url } = what;
  // Nothing leaves a host that is cut off, so nothing is logged either.
  if (isolated(situation, host)) return 'silent';
  const who = {
    ...(what.process ? { process: what.process } : {}),
    ...(what.session ? { session: what.session } : {}),
  };
  const named = url.domain === url.address || lookUp(trail, host, url.domain, [url.address], who);
  const full = `${url.scheme}://${url.domain}${url.path}`;
  const reply: Reply = !named
    ? nameBlocked(situation, url.domain)
      ? 'no-name'
      : 'unreachable'
    : urlBlocked(situation, url.scheme === 'http' ? full : `https://${url.domain}`)
      ? 'denied'
      : addressBlocked(situation, url.address) || offline(situation)
        ? 'unreachable'
        : 'ok';
  const denied = reply === 'denied' || reply === 'no-name';
  const at = trail.tick();
  trail.write({
    kind: 'web',
    at,
    host,
    cause: trail.cause,
    client: {
      ip: host.ip,
      port: portOf(trail, url.domain + url.path),
      host,
      ...(what.account ? { account: what.account } : {}),
    },
    via: 'proxy',
    // Over TLS the proxy sees a tunnel only.
    method: url.scheme === 'https' ? 'CONNECT' : (what.method ?? 'GET'),
    scheme: url.scheme,
    domain: url.domain,
    port: url.scheme === 'https' ? 443 : 80,
    path: url.path,
    address: reply === 'ok' ? url.address : '',
    status: reply === 'ok' ? (what.status ?? 200) : denied ? 403 : 503,
    bytes: reply === 'ok' ? what.bytes : denied ? 3912 : 4120,
    sent: reply === 'ok' ? (what.sent ?? 320) : 320,
    duration: reply === 'ok' ? (what.duration ?? 180) : denied ? 1 : 20_034,
    mime: reply !== 'ok' ? 'text/html' : url.scheme === 'https' ? '' : (what.mime ?? 'text/html'),
    referer: what.referer ?? '',
    agent: what.agent,
    verdict: reply === 'ok' ? (url.scheme === 'https' ? 'tunnel' : 'miss') : denied ? 'denied' : 'aborted',
    ...who,
    ...(what.sha256 && reply === 'ok' ? { sha256: what.sha256 } : {}),
  });
  if (reply === 'unreachable' && addressBlocked(situation, url.address)) {
    const proxy = trail.run.scene.role('proxy')[0] ?? host;
    connect(
      trail,
      proxy,
      { ip: url.address, port: url.scheme === 'https' ? 443 : 80 },
      { service: '-', result: 'denied', at },
    );
  }
  return reply;
}

interface Talk {
  service: Connection['service'];
  transport?: Connection['transport'];
  sent?: number;
  received?: number;
  duration?: number;
  result?: Connection['result'];
  process?: ProcessRef;
  session?: Session;
  at?: SimTime;
}

/** A connection a host of ours makes. */
export function connect(
  trail: Trail,
  from: Host,
  to: { ip: string; port: number; host?: Host; name?: string },
  talk: Talk,
): void {
  trail.write({
    kind: 'connection',
    at: talk.at ?? trail.tick(),
    host: from,
    cause: trail.cause,
    transport: talk.transport ?? 'tcp',
    source: { ip: from.ip, port: portOf(trail, `${to.ip}:${to.port}`), host: from },
    destination: to,
    service: talk.service,
    sent: talk.sent ?? 1200,
    received: talk.received ?? 2400,
    duration: talk.duration ?? 400,
    result: talk.result ?? 'ok',
    ...(talk.process ? { process: talk.process } : {}),
    ...(talk.session ? { session: talk.session } : {}),
  });
}

/** A connection from outside to a server of ours. */
export function connectIn(
  trail: Trail,
  from: { ip: string; port: number },
  to: Host,
  port: number,
  talk: Talk & { publicIp?: string },
): void {
  trail.write({
    kind: 'connection',
    at: talk.at ?? trail.tick(),
    host: to,
    cause: trail.cause,
    transport: talk.transport ?? 'tcp',
    source: from,
    destination: { ip: talk.publicIp ?? to.ip, port, host: to },
    service: talk.service,
    sent: talk.sent ?? 600,
    received: talk.received ?? 1400,
    duration: talk.duration ?? 250,
    result: talk.result ?? 'ok',
  });
}

/** A request from outside to a web server of ours; gives the status it was answered with. */
export function visit(
  trail: Trail,
  server: Host,
  from: string,
  what: {
    method?: string;
    path: string;
    status: number;
    bytes?: number;
    sent?: number;
    agent?: string;
    referer?: string;
    mime?: string;
    duration?: number;
    at?: SimTime;
  },
): void {
  const { organisation } = trail.run.world;
  trail.write({
    kind: 'web',
    at: what.at ?? trail.tick(),
    host: server,
    cause: trail.cause,
    client: { ip: from, port: portOf(trail, from + what.path) },
    via: 'server',
    method: what.method ?? 'GET',
    scheme: 'https',
    domain: `www.${organisation.domain}`,
    port: 443,
    path: what.path,
    address: organisation.publicWeb,
    status: what.status,
    bytes: what.bytes ?? 5400,
    sent: what.sent ?? 420,
    duration:
      what.duration ?? 6 + (hashKeys(trail.run.variant.seed, from, what.path, trail.run.now) % 90_000) / 1000,
    mime: what.mime ?? 'text/html',
    referer: what.referer ?? '',
    // One visitor, one browser: whoever comes from an address looks like everybody else.
    agent: what.agent ?? agents[hashKeys(trail.run.world.seed, from) % agents.length]!,
    verdict: 'miss',
  });
}

/** The sensor's alarm about a talk. */
export function alarm(
  trail: Trail,
  sensorFor: Host,
  rule: { signature: number; name: string; category: IdsCategory },
  source: { ip: string; port: number },
  destination: { ip: string; port: number },
  more: { transport?: 'tcp' | 'udp'; service?: string; allowed?: boolean } = {},
): void {
  trail.write({
    kind: 'ids-alert',
    at: trail.tick(),
    host: trail.run.scene.role('ids')[0] ?? sensorFor,
    cause: trail.cause,
    ...rule,
    transport: more.transport ?? 'tcp',
    source,
    destination,
    service: more.service ?? 'http',
    allowed: more.allowed ?? true,
  });
}

export interface Letter {
  from: { name: string; mail: string };
  envelopeFrom: string;
  peer: { ip: string; name: string };
  to: readonly string[];
  subject: string;
  body: string;
  attachments?: readonly Attachment[];
  spf?: 'pass' | 'fail' | 'softfail' | 'none';
  outcome?: 'delivered' | 'rejected';
}

/** A mail from outside arrives at the gateway. */
export function mailIn(trail: Trail, letter: Letter): string {
  const gateway =
    trail.run.scene.role('mail-gateway')[0] ??
    trail.run.scene.role('mail')[0] ??
    trail.run.world.organisation.hosts[0]!;
  const at = trail.tick();
  const id = hashKeys(trail.run.variant.seed, trail.cause, letter.to.join(), at).toString(16);
  const messageId = `<${Math.floor(at / 1000)}.${id}@${letter.peer.name}>`;
  const bytes =
    2400 +
    new TextEncoder().encode(letter.body).length +
    (letter.attachments ?? []).reduce((sum, one) => sum + Math.ceil(one.bytes * 1.37), 0);
  trail.write({
    kind: 'mail',
    at,
    host: gateway,
    cause: trail.cause,
    direction: 'in',
    envelopeFrom: letter.envelopeFrom,
    from: letter.from,
    to: letter.to,
    subject: letter.subject,
    messageId,
    bytes,
    peer: letter.peer,
    client: { ip: letter.peer.ip },
    attachments: letter.attachments ?? [],
    body: letter.body,
    spf: letter.spf ?? 'pass',
    dkim: 'none',
    dmarc: letter.spf === 'fail' ? 'fail' : 'none',
    outcome: letter.outcome ?? 'delivered',
    delay: 900 + (hashKeys(id) % 4000),
    language: 'ja',
  });
  return messageId;
}
