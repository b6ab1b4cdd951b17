// The filtering forwarder: a small resolver for places that have none of their own. Counts, but keeps no query log.
import type { Clock } from '#model/time.ts';
import { ede, rcode, rrClass, rrType } from '../dns/constants.ts';
import { decode } from '../dns/message.ts';
import { type Endpoint, listenDns } from '../dns/server.ts';
import type { Match, Policy } from '../rpz/policy.ts';
import { action } from '../rpz/rules.ts';
import { badVersion, blockedAnswer, type ExtendedError, plainAnswer, warningAddresses } from './answer.ts';
import { AnswerCache, type CachedAnswer, prepare, render } from './cache.ts';
import { Clients } from './clients.ts';
import { inspect } from './inspect.ts';
import { emptyQuery, type Query, readQuery } from './query.ts';
import { Upstream } from './upstream.ts';

export interface ForwarderConfig {
  listen: Endpoint;
  upstreams: Endpoint[];
  /** Addresses blocked names get: where the warning page is. */
  warningAddresses: string[];
  /** Networks that may ask; default loopback and private ones. */
  clients?: string[];
  /** Questions a second and client; 0: no limit. */
  perSecond?: number;
  /** The client asked to be filtered (17 Filtered) instead of the operator having decided so (15 Blocked). */
  optIn?: boolean;
  /** Seconds a blocked answer may be kept: soon after unlisting or "continue anyway" the client asks again. */
  blockedTtl?: number;
}

export interface ForwarderCounters {
  queries: number;
  blocked: number;
  bypassed: number;
  cacheHits: number;
  upstream: number;
  failed: number;
  refused: number;
  limited: number;
  malformed: number;
}

export interface Forwarder {
  port: number;
  counters: ForwarderCounters;
  clients: Clients;
  /** The list changed: answers kept from before are looked at again. */
  listChanged(): void;
  /** The entry that stopped a name because of where it leads (not by its own name), if that was lately. */
  blockedBy(name: Uint8Array): { slot: number; id: string } | undefined;
  /** Hits per entry slot since the last call. */
  takeHits(): Map<number, number>;
  close(): Promise<void>;
}

export interface ForwarderDeps {
  policy: Policy;
  clock: Clock;
  /** What an entry is called (for "continue anyway") and what the client is told of it. */
  explain(slot: number): { id: string; text: string };
}

const maxWaiting = 64;

interface Waiter {
  question: Buffer;
  query: Query;
  client: string;
  limit: number;
  reply: (answer: Buffer) => void;
}

/** Starts the filtering resolver on UDP and TCP. @throws when its address cannot be listened on. */
export async function startForwarder(config: ForwarderConfig, deps: ForwarderDeps): Promise<Forwarder> {
  const { policy } = deps;
  const cache = new AnswerCache();
  const clients = new Clients(config.clients, config.perSecond);
  const upstream = new Upstream(config.upstreams);
  const addresses = warningAddresses(config.warningAddresses);
  const ttl = config.blockedTtl ?? 10;
  const waiting = new Map<string, Waiter[]>();
  const counters: ForwarderCounters = {
    queries: 0,
    blocked: 0,
    bypassed: 0,
    cacheHits: 0,
    upstream: 0,
    failed: 0,
    refused: 0,
    limited: 0,
    malformed: 0,
  };
  let hits = new Map<number, number>();
  const led = new Map<string, { slot: number; id: string }>();
  let listVersion = 0;

  /** The answer when a rule stops this client; undefined when it may pass. */
  const stop = (match: Match, message: Buffer, query: Query, client: string): Buffer | undefined => {
    const told = deps.explain(match.slot);
    if (clients.anyBypass && clients.bypassed(client, told.id, deps.clock())) {
      counters.bypassed += 1;
      return undefined;
    }
    counters.blocked += 1;
    hits.set(match.slot, (hits.get(match.slot) ?? 0) + 1);
    const error: ExtendedError = { code: config.optIn ? ede.filtered : ede.blocked, text: told.text };
    return blockedAnswer(message, query, { warn: match.action === action.warn, addresses, ttl }, error);
  };

  /** Whether names and addresses in a kept answer meet a rule; looked at again only after the list changed. */
  const judge = (entry: CachedAnswer): Match | undefined => {
    if (entry.listVersion !== listVersion) {
      const match = inspect(decode(entry.bytes), entry.bytes, policy);
      entry.listVersion = listVersion;
      entry.action = match?.action ?? 0;
      entry.slot = match?.slot ?? 0;
    }
    return entry.action === 0 ? undefined : { action: entry.action, slot: entry.slot };
  };

  /** The warning page has only the name to go by; names stopped by an address need this. Bounded, no client in it. */
  const remember = (query: Query, slot: number): void => {
    const name = query.key.slice(0, -5);
    led.delete(name);
    led.set(name, { slot, id: deps.explain(slot).id });
    if (led.size > 1_000) led.delete(led.keys().next().value!);
  };

  const serve = (entry: CachedAnswer, waiter: Omit<Waiter, 'reply'>, trusted: boolean): Buffer => {
    const { question, query, client, limit } = waiter;
    const match = trusted ? undefined : judge(entry);
    const stopped = match && stop(match, question, query, client);
    if (stopped) remember(query, match.slot);
    return stopped ?? render(entry, question, query, limit, performance.now());
  };

  const resolve = async (key: string, first: Waiter, trusted: boolean): Promise<void> => {
    const group = trusted ? `${key}+` : key;
    const others = waiting.get(group);
    if (others) {
      if (others.length < maxWaiting) others.push(first);
      return;
    }
    const waiters = [first];
    waiting.set(group, waiters);
    counters.upstream += 1;
    try {
      const { query } = first;
      const question = Buffer.from(first.question.subarray(12, query.end));
      const asked = await upstream.ask(question, {
        dnssec: query.wantsDnssec,
        checkingDisabled: (query.flags & 0x10) !== 0,
      });
      const now = performance.now();
      const { entry, message } = prepare(asked, now);
      const match = inspect(message, asked, policy);
      entry.listVersion = listVersion;
      entry.action = match?.action ?? 0;
      entry.slot = match?.slot ?? 0;
      if (entry.expires > now) cache.put(key, entry);
      for (const waiter of waiters) waiter.reply(serve(entry, waiter, trusted));
    } catch (error) {
      counters.failed += 1;
      const told: ExtendedError = { code: ede.networkError, text: (error as Error).message };
      for (const { question, query, reply } of waiters)
        reply(plainAnswer(question, query, rcode.SERVFAIL, told));
    } finally {
      waiting.delete(group);
    }
  };

  const shared = emptyQuery();
  /** The answer when it is there at once; else `reply` gets it later (or nobody, for those who get none). */
  const handle = (
    message: Buffer,
    client: string,
    limitOf: (query: Query) => number,
    reply: (answer: Buffer) => void,
  ): Buffer | undefined => {
    counters.queries += 1;
    // Strangers get nothing at all: an answer, however small, would make us part of a reflection.
    if (!clients.mayAsk(client)) {
      counters.refused += 1;
      return undefined;
    }
    const now = performance.now();
    if (!clients.take(client, now)) {
      counters.limited += 1;
      return undefined;
    }
    const query = shared;
    const problem = readQuery(message, query);
    if (problem !== undefined) {
      counters.malformed += 1;
      if (problem === 'ignore') return undefined;
      if (problem === 'bad-version') return badVersion(message, query);
      const bare = Buffer.alloc(12);
      bare.writeUInt16BE(query.id, 0);
      bare.writeUInt16BE(
        0x8080 | (query.flags & 0x7900) | (problem === 'malformed' ? rcode.FORMERR : rcode.NOTIMP),
        2,
      );
      return bare;
    }
    if (query.class !== rrClass.IN || (query.type >= rrType.TSIG && query.type <= 254))
      return plainAnswer(message, query, rcode.REFUSED, { code: ede.prohibited, text: 'not served' });
    const match = policy.matchName(message, 12);
    if (match && match.action !== action.passthru) {
      const stopped = stop(match, message, query, client);
      if (stopped) return stopped;
    }
    const trusted = match !== undefined;
    const limit = limitOf(query);
    const kept = cache.get(query.key, now);
    if (kept) {
      counters.cacheHits += 1;
      if (trusted || (kept.listVersion === listVersion && kept.action === 0))
        return render(kept, message, query, limit, now);
      return serve(kept, { question: message, query, client, limit }, false);
    }
    // The datagram's buffer and the shared query live on only as copies.
    const waiter: Waiter = { question: Buffer.from(message), query: { ...query }, client, limit, reply };
    void resolve(query.key, waiter, trusted);
    return undefined;
  };

  const udpLimit = (query: Query): number => query.udpSize;
  const streamLimit = (): number => 65_535;
  const ignore = (): void => undefined;
  let closed = false;
  const server = await listenDns(config.listen, {
    mayConnect: address => clients.mayAsk(address),
    datagram(message, from, udp) {
      const reply = (answer: Buffer): void => {
        // Upstream may answer after we have closed.
        if (!closed) udp.send(Buffer.from(answer), from.port, from.address, ignore);
      };
      const answer = handle(message, from.address, udpLimit, reply);
      if (answer) reply(answer);
    },
    stream(message, from, send) {
      return new Promise((done, failed) => {
        const reply = (answer: Buffer): void => {
          send(Buffer.from(answer)).then(done, failed);
        };
        // Refused, limited or ignored questions get no answer: the connection is given up.
        if (!clients.mayAsk(from.address)) failed(new Error('not a client'));
        const answer = handle(message, from.address, streamLimit, reply);
        if (answer) reply(answer);
      });
    },
  });

  return {
    port: server.port,
    counters,
    clients,
    blockedBy: name => led.get(Buffer.from(name).toString('latin1').toLowerCase()),
    listChanged() {
      listVersion += 1;
    },
    takeHits() {
      const taken = hits;
      hits = new Map();
      return taken;
    },
    close() {
      closed = true;
      return server.close();
    },
  };
}
