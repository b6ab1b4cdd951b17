// Turns a flood of datagrams into few events: one at first sight of a source, then one a minute. Pure; the clock is passed in.
import { hour, minute } from '#model/time.ts';

/** What is counted for one source between two events. */
export interface Tally {
  source: string;
  port: number;
  session: string;
  first: number;
  last: number;
  packets: number;
  bytesIn: number;
  bytesOut: number;
  /** Most recent question, and how many were answered. */
  query: string;
  answered: number;
  /** Distinct sources behind it: 1, but for the tally of all sources past the table's size. */
  sources: number;
}

export interface Datagram {
  source: string;
  port: number;
  bytesIn: number;
  bytesOut: number;
  query: string;
}

export interface Aggregator {
  /** Counts a datagram; gives the tally to report at once when the source is new. */
  add(datagram: Datagram, now: number): Tally | undefined;
  /** Tallies of minutes that have ended; all of them with `force`. */
  drain(now: number, force?: boolean): Tally[];
  size(): number;
}

/** The address that stands for "many sources" once the table is full. */
export const manySources = '0.0.0.0';

/** Follows at most `limit` sources; what comes from further ones is summed up in one tally a minute. */
export function createAggregator(limit: number, newSession: () => string): Aggregator {
  const followed = new Map<string, { tally: Tally; seen: number }>();
  let others: Tally | undefined;
  let window = Number.NaN;
  let ended: Tally[] = [];

  const fresh = (source: string, port: number, session: string, now: number): Tally => ({
    source,
    port,
    session,
    first: now,
    last: now,
    packets: 0,
    bytesIn: 0,
    bytesOut: 0,
    query: '',
    answered: 0,
    sources: 1,
  });

  const count = (tally: Tally, datagram: Datagram, now: number): void => {
    if (tally.packets === 0) tally.first = now;
    tally.last = Math.max(tally.first, now);
    tally.packets++;
    tally.bytesIn += datagram.bytesIn;
    tally.bytesOut += datagram.bytesOut;
    tally.query = datagram.query;
    if (datagram.bytesOut > 0) tally.answered++;
  };

  const turn = (now: number, force: boolean): void => {
    const current = Math.floor(now / minute);
    if (current === window && !force) return;
    window = current;
    for (const [source, entry] of followed) {
      if (entry.tally.packets > 0) {
        ended.push(entry.tally);
        entry.tally = fresh(source, entry.tally.port, entry.tally.session, now);
      } else if (Math.abs(now - entry.seen) > hour) followed.delete(source);
    }
    if (others) ended.push(others);
    others = undefined;
  };

  return {
    size: () => followed.size,
    add(datagram, now) {
      turn(now, false);
      const entry = followed.get(datagram.source);
      if (entry) {
        entry.seen = now;
        entry.tally.port = datagram.port;
        count(entry.tally, datagram, now);
        return undefined;
      }
      if (followed.size >= limit) {
        // Datagrams, not sources: telling sources apart would need the memory that is spent.
        others ??= fresh(manySources, 0, newSession(), now);
        count(others, datagram, now);
        others.sources = others.packets;
        return undefined;
      }
      const tally = fresh(datagram.source, datagram.port, newSession(), now);
      count(tally, datagram, now);
      followed.set(datagram.source, {
        tally: fresh(datagram.source, datagram.port, tally.session, now),
        seen: now,
      });
      return tally;
    },
    drain(now, force = false) {
      turn(now, force);
      const result = ended;
      ended = [];
      return result;
    },
  };
}
