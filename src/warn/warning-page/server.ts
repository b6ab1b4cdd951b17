// The warning host: a small HTTP server that tells the blocked person what, why, since when, and what can be done.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import { HinomiError } from '#model/errors.ts';
import { type RandomBytes, uuidv7 } from '#model/ids.ts';
import { formatIp, isIpv4, parseIp } from '#model/ip.ts';
import type { Report } from '#model/record/report.ts';
import { type Clock, hour, minute } from '#model/time.ts';
import type { ListEntry } from '../indicators/list-entry.ts';
import { categoryOf, type Language, type PageTexts, renderPage, say, style } from './page.ts';

export interface WarningPageConfig {
  listen: { address: string; port: number };
  /** How long "continue anyway" lasts. */
  minutes?: number;
  /** Categories that cannot be continued to: default control servers. */
  never?: string[];
  /** Seconds a blocked answer is kept by the client: how soon "continue anyway" takes effect. */
  blockedTtl?: number;
}

export interface WarningPageDeps {
  clock: Clock;
  random: RandomBytes;
  texts: PageTexts;
  /** The list entry that blocks a name, if any. */
  find(name: string): ListEntry | undefined;
  /** Lets a client of the own forwarder pass an entry; absent where other resolvers are used. */
  bypass?: (client: string, entry: string, until: number) => void;
  report(report: Report): void;
}

const maxBody = 16_384;
const maxText = 2_000;
const reportsPerHour = 10;
/** Reports an hour from everybody together: past it, pages still work and "continue anyway" is granted unrecorded. */
const reportsInAll = 1_000;
const mostClients = 20_000;
const connectionsInAll = 500;
const connectionsPerClient = 64;
const security = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
};

/** The name a browser asked for, or '' when the header is none. */
function hostName(header: string | undefined): string {
  const bare = (header ?? '')
    .slice(0, 300)
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const ascii = domainToASCII(bare);
  return /^[a-z0-9._:[\]-]{1,253}$/.test(ascii) ? ascii : '';
}

/** `ja` or `en` by what the browser prefers; Japanese only when it stands before English. */
function preferredLanguage(header: string | undefined): Language {
  const ranked = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map(part => {
      const [tag = '', quality] = part
        .trim()
        .toLowerCase()
        .split(/;\s*q=/);
      return { tag: tag.slice(0, 2), quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(each => each.tag === 'ja' || each.tag === 'en')
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag === 'ja' ? 'ja' : 'en';
}

/** One key an IPv4 address or an IPv6 /64: whoever has one address of a /64 has all. */
function clientKey(client: string): string {
  const bytes = parseIp(client.split('%')[0]!);
  return bytes === undefined ? client : formatIp(isIpv4(bytes) ? bytes : bytes.slice().fill(0, 8));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > maxBody) return undefined;
    parts.push(part as Buffer);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

export interface WarningPage {
  port: number;
  counters: { shown: number; continued: number; reported: number; refused: number };
  close(): Promise<void>;
}

/** @throws HinomiError `WARNING_LISTEN`. */
export async function startWarningPage(
  config: WarningPageConfig,
  deps: WarningPageDeps,
): Promise<WarningPage> {
  const secret = deps.random(32);
  const minutes = config.minutes ?? 10;
  const never = config.never ?? ['c2'];
  const counters = { shown: 0, continued: 0, reported: 0, refused: 0 };
  const sent = new Map<string, { count: number; since: number }>();
  const all = { count: 0, since: Number.NEGATIVE_INFINITY };

  /** A token binds a form to this client, name and half-day: a foreign page cannot send it. */
  const token = (client: string, host: string, at: number): string =>
    createHmac('sha256', secret)
      .update(`${client}\n${host}\n${Math.floor(at / (12 * hour))}`)
      .digest('base64url');
  const tokenFits = (given: string, client: string, host: string): boolean =>
    [0, 12 * hour].some(ago => {
      const right = Buffer.from(token(client, host, deps.clock() - ago));
      const got = Buffer.from(given);
      return right.length === got.length && timingSafeEqual(right, got);
    });

  const mayReport = (client: string): boolean => {
    const now = deps.clock();
    const key = clientKey(client);
    const known = sent.get(key);
    if (!known || Math.abs(now - known.since) > hour) {
      sent.delete(key);
      // The longest unheard goes: a flood of addresses must not make everybody's count begin anew.
      if (sent.size >= mostClients) sent.delete(sent.keys().next().value!);
      sent.set(key, { count: 1, since: now });
      return true;
    }
    known.count += 1;
    return known.count <= reportsPerHour;
  };
  const roomFor = (): boolean => {
    const now = deps.clock();
    if (Math.abs(now - all.since) > hour) Object.assign(all, { count: 0, since: now });
    all.count += 1;
    return all.count <= reportsInAll;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://x');
    const client = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const host = hostName(request.headers.host);
    const entry = host === '' ? undefined : deps.find(host);
    const asked = url.searchParams.get('lang');
    let language: Language =
      asked === 'ja' || asked === 'en' ? asked : preferredLanguage(request.headers['accept-language']);
    let status = entry ? 403 : 404;
    let notice: string | undefined;
    const mayContinue = entry !== undefined && !never.includes(categoryOf(entry));
    if (request.method === 'POST') {
      const form = await readForm(request);
      if (!form) {
        counters.refused += 1;
        response.writeHead(413, { ...security, connection: 'close' }).end();
        return;
      }
      if (form.get('lang') === 'ja' || form.get('lang') === 'en') language = form.get('lang') as Language;
      const words = deps.texts.warning[language];
      const report = (kind: Report['kind'], text: string): Report => ({
        id: uuidv7(deps.clock(), deps.random),
        kind,
        domain: host,
        indicator: entry?.id ?? '',
        at: deps.clock(),
        text,
        status: 'open',
        note: '',
        updated: deps.clock(),
      });
      if (!tokenFits(form.get('token') ?? '', client, host)) {
        counters.refused += 1;
        status = 400;
        notice = say(words, 'expired');
      } else if (!mayReport(client) || (url.pathname === '/-/report' && !roomFor())) {
        counters.refused += 1;
        status = 429;
        notice = say(words, 'report.limited');
      } else if (url.pathname === '/-/report' && (form.get('text') ?? '').trim() !== '') {
        const made = report('mistake', form.get('text')!.trim().slice(0, maxText));
        deps.report(made);
        counters.reported += 1;
        status = 200;
        notice = say(words, 'report.done', { number: made.id.slice(-12) });
      } else if (url.pathname === '/-/continue' && entry && mayContinue) {
        if (roomFor()) deps.report(report('continued', ''));
        deps.bypass?.(client, entry.id, deps.clock() + minutes * minute);
        counters.continued += 1;
        status = 200;
        notice = say(words, 'continue.done', { seconds: config.blockedTtl ?? 10, minutes });
      } else status = 400;
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...security, allow: 'GET, HEAD, POST' }).end();
      return;
    }
    counters.shown += 1;
    const page = renderPage(
      {
        language,
        host,
        token: token(client, host, deps.clock()),
        minutes,
        mayContinue: mayContinue && deps.bypass !== undefined,
        ...(entry ? { entry } : {}),
        ...(notice ? { notice } : {}),
      },
      deps.texts,
    );
    response.writeHead(status, { ...security, 'content-language': language });
    response.end(request.method === 'HEAD' ? undefined : page);
  };

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      answer(request, response).catch(() => {
        counters.refused += 1;
        if (!response.headersSent) response.writeHead(400, security);
        response.end();
      });
    },
  );
  server.maxConnections = connectionsInAll;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const key = clientKey((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
    const count = (open.get(key) ?? 0) + 1;
    if (count > connectionsPerClient) return void socket.destroy();
    open.set(key, count);
    socket.once('close', () => {
      const left = open.get(key)! - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', error =>
      reject(
        new HinomiError(
          'WARNING_LISTEN',
          `the warning page cannot listen on port ${config.listen.port}: ${error.message}`,
          {
            remedy: 'Set dns.warningPort to a free port, or stop the program that uses it.',
            cause: error,
          },
        ),
      ),
    );
    server.listen(config.listen.port, config.listen.address, resolve);
  });
  // accept(2) failing for want of descriptors must not end the process.
  server.on('error', () => {});
  return {
    port: (server.address() as { port: number }).port,
    counters,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
