// DNS process's end of the feed: follows the list, comes back after any break, and sends what must not get lost again.
import { connect, type Socket } from 'node:net';
import type { Report } from '#model/record/report.ts';
import { readLines } from './lines.ts';
import type { ListStore } from './list-store.ts';
import type { DnsStatus, FromDns, FromServer, Hits } from './messages.ts';

export interface FeedHandlers {
  /** A whole list has come, or changes have: what was touched is in the policy. */
  changed(): void;
}

export interface FeedClient {
  readonly connected: boolean;
  /** Sends now or drops: only the newest counts. */
  status(status: DnsStatus): void;
  /** Sent until accepted; at most 10,000 wait, then the oldest goes. */
  report(report: Report): void;
  hits(hits: Hits): void;
  close(): void;
}

const maxPending = 10_000;
const retryMs = 500;

/** Follows the server’s list over its socket for good: reconnects by itself, and `list` holds what came last. */
export function subscribeListFeed(socketPath: string, list: ListStore, handlers: FeedHandlers): FeedClient {
  const pending = new Map<string, FromDns>();
  let socket: Socket | undefined;
  let connected = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let whole: { generation: string; sequence: number } | undefined;

  const say = (message: FromDns): void => {
    if (connected && socket && !socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
  };
  const keep = (id: string, message: FromDns): void => {
    if (pending.size >= maxPending) pending.delete(pending.keys().next().value!);
    pending.set(id, message);
    say(message);
  };

  const take = (message: FromServer): void => {
    if ('accepted' in message) pending.delete(message.accepted);
    else if ('snapshot' in message) {
      whole = message.snapshot;
      list.beginSnapshot();
    } else if ('entries' in message) for (const entry of message.entries) list.add(entry);
    else if ('end' in message) {
      if (!whole) return;
      list.endSnapshot();
      list.reached(whole);
      whole = undefined;
      handlers.changed();
    } else if ('changes' in message) {
      for (const { change, entry } of message.changes) {
        if (change === 'add') list.add(entry);
        else list.remove(entry);
      }
      const last = message.changes.at(-1);
      if (last) list.reached({ generation: message.generation, sequence: last.sequence });
      handlers.changed();
    } else if ('resume' in message) handlers.changed();
  };

  const open = (): void => {
    if (closed) return;
    const next = connect(socketPath);
    socket = next;
    next.on('connect', () => {
      connected = true;
      say({ hello: list.position });
      for (const message of pending.values()) say(message);
    });
    readLines(next, value => take(value as FromServer));
    next.on('close', () => {
      connected = false;
      // After half a list nothing is taken off: what was on it before stays until a whole one has come.
      if (whole) list.cancelSnapshot();
      whole = undefined;
      if (!closed) timer = setTimeout(open, retryMs);
    });
  };
  open();

  return {
    get connected() {
      return connected;
    },
    status: status => say({ status }),
    report: report => keep(report.id, { report }),
    hits: hits => keep(hits.id, { hits }),
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.destroy();
    },
  };
}
