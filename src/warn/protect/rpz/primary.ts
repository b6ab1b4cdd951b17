// The primary name server of the response policy zones: SOA, NS, AXFR and IXFR to those allowed, nothing else.
import type { Clock } from '#model/time.ts';
import { flag, opcode, rcode, rrClass, rrType } from '../dns/constants.ts';
import { decode, type Message, opcodeOf, soaSerial, Writer } from '../dns/message.ts';
import { nameWire, sameName } from '../dns/name.ts';
import { type Endpoint, listenDns } from '../dns/server.ts';
import { type TsigKey, TsigSigner, tsigFailure } from '../dns/tsig.ts';
import { type Access, AccessList, type AccessRule, plainAddress } from './access.ts';
import { Notifier, type Secondary } from './notify.ts';
import { serialNewer } from './serial.ts';
import { axfrRecords, ixfrRecords, pack, soaRdata, type TransferRecord, type ZoneShape } from './transfer.ts';
import type { Zone } from './zone.ts';

export interface PrimaryConfig {
  listen: Endpoint;
  /** Name (wire form resolved from text) resolvers send blocked users to. */
  warningHost: string;
  primaryName?: string;
  keys: TsigKey[];
  allow: AccessRule[];
  secondaries: { address: string; port: number; key?: string }[];
  ttl?: number;
  refresh?: number;
  /** ms a resolver may take from the end of a transfer until it applies it (BIND: 3 s at a million rules). */
  applyMs?: number;
}

/** What is known of a secondary from its own requests. */
export interface SecondaryStatus {
  address: string;
  zone: string;
  serial: number;
  lastTransfer: number;
  kind: 'AXFR' | 'IXFR';
  bytes: number;
  /** From our NOTIFY to the end of the transfer it caused, ms; -1 when the transfer was of its own accord. */
  notifyDelayMs: number;
}

export interface Primary {
  port: number;
  /** Call when a zone has a new serial. */
  published(zone: Zone): void;
  /** Whether every configured secondary has fetched a zone up to a serial and had time to apply it. */
  settled(zone: Zone, serial: number): boolean;
  status(): SecondaryStatus[];
  counters: { queries: number; refused: number; transfers: number; malformed: number };
  close(): Promise<void>;
}

const maxTransfers = 8;
const udpLimit = 1_232;

/** The serial a secondary says it has: in the SOA of the authority section (RFC 1995 §3). */
function askedSerial(message: Buffer, decoded: Message): number | undefined {
  const record = decoded.authorities.find(each => each.type === rrType.SOA);
  return record && soaSerial(message, record);
}

/** Starts the primary of the policy zones. @throws when its address cannot be listened on. */
export async function startPrimary(
  config: PrimaryConfig,
  zones: readonly Zone[],
  clock: Clock,
): Promise<Primary> {
  const shape: ZoneShape = {
    warningHost: nameWire(config.warningHost),
    primaryName: nameWire(config.primaryName ?? 'localhost'),
    ttl: config.ttl ?? 10,
    refresh: config.refresh ?? 60,
  };
  const keyOf = (name: string | undefined): TsigKey | undefined => config.keys.find(key => key.name === name);
  const secondaries = config.secondaries.map(({ address, port, key }): Secondary => {
    const found = keyOf(key);
    return { address, port, ...(found ? { key: found } : {}) };
  });
  const access = new AccessList(
    [
      ...config.allow,
      ...config.secondaries.map(({ address, key }) => ({ from: address, ...(key ? { key } : {}) })),
    ],
    config.keys,
  );
  const seconds = (): number => Math.floor(clock() / 1000);
  const statuses = new Map<string, SecondaryStatus>();
  const counters = { queries: 0, refused: 0, transfers: 0, malformed: 0 };
  let running = 0;

  const answer = (
    request: Message,
    code: number,
    records: readonly TransferRecord[] = [],
    zone?: Zone,
  ): Buffer => {
    const question = request.questions[0];
    const out = new Writer(512).header(
      request.id,
      flag.QR | (request.flags & 0x7900) | (zone ? flag.AA : 0) | code,
      [question ? 1 : 0, records.length, 0, 0],
    );
    if (question) out.question(question);
    for (const record of records)
      out.record(question!.name, record.type, rrClass.IN, shape.ttl, record.rdata);
    return Buffer.from(out.done());
  };

  const done = (
    zone: Zone,
    from: string,
    key: TsigKey | undefined,
    kind: 'AXFR' | 'IXFR',
    serial: number,
    bytes: number,
  ): void => {
    const address = plainAddress(from);
    counters.transfers += 1;
    const secondary = secondaries.find(each => each.address === address && each.key?.name === key?.name);
    const told = secondary && notifier.state(zone.name, secondary);
    const id = `${address} ${key?.name ?? ''} ${zone.name}`;
    const delay =
      told && told.serial === serial ? Math.round((performance.now() - told.toldAt) * 10) / 10 : -1;
    statuses.set(id, {
      address,
      zone: zone.name,
      serial,
      lastTransfer: clock(),
      kind,
      bytes,
      notifyDelayMs: delay,
    });
    if (statuses.size > 1_000) statuses.delete(statuses.keys().next().value!);
  };

  /** Judges a request and answers all but transfers. */
  const judge = (
    message: Buffer,
    from: Endpoint,
  ):
    | { reply: Buffer }
    | { request: Message; zone: Zone; type: number; grant: Access & { allowed: true } }
    | undefined => {
    let request: Message;
    let grant: Access;
    counters.queries += 1;
    try {
      request = decode(message);
      if (request.flags & flag.QR) return undefined;
      grant = access.check(message, from.address, seconds());
    } catch {
      counters.malformed += 1;
      if (message.length < 12 || message[2]! & 0x80) return undefined;
      const out = new Writer(12).header(message.readUInt16BE(0), flag.QR | rcode.FORMERR, [0, 0, 0, 0]);
      return { reply: out.done() };
    }
    const refuse = (code: number): { reply: Buffer } => {
      counters.refused += 1;
      return { reply: answer(request, code) };
    };
    if (!grant.allowed) {
      if (grant.verdict) {
        counters.refused += 1;
        return { reply: tsigFailure(answer(request, grant.verdict.rcode), grant.verdict, seconds()) };
      }
      return refuse(rcode.REFUSED);
    }
    const sign = (reply: Buffer): { reply: Buffer } =>
      grant.allowed && grant.key
        ? { reply: new TsigSigner(grant.key, grant.mac).sign(reply, seconds()) }
        : { reply };
    if (opcodeOf(request.flags) !== opcode.QUERY) return sign(refuse(rcode.NOTIMP).reply);
    const question = request.questions[0];
    if (request.questions.length !== 1 || !question) return sign(refuse(rcode.FORMERR).reply);
    const zone = zones.find(each => sameName(each.wire, question.name));
    if (!zone || question.class !== rrClass.IN) return sign(refuse(rcode.REFUSED).reply);
    if (question.type === rrType.AXFR || question.type === rrType.IXFR)
      return { request, zone, type: question.type, grant };
    const soa: TransferRecord = {
      labels: nameWire('.'),
      type: rrType.SOA,
      rdata: soaRdata(shape, zone.serial),
    };
    const ns: TransferRecord = { labels: nameWire('.'), type: rrType.NS, rdata: shape.primaryName };
    if (question.type === rrType.SOA) return sign(answer(request, rcode.NOERROR, [soa], zone));
    if (question.type === rrType.NS) return sign(answer(request, rcode.NOERROR, [ns], zone));
    return sign(refuse(rcode.REFUSED).reply);
  };

  /** What an IXFR gets: the differences, or just the SOA when there are none, or undefined for a full transfer. */
  const differences = (zone: Zone, asked: number | undefined): Iterable<TransferRecord> | undefined => {
    if (asked === undefined) return undefined;
    const soa: TransferRecord = {
      labels: new Uint8Array(),
      type: rrType.SOA,
      rdata: soaRdata(shape, zone.serial),
    };
    if (asked === zone.serial || serialNewer(asked, zone.serial)) return [soa];
    const changes = zone.journal.since(asked);
    return changes && ixfrRecords({ from: asked, to: zone.serial }, changes, shape);
  };

  const transfer = async (
    message: Buffer,
    from: Endpoint,
    judged: Extract<ReturnType<typeof judge>, { zone: Zone }>,
    send: (answer: Buffer) => Promise<void>,
  ): Promise<void> => {
    const { request, zone, type, grant } = judged;
    const signer = grant.key && new TsigSigner(grant.key, grant.mac);
    const signed = (reply: Buffer): Buffer => (signer ? signer.sign(reply, seconds()) : reply);
    if (running >= maxTransfers) return send(signed(answer(request, rcode.SERVFAIL)));
    running += 1;
    const serial = zone.serial;
    const partial = type === rrType.IXFR ? differences(zone, askedSerial(message, request)) : undefined;
    const snapshot = partial ? undefined : zone.snapshot();
    try {
      const head = { id: request.id, flags: flag.QR | flag.AA, type };
      let bytes = 0;
      for (const part of pack(partial ?? axfrRecords(snapshot!, shape), zone, head, shape.ttl)) {
        const out = signed(part);
        bytes += out.length + 2;
        await send(out);
      }
      done(zone, from.address, grant.key, partial ? 'IXFR' : 'AXFR', serial, bytes);
    } finally {
      running -= 1;
      snapshot?.release();
    }
  };

  const server = await listenDns(config.listen, {
    datagram(message, from, udp) {
      if (message.length >= 12 && message[2]! & 0x80) {
        if (((message[2]! >>> 3) & 15) === opcode.NOTIFY)
          notifier.answered(message.readUInt16BE(0), from.address, from.port);
        return;
      }
      // Strangers get at most what they sent: a bare REFUSED, so that a forged source is no use to anyone.
      const judged = judge(message, from);
      if (!judged) return;
      let reply: Buffer;
      if ('reply' in judged) reply = judged.reply;
      else {
        const { request, zone, grant } = judged;
        const head = { id: request.id, flags: flag.QR | flag.AA, type: judged.type };
        const soa: TransferRecord = {
          labels: new Uint8Array(),
          type: rrType.SOA,
          rdata: soaRdata(shape, zone.serial),
        };
        const changes =
          judged.type === rrType.IXFR ? differences(zone, safeSerial(message, request)) : undefined;
        const parts = [...pack(changes ?? [soa], zone, head, shape.ttl, udpLimit)];
        const fits = parts.length === 1 && parts[0]!.length <= (request.additionals.length ? udpLimit : 512);
        // Too large for a datagram: the SOA alone says "come by TCP" (RFC 1995 §2). AXFR needs TCP anyway.
        const plain = fits && changes ? parts[0]! : [...pack([soa], zone, head, shape.ttl)][0]!;
        if (judged.type === rrType.AXFR) reply = answer(request, rcode.REFUSED);
        else reply = plain;
        if (grant.key) reply = new TsigSigner(grant.key, grant.mac).sign(reply, seconds());
        if (fits && changes && judged.type === rrType.IXFR)
          done(zone, from.address, grant.key, 'IXFR', zone.serial, reply.length);
      }
      udp.send(reply, from.port, from.address, () => undefined);
    },
    async stream(message, from, send) {
      const judged = judge(message, from);
      if (!judged) return;
      if ('reply' in judged) return send(judged.reply);
      await transfer(message, from, judged, send);
    },
  });
  const notifier = new Notifier(secondaries, shape, server.udp, seconds);
  for (const zone of zones) notifier.tell(zone);

  return {
    port: server.port,
    counters,
    published: zone => notifier.tell(zone),
    settled: (zone, serial) =>
      secondaries.every(({ address, key }) => {
        const known = statuses.get(`${address} ${key?.name ?? ''} ${zone.name}`);
        if (known === undefined || serialNewer(serial, known.serial)) return false;
        return clock() - known.lastTransfer >= (config.applyMs ?? 30_000);
      }),
    status: () => [...statuses.values()],
    async close() {
      notifier.close();
      await server.close();
    },
  };
}

function safeSerial(message: Buffer, request: Message): number | undefined {
  try {
    return askedSerial(message, request);
  } catch {
    return undefined;
  }
}
