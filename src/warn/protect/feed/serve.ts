// Server's end of the feed: gives the list and its changes to each DNS process, takes their status, hits and reports.
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { Report } from '#model/record/report.ts';
import type { ListFeed } from '../../indicators/list-feed.ts';
import { readLines, writeLine } from './lines.ts';
import type { ListPosition } from './list-store.ts';
import type { DnsStatus, FromDns, FromServer, Hits } from './messages.ts';

export interface ListFeedHandlers {
  status?: (status: DnsStatus) => void;
  /** Must be durable when it resolves, and take the same report twice without harm: it is sent again until accepted. */
  report?: (report: Report) => Promise<void>;
  /** Counts of blocked questions; `id` tells a repetition. */
  hits?: (hits: Hits) => Promise<void>;
  /** Hears of what went wrong with one process. */
  failed?: (error: unknown) => void;
}

/**
 * Listens on a Unix socket that only this account may open.
 * @throws HinomiError `FEED_LISTEN` when the socket cannot be made.
 */
export async function serveListFeed(
  socketPath: string,
  feed: ListFeed,
  handlers: ListFeedHandlers = {},
): Promise<{ close(): Promise<void> }> {
  const open = new Set<Socket>();

  const follow = async (socket: Socket, from: ListPosition): Promise<void> => {
    const say = (message: FromServer): Promise<boolean> => writeLine(socket, message);
    const generation = await feed.generation();
    let sequence = from.sequence;
    const whole = async (): Promise<boolean> => {
      sequence = await feed.last();
      if (!(await say({ snapshot: { generation, sequence } }))) return false;
      for await (const entries of feed.snapshot()) if (!(await say({ entries: [...entries] }))) return false;
      return say({ end: true });
    };
    const known = from.generation === generation && (await feed.changesSince(sequence)) !== undefined;
    if (known) await say({ resume: { generation, sequence } });
    else if (!(await whole())) return;
    let running = false;
    let again = false;
    const push = async (): Promise<void> => {
      again = true;
      if (running) return;
      running = true;
      try {
        while (again && !socket.destroyed) {
          again = false;
          const changes = await feed.changesSince(sequence);
          if (changes === undefined) {
            if (!(await whole())) return;
            again = true;
          } else if (changes.length > 0) {
            sequence = changes.at(-1)!.sequence;
            if (!(await say({ changes: [...changes], generation }))) return;
            again = true;
          }
        }
      } catch (error) {
        handlers.failed?.(error);
        socket.destroy();
      } finally {
        running = false;
      }
    };
    const stop = feed.subscribe(() => void push());
    socket.on('close', stop);
    if (socket.destroyed) stop();
    await push();
  };

  const take = (socket: Socket, message: FromDns): void => {
    const broken = (error: unknown): void => {
      handlers.failed?.(error);
      socket.destroy();
    };
    const accept = (id: string): Promise<boolean> => writeLine(socket, { accepted: id } satisfies FromServer);
    if ('hello' in message) follow(socket, message.hello).catch(broken);
    else if ('status' in message) handlers.status?.(message.status);
    else if ('report' in message)
      Promise.resolve(handlers.report?.(message.report)).then(() => accept(message.report.id), broken);
    else if ('hits' in message)
      Promise.resolve(handlers.hits?.(message.hits)).then(() => accept(message.hits.id), broken);
  };

  await mkdir(dirname(socketPath), { recursive: true, mode: 0o700 });
  await rm(socketPath, { force: true });
  const server = createServer(socket => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    readLines(socket, value => take(socket, value as FromDns));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', error =>
      reject(
        new HinomiError('FEED_LISTEN', `cannot listen on ${socketPath}: ${error.message}`, {
          remedy: 'A socket path may have at most 107 bytes: choose a shorter data folder.',
          cause: error,
        }),
      ),
    );
    server.listen(socketPath, resolve);
  });
  // accept(2) failing for want of descriptors must not end the process.
  server.on('error', error => handlers.failed?.(error));
  await chmod(socketPath, 0o600);
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
