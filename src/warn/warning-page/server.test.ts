// The warning page under abuse: floods of reports and connections, forged forms, hostile host names.
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { systemRandom } from '#model/ids.ts';
import type { Report } from '#model/record/report.ts';
import type { ListEntry } from '../indicators/list-entry.ts';
import type { PageTexts } from './page.ts';
import { startWarningPage, type WarningPage } from './server.ts';

const entry = {
  id: 'i1',
  type: 'domain',
  value: 'bad.example',
  action: 'warn',
  labels: ['phishing'],
  reason: { id: 'indicator.manual', values: { reason: '<img src=x onerror=alert(1)>' } },
  decidedBy: 'account:ken',
  validFrom: 0,
  validUntil: 1,
  confidence: 90,
  findings: [],
  sightings: 0,
} as unknown as ListEntry;
const reasons = { 'indicator.manual': '{reason}' };
const texts: PageTexts = { warning: { ja: {}, en: {} }, reasons: { ja: reasons, en: reasons } };

let page: WarningPage;
const reports: Report[] = [];
const bypassed: string[] = [];
let now = 0;
const start = async () => {
  reports.length = bypassed.length = 0;
  now = 1_750_000_000_000;
  page = await startWarningPage(
    { listen: { address: '127.0.0.1', port: 0 } },
    {
      clock: () => now,
      random: systemRandom,
      texts,
      find: name => (name === 'bad.example' ? entry : undefined),
      bypass: client => void bypassed.push(client),
      report: report => void reports.push(report),
    },
  );
};
afterEach(() => page.close());

/** A call from one of the loopback addresses. */
const call = (from: string, method: string, path: string, body = '', host = 'bad.example') =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: page.port,
        localAddress: from,
        method,
        path,
        headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
        agent: false,
      },
      reply => {
        let text = '';
        reply.on('data', chunk => {
          text += chunk;
        });
        reply.on('end', () => resolve({ status: reply.statusCode!, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
const tokenFor = async (from: string) =>
  /name="token" value="([\w-]+)"/.exec((await call(from, 'GET', '/')).text)![1]!;

it('takes ten reports an hour from one client and a thousand from all; continuing works on, unrecorded', async () => {
  await start();
  const statuses: number[] = [];
  for (let host = 1; host <= 101; host++) {
    const from = `127.0.1.${host}`;
    const token = await tokenFor(from);
    for (let n = 0; n < 10; n++)
      statuses.push((await call(from, 'POST', '/-/report', `token=${token}&text=x`)).status);
  }
  expect(statuses.filter(status => status === 200)).toHaveLength(1_000);
  expect(reports).toHaveLength(1_000);
  const late = '127.0.2.1';
  expect((await call(late, 'POST', '/-/continue', `token=${await tokenFor(late)}`)).status).toBe(200);
  expect(bypassed).toEqual([late]);
  expect(reports).toHaveLength(1_000);
  now += 61 * 60_000;
  expect((await call(late, 'POST', '/-/report', `token=${await tokenFor(late)}&text=x`)).status).toBe(200);
  for (let n = 0; n < 9; n++) await call(late, 'POST', '/-/report', `token=${await tokenFor(late)}&text=x`);
  expect((await call(late, 'POST', '/-/report', `token=${await tokenFor(late)}&text=x`)).status).toBe(429);
}, 60_000);

it('believes no token of another client or name, and shows hostile words as words', async () => {
  await start();
  const token = await tokenFor('127.0.1.1');
  expect((await call('127.0.1.2', 'POST', '/-/continue', `token=${token}`)).status).toBe(400);
  expect((await call('127.0.1.1', 'POST', '/-/continue', `token=${token}`, 'other.example')).status).toBe(
    400,
  );
  expect(bypassed).toEqual([]);
  const { text } = await call('127.0.1.1', 'GET', '/?lang="><script>');
  expect(text).not.toMatch(/<img|<script/);
  for (const host of ['<script>', 'a'.repeat(400), '"', '[::1]', 'bad.example\t', '%00'])
    expect((await call('127.0.1.1', 'GET', '/', '', host)).text).not.toContain('<script');
});

it('lets one client hold no more than its share of connections', async () => {
  await start();
  const sockets = Array.from({ length: 100 }, () => connect({ port: page.port, host: '127.0.0.1' }));
  let closed = 0;
  for (const socket of sockets)
    socket
      .on('error', () => undefined)
      .on('close', () => {
        closed += 1;
      });
  await expect.poll(() => closed).toBe(36);
  expect((await call('127.0.1.9', 'GET', '/')).status).toBe(403);
  for (const socket of sockets) socket.destroy();
});
