// An authority for everything, for resolvers under test: each name has an address, the warning host its own.
import { flag, rrClass, rrType } from '../dns/constants.ts';
import { decode, Writer } from '../dns/message.ts';
import { nameText } from '../dns/name.ts';
import { type DnsServer, listenDns } from '../dns/server.ts';

export interface AuthorityOptions {
  /** Address for a name; default 192.0.2.1. */
  addressOf?: (name: string) => string;
  ttl?: number;
}

/** Answers A questions for any name on a free loopback port; other types get an empty answer. */
export async function startAuthority(
  options: AuthorityOptions = {},
): Promise<DnsServer & { asked(): number }> {
  let asked = 0;
  const reply = (message: Buffer): Buffer | undefined => {
    asked += 1;
    const request = decode(message);
    const question = request.questions[0];
    if (!question || request.flags & flag.QR) return undefined;
    const address = (options.addressOf?.(nameText(question.name).toLowerCase()) ?? '192.0.2.1')
      .split('.')
      .map(Number);
    const has = question.type === rrType.A;
    const out = new Writer(512).header(request.id, flag.QR | flag.AA | (request.flags & flag.RD), [
      1,
      has ? 1 : 0,
      0,
      0,
    ]);
    out.question(question);
    if (has) out.record(question.name, rrType.A, rrClass.IN, options.ttl ?? 300, Uint8Array.from(address));
    return out.done();
  };
  const server = await listenDns(
    { address: '127.0.0.1', port: 0 },
    {
      datagram(message, from, udp) {
        const out = reply(message);
        if (out) udp.send(out, from.port, from.address);
      },
      async stream(message, _from, send) {
        const out = reply(message);
        if (out) await send(out);
      },
    },
  );
  return { ...server, asked: () => asked };
}
