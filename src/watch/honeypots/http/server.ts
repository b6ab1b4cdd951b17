// HTTP and HTTPS shell: node's parser within our limits; each request recorded, answered from fixed pages, relayed nowhere.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { createHeldBytes, type HeldBytes } from '../held-bytes.ts';
import type { HoneypotDescriptor, StartContext } from '../honeypot.ts';
import { fileCaptured } from '../shell/capture.ts';
import { listenTcp, type Visit } from '../tcp/listen.ts';
import { keptCertificate } from './certificate.ts';
import { findCredentials, findUrls, matchRules, type RequestFacts } from './classify.ts';
import { type PageSettings, pageFor } from './pages.ts';

export interface HttpSettings extends PageSettings {
  server: string;
}

/** Bytes of a body that are read; a longer one ends the connection after the answer. */
const bodyLimit = 256 * 1024;
const requestsPerVisit = 100;

const parserLimits = {
  maxHeaderSize: 16_384,
  keepAliveTimeout: 15_000,
  requestTimeout: 60_000,
  insecureHTTPParser: false,
};

/** Starts the HTTP or HTTPS honeypot. */
export async function serveHttp(
  settings: HttpSettings,
  context: StartContext,
  descriptor: HoneypotDescriptor,
  secure: boolean,
) {
  const server = secure
    ? createTlsServer({
        ...(await keptCertificate(context.stateDir, settings.title)),
        ...parserLimits,
        handshakeTimeout: 20_000,
      })
    : createServer(parserLimits);
  server.maxRequestsPerSocket = requestsPerVisit;
  server.maxHeadersCount = 100;
  const visits = new Map<string, Visit>();
  const memory = createHeldBytes();
  const visitOf = (socket: { remoteAddress?: string | undefined; remotePort?: number | undefined }) =>
    visits.get(`${socket.remoteAddress} ${socket.remotePort}`);
  const scheme = secure ? 'https' : 'http';

  server.on('request', (request, response) => {
    const visit = visitOf(request.socket);
    if (!visit) return void response.destroy();
    readBody(request, memory, (body, whole) => {
      visit.settled = true;
      const page = pageFor(request.method ?? 'GET', (request.url ?? '/').split('?', 1)[0]!, settings);
      record(visit, request, body, page.status, scheme, context);
      answer(response, request, page, settings, whole);
    });
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const visit = visitOf(request.socket);
    visit?.session.report('tunnel-request', {
      'http.request.method': 'CONNECT',
      labels: { kind: 'http-connect', destination: request.url ?? '' },
    });
    if (socket.writable)
      socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('clientError', (error: Error & { rawPacket?: Buffer; code?: string }, socket) => {
    const visit = visitOf(socket as Visit['socket']);
    if (visit && error.rawPacket && error.rawPacket.length > 0) {
      visit.session.report('request', {
        'event.original': error.rawPacket.toString('latin1'),
        labels: { malformed: error.code ?? 'true' },
      });
    }
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  server.on('tlsClientError', (error: Error & { code?: string }, socket: Visit['socket']) => {
    const visit = visitOf(socket);
    if (visit) visit.labels.tls_error = error.code ?? 'failed';
    socket.destroy();
  });
  return listenTcp(descriptor, context, visit => adopt(server, visit, visits));
}

function adopt(server: Server, visit: Visit, visits: Map<string, Visit>): void {
  const key = `${visit.socket.remoteAddress} ${visit.socket.remotePort}`;
  visits.set(key, visit);
  visit.socket.once('close', () => visits.delete(key));
  server.emit('connection', visit.socket);
}

/**
 * Reads at most `bodyLimit` bytes, and no more than all visits together may hold, then calls back once; a request that
 * breaks off is answered by nobody.
 */
function readBody(
  request: IncomingMessage,
  memory: HeldBytes,
  done: (body: Buffer, whole: boolean) => void,
): void {
  const parts: Buffer[] = [];
  let size = 0;
  let finished = false;
  const finish = (): void => {
    finished = true;
    memory.take(-size);
    parts.length = 0;
  };
  const answer = (whole: boolean): void => {
    if (finished) return;
    const body = Buffer.concat(parts);
    finish();
    done(body, whole);
  };
  request.on('data', (part: Buffer) => {
    if (finished) return;
    const kept = part.subarray(0, bodyLimit - size);
    const room = memory.take(kept.length);
    if (room) {
      parts.push(kept);
      size += kept.length;
    }
    if (!room || kept.length < part.length) answer(false);
  });
  request.once('end', () => answer(true));
  request.once('close', finish);
  request.on('error', () => {});
}

function record(
  visit: Visit,
  request: IncomingMessage,
  body: Buffer,
  status: number,
  scheme: string,
  context: StartContext,
): void {
  const { session } = visit;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = (Array.isArray(value) ? value.join(', ') : value).slice(0, 2048);
  const target = request.url ?? '/';
  const method = request.method ?? 'GET';
  const host = (headers.host ?? session.destination.ip).replace(/:\d+$/, '');
  const facts: RequestFacts = { url: target, headers, body: body.subarray(0, 16_384).toString('latin1') };
  const rules = matchRules(facts);
  const credentials = findCredentials(facts);
  const { authorization: _, cookie: __, host: ___, 'user-agent': agent, ...others } = headers;
  const shown = Object.entries(others).slice(0, 40);

  session.report('request', {
    'http.request.method': method,
    'url.full': target.startsWith('/') ? `${scheme}://${headers.host ?? host}${target}` : target,
    'url.domain': host,
    'http.response.status_code': status,
    'network.bytes': body.length,
    ...(agent === undefined ? {} : { 'user_agent.original': agent }),
    ...(rules[0] ? { 'rsit.type': rules[0].rsit, 'rule.id': rules[0].id, 'rule.name': rules[0].id } : {}),
    ...(rules.length > 0 ? { 'threat.technique.id': [...new Set(rules.map(rule => rule.technique))] } : {}),
    'event.original': `${method} ${target} HTTP/${request.httpVersion}\n${shown.map(([name, value]) => `${name}: ${value}\n`).join('')}\n${facts.body}`,
    labels: {
      ...Object.fromEntries(shown.map(([name, value]) => [`header.${name}`, value.slice(0, 512)])),
      ...(rules.length > 0 ? { exploit: rules.map(rule => rule.id).join(' ') } : {}),
    },
  });
  if (credentials)
    session.report('login-attempt', {
      'user.name': credentials.user,
      'hinomi.password': credentials.password,
      'event.outcome': 'failure',
      labels: { method: credentials.how },
    });
  // An absolute target means that we are taken for a proxy.
  if (!target.startsWith('/') && target !== '*')
    session.report('tunnel-request', {
      'url.full': target,
      labels: { kind: 'http-proxy', destination: target },
    });
  else
    for (const url of findUrls(facts))
      session.report('download-request', { 'url.full': url, labels: { tool: 'http-request' } });
  if (
    body.length > 0 &&
    (method === 'PUT' || /octet-stream|x-executable/.test(headers['content-type'] ?? ''))
  )
    fileCaptured(session, context, target.split('?', 1)[0]!, body, body.length >= bodyLimit);
}

function answer(
  response: ServerResponse,
  request: IncomingMessage,
  page: ReturnType<typeof pageFor>,
  settings: HttpSettings,
  whole: boolean,
): void {
  if (response.destroyed) return;
  response.writeHead(page.status, {
    Server: settings.server,
    'Content-Type': page.type,
    'Content-Length': Buffer.byteLength(page.body),
    ...page.headers,
    ...(whole ? {} : { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : page.body);
  if (!whole) response.once('finish', () => request.destroy());
}
