// A class from the first click to the critique: an instructor, a white cell and two teams of two, each in a browser of
// their own, half of them in Japanese, on the platform as users start it. Every screen goes under axe.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addCrew,
  answerFirst,
  type Complaints,
  enrolByList,
  enter,
  entryLinks,
  freeSeat,
  joinByCode,
  lookAtDesk,
  nextPhase,
  Person,
  signIn,
  startExample,
} from './drill-class.ts';
import {
  answerInject,
  askAction,
  handInReport,
  judgeHost,
  keepLine,
  noteEvent,
  openDesk,
  searchLogs,
  takeHint,
  talk,
  tell,
} from './drill-desk.ts';
import { compareTeams, markReport, openPapers, readLecture, readResults, sitTest } from './drill-review.ts';
import { ApiClient, type Platform, startPlatform, until } from './platform.ts';
import { browserArgs } from './walk.ts';

const executablePath = '/usr/bin/chromium';
const built = existsSync(new URL('../console/dist/index.html', import.meta.url));
if (!existsSync(executablePath)) console.log('skipped: no chromium (scripts/setup-debian.sh installs it)');
if (!built) console.log('skipped: the console is not built (npm run build)');

const password = 'a long pass phrase for tests';

/** The desk's day, in the words of the language of who sits there. */
const words = {
  ja: {
    note: '起動元のプロセスが不審',
    event: '監視センターの通報を受け、調査を開始した',
    report: '監視センターからの通報により端末の不審な通信を確認し、調査を開始した。',
    isolate: '不審なプロセスを確認したため',
    hello: '通信先の一覧は私が見ます。',
  },
  en: {
    note: 'Unusual parent process',
    event: 'Told by monitoring, began to look into it',
    report: 'Monitoring told us of unusual traffic from a workstation, and we began to look into it.',
    isolate: 'An unusual process runs on it',
    hello: 'I take the list of addresses.',
  },
};

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

  /** From a search to an action on what it found, in the words of the one who sits there. */
  const investigate = async (one: Person, team: string) => {
    const said = words[one.language];
    await searchLogs(one, team, 'source:windows-sysmon code:sysmon:1', 'sysmon:1');
    await keepLine(one, said.note);
    const host = await judgeHost(one, team);
    await noteEvent(one, team, '2026-04-14T09:12:00', said.event);
    await askAction(one, team, 'isolate-host', { host, reason: said.isolate });
  };

  beforeAll(async () => {
    platform = await startPlatform(['--agent-enabled', 'false', '--dns-enabled', 'false']);
    const admin = new ApiClient(platform.ready.url);
    await admin.setUp(platform.ready.setup!);
    const accounts = [
      { name: 'sensei', displayName: '講師 一郎', roles: ['instructor'], language: 'ja', password },
      { name: 'cell', displayName: 'Chris White', roles: ['white-cell'], language: 'en', password },
      { name: 'guest', displayName: 'Kim Guest', roles: ['trainee'], language: 'en', password },
    ];
    for (const account of accounts) {
      const made = await admin.call('POST', '/users', account);
      if (made.status !== 201) throw new Error(`account: ${made.status} ${JSON.stringify(made.body)}`);
    }
    browser = await chromium.launch({ executablePath, args: browserArgs });
    instructor = await at('instructor', 'ja');
    cell = await at('white cell', 'en');
    trainees = [await at('t1a', 'ja'), await at('t1b', 'en'), await at('t2a', 'en'), await at('t2b', 'ja')];
  }, 240_000);
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

  test('trainees sit the skill test by keys: answers are kept, then handed in', async () => {
    const counts = await Promise.all([sitTest(trainees[2]!, teams[1]!), sitTest(trainees[0]!, teams[0]!)]);
    for (const count of counts) expect(count).toBeGreaterThan(10);
  }, 240_000);

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

  test('a list gives a seat, a seat left free is taken by the code of the class', async () => {
    await instructor.open(`${wall()}/people`);
    const [, second] = (await instructor.call<{ teams: { name: string }[] }>('GET', wall())).teams;
    await enrolByList(instructor, second!.name, '山田 花子');
    const code = await freeSeat(instructor, '山田 花子');
    const guest = await at('guest', 'en');
    await signIn(guest, 'guest', password);
    expect(await joinByCode(guest, code)).toBe(teams[1]);
    await guest.page.locator('.desk-tabs').waitFor();
    await guest.page.context().close();
  }, 240_000);

  test('a trainee searches, keeps a line, judges its host, and acts on it', async () => {
    await investigate(trainees[0]!, teams[0]!);
  }, 300_000);

  test('the white cell answers a team as its manager and decides on its action', async () => {
    const [one] = trainees as [Person];
    await cell.open(`${wall()}/white-cell`);
    await tell(one, teams[0]!, 'boss', '第一報です。職員の端末から不審な通信が出ています。');
    await answerFirst(cell, '第一報です');
    // The open thread shows the answer by itself.
    await one.page.locator('.said-item.in').last().waitFor();

    const asked = await askAction(one, teams[0]!, 'cut-internet', {
      reason: '通信先が多く、個別の遮断では間に合わない',
    });
    await asked.getByText(one.t('desk.taken.waiting-for-approval')).waitFor();
    const decision = cell.page.locator('.decision').first();
    await decision.waitFor();
    await cell.look('white-cell-approval');
    await cell.button('class.cell.approve', decision).click();
    await decision.waitFor({ state: 'detached' });
    await asked.getByText(one.t('desk.taken.waiting-for-approval')).waitFor({ state: 'detached' });
    await one.look('desk-approved');
  }, 300_000);

  test('an inject fires by the clock and by hand, is answered, and is marked', async () => {
    await instructor.open(`${wall()}/injects`);
    await instructor.page.locator('.table tbody tr').first().waitFor();
    await instructor.look('injects');
    await instructor.page.getByRole('button', { name: instructor.t('class.injects.new') }).click();
    const written = (key: Parameters<Person['t']>[0]) =>
      instructor.dialog.getByLabel(
        instructor.t('class.both.label', { label: instructor.t(key), language: '日本語' }),
      );
    await written('class.injects.what').fill('市長からの照会');
    await written('class.injects.text').fill('市民への影響を三行で教えてほしい。');
    await instructor.dialog
      .getByText(instructor.t('class.both.same', { language: '日本語' }))
      .first()
      .waitFor();
    await instructor.button('class.injects.addRule', instructor.dialog).click();
    await written('class.injects.rule').fill('影響が市民の言葉で書かれている');
    await instructor.look('injects-new');
    await instructor.button('class.injects.make', instructor.dialog).click();
    await instructor.dialog.waitFor({ state: 'detached' });
    await instructor.page.getByRole('button', { name: '市長からの照会' }).click();
    await instructor.button('class.injects.fire', instructor.dialog).click();

    const [one] = trainees as [Person];
    await answerInject(
      one,
      teams[0]!,
      '市長からの照会',
      '窓口業務は通常どおりです。証明書の発行が遅れることがあります。',
    );
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
    await openDesk(one, teams[0]!, 'hints');
    await one.page.getByText('プロキシのログから始めてみてください。').first().waitFor();

    await instructor.page.getByRole('tab', { name: instructor.t('class.truth') }).click();
    await instructor.page.locator('.lane-step').first().waitFor();
    await instructor.look('truth');
    await instructor.page.locator('.lane-step.is-done').first().focus();
    await instructor.page.keyboard.press('Enter');
    await instructor.page.locator('.step-facts').waitFor();
    await instructor.look('truth-step');
  }, 240_000);

  test('the other team does the same in English, takes a hint and talks', async () => {
    const [, , three, four] = trainees as [Person, Person, Person, Person];
    await investigate(three, teams[1]!);
    await tell(three, teams[1]!, 'boss', 'A first word: a workstation talks to an unknown address.');
    await takeHint(three, teams[1]!);
    await takeHint(four, teams[1]!);
    await talk(three, four, teams[1]!, words.en.hello);
  }, 300_000);

  test('the desk shows every view to its team', async () => {
    await talk(trainees[1]!, trainees[0]!, teams[0]!, words.ja.hello);
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
    await nextPhase(instructor, 'report');
    expect(await handInReport(trainees[0]!, teams[0]!, words.ja.report)).toBeGreaterThan(3);
    expect(await handInReport(trainees[2]!, teams[1]!, words.en.report)).toBeGreaterThan(3);
    for (const kind of ['evaluation', 'presentations', 'critique']) await nextPhase(instructor, kind);
    const [one] = trainees as [Person];
    const desk = await one.call<{ exercise: { resultsOpen: boolean } }>('GET', `/drill/desk/${teams[0]}`);
    expect(desk.exercise.resultsOpen).toBe(true);
    await instructor.look('wall-critique');
  }, 240_000);

  test('results are read, compared and marked', async () => {
    await readResults(trainees[2]!, teams[1]!);
    const [slides, result, certificate] = await openPapers(trainees[0]!, teams[0]!);
    expect(result).toContain(slides);
    expect(certificate).toBe(trainees[0]!.t('review.paper.certificate'));
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
