// The collector over TLS: enrolment, batches once each, quotas, proof of flow.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchHeader } from '#model/collect/batch.ts';
import type { Event } from '#model/event/event.ts';
import { formatUuid, systemRandom, uuidv7 } from '#model/ids.ts';
import { parseIp } from '#model/ip.ts';
import type { EventBlock, EventStore } from '#store/events/port.ts';
import { agents, enrolments, flows } from '#store/records/collections.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { agentIdentity } from '../agent/identity.ts';
import { CollectorClient } from '../agent/pinned.ts';
import { type Certificate, collectorCertificate } from './certificate.ts';
import { type Collector, createCollector, type Quotas } from './collector.ts';
import { makeFrame } from './frame.ts';
import { type CollectorListener, listenCollector } from './listen.ts';

/** Keeps what it is given by token, as the real one does; throws when told to, before or after it has stored. */
class TestStore implements Partial<EventStore> {
  readonly blocks = new Map<string, EventBlock>();
  failing: 'no' | 'before' | 'after' = 'no';
  calls = 0;
  async insert(block: EventBlock, token: string): Promise<void> {
    this.calls++;
    if (this.failing === 'before') throw new Error('store is away');
    if (!this.blocks.has(token)) this.blocks.set(token, block);
    if (this.failing === 'after') throw new Error('the reply was lost');
  }
  async query<T>(_: string, params?: Record<string, unknown>): Promise<T[]> {
    if (this.failing !== 'no') throw new Error('store is away');
    const found = [...this.blocks.values()].filter(block => {
      const column = block.columns['hinomi.block'];
      return column?.kind === 'constant' && column.value === params?.['block'];
    });
    return [{ n: found.reduce((sum, block) => sum + block.rows, 0) }] as T[];
  }
  ids(): string[] {
    return [...this.blocks.values()].flatMap(block => {
      const column = block.columns['event.id'];
      if (column?.kind !== 'bytes16') throw new Error('no ids');
      return Array.from({ length: block.rows }, (_, row) =>
        formatUuid(column.values.subarray(row * 16, row * 16 + 16)),
      );
    });
  }
}

let dir: string;
let records: Records;
let store: TestStore;
let collector: Collector;
let listener: CollectorListener;
let tls: Certificate;
let now: number;
let problems: string[];

const start = async (quotas: Partial<Quotas> = {}, more: { blockRows?: number } = {}) => {
  collector = await createCollector({
    journalDir: join(dir, 'journal'),
    agents: records.collection(agents),
    enrolments: records.collection(enrolments),
    flows: records.collection(flows),
    store: store as unknown as EventStore,
    lookUp: ip => {
      const bytes = parseIp(ip);
      return bytes && { bytes, country: 'JP', as: 2500 };
    },
    clock: () => now,
    random: systemRandom,
    quotas,
    blockAge: 0,
    onProblem: line => problems.push(line),
    ...more,
  });
  listener = await listenCollector({ address: '127.0.0.1', port: listener?.port ?? 0, tls, collector });
};
const stop = async () => {
  await listener.close();
  await collector.close();
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-collector-'));
  now = Date.now();
  problems = [];
  store = new TestStore();
  listener = undefined as unknown as CollectorListener;
  records = await openRecords({ sqliteFile: join(dir, 'records.sqlite') });
  tls = await collectorCertificate(dir, ['127.0.0.1'], () => now);
});
afterEach(async () => {
  await stop();
  await records.close();
  rmSync(dir, { recursive: true, force: true });
});

const url = () => `https://127.0.0.1:${listener.port}`;
const order = () =>
  collector.issueEnrolmentToken({
    name: 'site A',
    vantage: 'darknet',
    by: 'admin',
    url: url(),
    pin: tls.pin,
  });
const enrolled = async (folder = 'agent') => {
  const { token } = await order();
  const identity = await agentIdentity(join(dir, folder), token, 'test', systemRandom);
  const client = new CollectorClient(identity.url, identity.pin);
  const post = async (body: Uint8Array, path = 'batches', authorization = identity.authorization) =>
    client.post(`/collector/v1/${path}`, body, { authorization });
  return { identity, client, post, token };
};

const batch = (
  sequence: number,
  events = 3,
  change: Partial<BatchHeader> = {},
  more: Partial<Event> = {},
) => {
  const ids = Array.from({ length: events }, () => uuidv7(now));
  const lines = ids.map(id =>
    JSON.stringify({
      '@timestamp': now,
      'event.id': id,
      'event.module': 'honeypot',
      'event.dataset': 'honeypot.ssh',
      'source.ip': '1.2.3.4',
      ...more,
    }),
  );
  const body = events === 0 ? Buffer.alloc(0) : zstdCompressSync(Buffer.from(`${lines.join('\n')}\n`));
  const header: BatchHeader = {
    stream: 'honeypot.ssh',
    epoch: 1_000,
    sequence,
    count: events,
    sha256: createHash('sha256').update(body).digest('hex'),
    made: sequence * events,
    dropped: 0,
    closed: now,
    ...change,
  };
  return { ids, frame: makeFrame(header, body) };
};
const bodyOf = (reply: { body: unknown }) =>
  reply.body as Record<string, never> & { acks: unknown[]; refused?: object };

describe('enrolment', () => {
  test('once, with the certificate pinned; a lost answer may be asked for again', async () => {
    await start();
    const { identity, token, client } = await enrolled();
    expect(identity.name).toBe('site A');
    const again = await agentIdentity(join(dir, 'agent'), token, 'test', systemRandom);
    expect(again).toEqual(identity);
    await expect(agentIdentity(join(dir, 'other host'), token, 'test', systemRandom)).rejects.toMatchObject({
      code: 'ENROLMENT_REFUSED',
    });
    const agent = await records.collection(agents).get(identity.agent);
    expect(agent).toMatchObject({ name: 'site A', vantage: 'darknet', status: 'active' });
    expect(JSON.stringify(agent)).not.toContain(identity.authorization.split('.')[1]);
    client.close();
  });

  test('expired or unknown tokens are refused, another certificate is not spoken to', async () => {
    await start();
    const { token } = await order();
    now += 25 * 3_600_000;
    await expect(agentIdentity(join(dir, 'late'), token, 'test', systemRandom)).rejects.toMatchObject({
      code: 'ENROLMENT_REFUSED',
    });
    const { client } = await enrolled();
    const stranger = new CollectorClient(url(), 'a'.repeat(64));
    await expect(stranger.post('/collector/v1/flow', Buffer.from('{}'))).rejects.toMatchObject({
      code: 'COLLECTOR_PIN',
    });
    stranger.close();
    client.close();
  });
});

describe('batches', () => {
  test('are acknowledged and stored once, however often they come', async () => {
    await start();
    const { post, identity, client } = await enrolled();
    const first = batch(1);
    const second = batch(2);
    const reply = await post(Buffer.concat([first.frame, second.frame]));
    expect(reply).toEqual({
      status: 200,
      body: { acks: [{ stream: 'honeypot.ssh', epoch: 1_000, sequence: 2 }] },
    });
    for (let time = 0; time < 3; time++) expect((await post(first.frame)).body).toEqual(reply.body);
    await collector.drain();
    expect(store.ids().sort()).toEqual([...first.ids, ...second.ids].sort());
    expect(collector.flows()).toMatchObject([
      { id: `${identity.agent}/honeypot.ssh`, expected: 6, received: 6, duplicates: 9, state: 'flowing' },
    ]);
    client.close();
  });

  test('stay once over a restart, whether the store had answered or not', async () => {
    await start();
    const { post, client } = await enrolled();
    const first = batch(1);
    await post(first.frame);
    await collector.drain();
    const second = batch(2);
    store.failing = 'after';
    await post(second.frame);
    await expect.poll(() => store.calls).toBeGreaterThan(1);
    await stop();
    store.failing = 'no';
    await start();
    for (const again of [first, second]) await post(again.frame);
    const third = batch(3);
    await post(third.frame);
    await collector.drain();
    expect(store.ids().sort()).toEqual([...first.ids, ...second.ids, ...third.ids].sort());
    expect(problems.join()).toContain('the reply was lost');
    client.close();
  });

  test('are kept in the journal, not in memory, while the store is away', async () => {
    await start({}, { blockRows: 10 });
    const { post, client } = await enrolled();
    store.failing = 'before';
    const sent = Array.from({ length: 20 }, (_, index) => batch(index + 1, 7));
    for (const { frame } of sent) expect((await post(frame)).status).toBe(200);
    expect(collector.status().backlog).toBe(140);
    store.failing = 'no';
    await collector.drain();
    expect(store.ids().sort()).toEqual(sent.flatMap(entry => entry.ids).sort());
    client.close();
  });

  test('that are wrong are named: token, hash, line and field, quota; those before them are kept', async () => {
    await start({ dailyEvents: 10 });
    const { post, client, identity } = await enrolled();
    for (const wrong of ['', 'Bearer x', `Bearer ${identity.agent}.${'x'.repeat(43)}`])
      expect(await post(batch(1).frame, 'batches', wrong)).toMatchObject({
        status: 401,
        body: { code: 'AGENT_UNKNOWN' },
      });
    const good = batch(1);
    const hash = await post(Buffer.concat([good.frame, batch(2, 3, { sha256: 'a'.repeat(64) }).frame]));
    expect(hash).toMatchObject({
      status: 422,
      body: { acks: [{ sequence: 1 }], refused: { code: 'BATCH_HASH', sequence: 2 } },
    });
    const field = await post(batch(2, 3, {}, { 'hinomi.exercise': 'drill' }).frame);
    expect(bodyOf(field).refused).toMatchObject({ code: 'EVENT_REFUSED', line: 1, field: 'hinomi.exercise' });
    const quota = await post(batch(2, 8).frame);
    expect(quota).toMatchObject({ status: 429, retryAfter: 600, body: { refused: { code: 'QUOTA_DAY' } } });
    now += 24 * 3_600_000;
    expect((await post(batch(2, 8).frame)).status).toBe(200);
    const old = await post(batch(3, 1, { epoch: 999 }).frame);
    expect(bodyOf(old).refused).toMatchObject({ code: 'EPOCH_PASSED' });
    const garbage = await post(Buffer.from('garbage garbage garbage'));
    expect(garbage).toMatchObject({ status: 400, body: { refused: { code: 'BATCH_MALFORMED' } } });
    await collector.drain();
    expect(store.ids()).toHaveLength(11);
    client.close();
  });

  test('of a retired agent are refused within seconds', async () => {
    await start();
    const { post, client, identity } = await enrolled();
    expect((await post(batch(1).frame)).status).toBe(200);
    await records.collection(agents).update(identity.agent, agent => ({ ...agent, status: 'retired' }));
    collector.agentChanged(identity.agent);
    expect((await post(batch(2).frame)).status).toBe(401);
    client.close();
  });

  test('of few bytes that unpack to many take their share and no more; the rest comes again', async () => {
    await start({ unpackedPerRequest: 10_000, unpackedPerMinute: 25_000 });
    const { post, client } = await enrolled();
    // JSON with padding is valid JSON, and compresses to nothing.
    const padded = (sequence: number) => batch(sequence, 1, {}, { message: 'x'.repeat(4_000) }).frame;
    const frames = [1, 2, 3, 4, 5].map(padded);
    const first = bodyOf(await post(Buffer.concat(frames)));
    expect(first).toEqual({ acks: [{ stream: 'honeypot.ssh', epoch: 1_000, sequence: 3 }] });
    const second = await post(Buffer.concat(frames.slice(3)));
    expect(bodyOf(second).acks).toEqual([{ stream: 'honeypot.ssh', epoch: 1_000, sequence: 5 }]);
    const third = await post(Buffer.concat([6, 7, 8].map(padded)));
    expect(bodyOf(third).acks).toMatchObject([{ sequence: 8 }]);
    expect(await post(padded(9))).toMatchObject({ status: 429, body: { code: 'QUOTA_REQUESTS' } });
    now += 60_000;
    expect(await post(padded(9))).toMatchObject({ status: 200 });
    await collector.drain();
    expect(store.ids()).toHaveLength(9);
    client.close();
  });

  test('cannot be too large, too many or without a length', async () => {
    await start({ requestsPerMinute: 5 });
    const { post, client } = await enrolled();
    const large = await post(Buffer.alloc(9 * 1024 * 1024)).catch(error => error as Error);
    expect(large instanceof Error || large.status === 413).toBe(true);
    const replies = [];
    for (let index = 1; index <= 7; index++) replies.push((await post(batch(index).frame)).status);
    expect(replies).toEqual([200, 200, 200, 200, 200, 429, 429]);
    client.close();
  });
});

describe('proof of flow', () => {
  const report = (more: object) =>
    Buffer.from(
      JSON.stringify({
        sent: now,
        version: 'test',
        streams: [{ stream: 'honeypot.ssh', epoch: 1_000, made: 6, dropped: 0, spooled: 0, ...more }],
      }),
    );

  test('tells flowing, losing, silent and failed apart, and is stored', async () => {
    await start();
    const { post, client, identity } = await enrolled();
    await post(batch(1, 3, { canary: now - 40 }).frame);
    await post(batch(2).frame);
    expect((await post(report({}), 'flow')).status).toBe(200);
    expect(collector.flows()).toMatchObject([
      { expected: 6, received: 6, canaryDelay: 40, state: 'flowing' },
    ]);
    await post(report({ made: 10 }), 'flow');
    expect(collector.flows()).toMatchObject([
      { expected: 10, state: 'losing', reason: 'flow.lost-on-the-way' },
    ]);
    await post(report({ made: 10, dropped: 4 }), 'flow');
    expect(collector.flows()).toMatchObject([
      { dropped: 4, state: 'losing', reason: 'flow.dropped-at-agent' },
    ]);
    await post(report({ failed: 'port 22 is taken' }), 'flow');
    expect(collector.flows()).toMatchObject([{ state: 'failed', reason: 'port 22 is taken' }]);
    now += 100_000;
    expect(collector.flows()).toMatchObject([{ state: 'silent', reason: 'flow.no-contact' }]);
    await expect
      .poll(async () => (await records.collection(flows).get(`${identity.agent}/honeypot.ssh`))?.state, {
        timeout: 5_000,
      })
      .toBe('silent');
    expect((await post(Buffer.from('{"sent":1}'), 'flow')).status).toBe(400);
    client.close();
  });

  test('goes on counting after the agent lost its spool', async () => {
    await start();
    const { post, client } = await enrolled();
    await post(batch(1).frame);
    await post(batch(1, 4, { epoch: 2_000, made: 4 }).frame);
    expect(collector.flows()).toMatchObject([{ expected: 7, received: 7, duplicates: 0 }]);
    client.close();
  });
});
