// Alerts end to end against a real SMTP receiver (Postfix's smtp-sink) and a real HTTP receiver.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertChannel } from '#model/record/alert.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import * as collections from '#store/records/collections.ts';
import { openRecords, type Records } from '#store/records/records.ts';
import { freePort } from '../protect/peers/process.ts';
import { composeAlert } from './compose.ts';
import { concerns } from './concerns.ts';
import { openMailSender } from './senders.ts';
import { createNotifyService } from './service.ts';

const read = (language: string, name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../content/messages/${language}/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, string>;
const catalogues = {
  en: { ...read('en', 'findings'), ...read('en', 'alert') },
  ja: { ...read('ja', 'findings'), ...read('ja', 'alert') },
};

const finding: Finding = {
  id: 'f1',
  detector: 'malware-download',
  rsit: 'malware-distribution',
  techniques: ['T1105'],
  severity: 60,
  confidence: 80,
  title: {
    id: 'finding.malware-download',
    values: { url: 'http://bad.example/x\r\nBcc: victim@example.org', requests: 2, sources: 1 },
  },
  subjects: [{ role: 'infrastructure', type: 'url', value: 'http://bad.example/x' }],
  start: 1_700_000_000_000,
  end: 1_700_000_060_000,
  ongoing: false,
  evidence: { events: [], count: 2, packets: 2, query: 'SELECT 1' },
  unseen: [{ id: 'unseen.not-fetched', values: {} }],
  inputs: [],
  sensors: [],
  incident: 'i1',
  exercise: '',
  created: 0,
  updated: 0,
};
const incident: Incident = {
  id: 'i1',
  number: 7,
  status: 'new',
  title: finding.title,
  rsit: finding.rsit,
  severity: 60,
  tlp: 'amber',
  subjects: [{ role: 'victim', type: 'ip', value: '203.0.113.9' }],
  findings: ['f1'],
  start: finding.start,
  end: finding.end,
  entries: [],
  exercise: '',
  created: 0,
  updated: 0,
};
const channel: AlertChannel = {
  id: 'c1',
  name: 'desk',
  kind: 'mail',
  target: 'desk@example.org',
  language: 'ja',
  enabled: true,
  minSeverity: 50,
  classes: [],
  prefixes: [],
  tlp: 'amber',
  created: 0,
  updated: 0,
};

let folder: string;
let records: Records;
let now: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-notify-'));
  records = await openRecords({ sqliteFile: join(folder, 'records.sqlite') });
  now = 1_700_000_100_000;
  await records.collection(collections.findings).put(finding);
  await records.collection(collections.incidents).put(incident);
});

afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const service = (mail?: ReturnType<typeof openMailSender>) =>
  createNotifyService({
    channels: records.collection(collections.alertChannels),
    alerts: records.collection(collections.alerts),
    incidents: records.collection(collections.incidents),
    findings: records.collection(collections.findings),
    catalogues,
    ...(mail ? { mail } : {}),
    publicUrl: 'https://centre.example',
    secret: 'test secret',
    clock: () => now,
    onChange: () => {},
  });

const sink = '/usr/sbin/smtp-sink';

test.skipIf(!existsSync(sink))(
  'a mail reaches a real SMTP receiver once, in the reader’s language, with attackers’ text tamed',
  async () => {
    const port = await freePort();
    const user = process.getuid?.() === 0 ? ['-u', 'root'] : [];
    const receiver = spawn(sink, [...user, '-d', join(folder, 'mail.'), `127.0.0.1:${port}`, '10'], {
      stdio: 'ignore',
    });
    const mail = openMailSender(`smtp://127.0.0.1:${port}`, 'alerts@centre.example');
    try {
      for (let tries = 0; tries < 100; tries++) {
        const up = await new Promise<boolean>(resolve => {
          const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
          socket.end();
        });
        if (up) break;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      await records.collection(collections.alertChannels).put(channel);
      const notify = service(mail);
      expect(await notify.raise(incident)).toHaveLength(1);
      expect(await notify.raise(incident)).toHaveLength(0);
      expect(await notify.deliver()).toBe(1);
      expect(await notify.deliver()).toBe(0);
      const files = readdirSync(folder).filter(name => name.startsWith('mail.'));
      expect(files).toHaveLength(1);
      const raw = readFileSync(join(folder, files[0]!), 'utf8');
      const [head, body] = [raw.slice(0, raw.search(/\r?\n\r?\n/)), raw.slice(raw.search(/\r?\n\r?\n/))];
      expect(head).not.toMatch(/^Bcc:/m);
      expect(head).toMatch(/^To: desk@example\.org/m);
      const encoded = /Content-Transfer-Encoding: base64/i.test(head);
      const text = encoded ? Buffer.from(body, 'base64').toString('utf8') : decodeQuotedPrintable(body);
      expect(text).toContain('hxxp://bad[.]example/x');
      expect(text).toContain('ファイルは取得していません');
      const token = /https:\/\/centre\.example\/a\/([\w-]{43})/.exec(text)?.[1];
      const alert = await notify.byToken(token!);
      expect(alert?.status).toBe('sent');
      await notify.acknowledge(alert!.id);
      await notify.close(alert!.id);
      expect(await records.collection(collections.alerts).get(alert!.id)).toMatchObject({
        status: 'closed',
        acknowledged: now,
        closed: now,
      });
    } finally {
      mail.close();
      receiver.kill();
    }
  },
);

const decodeQuotedPrintable = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

test('a webhook is signed over time and body; a refusing receiver is tried again later, and given up in the end', async () => {
  let answer = 503;
  const received: { body: string; signature: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['x-hinomi-signature']) });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as { port: number };
    await records
      .collection(collections.alertChannels)
      .put({ ...channel, kind: 'webhook', target: `http://127.0.0.1:${port}/` });
    const notify = service();
    const [alert] = await notify.raise(incident);
    expect(await notify.deliver()).toBe(0);
    expect(await records.collection(collections.alerts).get(alert!.id)).toMatchObject({
      status: 'queued',
      attempts: 1,
      nextAttempt: now + 30_000,
    });
    expect(await notify.deliver()).toBe(0);
    expect(received).toHaveLength(1);
    now += 30_000;
    answer = 204;
    expect(await notify.deliver()).toBe(1);
    const { body, signature } = received[1]!;
    const [, time, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature)!;
    expect(mac).toBe(
      createHmac('sha256', notify.webhookSecret('c1')).update(`${time}.${body}`).digest('hex'),
    );
    expect(JSON.parse(body)).toMatchObject({
      type: 'hinomi.incident',
      incident: { number: 7, tlp: 'amber' },
    });

    answer = 500;
    await records.collection(collections.incidents).put({ ...incident, id: 'i2' });
    const [second] = await notify.raise({ ...incident, id: 'i2' });
    for (let attempt = 0; attempt < 12; attempt++) {
      await notify.deliver();
      now += 3_600_000;
    }
    expect(await records.collection(collections.alerts).get(second!.id)).toMatchObject({
      status: 'failed',
      attempts: 12,
    });
  } finally {
    server.close();
  }
});

test('without a mail server the alert says so instead of vanishing', async () => {
  await records.collection(collections.alertChannels).put(channel);
  const notify = service();
  const [alert] = await notify.raise(incident);
  await notify.deliver();
  expect((await records.collection(collections.alerts).get(alert!.id))?.lastError).toContain(
    'no mail server',
  );
});

test('an exercise never reaches anybody, even when an alert was queued for it', async () => {
  expect(concerns(channel, { ...incident, exercise: 'x1' })).toBe(false);
  await records.collection(collections.alertChannels).put(channel);
  const sent: string[] = [];
  const notify = service({ send: async to => void sent.push(to), close: () => {} });
  const [alert] = await notify.raise(incident);
  await records.collection(collections.alerts).update(alert!.id, before => ({ ...before, exercise: 'x1' }));
  await notify.deliver();
  expect(sent).toEqual([]);
  expect((await records.collection(collections.alerts).get(alert!.id))?.lastError).toContain('exercise');
});

test('a channel hears of its own networks, classes and sharing ceiling only', () => {
  expect(concerns(channel, incident)).toBe(true);
  expect(concerns({ ...channel, prefixes: ['203.0.113.0/24'] }, incident)).toBe(true);
  expect(concerns({ ...channel, prefixes: ['198.51.100.0/24', '2001:db8::/32'] }, incident)).toBe(false);
  expect(concerns({ ...channel, classes: ['availability'] }, incident)).toBe(false);
  expect(concerns({ ...channel, tlp: 'green' }, incident)).toBe(false);
  expect(concerns({ ...channel, minSeverity: 61 }, incident)).toBe(false);
  expect(concerns({ ...channel, enabled: false }, incident)).toBe(false);
});

test('a forged or foreign token opens nothing', async () => {
  const notify = service();
  for (const token of ['', 'x', 'A'.repeat(43), '../../etc/passwd'])
    expect(await notify.byToken(token)).toBeUndefined();
});

test('no line of an alert is longer than a mail may carry, whatever attackers write', () => {
  const wild = {
    ...finding,
    title: {
      id: 'finding.malware-download',
      values: { url: `http://${'a'.repeat(5000)}.example/\u202e`, requests: 1, sources: 1 },
    },
  };
  const { subject, body } = composeAlert({
    incident: { ...incident, title: wild.title },
    findings: [wild],
    catalogue: catalogues.en,
    links: { acknowledge: 'https://c.example/a/t', incident: 'https://c.example/i' },
    formatTime: String,
  });
  expect(subject.length).toBeLessThanOrEqual(250);
  expect(subject + body).not.toMatch(/[\u202a-\u202e\0]/);
  expect(Math.max(...body.split('\n').map(line => line.length))).toBeLessThan(998);
});
