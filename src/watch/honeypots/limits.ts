// Bounds of every honeypot: what one stranger, and all strangers together, may cost us.
import { readFileSync } from 'node:fs';
import { minute, second } from '#model/time.ts';

export interface HoneypotLimits {
  /** Open connections of one bait, and of one source at one bait. */
  connections: number;
  connectionsPerSource: number;
  /** A connection is closed after this long in all, and after this long without a byte from the client. */
  sessionMs: number;
  idleMs: number;
  /** Time to get through the login or to finish a request head: ends a slow loris that drips bytes. */
  loginMs: number;
  /** Bytes taken from and sent to one connection. */
  bytesIn: number;
  bytesOut: number;
  /** Unsent bytes held for a client that does not read. */
  pendingBytes: number;
  /** Events a minute for one source, and for one bait; more are counted, not made. */
  eventsPerSource: number;
  events: number;
  /** Largest upload handed to the capture sink; larger ones are hashed over this prefix and marked truncated. */
  captureBytes: number;
}

export const defaultLimits: HoneypotLimits = {
  connections: 10_000,
  connectionsPerSource: 64,
  sessionMs: 10 * minute,
  idleMs: minute,
  loginMs: 2 * minute,
  bytesIn: 16 * 2 ** 20,
  bytesOut: 4 * 2 ** 20,
  pendingBytes: 256 * 2 ** 10,
  eventsPerSource: 300,
  events: 20_000,
  captureBytes: 8 * 2 ** 20,
};

/** Files this process may hold open (`Max open files`, soft), or undefined where the system does not say. */
export function openFileLimit(procLimits = '/proc/self/limits'): number | undefined {
  try {
    const match = /^Max open files\s+(\d+)/m.exec(readFileSync(procLimits, 'latin1'));
    return match ? Number(match[1]) : undefined;
  } catch {
    return undefined;
  }
}

/** Descriptors kept free for the spool, the log and the connection to the collector. */
const reserved = 128;

/** Connections each of `baits` listeners may hold so that together they stay under the descriptor limit. */
export function fitConnections(wanted: number, baits: number, openFiles: number | undefined): number {
  if (openFiles === undefined || baits === 0) return wanted;
  return Math.max(16, Math.min(wanted, Math.floor((openFiles - reserved) / baits)));
}

/** How often the minute summaries are looked at. */
export const flushEvery = 5 * second;
