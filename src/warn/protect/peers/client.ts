// A small DNS client over UDP that keeps many questions in flight, for tests and benchmarks.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { flag, rrClass, rrType } from '../dns/constants.ts';
import { decode, type Message, rcodeOf, Writer } from '../dns/message.ts';
import { nameWire } from '../dns/name.ts';

export interface Answer {
  message: Message;
  rcode: number;
  /** IPv4 addresses in the answer section. */
  addresses: string[];
  ms: number;
}

export class DnsClient {
  private readonly socket: Socket;
  private readonly waiting = new Map<number, (answer: Buffer) => void>();
  private readonly to: { address: string; port: number };
  private id = 0;

  private constructor(socket: Socket, to: { address: string; port: number }) {
    this.socket = socket;
    this.to = to;
    socket.on('message', message => {
      if (message.length >= 2) this.waiting.get(message.readUInt16BE(0))?.(message);
    });
    socket.on('error', () => undefined);
  }

  static async open(port: number, address = '127.0.0.1', from = '127.0.0.1'): Promise<DnsClient> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
    socket.bind(0, from);
    await once(socket, 'listening');
    return new DnsClient(socket, { address, port });
  }

  /** Asks; undefined when no answer came in time. */
  async ask(
    name: string,
    type: number = rrType.A,
    timeoutMs = 1_000,
    edns = false,
  ): Promise<Answer | undefined> {
    this.id = (this.id + 1) & 0xffff;
    const { id } = this;
    const out = new Writer(64).header(id, flag.RD, [1, 0, 0, edns ? 1 : 0]);
    out.question({ name: nameWire(name), type, class: rrClass.IN });
    if (edns) out.u8(0).u16(rrType.OPT).u16(1_232).u32(0).u16(0);
    const start = performance.now();
    const reply = await new Promise<Buffer | undefined>(resolve => {
      const timer = setTimeout(() => resolve(undefined), timeoutMs);
      this.waiting.set(id, message => {
        clearTimeout(timer);
        resolve(message);
      });
      this.socket.send(out.done(), this.to.port, this.to.address);
    });
    this.waiting.delete(id);
    if (!reply) return undefined;
    const message = decode(reply);
    const addresses = message.answers
      .filter(record => record.type === rrType.A && record.rdata.length === 4)
      .map(record => record.rdata.join('.'));
    return { message, rcode: rcodeOf(message.flags), addresses, ms: performance.now() - start };
  }

  close(): void {
    this.socket.close();
  }
}
