// Walks every page of the console like a person would, in a real browser: takes screenshots, listens for errors,
// asks axe, and looks for text that runs out of its box. Used by the end-to-end test and by hand.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';

export interface WalkOptions {
  /** Signs in on the login page first; leave out when the server needs no sign-in. */
  signIn?: { name: string; password: string };
  languages?: readonly ('en' | 'ja')[];
  schemes?: readonly ('light' | 'dark')[];
  sizes?: readonly (readonly [width: number, height: number])[];
  /** Pages to visit: name → path. Lists lead on to their first entry by `follow`. */
  pages?: Readonly<Record<string, string>>;
  /** Folder for PNG files; no screenshots when absent. */
  screenshots?: string;
  /** Prefix of the file names. */
  label?: string;
  /** Whether to ask axe on every page (about a second each). */
  axe?: boolean;
  executablePath?: string;
}

export interface WalkReport {
  visited: number;
  /** Script errors, failed requests, policy violations. */
  errors: string[];
  /** Serious and critical issues axe found. */
  issues: string[];
  /** Pages wider than their window. */
  overflows: string[];
}

export const consolePages: Readonly<Record<string, string>> = {
  overview: '/overview',
  wall: '/overview?wall=1',
  events: '/events?last=all',
  sql: '/events?tab=sql',
  inputs: '/inputs',
  agents: '/agents',
  incidents: '/incidents',
  findings: '/incidents?tab=findings',
  campaigns: '/campaigns',
  indicators: '/indicators',
  'add-indicator': '/indicators?add=1',
  protection: '/protection',
  'resolver-settings': '/protection?tab=settings',
  exports: '/protection?tab=exports',
  'allow-list': '/protection?tab=allow',
  reports: '/protection?tab=reports',
  alerts: '/alerts',
  channels: '/alerts?tab=channels',
  health: '/health',
  users: '/users',
  account: '/account',
  audit: '/audit',
  about: '/about',
  'not-found': '/no/such/page',
};

/** Lists whose first entry is opened as a page of its own. */
const details: Readonly<Record<string, string>> = {
  incident: 'a[href^="/incidents/"]',
  finding: 'a[href^="/findings/"]',
  campaign: 'a[href^="/campaigns/"]',
  indicator: 'a[href^="/indicators/"]',
  input: 'a[href^="/inputs/"]',
};
const detailOf: Readonly<Record<string, string>> = {
  incidents: 'incident',
  findings: 'finding',
  campaigns: 'campaign',
  indicators: 'indicator',
  inputs: 'input',
};

export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Visits every page in every combination asked for. The server must be up; see WalkReport for what comes back. */
export async function walkConsole(baseUrl: string, options: WalkOptions = {}): Promise<WalkReport> {
  const report: WalkReport = { visited: 0, errors: [], issues: [], overflows: [] };
  const browser = await chromium.launch({
    executablePath: options.executablePath ?? '/usr/bin/chromium',
    args: browserArgs,
  });
  try {
    for (const language of options.languages ?? ['en', 'ja'])
      for (const scheme of options.schemes ?? ['light', 'dark'])
        for (const size of options.sizes ?? [
          [1440, 900],
          [390, 844],
        ])
          await walkOnce(browser, baseUrl, options, { language, scheme, size }, report);
  } finally {
    await browser.close();
  }
  return report;
}

interface Look {
  language: 'en' | 'ja';
  scheme: 'light' | 'dark';
  size: readonly [number, number];
}

async function walkOnce(
  browser: Browser,
  baseUrl: string,
  options: WalkOptions,
  look: Look,
  report: WalkReport,
) {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: look.size[0], height: look.size[1] },
    colorScheme: look.scheme,
    locale: look.language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
  });
  // Code for the browser is text here: this file is checked with Node's types.
  await context.addInitScript({ content: `localStorage.setItem('hinomi.language', '${look.language}')` });
  const page = await context.newPage();
  let name = 'start';
  const where = () => `${look.language}/${look.scheme}/${look.size[0]} ${name}`;
  page.on('pageerror', error => report.errors.push(`${where()}: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') report.errors.push(`${where()}: ${message.text()}`);
  });
  try {
    if (options.signIn) {
      name = 'login';
      await page.goto('/login');
      await page.locator('input[autocomplete="username"]').waitFor();
      await examine(page, options, look, name, report);
      await page.locator('input[autocomplete="username"]').fill(options.signIn.name);
      await page.locator('input[autocomplete="current-password"]').fill(options.signIn.password);
      await page.locator('button[type="submit"]').click();
      await page.waitForURL(url => !url.pathname.startsWith('/login'));
    }
    for (const [pageName, path] of Object.entries(options.pages ?? consolePages)) {
      name = pageName;
      await page.goto(path);
      await settle(page);
      await examine(page, options, look, name, report);
      const detail = detailOf[pageName];
      const link = detail ? page.locator(`main ${details[detail]}`).first() : undefined;
      if (detail && link && (await link.count()) > 0) {
        name = detail;
        const goal = new RegExp(`${(await link.getAttribute('href'))!.split('?')[0]!}(?:\\?|$)`);
        await link.click();
        await page.waitForURL(goal);
        await settle(page);
        await examine(page, options, look, name, report);
      }
      if (pageName === 'events' && (await page.locator('.event-open').count()) > 0) {
        name = 'event';
        await page.locator('.event-open').first().click();
        await settle(page);
        await examine(page, options, look, name, report);
      }
    }
  } finally {
    await context.close();
  }
}

/** Waits until nothing is loading: no skeleton, no pending data, drawings in place. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached', timeout: 20_000 });
  const loading = page.locator('.waiting, .mantine-Skeleton-root');
  for (let round = 0; round < 100 && (await loading.count()) > 0; round++) await page.waitForTimeout(200);
  await page.waitForTimeout(350);
}

async function examine(
  page: Page,
  options: WalkOptions,
  look: Look,
  name: string,
  report: WalkReport,
): Promise<void> {
  report.visited += 1;
  const place = `${look.language}/${look.scheme}/${look.size[0]} ${name}`;
  const wide = await page.evaluate<number>(`Math.max(
    ...[document.querySelector('main') ?? document.body, document.documentElement].map(
      box => box.scrollWidth - box.clientWidth))`);
  if (wide > 1) report.overflows.push(`${place}: ${wide} px wider than its window`);
  if (options.screenshots) {
    mkdirSync(options.screenshots, { recursive: true });
    const file = [options.label, name, look.language, look.scheme, look.size[0]].filter(Boolean).join('-');
    await page.screenshot({ path: join(options.screenshots, `${file}.png`) });
  }
  if (options.axe !== false) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const violation of violations)
      if (violation.impact === 'serious' || violation.impact === 'critical')
        report.issues.push(
          `${place}: ${violation.id} (${violation.impact}): ${violation.nodes
            .slice(0, 3)
            .map(node => `${node.target.join(' ')} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`)
            .join(' | ')}`,
        );
  }
}
