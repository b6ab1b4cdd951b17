// The console in a real browser on the real platform, from the first link to the last dialog; then every page in both
// languages, both sizes and both schemes under axe. The policy is the server's own: no inline script, no inline style.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import texts from '#content/messages/en/console.json' with { type: 'json' };
import { formatMessage, type MessageValues } from '#model/messages.ts';
import { makeCaptures } from './made-capture.ts';
import { freePort, getAs, type Platform, root, startPlatform, until } from './platform.ts';
import { browserArgs, walkConsole } from './walk.ts';

const executablePath = '/usr/bin/chromium';
const built = existsSync(new URL('../console/dist/index.html', import.meta.url));
if (!existsSync(executablePath)) console.log('skipped: no chromium (scripts/setup-debian.sh installs it)');
if (!built) console.log('skipped: the console is not built (npm run build)');

const t = (key: keyof typeof texts, values?: MessageValues) => formatMessage(texts[key], values);
const password = 'correct horse battery';
const newPassword = 'staple battery horse';
const day = 86_400_000;
// Three days ago: older than the window the overview opens with.
const captures = makeCaptures({ until: Date.now() - 3 * day, amount: 0.01 });

describe.skipIf(!existsSync(executablePath) || !built)('console', () => {
  let platform: Platform;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let telnet: number;
  const complaints: string[] = [];

  beforeAll(async () => {
    telnet = await freePort();
    const others = ['ssh', 'http', 'https', 'dns', 'ntp', 'ssdp', 'snmp', 'cldap', 'memcached', 'chargen'];
    platform = await startPlatform([
      '--agent-ports',
      [...others.map(id => `${id}=0`), `telnet=${telnet}`].join(','),
    ]);
    browser = await chromium.launch({ executablePath, args: browserArgs });
    context = await browser.newContext({
      baseURL: platform.ready.url,
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', message => {
      // Refusals that a test asks for on purpose are answered with 4xx, which the browser reports as errors.
      if (message.type() === 'error' && !/status of (401|403|409|400)/.test(message.text()))
        complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`));
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, 60_000);

  const open = async (path: string) => {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
  };
  const button = (key: keyof typeof texts) => page.getByRole('button', { name: t(key), exact: true });
  const dialog = () => page.getByRole('dialog');
  /** A field of the dialog or page by its label. */
  const field = (key: keyof typeof texts, within = page.locator('body')) =>
    within.getByLabel(t(key), { exact: false }).first();
  const notified = (key: keyof typeof texts) =>
    page
      .locator('.mantine-Notification-root', { hasText: t(key) })
      .first()
      .waitFor();

  test('the printed link makes the first administrator; a new platform says what to do next', async () => {
    await page.goto(platform.ready.setup!);
    await field('login.name').fill('admin');
    await page.locator('input[type="password"]').nth(0).fill(password);
    await page.locator('input[type="password"]').nth(1).fill(password);
    await button('setup.submit').click();
    await page.waitForURL('**/overview');
    await page.getByText(t('overview.empty')).waitFor();
  });

  test('a dropped capture is sent with progress, read, and leads to its events', async () => {
    await open('/inputs');
    await page.locator('input[type="file"]').setInputFiles({
      name: 'dark.pcap',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(captures.darknet),
    });
    await page.getByRole('link', { name: 'dark.pcap' }).waitFor();
    await page.getByRole('link', { name: 'dark.pcap' }).click();
    await page.getByRole('button', { name: t('input.showEvents') }).isEnabled();
    await until(
      'the capture to be read',
      async () => (await page.getByText(t('input.status.done')).count()) > 0,
    );
    await button('input.showEvents').click();
    await page.locator('.event-open').first().waitFor();
    await page.locator('.event-open').first().click();
    await page.getByRole('heading', { name: t('event.evidence') }).waitFor();
    // The packet itself, from the file.
    await until('the packet', async () => (await page.locator('.code-block pre').count()) > 0);
  });

  test('older data than the window: the overview leads to it, and the address keeps the period', async () => {
    await open('/overview');
    await button('overview.toNewest').click();
    await page.waitForURL(/to=/);
    await page.locator('.world').waitFor();
    await page.reload();
    await page.locator('.world').waitFor();
    await button('overview.live').click();
    await button('overview.toNewest').waitFor();
  });

  test('keys go to places, to the search bar and to the palette', async () => {
    await open('/overview');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL('**/incidents');
    await page.keyboard.press('/');
    await page.waitForURL('**/events**');
    await expect
      .poll(() => page.evaluate('document.activeElement?.hasAttribute("data-search-bar")'))
      .toBe(true);
    await page.keyboard.type('source.i');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-search-bar]').inputValue()).toBe('source.ip:');
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
    await page.locator('.failure').first().waitFor();
    await page.locator('.nav-link').first().click();
    await page.keyboard.press('Control+k');
    await page.locator('input.mantine-Spotlight-search').fill('192.0.2.7');
    await page.getByText(t('palette.fromAddress', { value: '192.0.2.7' })).click();
    await page.waitForURL(/source\.ip/);
  });

  test('what attackers wrote is text, with its invisible characters shown', async () => {
    const lines = [
      { username: 'root\u202egnp.exe', url: 'http://malware.example.net/<script>alert(1)</script>' },
      { username: '"><img src=x onerror=alert(1)>', url: 'javascript:alert(1)' },
    ].flatMap(({ username, url }, index) =>
      [
        { eventid: 'cowrie.login.success', username, password: 'x', message: 'login' },
        { eventid: 'cowrie.session.file_download', url, message: 'download' },
      ].map(event =>
        JSON.stringify({
          ...event,
          timestamp: new Date(Date.now() - 60_000).toISOString(),
          src_ip: '203.0.113.5',
          session: `s${index}`,
          sensor: 'pot',
        }),
      ),
    );
    await open('/inputs');
    await page.locator('input[type="file"]').setInputFiles({
      name: 'cowrie.json',
      mimeType: 'application/json',
      buffer: Buffer.from(lines.join('\n')),
    });
    await until(
      'the log to be read',
      async () =>
        (await page.locator('tr', { hasText: 'cowrie.json' }).getByText(t('input.status.done')).count()) > 0,
    );
    await open('/events?last=1h&cols=@timestamp,user.name,url.full');
    await page.locator('.event-open').first().waitFor();
    const text = await page.locator('.event-table').textContent();
    expect(text).toContain('‹U+202E›');
    expect(text).toContain('hxxp://malware[.]example[.]net');
    expect(await page.locator('.event-table script, .event-table img, .event-table a').count()).toBe(0);
  });

  test('dragging over the histogram chooses a time range; a search is saved; events are exported', async () => {
    await open('/events?last=7d&q=hinomi.class:scan');
    const plot = page.locator('.histogram-plot');
    await plot.waitFor();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    await button('events.saved').click();
    await page.getByRole('menuitem', { name: t('events.save') }).click();
    await field('name', dialog()).fill('Scans');
    await dialog()
      .getByRole('button', { name: t('save') })
      .click();
    await notified('saved');
    await button('events.saved').click();
    await page.getByRole('menuitem', { name: /Scans/ }).waitFor();
    await page.keyboard.press('Escape');
    await button('events.export').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /NDJSON/ }).click(),
    ]);
    const first = readFileSync(await download.path(), 'utf8').split('\n')[0]!;
    expect(JSON.parse(first)).toMatchObject({ 'hinomi.class': 'scan' });
  });

  test('SQL answers, and says why it refuses', async () => {
    await open('/events?tab=sql');
    await button('sql.run')
      .or(page.getByRole('button', { name: new RegExp(t('sql.run')) }))
      .first()
      .click();
    await page.locator('.sql-result td').first().waitFor();
    await field('sql.label').fill('DROP TABLE events');
    await page.keyboard.press('Control+Enter');
    await page.locator('.failure').first().waitFor();
  });

  test('an indicator is listed, a protected name refused with the reason, a list imported, one withdrawn', async () => {
    await open('/indicators');
    await button('indicators.add').click();
    await field('indicator.value', dialog()).fill('google.com');
    await field('indicator.reason', dialog()).fill('Phishing seen in mail');
    await dialog()
      .getByRole('button', { name: t('indicators.addNow') })
      .click();
    await dialog().getByText(t('allow.open')).waitFor();
    await field('indicator.value', dialog()).fill('hxxp[:]//phish.example[.]net'.replace('hxxp[:]//', ''));
    await dialog()
      .getByRole('button', { name: t('indicators.addNow') })
      .click();
    await notified('indicators.added');
    await page.getByRole('link', { name: /phish\[\.\]example\[\.\]net/ }).waitFor();
    await button('indicators.import').click();
    await dialog().locator('textarea').first().fill('one.example.net\ntwo.example.net\nnot a name!\n');
    await dialog()
      .getByRole('button', { name: t('indicators.import'), exact: true })
      .click();
    await dialog()
      .getByText(t('indicators.import.result', { added: 2, refused: 1 }))
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: /one\[\.\]example\[\.\]net/ }).click();
    await button('indicator.make.withdrawn').click();
    await page.getByText(t('indicator.status.withdrawn')).first().waitFor();
    await open('/protection?tab=exports');
    // Listed as amber, so it stays inside unless one says otherwise.
    await page.getByRole('combobox', { name: t('protection.exports.tlp') }).click();
    await page.getByRole('option', { name: 'TLP:AMBER', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /STIX/ }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('phish.example.net');
    await open('/protection?tab=allow');
    await field('indicator.value').fill('our-own.example.org');
    await field('indicator.reason').fill('Ours');
    await button('add').click();
    await page.getByText('our-own.example.org').first().waitFor();
  });

  test('a blocked person reports a mistake; the report is decided and the name is free again', async () => {
    const { text } = await until('the warning page', async () => {
      const answer = await getAs(platform.ports.warning, 'phish.example.net', { 'accept-language': 'en' });
      return answer.text.includes('name="token"') && answer;
    });
    const token = /name="token" value="([^"]+)"/.exec(text)![1]!;
    const { request } = await import('node:http');
    const body = new URLSearchParams({ token, lang: 'en', text: 'This is our own shop.' }).toString();
    const status = await new Promise<number>((resolve, reject) => {
      request(
        {
          host: '127.0.0.1',
          port: platform.ports.warning,
          path: '/-/report',
          method: 'POST',
          headers: { host: 'phish.example.net', 'content-type': 'application/x-www-form-urlencoded' },
        },
        response => resolve(response.resume().statusCode ?? 0),
      )
        .on('error', reject)
        .end(body);
    });
    expect(status).toBeLessThan(400);
    await until('the report', async () => {
      await open('/protection?tab=reports');
      await page.waitForTimeout(300);
      return (await page.getByText('This is our own shop.').count()) > 0;
    });
    await page.getByRole('button', { name: t('report.decide.accepted') }).click();
    await notified('saved');
  });

  test('an alert channel is made and tested against a real receiver', async () => {
    const received: string[] = [];
    const receiver = createServer((request, response) => {
      received.push(String(request.headers['x-hinomi-signature']));
      request.resume().on('end', () => response.end());
    });
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as { port: number };
    try {
      await open('/alerts?tab=channels');
      await button('alerts.addChannel').click();
      await field('name', dialog()).fill('SOC');
      await dialog()
        .getByRole('combobox', { name: t('channel.kind') })
        .click();
      await page.getByRole('option', { name: t('channel.kind.webhook') }).click();
      await field('channel.url', dialog()).fill(`http://127.0.0.1:${port}/hook`);
      await dialog()
        .getByRole('button', { name: t('save') })
        .click();
      await notified('saved');
      await button('alerts.test').click();
      await notified('alerts.tested');
      expect(received).toHaveLength(1);
    } finally {
      receiver.close();
    }
  });

  test('an agent enrolled with the command of the page appears with its proof of flow', async () => {
    await open('/agents');
    await button('agents.enrol').click();
    await field('name', dialog()).fill('branch-office');
    await dialog()
      .getByRole('button', { name: t('agents.enrol.make') })
      .click();
    const command = (await dialog().locator('pre').textContent())!.trim().split(/\s+/);
    const folder = mkdtempSync(join(tmpdir(), 'hinomi-agent-'));
    const agent = spawn(
      join(root, command[0]!),
      [
        ...command.slice(1),
        ...['--folder', folder, '--agent-honeypots', 'telnet,http', '--agent-ports', 'telnet=0,http=0'],
      ],
      { cwd: root, stdio: 'ignore' },
    );
    try {
      await dialog()
        .getByRole('button', { name: t('done') })
        .click();
      await page.getByText('branch-office').first().waitFor({ timeout: 30_000 });
      await until('its streams', async () => {
        await open('/agents');
        await page.waitForTimeout(500);
        return (
          (await page.locator('.panel', { hasText: 'branch-office' }).getByText('honeypot.telnet').count()) >
          0
        );
      });
    } finally {
      const ended = new Promise(resolve => agent.once('exit', resolve));
      agent.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('users are made, changed and disabled; a token works until it is removed', async () => {
    await open('/users');
    await button('users.add').click();
    await field('login.name', dialog()).fill('tanaka');
    await dialog().locator('.mantine-MultiSelect-input').click();
    await page.getByRole('option', { name: t('userRole.analyst') }).click();
    await page.keyboard.press('Escape');
    await dialog().locator('input[type="password"]').fill('a first long password');
    await dialog()
      .getByRole('button', { name: t('save') })
      .click();
    await dialog().waitFor({ state: 'hidden' });
    await page.getByText('tanaka').first().click();
    await dialog()
      .getByRole('switch', { name: t('user.disabled') })
      .click({ force: true });
    await dialog()
      .getByRole('button', { name: t('save') })
      .click();
    await dialog().waitFor({ state: 'hidden' });
    await open('/account');
    await page
      .getByRole('textbox', { name: t('name'), exact: false })
      .last()
      .fill('script');
    await button('tokens.make').click();
    await page.getByText(t('tokens.once')).waitFor();
    const token = (await page.locator('.notice pre').textContent())!.trim();
    const ask = () =>
      fetch(`${platform.ready.url}/api/v1/incidents`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await page
      .getByRole('row', { name: /script/ })
      .getByRole('button', { name: t('remove') })
      .click();
    await dialog()
      .getByRole('button', { name: t('remove') })
      .click();
    await notified('removed');
    expect((await ask()).status).toBe(401);
  });

  test('the second factor is set up from the QR page and asked for at sign-in; the password changes', async () => {
    await open('/account');
    await button('totp.begin').click();
    await page.locator('svg.qr path').first().waitFor({ state: 'attached' });
    const secret = (await page.locator('.code-block pre').first().textContent())!.trim();
    const totp = new TOTP({ secret });
    await field('totp.code').fill(totp.generate());
    await button('totp.confirm').click();
    await button('totp.remove').waitFor();
    const fields = page.locator('.panel', { hasText: t('password.again') }).locator('input[type="password"]');
    await fields.nth(0).fill(password);
    await fields.nth(1).fill(newPassword);
    await fields.nth(2).fill(newPassword);
    await button('account.changePassword').click();
    await notified('account.passwordChanged');
    await button('account.menu').click();
    await page.getByRole('menuitem', { name: t('account.signOut') }).click();
    await page.waitForURL('**/login**');
    // Where one wanted to go is remembered.
    await page.goto('/events?last=7d');
    await page.waitForURL('**/login?next=**');
    await page.locator('input[autocomplete="username"]').fill('admin');
    await page.locator('input[autocomplete="current-password"]').fill(newPassword);
    await page.locator('button[type="submit"]').click();
    await page
      .locator('input[autocomplete="one-time-code"]')
      .fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await page.locator('button[type="submit"]').click();
    await page.waitForURL('**/events?last=7d');
    await open('/account');
    await page
      .locator('.panel', { hasText: t('totp.title') })
      .locator('input[type="password"]')
      .fill(newPassword);
    await button('totp.remove').click();
    await button('totp.begin').waitFor();
  });

  test('the audit chain is verified; theme and language are one press away and stay', async () => {
    await open('/audit');
    await button('audit.verify').click();
    await page.locator('.page-actions .tone-ok').waitFor();
    await button('theme.toDark').click();
    await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await button('account.menu').click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.getByRole('heading', { name: '監査記録' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '監査記録' }).waitFor();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  });

  test('the browser complained about nothing', () => {
    expect(complaints).toEqual([]);
  });

  test('every page in both languages, sizes and schemes: axe finds nothing serious, nothing is wider than its window', async () => {
    const signIn = { name: 'admin', password: newPassword };
    const looks = [
      { languages: ['ja'], schemes: ['light'], sizes: [[1440, 900]] },
      { languages: ['en'], schemes: ['dark'], sizes: [[1440, 900]] },
      { languages: ['ja'], schemes: ['dark'], sizes: [[390, 844]] },
      { languages: ['en'], schemes: ['light'], sizes: [[390, 844]] },
    ] as const;
    for (const pair of [looks.slice(0, 2), looks.slice(2)]) {
      const reports = await Promise.all(
        pair.map(look => walkConsole(platform.ready.url, { ...look, signIn })),
      );
      for (const report of reports) {
        expect(report.visited).toBeGreaterThanOrEqual(29);
        expect({ ...report, visited: 0 }).toEqual({ visited: 0, errors: [], issues: [], overflows: [] });
      }
    }
    // Two and a half minutes on two cores; the limit is for machines that do other work too.
  }, 900_000);
});
