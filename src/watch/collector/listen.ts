// HTTPS shell of the collector: small, strict, nothing buffered for anyone who has not shown a token.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { batchLimits, collectorPath } from '#model/collect/batch.ts';
import { HinomiError } from '#model/errors.ts';
import { second } from '#model/time.ts';
import type { Collector } from './collector.ts';

export interface ListenOptions {
  address: string;
  /** 0 picks a free one. */
  port: number;
  /** PEM. */
  tls: { key: string; cert: string };
  collector: Collector;
  onProblem?: (message: string) => void;
  /** Connections in all and from one address, request bytes held at once, time for one request (ms). */
  limits?: { connections?: number; perAddress?: number; heldBytes?: number; requestMs?: number };
}

export interface CollectorListener {
  port: number;
  close(): Promise<void>;
}

const smallBody = 64 * 1024;

/** Serves a collector. @throws HinomiError `COLLECTOR_LISTEN` when the port is taken or not allowed. */
export async function listenCollector(options: ListenOptions): Promise<CollectorListener> {
  const { collector } = options;
  const limits = {
    connections: 1_024,
    perAddress: 64,
    heldBytes: 128 * 1024 * 1024,
    requestMs: 60 * second,
    ...options.limits,
  };
  let held = 0;
  const perAddress = new Map<string, number>();
  /** Every open connection, those still shaking hands included: `closeAllConnections` does not know them. */
  const sockets = new Set<Socket>();

  const readBody = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
    const length = Number(request.headers['content-length'] ?? Number.NaN);
    if (!Number.isSafeInteger(length) || length < 0)
      throw new HinomiError('LENGTH_REQUIRED', 'Send Content-Length.', { status: 411 });
    if (length > limit)
      throw new HinomiError('BATCH_TOO_LARGE', `A request has at most ${limit} bytes.`, { status: 413 });
    if (held + length > limits.heldBytes)
      throw new HinomiError('COLLECTOR_BUSY', 'The collector has its hands full.', { status: 503 });
    held += length;
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    } finally {
      held -= length;
    }
  };

  const readJson = async (request: IncomingMessage): Promise<unknown> => {
    try {
      return JSON.parse((await readBody(request, smallBody)).toString('utf8'));
    } catch (error) {
      if (error instanceof HinomiError) throw error;
      throw new HinomiError('REQUEST_MALFORMED', 'The body is not JSON.', { status: 400 });
    }
  };

  const answer = (response: ServerResponse, status: number, body: unknown, retryAfter?: number) => {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    });
    response.end(text);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const route = `${request.method} ${request.url}`;
    if (route === `POST ${collectorPath}/enrol`)
      return answer(response, 200, await collector.handleEnrol(await readJson(request)));
    if (route === `POST ${collectorPath}/batches`) {
      const agent = await collector.authenticate(request.headers.authorization);
      const result = await collector.handleBatch(agent, await readBody(request, batchLimits.requestBytes));
      return answer(response, result.status, result.body, result.retryAfter);
    }
    if (route === `POST ${collectorPath}/flow`) {
      const agent = await collector.authenticate(request.headers.authorization);
      await collector.handleFlow(agent, await readJson(request));
      return answer(response, 200, {});
    }
    throw new HinomiError('NOT_FOUND', 'The collector knows enrol, batches and flow.', { status: 404 });
  };

  const server = createServer(
    {
      ...options.tls,
      minVersion: 'TLSv1.2',
      maxHeaderSize: 8 * 1024,
      requestTimeout: limits.requestMs,
      headersTimeout: 10 * second,
      keepAliveTimeout: 75 * second,
      handshakeTimeout: 10 * second,
      connectionsCheckingInterval: 5 * second,
    },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        if (response.headersSent || response.destroyed) return void response.destroy();
        const known = error instanceof HinomiError ? error : undefined;
        if (!known) options.onProblem?.(`collector: ${(error as Error).stack ?? error}`);
        // What was not read is not waited for.
        if (!request.complete) response.setHeader('connection', 'close');
        const {
          status = 500,
          code = 'INTERNAL',
          message = 'Internal error.',
          remedy = '',
          place = {},
        } = known ?? {};
        answer(
          response,
          status,
          { code, message, remedy, place },
          status === 429 || status === 503 ? 5 : undefined,
        );
      });
    },
  );
  server.maxConnections = limits.connections;
  server.on('connection', (socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    const open = (perAddress.get(from) ?? 0) + 1;
    if (open > limits.perAddress) return void socket.destroy();
    perAddress.set(from, open);
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      const left = perAddress.get(from)! - 1;
      if (left === 0) perAddress.delete(from);
      else perAddress.set(from, left);
    });
  });
  server.on('tlsClientError', (_, socket) => socket.destroy());
  server.on('clientError', (_, socket) => socket.destroy());

  await new Promise<void>((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new HinomiError('COLLECTOR_LISTEN', `Cannot listen on ${options.address} port ${options.port}.`, {
          remedy: 'Choose another port or stop the program that holds it.',
          cause,
        }),
      ),
    );
    server.listen(options.port, options.address, resolve);
  });
  // accept(2) failing for want of descriptors must not end the process.
  server.on('error', cause => options.onProblem?.(`collector: ${cause.message}`));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
