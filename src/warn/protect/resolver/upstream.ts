// Asks other resolvers: a fresh port and id and mixed case for every question (RFC 5452, draft-vixie-dnsext-dns0x20),
// the next server after a time-out, TCP when the answer was cut.
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { HinomiError } from '#model/errors.ts';
import { flag, rrType } from '../dns/constants.ts';
import { Writer } from '../dns/message.ts';
import type { Endpoint } from '../dns/server.ts';

const tryMs = 1_500;
const tcpMs = 4_000;
const maxInFlight = 1_000;

/** `1.2.3.4`, `1.2.3.4:53`, `2001:db8::1`, `[2001:db8::1]:53`. @throws HinomiError `DNS_UPSTREAM`. */
export function parseEndpoint(text: string, port = 53): Endpoint {
  const bracket = /^\[([0-9a-fA-F:.]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^(\d+\.\d+\.\d+\.\d+)(?::(\d{1,5}))?$/.exec(text);
  const match = bracket ?? plain;
  const found = match ? { address: match[1]!, port: Number(match[2] ?? port) } : { address: text, port };
  const shaped = match !== null || /^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text);
  if (!shaped || found.port < 1 || found.port > 65_535)
    throw new HinomiError('DNS_UPSTREAM', `not an address of a resolver: ${text}`, {
      remedy: 'Write 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53.',
    });
  return found;
}

/** The `nameserver` lines of a resolv.conf. */
export const parseResolvConf = (text: string): Endpoint[] =>
  [...text.matchAll(/^\s*nameserver\s+([0-9a-fA-F:.]+)/gm)].map(match => parseEndpoint(match[1]!));

/** Flips the case of letters of a question's name at random, in place; the answer must repeat it exactly. */
function mixCase(question: Buffer): void {
  const noise = randomBytes(question.length);
  for (let index = 0; index < question.length - 4; index++) {
    const letter = question[index]! | 0x20;
    if (letter >= 0x61 && letter <= 0x7a && noise[index]! & 1) question[index]! ^= 0x20;
  }
}

export class Upstream {
  private readonly servers: readonly Endpoint[];
  private inFlight = 0;
  private preferred = 0;
  readonly counters = { asked: 0, timeouts: 0, tcp: 0, spoofed: 0 };

  constructor(servers: readonly Endpoint[]) {
    this.servers = servers;
  }

  /**
   * Asks a question (the question section's bytes) until one server answers.
   * @throws HinomiError `DNS_UPSTREAM` when none does, or too many questions are open.
   */
  async ask(question: Buffer, options: { dnssec: boolean; checkingDisabled: boolean }): Promise<Buffer> {
    if (this.servers.length === 0)
      throw new HinomiError('DNS_UPSTREAM', 'no upstream resolver is configured');
    if (this.inFlight >= maxInFlight) throw new HinomiError('DNS_UPSTREAM', 'too many questions are open');
    this.inFlight += 1;
    try {
      for (let attempt = 0; attempt < Math.max(2, this.servers.length); attempt++) {
        const index = (this.preferred + attempt) % this.servers.length;
        const server = this.servers[index]!;
        const message = this.build(question, options);
        this.counters.asked += 1;
        let reply = await this.udp(server, message);
        if (reply && reply[2]! & 0x02) reply = (await this.tcp(server, message)) ?? reply;
        // No answer may also mean that the server changes the case of names: TCP needs no such guard.
        else if (!reply && attempt > 0) reply = await this.tcp(server, message);
        if (reply) {
          this.preferred = index;
          return reply;
        }
        this.counters.timeouts += 1;
      }
      throw new HinomiError('DNS_UPSTREAM', 'no upstream resolver answers', {
        remedy: 'Check the network and the setting dns.upstreams.',
      });
    } finally {
      this.inFlight -= 1;
    }
  }

  private build(question: Buffer, options: { dnssec: boolean; checkingDisabled: boolean }): Buffer {
    const out = new Writer(300).header(
      randomInt(65_536),
      flag.RD | (options.checkingDisabled ? flag.CD : 0),
      [1, 0, 0, 1],
    );
    out.bytes(question);
    out
      .u8(0)
      .u16(rrType.OPT)
      .u16(1_232)
      .u16(0)
      .u16(options.dnssec ? 0x8000 : 0)
      .u16(0);
    const message = out.done();
    mixCase(message.subarray(12, 12 + question.length));
    return message;
  }

  private genuine(message: Buffer, reply: Buffer, questionBytes: number, exact: boolean): boolean {
    if (reply.length < 12 + questionBytes || !(reply[2]! & 0x80)) return false;
    if (reply[0] !== message[0] || reply[1] !== message[1] || reply[5] !== 1) return false;
    const asked = message.subarray(12, 12 + questionBytes);
    const echoed = reply.subarray(12, 12 + questionBytes);
    if (asked.equals(echoed)) return true;
    return !exact && asked.toString('latin1').toLowerCase() === echoed.toString('latin1').toLowerCase();
  }

  private udp(server: Endpoint, message: Buffer): Promise<Buffer | undefined> {
    return new Promise(resolve => {
      const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4');
      let over = false;
      const finish = (reply?: Buffer): void => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        socket.close();
        resolve(reply);
      };
      const timer = setTimeout(finish, tryMs);
      socket.on('error', () => finish());
      socket.on('message', reply => {
        if (this.genuine(message, reply, message.length - 23, true)) finish(reply);
        else this.counters.spoofed += 1;
      });
      socket.connect(server.port, server.address, () => {
        if (!over) socket.send(message);
      });
    });
  }

  private tcp(server: Endpoint, message: Buffer): Promise<Buffer | undefined> {
    this.counters.tcp += 1;
    return new Promise(resolve => {
      const socket = connect(server.port, server.address);
      let received = Buffer.alloc(0);
      const finish = (reply?: Buffer): void => {
        clearTimeout(timer);
        socket.destroy();
        resolve(reply);
      };
      const timer = setTimeout(finish, tcpMs);
      socket.on('error', () => finish());
      socket.on('close', () => finish());
      socket.on('connect', () =>
        socket.write(Buffer.concat([Buffer.from([message.length >>> 8, message.length & 0xff]), message])),
      );
      socket.on('data', chunk => {
        received = Buffer.concat([received, chunk]);
        if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
        const reply = received.subarray(2, 2 + received.readUInt16BE(0));
        finish(this.genuine(message, reply, message.length - 23, false) ? reply : undefined);
      });
    });
  }
}
