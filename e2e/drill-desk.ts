// What a trainee does at the desk, each deed by its own page and hand: searching, keeping, judging, acting, writing.
import type { Locator } from 'playwright-core';
import type { Person } from './drill-class.ts';
import { until } from './platform.ts';

/** Opens a view of a team's desk and waits until it stands. */
export async function openDesk(person: Person, team: string, view: string): Promise<void> {
  await person.page.goto(`/drill/desk/${team}/${view}`);
  await person.page.locator('.desk-view').waitFor();
  await person.settled();
}

/** By keys alone from the briefing to the newest line that a query finds by its words, opened beside the results. */
export async function searchLogs(person: Person, team: string, query: string, words: string): Promise<void> {
  const { page } = person;
  await openDesk(person, team, 'briefing');
  await page.keyboard.press('3');
  await page.locator('.results-line').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(query);
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.searchParams.get('q') === query);
  // Until the answer comes the lines of the last search stay.
  await page.locator('.lines > :first-child', { hasText: words }).waitFor();
  await page.locator('.line-time').first().click();
  await page.locator('.context-lines li').first().waitFor();
  await person.look('desk-line');
}

/** Keeps the open line as evidence with a note. */
export async function keepLine(person: Person, note: string): Promise<void> {
  const keep = person.page.locator('.line-detail .keep');
  await keep.locator('textarea').fill(note);
  await keep.locator('button[type="submit"]').click();
  await person.page.locator('.line-detail .tag.tone-ok').waitFor();
}

/** Judges the host of the open line through its menu, and finds it in the case. Returns the host. */
export async function judgeHost(person: Person, team: string): Promise<string> {
  const { page } = person;
  const thing = page.locator('.line-detail .thing-host').first();
  const host = (await thing.textContent())!.trim();
  await thing.click();
  await person.look('desk-thing');
  await page.getByRole('menuitem', { name: person.t('desk.verdict.suspected'), exact: true }).click();
  await openDesk(person, team, 'case');
  await page.locator('.case-item', { hasText: host }).waitFor();
  return host;
}

/** A new item of the case by its form: an event of the timeline. */
export async function noteEvent(person: Person, team: string, at: string, text: string): Promise<void> {
  const { page } = person;
  await openDesk(person, team, 'case?part=timeline');
  await page.locator('.panel-aside button').click();
  const form = page.locator('.case-form');
  await form.locator('input[type="datetime-local"]').fill(at);
  await form.locator('textarea').first().fill(text);
  await person.look('desk-case-form');
  await form.locator('button[type="submit"]').click();
  await form.waitFor({ state: 'detached' });
  await page.locator('.case-item', { hasText: text }).waitFor();
}

/** Asks for an action by its form, with a host where it wants one. Returns what stands in the list of actions taken. */
export async function askAction(
  person: Person,
  team: string,
  action: string,
  given: { reason: string; host?: string },
): Promise<Locator> {
  const { page } = person;
  await openDesk(person, team, `actions?action=${action}`);
  const form = page.locator('.ask');
  if (given.host) {
    const field = form.locator('input').first();
    await field.fill(given.host);
    await page.locator('.mantine-Autocomplete-option').first().waitFor();
    await person.look('desk-offers');
    await page.locator('.mantine-Autocomplete-option', { hasText: given.host }).first().click();
  }
  await form.locator('textarea').last().fill(given.reason);
  await person.look('desk-ask');
  await form.locator('button[type="submit"]:not([disabled])').click();
  const taken = page.locator('.taken-item.current');
  await taken.waitFor();
  const number = await taken.locator('.num').first().textContent();
  return page.locator('.taken-item', { has: page.getByText(number!, { exact: true }) });
}

/** Opens the thread with somebody of the story. */
async function openThread(person: Person, team: string, role: string): Promise<void> {
  const { contacts } = await person.call<{
    contacts: { role: string; title: Record<'ja' | 'en', string> }[];
  }>('GET', `/drill/desk/${team}/messages`);
  const name = contacts.find(one => one.role === role)!.title[person.language];
  await openDesk(person, team, 'messages');
  await person.page.locator('.thread-item', { hasText: name }).first().click();
  await person.page.locator('.compose').waitFor();
}

/** Tells somebody of the story something, by the first channel one has. */
export async function tell(person: Person, team: string, role: string, text: string): Promise<void> {
  const { page } = person;
  await openThread(person, team, role);
  await page.locator('.compose textarea').fill(text);
  await page.locator('.compose button[type="submit"]:not([disabled])').click();
  await page.locator('.said-item.out', { hasText: text }).waitFor();
  await person.look('desk-thread');
}

/** Answers what was asked of the team, and hands the answer in. */
export async function answerInject(person: Person, team: string, title: string, text: string): Promise<void> {
  const { page } = person;
  await openDesk(person, team, 'messages');
  await page.locator('.thread-item', { hasText: title }).click();
  await page.locator('.message-pane .form textarea').fill(text);
  await person.look('desk-inject');
  await person.button('desk.inject.submit').click();
  await person.button('desk.inject.submit', person.dialog).click();
  await page.locator('.said-item.out', { hasText: text }).waitFor();
}

/** Buys the first hint on offer, after its price was told. */
export async function takeHint(person: Person, team: string): Promise<void> {
  const { page } = person;
  await openDesk(person, team, 'hints');
  await page.locator('.hint button').first().click();
  await person.dialog.locator('button').last().waitFor();
  await person.look('desk-hint-price');
  await person.dialog.locator('button').last().click();
  await page.locator('.hint-text').first().waitFor();
}

/** Says something to the team; the colleague reads it without asking anew. */
export async function talk(one: Person, other: Person, team: string, text: string): Promise<void> {
  await openDesk(other, team, 'hints');
  await openDesk(one, team, 'hints');
  await one.page.locator('.talk textarea').fill(text);
  await one.page.keyboard.press('Enter');
  await other.page.locator('.talk .said-item', { hasText: text }).waitFor();
}

/** Writes every part the report asks for, each saved while writing, and hands it in. Returns how many parts it wrote. */
export async function handInReport(person: Person, team: string, text: string): Promise<number> {
  const { page } = person;
  await openDesk(person, team, 'report');
  const parts = page.locator('.report-part');
  await parts.first().waitFor();
  const open = page.locator('.report-parts .missing a');
  const wanted = await Promise.all((await open.all()).map(link => link.getAttribute('href')));
  for (const id of wanted) {
    const part = page.locator(`[id="${id!.slice(1)}"]`);
    if ((await part.locator('textarea').count()) > 0) await part.locator('textarea').first().fill(text);
    else {
      await part.locator('input').first().click();
      await page.getByRole('option').first().click();
    }
  }
  await until('the parts to be saved', async () => (await open.count()) === 0, 60_000);
  await person.look('desk-report-written');
  await person.button('desk.report.submit').click();
  await person.button('desk.report.submit', person.dialog).click();
  await page.locator('.report-head .tag.tone-ok').waitFor();
  return wanted.length;
}
