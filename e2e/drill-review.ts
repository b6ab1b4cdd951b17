// Screens of test, lecture, results, comparison, marking and skills, each as a step somebody takes.
import { readFileSync } from 'node:fs';
import type { Person } from './drill-class.ts';
import { until } from './platform.ts';

/** The test at the desk: answered by keys, still there after a reload, handed in. Returns how many items it had. */
export async function sitTest(person: Person, team: string): Promise<number> {
  const { page } = person;
  await person.open(`/drill/desk/${team}/test`);
  await person.look('test-begin');
  await person.button('review.test.begin').click();
  const items = page.locator('.rv-overview button');
  await items.first().waitFor();
  const count = await items.count();
  for (let place = 0; place < count; place++) {
    await items.nth(place).click();
    const text = page.locator('.rv-item .mantine-TextInput-input');
    if ((await text.count()) > 0) await text.fill('dns');
    else await page.keyboard.press('1');
    if (place === 1) {
      await person.look('test-item');
      await person.lookOnPhone('test-item');
    }
  }
  const answered = page.locator('.rv-overview .done');
  await until('all answers', async () => (await answered.count()) === count);
  await page.locator('.rv-saved .time').waitFor();
  await page.reload();
  await until('the answers after a reload', async () => (await answered.count()) === count);
  await person.button('review.test.handIn').click();
  await person.look('test-hand-in');
  await person.button('review.test.handIn', person.dialog).click();
  await page.getByText(person.t('review.test.handedIn'), { exact: true }).waitFor();
  return count;
}

/** The lecture of the phase, which a desk opens with. */
export async function readLecture(person: Person, team: string): Promise<void> {
  await person.open(`/drill/desk/${team}`);
  await person.page.locator('.rv-lecture li').first().waitFor();
  await person.look('lecture');
}

/** Own results after the critique has opened: test, score to its log line, replay, what-if. */
export async function readResults(person: Person, team: string): Promise<void> {
  const { page } = person;
  await person.open(`/drill/desk/${team}/test`);
  await page.locator('.rv-band.before').first().waitFor();
  await person.look('test-result');

  await person.open(`/drill/desk/${team}/results`);
  await page.locator('.rv-criterion summary').first().click();
  await page.locator('.rv-reasons li').first().waitFor();
  await person.look('score');
  await person.lookOnPhone('score');
  await page.locator('.rv-criterion[open] .rv-proof').first().click();
  await page.locator('.rv-lines .this').waitFor();
  await person.look('score-line');
  await page.keyboard.press('Escape');

  await person.open(`/drill/desk/${team}/results?part=replay`);
  await page.locator('.rv-step').first().waitFor();
  await person.look('replay');
  await person.lookOnPhone('replay');
  await page.locator('.rv-events .link-button').first().click();
  await page.locator('.rv-events .now').first().waitFor();

  await person.open(`/drill/desk/${team}/results?part=what-if`);
  await page.locator('.rv-ideas button').first().click();
  await page.locator('.rv-outcome-figure').waitFor({ timeout: 60_000 });
  await person.look('what-if');
}

/** Slides, result and own certificate: each in a tab of its own that asks for nothing more, and saved as PDF. Returns their headings. */
export async function openPapers(person: Person, team: string): Promise<string[]> {
  const { page } = person;
  await person.open(`/drill/desk/${team}/results`);
  const headings: string[] = [];
  for (const paper of ['slides', 'result', 'certificate'] as const) {
    await person.button('review.papers').click();
    const opened = page.context().waitForEvent('page');
    const name = person.t(`review.paper.${paper}`);
    await page.getByRole('menuitem', { name, exact: true }).click();
    const tab = await opened;
    await tab.locator('h1').first().waitFor();
    headings.push((await tab.locator('h1').first().textContent()) ?? '');
    await person.picture(`paper-${paper}`, tab);
    await tab.close();
    await person.button('review.papers').click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: `${name} PDF`, exact: true }).click(),
    ]);
    if (!/\.pdf$/.test(saved.suggestedFilename())) throw new Error(`saved as ${saved.suggestedFilename()}`);
    const head = readFileSync(await saved.path())
      .subarray(0, 5)
      .toString();
    if (head !== '%PDF-') throw new Error(`${paper} begins with ${head}`);
  }
  return headings;
}

/** The class side by side, its tests, and one team as staff see it. */
export async function compareTeams(person: Person, exercise: string): Promise<void> {
  const { page } = person;
  await person.open(`/drill/exercises/${exercise}/review`);
  await page.locator('.rv-team').first().waitFor();
  await person.look('compare');
  await person.lookOnPhone('compare');
  for (const part of ['doings', 'tests']) {
    await person.open(`/drill/exercises/${exercise}/review?part=${part}`);
    await person.look(`compare-${part}`);
  }
  await person.open(`/drill/exercises/${exercise}/review`);
  await page.locator('.rv-teams a').first().click();
  await page.locator('.rv-criterion summary').first().waitFor();
  await person.look('team-review');
}

/** Marks a report by its rubric and hands the marks in. */
export async function markReport(person: Person, exercise: string, team: string): Promise<void> {
  const { page } = person;
  await person.open(`/drill/exercises/${exercise}/marks?team=${team}`);
  const criteria = page.locator('.rv-rubric');
  await criteria.first().waitFor();
  for (let place = 0; place < (await criteria.count()); place++)
    await criteria.nth(place).locator('input[type="radio"]').nth(1).check();
  await person.look('marks');
  await person.button('review.marks.handIn').click();
  await person.button('review.marks.handIn', person.dialog).click();
  await page.getByText(person.t('review.marks.handedIn'), { exact: false }).first().waitFor();
}
