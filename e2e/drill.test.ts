// A class from the first click to the critique: an instructor, a white cell and two teams of two, each in a browser of
// their own, half of them in Japanese, on the platform as users start it. Every screen goes under axe.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addCrew,
  answerFirst,
  type Complaints,
  enter,
  entryLinks,
  lookAtDesk,
  nextPhase,
  Person,
  signIn,
  startExample,
} from './drill-class.ts';
import { compareTeams, markReport, readLecture, readResults, sitTest } from './drill-review.ts';
import { ApiClient, type Platform, startPlatform, until } from './platform.ts';
import { browserArgs } from './walk.ts';

const executablePath = '/usr/bin/chromium';
const built = existsSync(new URL('../console/dist/index.html', import.meta.url));
if (!existsSync(executablePath)) console.log('skipped: no chromium (scripts/setup-debian.sh installs it)');
if (!built) console.log('skipped: the console is not built (npm run build)');

const password = 'a long pass phrase for tests';

interface Message {
  id: string;
  direction: 'in' | 'out';
  text: string;
  role: string;
}
interface Taken {
  number: number;
  status: string;
}
interface List<T> {
  items: T[];
}

describe.skipIf(!existsSync(executablePath) || !built)('a class', () => {
  let platform: Platform;
  let browser: Browser;
  let instructor: Person;
  let cell: Person;
  let trainees: Person[];
  let exercise = '';
  let teams: string[] = [];
  const complaints: Complaints = { errors: [], issues: [] };
  const at = (name: string, language: 'ja' | 'en') =>
    Person.at(browser, platform.ready.url, name, language, complaints);
  const wall = () => `/drill/exercises/${exercise}`;
  const sim = async () => (await instructor.call<{ clock: { now: number } }>('GET', `${wall()}`)).clock.now;

  beforeAll(async () => {
    platform = await startPlatform(['--agent-enabled', 'false', '--dns-enabled', 'false']);
    const admin = new ApiClient(platform.ready.url);
    await admin.setUp(platform.ready.setup!);
    const accounts = [
      { name: 'sensei', displayName: '講師 一郎', roles: ['instructor'], language: 'ja', password },
      { name: 'cell', displayName: 'Chris White', roles: ['white-cell'], language: 'en', password },
    ];
    for (const account of accounts) {
      const made = await admin.call('POST', '/users', account);
      if (made.status !== 201) throw new Error(`account: ${made.status} ${JSON.stringify(made.body)}`);
    }
    browser = await chromium.launch({ executablePath, args: browserArgs });
    instructor = await at('instructor', 'ja');
    cell = await at('white cell', 'en');
    trainees = [await at('t1a', 'ja'), await at('t1b', 'en'), await at('t2a', 'en'), await at('t2b', 'ja')];
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, 60_000);

  test('one click of the instructor begins an exercise; people of exercises see only what is theirs', async () => {
    await signIn(instructor, 'sensei', password);
    await instructor.page.waitForURL(/\/drill$/);
    expect(await instructor.page.locator('.shell-nav .nav-link').count()).toBe(1);
    exercise = await startExample(instructor);
    await instructor.page.locator('.strip-piece.is-now.kind-skill-test').waitFor({ state: 'attached' });
    await instructor.page.locator('.team-card').nth(1).waitFor();
    await instructor.look('wall-begun');
  }, 240_000);

  test('cards let four trainees in, each once, and the white cell gets its place', async () => {
    const links = await entryLinks(instructor);
    expect(links).toHaveLength(4);
    await addCrew(instructor, 'cell', instructor.t('class.role.white-cell'));
    const places = await Promise.all(trainees.map((one, index) => enter(one, links[index]!)));
    expect(places[0]).toBe(places[1]);
    expect(places[2]).toBe(places[3]);
    teams = [places[0]!, places[2]!];
    expect(await trainees[0]!.page.locator('.shell-nav .nav-link').count()).toBe(1);

    const late = await at('late', 'ja');
    await late.page.goto(links[0]!);
    await late.page.getByRole('alert').waitFor();
    await late.look('enter-used');
    await late.page.context().close();

    await trainees[0]!.open('/overview');
    await trainees[0]!.page.getByRole('heading', { name: trainees[0]!.t('class.notYours.title') }).waitFor();
    await trainees[0]!.look('not-yours');

    await signIn(cell, 'cell', password);
    await cell.page.locator('.exercise-card').waitFor();
    await cell.look('exercises');
    await cell.link('class.toWall').click();
    await cell.page.locator('.team-card').first().waitFor();
    // Only instructors turn the clock.
    expect(await cell.page.locator('.clock-controls').count()).toBe(0);
  }, 240_000);

  test('a trainee sits the skill test by keys: answers are kept, then handed in', async () => {
    expect(await sitTest(trainees[2]!, teams[1]!)).toBeGreaterThan(10);
  }, 180_000);

  test('phases before the exercise go on by hand while the organisation is loaded', async () => {
    await instructor.open(wall());
    await nextPhase(instructor, 'lecture');
    await readLecture(trainees[3]!, teams[1]!);
    await nextPhase(instructor, 'briefing');
    await lookAtDesk(trainees[0]!, teams[0]!, 'briefing');
    await nextPhase(instructor, 'exercise');
    await instructor.page.locator('.sim-clock.is-running').waitFor();
    const before = await sim();
    await until('the simulated clock', async () => (await sim()) > before + 30_000);
  }, 240_000);

  test('Space stops and runs the clock, buttons jump, and every screen shows the same time', async () => {
    const { page } = instructor;
    await page.locator('h1').click();
    await page.keyboard.press('Space');
    await page.locator('.sim-clock.is-paused').waitFor();
    const stopped = await sim();
    await page.waitForTimeout(700);
    expect(await sim()).toBe(stopped);
    await page.locator('h1').click();
    await page.keyboard.press('Space');
    await page.locator('.sim-clock.is-running').waitFor();
    await page.getByRole('button', { name: instructor.t('class.clock.jumpBy', { minutes: 60 }) }).click();
    await until('the jump', async () => (await sim()) >= stopped + 3_600_000);
  }, 240_000);

  test('the white cell answers a team as its manager and decides on its action', async () => {
    const [one] = trainees as [Person];
    await cell.open(`${wall()}/white-cell`);
    await one.call('POST', `/drill/desk/${teams[0]}/messages`, {
      to: { role: 'boss' },
      channel: 'phone',
      text: '第一報です。職員の端末から不審な通信が出ています。',
    });
    await answerFirst(cell, '第一報です');
    await until('the answer at the desk', async () => {
      const { items } = await one.call<List<Message>>('GET', `/drill/desk/${teams[0]}/messages`);
      return items.some(message => message.direction === 'in' && message.role === 'boss');
    });

    const asked = await one.call<Taken>('POST', `/drill/desk/${teams[0]}/actions`, {
      action: 'cut-internet',
      parameters: {},
      reason: '通信先が多く、個別の遮断では間に合わない',
    });
    expect(asked.status).toBe('waiting-for-approval');
    const decision = cell.page.locator('.decision').first();
    await decision.waitFor();
    await cell.look('white-cell-approval');
    await cell.button('class.cell.approve', decision).click();
    await decision.waitFor({ state: 'detached' });
    const { items } = await one.call<List<Taken>>('GET', `/drill/desk/${teams[0]}/actions`);
    expect(items.find(action => action.number === asked.number)?.status).not.toBe('waiting-for-approval');
  }, 240_000);

  test('an inject fires by the clock and by hand, is answered, and is marked', async () => {
    await instructor.open(`${wall()}/injects`);
    await instructor.page.locator('.table tbody tr').first().waitFor();
    await instructor.look('injects');
    await instructor.button('class.injects.new').click();
    await instructor.field('class.injects.what', instructor.dialog).fill('市長からの照会');
    await instructor
      .field('class.injects.text', instructor.dialog)
      .fill('市民への影響を三行で教えてほしい。');
    await instructor.button('class.injects.addRule', instructor.dialog).click();
    await instructor.page
      .getByPlaceholder(instructor.t('class.injects.rule'))
      .fill('影響が市民の言葉で書かれている');
    await instructor.look('injects-new');
    await instructor.button('class.injects.make', instructor.dialog).click();
    await instructor.dialog.waitFor({ state: 'detached' });
    await instructor.page.getByRole('button', { name: '市長からの照会' }).click();
    await instructor.button('class.injects.fire', instructor.dialog).click();

    const [one] = trainees as [Person];
    const inject = await until('the inject at the desk', async () => {
      const { items } = await one.call<List<{ inject: string; title: { ja: string } }>>(
        'GET',
        `/drill/desk/${teams[0]}/injects`,
      );
      return items.find(item => item.title.ja === '市長からの照会');
    });
    await one.call('POST', `/drill/desk/${teams[0]}/injects/${inject.inject}`, {
      text: '窓口業務は通常どおりです。証明書の発行が遅れることがあります。',
      submit: true,
    });
    const marking = instructor.dialog.locator('.marking[open]').first();
    await marking.waitFor();
    await marking.getByText(instructor.t('class.mark.100'), { exact: true }).click();
    await instructor.look('injects-marking');
    await instructor.button('class.injects.saveMark', marking).click();
    await instructor.dialog.getByText('100 %').first().waitFor();
    await instructor.page.keyboard.press('Escape');
  }, 240_000);

  test('the wall shows who gets on; the ground truth shows what went on behind', async () => {
    const [one] = trainees as [Person];
    await one.call('POST', `/drill/desk/${teams[0]}/case/entities`, {
      fields: { type: 'host', value: 'PC-0001', verdict: 'suspected', note: '', evidence: [] },
    });
    await instructor.open(wall());
    const card = instructor.page.locator('.team-card').first();
    await card.locator('.milestone-dots .done').first().waitFor();
    expect(await instructor.page.locator('.team-card').nth(1).locator('.milestone-dots .done').count()).toBe(
      0,
    );
    await instructor.look('wall');
    await instructor.lookOnPhone('wall');
    await instructor.page.locator('h1').click();
    await instructor.page.keyboard.press('f');
    await instructor.page.locator('.class-wall.is-full').waitFor();
    await instructor.look('wall-full');
    await instructor.page.keyboard.press('f');
    await instructor.button('class.advise', card).click();
    await instructor
      .field('class.advise.text', instructor.dialog)
      .fill('プロキシのログから始めてみてください。');
    await instructor.button('class.send', instructor.dialog).click();
    await instructor.dialog.waitFor({ state: 'detached' });
    const desk = await one.call<{ advice: { text: string }[] }>('GET', `/drill/desk/${teams[0]}`);
    expect(desk.advice.at(-1)?.text).toContain('プロキシ');

    await instructor.page.getByRole('tab', { name: instructor.t('class.truth') }).click();
    await instructor.page.locator('.lane-step').first().waitFor();
    await instructor.look('truth');
    await instructor.page.locator('.lane-step.is-done').first().focus();
    await instructor.page.keyboard.press('Enter');
    await instructor.page.locator('.step-facts').waitFor();
    await instructor.look('truth-step');
  }, 240_000);

  test('the desk shows every view to its team', async () => {
    const views = ['alerts', 'logs', 'hosts', 'actions', 'case', 'report', 'messages', 'hints'];
    for (const view of views) await lookAtDesk(trainees[1]!, teams[0]!, view);
  }, 240_000);

  test('a branch goes on from a moment of the past, paused; the exercise itself stays as it is', async () => {
    await instructor.open(wall());
    await instructor.button('class.clock.more').click();
    await instructor.page.getByRole('menuitem', { name: instructor.t('class.clock.branch') }).click();
    await instructor.look('branch');
    await instructor.button('class.clock.branch', instructor.dialog).click();
    await instructor.page.waitForURL(url => !url.pathname.endsWith(exercise));
    await instructor.page.locator('.sim-clock.is-paused').waitFor();
    await instructor.open(wall());
    await instructor.page.locator('.sim-clock.is-running').waitFor();
  }, 240_000);

  test('the programme goes on to the critique, where results open', async () => {
    for (const kind of ['report', 'evaluation', 'presentations', 'critique'])
      await nextPhase(instructor, kind);
    const [one] = trainees as [Person];
    const desk = await one.call<{ exercise: { resultsOpen: boolean } }>('GET', `/drill/desk/${teams[0]}`);
    expect(desk.exercise.resultsOpen).toBe(true);
    await instructor.look('wall-critique');
  }, 240_000);

  test('results are read, compared and marked', async () => {
    await readResults(trainees[2]!, teams[1]!);
    await compareTeams(instructor, exercise);
    await markReport(instructor, exercise, teams[0]!);
  }, 300_000);

  test('the list, the form and the organisations; the instructor ends the exercise', async () => {
    await instructor.open('/drill');
    await instructor.page.locator('.exercise-card').first().waitFor();
    await instructor.look('exercises-staff');
    await instructor.lookOnPhone('exercises-staff');
    await instructor.open('/drill/new');
    await instructor.page.locator('.pick').first().waitFor();
    await instructor.look('new-exercise');
    await instructor.open('/drill/worlds');
    await instructor.page.locator('.table tbody tr').first().waitFor();
    await instructor.page.locator('.table .link-button').first().click();
    await instructor.page.locator('.holding').first().waitFor();
    await instructor.look('worlds');
    await instructor.open(wall());
    await instructor.button('class.clock.more').click();
    await instructor.page.getByRole('menuitem', { name: instructor.t('class.clock.end') }).click();
    await instructor.button('class.clock.end', instructor.dialog).click();
    await instructor.page.locator('.sim-clock.is-ended').waitFor();
  }, 300_000);

  test('nothing went wrong on any screen', () => {
    expect(complaints).toEqual({ errors: [], issues: [] });
  });
});
