// TCP shell shared by the honeypots: takes connections within the limits, follows each one's bytes and time, closes all on stop.
import { createServer, type Server, type Socket } from 'node:net';
import { HinomiError } from '#model/errors.ts';
import { second } from '#model/time.ts';
import type { HoneypotDescriptor, RunningHoneypot, StartContext } from '../honeypot.ts';
import { flushEvery, type HoneypotLimits } from '../limits.ts';
import { createReporter, plainIp, type Session } from '../reporter.ts';

export interface Visit {
  socket: Socket;
  session: Session;
  /** The visitor got through the login, or sent a whole request: the short login time no longer applies. */
  settled: boolean;
  /** Labels for the session-end event. */
  labels: Record<string, string>;
  /** Monotonic milliseconds. */
  began: number;
  heard: number;
  bytesHeard: number;
}

/** Listens and hands each connection that fits the limits to `onVisit`. @throws HinomiError `HONEYPOT_LISTEN`. */
export async function listenTcp(
  descriptor: HoneypotDescriptor,
  context: StartContext,
  onVisit: (visit: Visit) => void,
): Promise<RunningHoneypot> {
  const { limits } = context;
  const reporter = createReporter(descriptor, context);
  const open = new Set<Visit>();
  const perSource = new Map<string, number>();
  const stats = { accepted: 0, refused: 0, bytesIn: 0, bytesOut: 0 };
  let stopped = false;

  const leave = (visit: Visit): void => {
    const { socket, session } = visit;
    open.delete(visit);
    const left = (perSource.get(session.source.ip) ?? 1) - 1;
    if (left > 0) perSource.set(session.source.ip, left);
    else perSource.delete(session.source.ip);
    stats.bytesIn += socket.bytesRead;
    stats.bytesOut += socket.bytesWritten;
    session.report('session-end', {
      'network.bytes': socket.bytesRead,
      labels: {
        ...visit.labels,
        bytes_out: String(socket.bytesWritten),
        duration_ms: String(Math.round(performance.now() - visit.began)),
      },
    });
  };

  const accept = (socket: Socket): void => {
    socket.on('error', () => socket.destroy());
    // Gone before we looked: without an address there is nobody to tell of.
    if (socket.remoteAddress === undefined) {
      stats.refused++;
      socket.destroy();
      return;
    }
    const source = { ip: plainIp(socket.remoteAddress), port: socket.remotePort ?? 0 };
    const destination = { ip: plainIp(socket.localAddress), port: socket.localPort ?? 0 };
    const held = perSource.get(source.ip) ?? 0;
    if (stopped || open.size >= limits.connections || held >= limits.connectionsPerSource) {
      stats.refused++;
      socket.destroy();
      return;
    }
    stats.accepted++;
    perSource.set(source.ip, held + 1);
    const session = reporter.session(source, destination);
    const began = performance.now();
    const visit: Visit = { socket, session, labels: {}, settled: false, began, heard: began, bytesHeard: 0 };
    open.add(visit);
    session.report('connection');
    try {
      onVisit(visit);
    } catch (error) {
      context.log(`honeypot ${descriptor.id}: a visit failed: ${(error as Error).message}`);
      socket.destroy();
    }
    // Last, so that whatever a visit reports on closing comes before its session-end.
    socket.once('close', () => leave(visit));
  };

  // One sweep over all connections instead of timers and listeners on each: 10,000 idle visitors stay cheap.
  const sweep = (): void => {
    const now = performance.now();
    for (const visit of open) {
      const why = overstayed(visit, limits, now);
      if (why === undefined) continue;
      visit.labels.ended = why;
      visit.socket.destroy();
    }
  };

  const server = createServer(accept);
  const port = await bind(server, descriptor, context);
  const sweepEvery = Math.max(
    20,
    Math.min(second, limits.idleMs / 4, limits.loginMs / 4, limits.sessionMs / 4),
  );
  const timers = [setInterval(sweep, sweepEvery), setInterval(() => reporter.flush(), flushEvery)];
  for (const timer of timers) timer.unref();
  return {
    port,
    stats: () => ({ open: open.size, ...stats, ...reporter.counts }),
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const visit of open) visit.socket.destroy();
      await closed;
      // A destroyed socket says `close` a turn later; its session-end belongs to this run.
      while (open.size > 0) await new Promise(resolve => setImmediate(resolve));
      reporter.flush(true);
    },
  };
}

/** Which limit a visit has passed, as the label `ended` says it, or undefined. Notes whether it was heard since last time. */
function overstayed(visit: Visit, limits: HoneypotLimits, now: number): string | undefined {
  const { socket } = visit;
  if (socket.bytesRead !== visit.bytesHeard) {
    visit.bytesHeard = socket.bytesRead;
    visit.heard = now;
  }
  if (now - visit.began > limits.sessionMs) return 'session-time';
  if (!visit.settled && now - visit.began > limits.loginMs) return 'login-time';
  if (now - visit.heard > limits.idleMs) return 'idle';
  if (socket.bytesRead > limits.bytesIn) return 'bytes-in';
  if (socket.bytesWritten > limits.bytesOut) return 'bytes-out';
  if (socket.writableLength > limits.pendingBytes) return 'not-reading';
  return undefined;
}

function bind(
  server: Server,
  descriptor: HoneypotDescriptor,
  { address, port }: StartContext,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(listenError(descriptor, address, port, error)));
    server.listen({ host: address, port, exclusive: true, backlog: 511 }, () => {
      server.removeAllListeners('error');
      server.on('error', () => {}); // accept(2) failing for want of descriptors must not end the process
      resolve((server.address() as { port: number }).port);
    });
  });
}

/** A listener that could not start, with the reason and what to do. */
export function listenError(
  descriptor: HoneypotDescriptor,
  address: string,
  port: number,
  cause: NodeJS.ErrnoException,
): HinomiError {
  const place = `${address} port ${port}`;
  const known: Record<string, [reason: string, remedy: string]> = {
    EADDRINUSE: [
      `${place} is already in use`,
      `Stop the program that uses it (ss -lnp shows which) or set another port for the honeypot ${descriptor.id}.`,
    ],
    EACCES: [
      `${place} needs a privilege this process does not have`,
      `Use a port above 1023 and redirect ${descriptor.servicePort} to it, or give the process CAP_NET_BIND_SERVICE.`,
    ],
    EADDRNOTAVAIL: [`${address} is not an address of this machine`, 'Set an address that this machine has.'],
  };
  const [reason, remedy] = known[cause.code ?? ''] ?? [
    cause.message,
    'See the reason; the other honeypots run on.',
  ];
  return new HinomiError('HONEYPOT_LISTEN', `honeypot ${descriptor.id}: ${reason}`, { remedy, cause });
}
