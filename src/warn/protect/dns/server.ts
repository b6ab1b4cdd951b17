// UDP and TCP listeners for DNS on one address: framing, limits and time-outs; what to answer is the handler's.
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { HinomiError } from '#model/errors.ts';

export interface Endpoint {
  address: string;
  port: number;
}

export interface DnsHandlers {
  /** One datagram. Must not throw. */
  datagram(message: Buffer, from: RemoteInfo, udp: UdpSocket): void;
  /** One message of a connection; answers in order through `send`, which waits while the peer is slow. */
  stream(message: Buffer, from: Endpoint, send: (answer: Buffer) => Promise<void>): Promise<void>;
  /** Whether an address may hold a connection at all: strangers must not take the places of clients. All when absent. */
  mayConnect?(address: string): boolean;
}

export interface DnsServer {
  port: number;
  udp: UdpSocket;
  close(): Promise<void>;
}

const idleMs = 10_000;
const stallMs = 60_000;
const maxConnections = 200;
const maxPerAddress = 40;

function serveConnection(socket: Socket, handlers: DnsHandlers): void {
  const from = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
  let buffered: Buffer = Buffer.alloc(0);
  let busy = false;
  socket.setNoDelay(true);
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  const send = async (answer: Buffer): Promise<void> => {
    if (socket.destroyed) throw new HinomiError('DNS_PEER_GONE', 'the peer closed the connection');
    const size = Buffer.from([answer.length >>> 8, answer.length & 0xff]);
    socket.cork();
    socket.write(size);
    const room = socket.write(answer);
    socket.uncork();
    if (room) return new Promise(resolve => setImmediate(resolve));
    socket.setTimeout(stallMs);
    await new Promise<void>(resolve => {
      const go = (): void => {
        socket.off('drain', go).off('close', go);
        resolve();
      };
      socket.on('drain', go).on('close', go);
    });
  };
  const next = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      while (buffered.length >= 2) {
        const size = buffered.readUInt16BE(0);
        if (buffered.length < 2 + size) break;
        const message = Buffer.from(buffered.subarray(2, 2 + size));
        buffered = buffered.subarray(2 + size);
        await handlers.stream(message, from, send);
        socket.setTimeout(idleMs);
      }
      if (buffered.length < 65_537) socket.resume();
    } catch {
      socket.destroy();
    } finally {
      busy = false;
    }
  };
  socket.on('data', chunk => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    // Pipelined questions wait in the peer's socket buffer, not in our memory.
    if (buffered.length > 65_537) socket.pause();
    void next();
  });
}

/**
 * Listens on UDP and TCP of the same port (0 picks one).
 * @throws HinomiError `DNS_LISTEN` when the address or port cannot be had.
 */
export async function listenDns(at: Endpoint, handlers: DnsHandlers): Promise<DnsServer> {
  const failed = (error: Error) =>
    new HinomiError('DNS_LISTEN', `cannot listen on ${at.address} port ${at.port}: ${error.message}`, {
      remedy: 'Choose another port in the settings, or stop the program that uses it.',
      cause: error,
    });
  const perAddress = new Map<string, number>();
  const open = new Set<Socket>();
  const tcp: Server = createServer(socket => {
    const address = socket.remoteAddress ?? '';
    if (handlers.mayConnect?.(address) === false) return void socket.destroy();
    const count = (perAddress.get(address) ?? 0) + 1;
    if (open.size >= maxConnections || count > maxPerAddress) return void socket.destroy();
    perAddress.set(address, count);
    open.add(socket);
    socket.on('close', () => {
      open.delete(socket);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
    serveConnection(socket, handlers);
  });
  tcp.on('error', () => undefined);
  for (let attempt = 0; ; attempt++) {
    try {
      tcp.listen(at.port, at.address);
      await once(tcp, 'listening');
    } catch (error) {
      throw failed(error as Error);
    }
    const { port } = tcp.address() as { port: number };
    const udp = createSocket({
      type: at.address.includes(':') ? 'udp6' : 'udp4',
      recvBufferSize: 4 << 20,
      sendBufferSize: 4 << 20,
    });
    try {
      udp.bind(port, at.address);
      await once(udp, 'listening');
    } catch (error) {
      udp.close();
      await new Promise(resolve => tcp.close(resolve));
      // A port that the system picked for TCP may be taken on UDP: pick again.
      if (at.port === 0 && attempt < 10) continue;
      throw failed(error as Error);
    }
    udp.on('message', (message, from) => handlers.datagram(message, from, udp));
    udp.on('error', () => undefined);
    return {
      port,
      udp,
      async close() {
        for (const socket of open) socket.destroy();
        await Promise.all([
          new Promise<void>(resolve => udp.close(() => resolve())),
          new Promise(resolve => tcp.close(resolve)),
        ]);
      },
    };
  }
}
