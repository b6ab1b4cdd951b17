// The console in a real browser over canned data, under the strictest policy: keys, search, hostile text, axe.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDevServer } from '../console/dev/server.ts';
import { browserArgs, consolePages, walkConsole } from './walk.ts';

const executablePath = '/usr/bin/chromium';
const built = existsSync(new URL('../console/dist/index.html', import.meta.url));
if (!existsSync(executablePath)) console.log('skipped: no chromium (scripts/setup-debian.sh installs it)');
if (!built) console.log('skipped: the console is not built (npm run build)');

describe.skipIf(!existsSync(executablePath) || !built)('console', () => {
  let dev: Awaited<ReturnType<typeof startDevServer>>;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    dev = await startDevServer({ amount: 'little' });
    browser = await chromium.launch({ executablePath, args: browserArgs });
  });
  afterAll(async () => {
    await browser.close();
    dev.server.closeAllConnections();
    dev.server.close();
  });

  async function open(path: string): Promise<Page> {
    const context = await browser.newContext({
      baseURL: dev.url,
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    return page;
  }

  test('keys go to places, to the search bar and to the palette', async () => {
    const page = await open('/overview');
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
    await page.getByText('192.0.2.7 からのイベント').click();
    await page.waitForURL(/source\.ip/);
    await page.context().close();
  });

  test('who is not signed in comes to the sign-in page, and back to where they wanted to go', async () => {
    const closed = await startDevServer({ amount: 'none', signedIn: false });
    const page = await open(`${closed.url}/events?last=7d`);
    await page.waitForURL('**/login?next=**');
    await page.locator('input[autocomplete="username"]').fill('tanaka');
    await page.locator('input[autocomplete="current-password"]').fill('a long enough password');
    await page.locator('button[type="submit"]').click();
    await page.waitForURL('**/events?last=7d');
    await page.context().close();
    closed.server.closeAllConnections();
    closed.server.close();
  });

  test('what attackers wrote is text, with its invisible characters shown', async () => {
    const page = await open('/events?last=all&cols=@timestamp,user.name,url.full');
    await page.locator('.event-open').first().waitFor();
    const text = await page.locator('.event-table').textContent();
    expect(text).toContain('‹U+202E›');
    expect(text).toContain('hxxp://malware[.]example[.]net');
    expect(await page.locator('.event-table script, .event-table img, .event-table a').count()).toBe(0);
    await page.context().close();
  });

  test('dragging over the histogram chooses a time range that is in the address', async () => {
    const page = await open('/events?last=all');
    const plot = page.locator('.histogram-plot');
    await plot.waitFor();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    await page.context().close();
  });

  test('axe finds nothing serious and no page is wider than its window', async () => {
    const some = ['overview', 'events', 'incidents', 'indicators'];
    const pages = Object.fromEntries(Object.entries(consolePages).filter(([name]) => some.includes(name)));
    for (const look of [
      { languages: ['ja'], schemes: ['light'], sizes: [[390, 844]] },
      { languages: ['en'], schemes: ['dark'], sizes: [[1440, 900]] },
    ] as const) {
      const report = await walkConsole(dev.url, { ...look, pages });
      expect(report.visited).toBeGreaterThanOrEqual(7);
      expect({ ...report, visited: 0 }).toEqual({ visited: 0, errors: [], issues: [], overflows: [] });
    }
  }, 240_000);

  test('the browser complained about nothing', () => {
    expect(complaints).toEqual([]);
  });
});
