// UDP shell shared by the reflector baits: datagram → pure answer → limiter → socket, and tallies → events.
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Static, TSchema } from 'typebox';
import type { Event } from '#model/event/event.ts';
import { defineHoneypot, type Honeypot, type HoneypotDescriptor, type StartContext } from '../honeypot.ts';
import { flushEvery } from '../limits.ts';
import { createReporter, type Endpoint, plainIp } from '../reporter.ts';
import { listenError } from '../tcp/listen.ts';
import { createAggregator, type Tally } from './aggregate.ts';
import { createReflectionLimiter } from './limiter.ts';

/** What a bait makes of one datagram. */
export interface Answer {
  /** Words for the question, e.g. `ANY example.org` or `monlist`; equal questions are equal words. */
  query: string;
  /** Absent: not our protocol, or not worth an answer. */
  reply?: Uint8Array;
  /** Further fields for the event (dns.question.name …). */
  fields?: Partial<Event>;
}

/** The pure part of a bait. `now` is Unix milliseconds; must not throw, whatever the bytes. */
export type Answerer = (request: Uint8Array, now: number) => Answer;

/** Most sources one bait follows one by one. */
const followedSources = 4_096;
/** No bait sends a larger datagram than this: it fits any path unfragmented. */
export const replyLimit = 1_200;

/** Builds a honeypot from a descriptor and its pure answers. */
export function udpBait<S extends TSchema>(
  descriptor: HoneypotDescriptor<S>,
  answerer: (settings: Static<S>) => Answerer,
): Honeypot {
  return defineHoneypot(descriptor, (settings, context) =>
    listenUdp(descriptor, context, answerer(settings)),
  );
}

async function listenUdp(descriptor: HoneypotDescriptor, context: StartContext, answer: Answerer) {
  const { clock, random, limits } = context;
  const limiter = context.reflection ?? createReflectionLimiter();
  const reporter = createReporter(descriptor, {
    ...context,
    // The aggregator already bounds events per source to one a minute; the bait's own budget still holds.
    limits: { ...limits, eventsPerSource: limits.events },
  });
  const tallies = createAggregator(followedSources, () => Buffer.from(random(8)).toString('hex'));
  const stats = { accepted: 0, refused: 0, bytesIn: 0, bytesOut: 0 };
  let destination: Endpoint = { ip: plainIp(context.address), port: context.port };

  const report = (tally: Tally, fields: Partial<Event> = {}): void => {
    const session = reporter.session({ ip: tally.source, port: tally.port }, destination);
    session.id = tally.session;
    session.report('amplification-request', {
      '@timestamp': tally.first,
      'event.end': tally.last,
      'hinomi.class': 'amplification-request',
      'network.packets': tally.packets,
      'network.bytes': tally.bytesIn,
      ...fields,
      labels: {
        query: tally.query,
        bytes_out: String(tally.bytesOut),
        answered: String(tally.answered),
        ...(tally.sources > 1 ? { aggregated: 'many-sources' } : {}),
      },
    });
  };
  const flush = (force = false): void => {
    for (const tally of tallies.drain(clock(), force)) report(tally);
    reporter.flush(force);
  };

  const family = isIPv6(context.address) ? 6 : 4;
  const socket = createSocket({
    type: `udp${family}`,
    // Only addresses that wrote to us are ever answered; no name is looked up, not even by mistake.
    lookup: (address, _, found) => found(null, address, family),
  });
  socket.on('message', (request, from) => {
    const now = clock();
    const source = plainIp(from.address);
    const { query, reply, fields } = answer(request, now);
    const bytesOut = reply && reply.length <= replyLimit ? reply.length : 0;
    const refusal = limiter.refuse(
      { source, bait: descriptor.id, bytesIn: request.length, bytesOut, question: query },
      now,
    );
    // Port 0 cannot be answered; a spoofed well-known port would set two services talking to each other.
    const answered = !refusal && bytesOut > 0 && from.port >= 1024;
    if (answered) socket.send(reply!, from.port, from.address, () => {});
    stats.accepted++;
    stats.bytesIn += request.length;
    if (answered) stats.bytesOut += bytesOut;
    else stats.refused++;
    const first = tallies.add(
      { source, port: from.port, bytesIn: request.length, bytesOut: answered ? bytesOut : 0, query },
      now,
    );
    if (first) report(first, fields);
  });
  const port = await new Promise<number>((resolve, reject) => {
    socket.once('error', error => reject(listenError(descriptor, context.address, context.port, error)));
    socket.bind({ port: context.port, address: context.address, exclusive: true }, () => {
      socket.removeAllListeners('error');
      socket.on('error', () => {}); // ICMP errors of answers nobody wanted
      resolve(socket.address().port);
    });
  });
  destination = { ip: plainIp(socket.address().address), port };
  const timer = setInterval(() => flush(), flushEvery);
  timer.unref();
  return {
    port,
    stats: () => ({ open: tallies.size(), ...stats, ...reporter.counts }),
    async stop() {
      clearInterval(timer);
      await new Promise<void>(resolve => socket.close(() => resolve()));
      flush(true);
    },
  };
}
