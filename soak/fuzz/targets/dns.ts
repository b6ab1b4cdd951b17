// DNS: the codec on hostile messages, what the forwarder makes of answers, and the primary's and forwarder's sockets.
import { flag, rrClass, rrType } from '#warn/protect/dns/constants.ts';
import { decode, soaSerial, Writer } from '#warn/protect/dns/message.ts';
import { lowerWire, nameText, nameWire, readName, sameName } from '#warn/protect/dns/name.ts';
import { findTsig, TsigSigner, verifyTsig } from '#warn/protect/dns/tsig.ts';
import { plainAnswer } from '#warn/protect/resolver/answer.ts';
import { prepare, render } from '#warn/protect/resolver/cache.ts';
import { inspect } from '#warn/protect/resolver/inspect.ts';
import { emptyQuery, readQuery } from '#warn/protect/resolver/query.ts';
import { Policy } from '#warn/protect/rpz/policy.ts';
import { ruleOf } from '#warn/protect/rpz/rules.ts';
import { holds, refusable, type Target } from '../target.ts';

const wire = nameWire('www.example.com');
const pointer = [0xc0, 12];
const ask = (type: number, edns = true, name = wire): Buffer => {
  const out = new Writer()
    .header(7, flag.RD, [1, 0, 0, edns ? 1 : 0])
    .question({ name, type, class: rrClass.IN });
  if (edns) out.u8(0).u16(rrType.OPT).u16(1_232).u32(0x8000).u16(0);
  return Buffer.from(out.done());
};
type Record = [name: number[], type: number, data: Uint8Array | number[]];
function reply(type: number, answers: Record[], authorities: Record[] = []): Buffer {
  const out = new Writer()
    .header(7, flag.QR | flag.RD | flag.RA, [1, answers.length, authorities.length, 1])
    .question({ name: wire, type, class: rrClass.IN });
  for (const [name, kind, data] of [...answers, ...authorities])
    out.record(Uint8Array.from(name), kind, rrClass.IN, 300, Uint8Array.from(data));
  out.u8(0).u16(rrType.OPT).u16(1_232).u32(0).u16(0);
  return Buffer.from(out.done());
}
const soa = [
  ...nameWire('ns.example.com'),
  ...nameWire('h.example.com'),
  ...Array.from({ length: 20 }, (_, n) => n),
];
const key = { name: 'key.example', secret: Buffer.alloc(32, 7).toString('base64') };
const now = 1_700_000_000;
const signed = (message: Buffer) => Buffer.from(new TsigSigner(key).sign(message, now));
const ixfr = Buffer.from(
  new Writer()
    .header(9, 0, [1, 0, 1, 0])
    .question({ name: nameWire('hot.rpz.hinomi'), type: 251, class: rrClass.IN })
    .record(nameWire('hot.rpz.hinomi'), rrType.SOA, rrClass.IN, 0, Uint8Array.from(soa))
    .done(),
);
const questions = [
  ask(rrType.A),
  ask(rrType.AAAA, false),
  ask(255),
  signed(ask(rrType.SOA, false)),
  ixfr,
  signed(ixfr),
];
const answers = [
  reply(rrType.A, [[pointer, rrType.A, [192, 0, 2, 1]]]),
  reply(rrType.A, [
    [pointer, rrType.CNAME, nameWire('a.bad.example')],
    [[...nameWire('a.bad.example')], rrType.A, [198, 51, 100, 9]],
  ]),
  reply(rrType.AAAA, [[pointer, rrType.AAAA, Array.from({ length: 16 }, (_, n) => n)]]),
  reply(rrType.HTTPS, [
    [
      pointer,
      rrType.HTTPS,
      [0, 1, 0, 0, 1, 0, 3, 2, 0x68, 0x32, 0, 4, 0, 4, 192, 0, 2, 9, 0, 6, 0, 16, ...Array(16).fill(1)],
    ],
  ]),
  reply(rrType.NS, [[pointer, rrType.NS, nameWire('ns.bad.example')]], [[pointer, rrType.SOA, soa]]),
  reply(rrType.A, [], [[pointer, rrType.SOA, soa]]),
];

const testPolicy = (): Policy => {
  const policy = new Policy();
  const list = [
    { type: 'domain', value: 'bad.example', subdomains: true, action: 'warn' },
    { type: 'cidr', value: '198.51.100.0/24', subdomains: false, action: 'nxdomain' },
    { type: 'ipv6', value: '2001:db8::1', subdomains: false, action: 'warn' },
  ] as const;
  list.forEach((entry, slot) => {
    const rule = ruleOf(entry);
    if (rule) policy.set(rule, slot);
  });
  return policy;
};

export const codec: Target = {
  name: 'dns/codec',
  guided: true,
  cases: 3_000_000,
  samples: () => [...questions, ...answers],
  open() {
    return {
      run(data) {
        const message = refusable(() => decode(data));
        if (message) {
          const { answers: first, authorities, additionals, questions: asked } = message;
          const records = [...first, ...authorities, ...additionals];
          holds(records.length * 11 + asked.length * 5 <= data.length, 'more records than bytes');
          for (const { name } of [...records, ...asked]) {
            holds(name.length <= 255, 'a name over 255 bytes');
            const text = nameText(name);
            holds(sameName(nameWire(text), name), 'a name is not its text');
            lowerWire(Uint8Array.from(name));
          }
          for (const record of records) {
            refusable(() => readName(data, record.rdataAt));
            if (record.type === rrType.SOA) refusable(() => soaSerial(data, record));
          }
        }
        const tsig = refusable(() => findTsig(data));
        if (tsig !== undefined) refusable(() => verifyTsig(data, tsig, [key], now));
      },
    };
  },
};

/** The forwarder's own path: a client's datagram, an upstream's answer, the list's judgement, the cache. */
export const forwarding: Target = {
  name: 'dns/forwarding',
  guided: true,
  cases: 2_000_000,
  samples: () => [...answers, ...questions],
  open() {
    const policy = testPolicy();
    const query = emptyQuery();
    const client = emptyQuery();
    const question = ask(rrType.A);
    readQuery(question, client);
    let at = 1;
    return {
      run(data) {
        const problem = readQuery(data, query);
        if (problem === undefined) {
          holds(query.end <= data.length && query.key.length <= 264, 'a question runs past its message');
          holds(query.udpSize >= 512 && query.udpSize <= 1_232, 'a datagram size out of bounds');
          decode(plainAnswer(data, query, 2, { code: 15, text: 'why' }));
        }
        refusable(() => {
          const { entry, message } = prepare(data, at);
          inspect(message, data, policy);
          // What is kept must come out as a message again, whatever the time.
          at += 1_000;
          // (the forwarder takes only answers that repeat its question).
          if (data.subarray(12, client.end).equals(question.subarray(12, client.end)) && data[5] === 1) {
            const out = render(entry, question, client, at, 512);
            holds(out.length <= 1_300, `${out.length} bytes for a client that takes 512`);
          }
        });
      },
    };
  },
};

export const messages = { questions, answers, key };
export { testPolicy };
