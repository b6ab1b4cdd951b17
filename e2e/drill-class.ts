// People of an exercise, each in a browser of their own, and what they do on each screen. Steps of a page stand together,
// so that a test walks through an exercise in the words of an exercise.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import enClass from '#content/messages/en/drill-class.json' with { type: 'json' };
import enDesk from '#content/messages/en/drill-desk.json' with { type: 'json' };
import enReview from '#content/messages/en/drill-review.json' with { type: 'json' };
import jaClass from '#content/messages/ja/drill-class.json' with { type: 'json' };
import jaDesk from '#content/messages/ja/drill-desk.json' with { type: 'json' };
import jaReview from '#content/messages/ja/drill-review.json' with { type: 'json' };
import { formatMessage, type MessageValues } from '#model/messages.ts';

const texts = {
  en: { ...enClass, ...enDesk, ...enReview },
  ja: { ...jaClass, ...jaDesk, ...jaReview },
};
type Key = keyof (typeof texts)['en'];
type Language = keyof typeof texts;

/** Screenshots are written only when this names a folder. */
const shots = process.env['HINOMI_DRILL_SHOTS'];

/** What went wrong on any screen of anybody: script errors, refused requests, what axe calls serious, wide pages. */
export interface Complaints {
  errors: string[];
  issues: string[];
}

/** Screens axe has judged: what it looks at is the same in every language, and it takes its second. */
const judged = new Set<string>();

/** Rows after the first are like them; axe would take a minute for a page of log lines. */
const moreOfTheSame = ['.table tbody tr:nth-child(n+6)', '.lines > :nth-child(n+6)'];

/** Somebody at a screen. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly language: Language;
  readonly #complaints: Complaints;
  readonly #base: string;

  private constructor(base: string, name: string, page: Page, language: Language, complaints: Complaints) {
    this.#base = base;
    this.name = name;
    this.page = page;
    this.language = language;
    this.#complaints = complaints;
  }

  /** Opens a browser of its own, with nobody signed in. */
  static async at(
    browser: Browser,
    base: string,
    name: string,
    language: Language,
    complaints: Complaints,
  ): Promise<Person> {
    const context = await browser.newContext({
      baseURL: base,
      locale: language === 'ja' ? 'ja-JP' : 'en-GB',
      timezoneId: 'Asia/Tokyo',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    // Code for the browser is text here: this file is checked with Node's types.
    await context.addInitScript({ content: `localStorage.setItem('hinomi.language', '${language}')` });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('console', message => {
      // Refusals that a step asks for on purpose are answered with 4xx, which the browser reports as errors.
      if (message.type() === 'error' && !/status of (400|401|403|404|409)/.test(message.text()))
        complaints.errors.push(`${name} ${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', error => complaints.errors.push(`${name} ${page.url()}: ${error.message}`));
    return new Person(base, name, page, language, complaints);
  }

  t(key: Key, values?: MessageValues): string {
    return formatMessage(texts[this.language][key], values);
  }
  button(key: Key, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name: this.t(key), exact: true });
  }
  link(key: Key, within: Page | Locator = this.page): Locator {
    return within.getByRole('link', { name: this.t(key), exact: true });
  }
  field(key: Key, within: Page | Locator = this.page): Locator {
    return within.getByLabel(this.t(key), { exact: false }).first();
  }
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.page.locator('h1').first().waitFor();
  }

  /** Waits until nothing loads any more. */
  async settled(): Promise<void> {
    const loading = this.page.locator('.waiting, .mantine-Skeleton-root');
    for (let round = 0; round < 150 && (await loading.count()) > 0; round++)
      await this.page.waitForTimeout(200);
  }

  /** Keeps a picture when asked to. */
  async picture(screen: string, page = this.page): Promise<void> {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${screen}-${this.language}.png`) });
  }

  /** Waits until nothing loads, asks axe, looks for what runs out of the window, and keeps a picture when asked to. */
  async look(screen: string): Promise<void> {
    const { page } = this;
    await this.settled();
    await page.waitForTimeout(300);
    await this.picture(screen);
    const wide = await page.evaluate<number>(`Math.max(
      ...[document.querySelector('main') ?? document.body, document.documentElement].map(
        box => box.scrollWidth - box.clientWidth))`);
    if (wide > 1) this.#complaints.issues.push(`${this.name} ${screen}: ${wide} px wider than its window`);
    if (judged.has(screen)) return;
    judged.add(screen);
    const { violations } = await moreOfTheSame
      .reduce((axe, rows) => axe.exclude(rows), new AxeBuilder({ page }))
      .analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        this.#complaints.issues.push(
          `${this.name} ${screen}: ${id} (${impact}): ${nodes
            .slice(0, 3)
            .map(node => `${node.target.join(' ')} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`)
            .join(' | ')}`,
        );
  }

  /** The same screen on a phone. */
  async lookOnPhone(screen: string): Promise<void> {
    await this.page.setViewportSize({ width: 390, height: 844 });
    await this.look(`${screen}-phone`);
    await this.page.setViewportSize({ width: 1440, height: 900 });
  }

  /** Calls the API with the session of this browser. @throws Error when the answer is a refusal. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const api = this.page.request;
    const { csrf } = (await (await api.get(`${this.#base}/api/v1/session`)).json()) as { csrf: string };
    const answer = await api.fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: { 'x-csrf-token': csrf },
      ...(body === undefined ? {} : { data: body }),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

/** Signs in with a password and lands where the account belongs. */
export async function signIn(person: Person, name: string, password: string): Promise<void> {
  const { page } = person;
  await page.goto('/login');
  await page.locator('input[autocomplete="username"]').fill(name);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(url => !url.pathname.startsWith('/login'));
}

/** The list of exercises: one click to a running example. Returns its id. */
export async function startExample(person: Person): Promise<string> {
  await person.look('exercises-empty');
  await person.button('class.example.start').click();
  await person.page.waitForURL(/\/drill\/exercises\/[\w-]+/);
  return new URL(person.page.url()).pathname.split('/')[3]!;
}

/** Links of the entry cards, in the order of seats. */
export async function entryLinks(person: Person): Promise<string[]> {
  await person.link('class.wall.toLinks').click();
  const links = person.page.locator('.entry-link .mono');
  await links.first().waitFor();
  await person.look('people');
  return links.allTextContents();
}

/** Seats and people: gives an account a place among the staff. */
export async function addCrew(person: Person, account: string, role: string): Promise<void> {
  await person.field('class.crew.account').fill(account);
  await person.page.getByLabel(person.t('class.crew.role')).first().click();
  await person.page.getByRole('option', { name: role, exact: true }).click();
  await person.page
    .locator('form', { has: person.field('class.crew.account') })
    .getByRole('button', { name: person.t('class.crew.add'), exact: true })
    .click();
}

/** Seats and people: a pasted list gives one person a seat in a team; the line without a name is told. */
export async function enrolByList(person: Person, team: string, name: string): Promise<void> {
  const { page } = person;
  const head = person.t('class.enrol.example').split(',');
  await person.field('class.enrol.list').fill(`${head[0]},${head[3]}\n${name},${team}\n,${team}\n`);
  await person.button('class.enrol.go').click();
  await page.getByText(person.t('class.enrol.done', { count: 1 }), { exact: true }).waitFor();
  await page.locator('.enrolled li', { hasText: person.t('class.enrol.line', { line: 3 }) }).waitFor();
  await page.locator('tr', { hasText: name }).waitFor();
  await person.look('people-enrolled');
}

/** Seats and people: somebody does not come; the seat is free for whoever has the code, which comes back. */
export async function freeSeat(person: Person, name: string): Promise<string> {
  const row = person.page.locator('tr', { hasText: name });
  await person.button('class.people.remove', row).click();
  await person.button('class.people.remove', person.dialog).click();
  await row.waitFor({ state: 'detached' });
  return (await person.page.locator('.join-code-text').textContent())!;
}

/** The list of exercises of somebody with an account: the code of the class leads to a desk. Returns the team. */
export async function joinByCode(person: Person, code: string): Promise<string> {
  await person.field('class.join.code').fill(code.toLowerCase());
  await person.look('join');
  await person.lookOnPhone('join');
  await person.button('class.join').click();
  await person.page.waitForURL(/\/drill\/desk\/[\w-]+/);
  return new URL(person.page.url()).pathname.split('/')[3]!;
}

/** The door: a one-time link leads to the desk. Returns the team. */
export async function enter(person: Person, link: string): Promise<string> {
  await person.page.goto(link);
  await person.page.waitForURL(/\/drill\/desk\/[\w-]+/);
  await person.page.locator('.shell-nav .nav-link').first().waitFor();
  return new URL(person.page.url()).pathname.split('/')[3]!;
}

/** A view of a team's desk, looked at. */
export async function lookAtDesk(person: Person, team: string, view: string): Promise<void> {
  await person.page.goto(`/drill/desk/${team}/${view}`);
  await person.page.locator('.desk-view').waitFor();
  await person.look(`desk-${view}`);
}

/** The wall: on to the next phase. */
export async function nextPhase(person: Person, kind: string): Promise<void> {
  const next = person.page.locator('.phase-next button');
  await person.page.locator('.phase-next button:not([disabled])').waitFor({ timeout: 180_000 });
  await next.click();
  await person.page.locator(`.strip-piece.is-now.kind-${kind}`).waitFor({ state: 'attached' });
}

/** The white cell: takes the first message, answers with a suggestion, and says whether it has gone. */
export async function answerFirst(person: Person, words: string): Promise<void> {
  const { page } = person;
  const line = page.locator('.queue-line', { hasText: words });
  await line.waitFor();
  await line.click();
  await person.button('class.cell.claim').click();
  await page.getByText(person.t('class.cell.yours'), { exact: true }).waitFor();
  await person.look('white-cell');
  await page.locator('.suggestion').first().click();
  await person.button('class.send', page.locator('.cell-answer')).click();
  await line.waitFor({ state: 'detached' });
}
