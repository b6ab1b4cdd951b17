// The agent with real sources and a real collector.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom, uuidv7 } from '#model/ids.ts';
import { parseIp } from '#model/ip.ts';
import type { EventBlock, EventStore } from '#store/events/port.ts';
import { agents, enrolments, flows } from '#store/records/collections.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { collectorCertificate } from '../collector/certificate.ts';
import { type Collector, createCollector } from '../collector/collector.ts';
import { type CollectorListener, listenCollector } from '../collector/listen.ts';
import { honeypotSources } from '../honeypots/start.ts';
import { type AgentStatus, runAgent } from './run.ts';
import type { AgentSource, Emit } from './source.ts';

let dir: string;
let records: Records;
let collector: Collector;
let listener: CollectorListener;
let token: string;
const blocks: EventBlock[] = [];
const store: Pick<EventStore, 'insert' | 'query'> = {
  insert: async block => void blocks.push(block),
  query: async () => [],
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-agent-'));
  blocks.length = 0;
  records = await openRecords({ sqliteFile: join(dir, 'records.sqlite') });
  const tls = await collectorCertificate(dir, ['127.0.0.1'], Date.now);
  collector = await createCollector({
    journalDir: join(dir, 'journal'),
    agents: records.collection(agents),
    enrolments: records.collection(enrolments),
    flows: records.collection(flows),
    store: store as EventStore,
    lookUp: ip => {
      const bytes = parseIp(ip);
      return bytes && { bytes, country: '', as: 0 };
    },
    clock: Date.now,
    random: systemRandom,
  });
  listener = await listenCollector({ address: '127.0.0.1', port: 0, tls, collector });
  const url = `https://127.0.0.1:${listener.port}`;
  ({ token } = await collector.issueEnrolmentToken({
    name: 'a',
    vantage: 'lan',
    by: 'x',
    url,
    pin: tls.pin,
  }));
});
afterEach(async () => {
  await listener.close();
  await collector.close();
  await records.close();
  rmSync(dir, { recursive: true, force: true });
});

const run = (sources: readonly AgentSource[], log: string[] = []) =>
  runAgent(
    { dir: join(dir, 'agent'), token },
    { version: 'test', clock: Date.now, random: systemRandom, sources, log: line => log.push(line) },
  );
const stored = () => blocks.reduce((sum, block) => sum + block.rows, 0);

test('a visitor at a honeypot is an event in the store; each source shows its state, a broken one its reason', async () => {
  const sources = honeypotSources(
    { address: '127.0.0.1', honeypots: [{ id: 'telnet', port: 0 }, { id: 'no-such' }] },
    { clock: Date.now, random: systemRandom, log: () => {}, stateDir: join(dir, 'state') },
  );
  const agent = await run(sources);
  const [telnet, broken] = agent.status().sources;
  expect(telnet).toMatchObject({ stream: 'honeypot.telnet', state: 'up' });
  expect(broken).toMatchObject({ state: 'failed', reason: expect.stringContaining('no-such') });
  const visitor = connect(telnet!.port, '127.0.0.1');
  await new Promise(resolve => visitor.once('data', resolve));
  visitor.destroy();
  await expect.poll(stored, { timeout: 10_000 }).toBeGreaterThan(0);
  const [state, failed] = ['honeypot.telnet', 'honeypot.no-such'].map(stream =>
    collector.flows().find(flow => flow.stream === stream),
  );
  expect(state).toMatchObject({ dropped: 0, state: 'flowing' });
  expect(state!.lastCanary).toBeGreaterThan(0);
  expect(failed).toMatchObject({ state: 'failed', reason: expect.stringContaining('no-such') });
  await agent.stop();
  const path = join(dir, 'agent', 'status.json');
  const status = JSON.parse(readFileSync(path, 'utf8')) as AgentStatus;
  expect(status).toMatchObject({ name: 'a', spool: { batches: 0 }, collector: { problem: '' } });
  expect(statSync(join(dir, 'agent', 'agent.json')).mode & 0o777).toBe(0o600);
}, 30_000);

test('while the collector is away the spool fills; when it is back everything arrives once', async () => {
  let emit: Emit | undefined;
  const source: AgentSource = {
    stream: 'log.test',
    start: async given => {
      emit = given;
      return { stop: async () => {} };
    },
  };
  const agent = await run([source]);
  const { port } = listener;
  await listener.close();
  for (let index = 0; index < 500; index++)
    emit!({
      '@timestamp': Date.now(),
      'event.id': uuidv7(Date.now()),
      'event.module': 'log',
      'event.dataset': 'log.test',
      message: 'x'.repeat(index * 20),
    });
  await expect.poll(() => agent.status().spool.batches, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(stored()).toBe(0);
  const tls = await collectorCertificate(dir, [], Date.now);
  listener = await listenCollector({ address: '127.0.0.1', port, tls, collector });
  await expect.poll(stored, { timeout: 20_000 }).toBe(500);
  await agent.stop();
  expect(collector.flows()).toMatchObject([{ stream: 'log.test', expected: 500, received: 500, dropped: 0 }]);
}, 60_000);
