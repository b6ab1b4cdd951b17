// Skill tests through the API: taken by four people, handed in, kept sealed, explained only when no test is to come.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemBank } from '#drill/skills/bank.ts';
import { keysOf } from '#drill/skills/items/answer.ts';
import { shownOrder } from '#drill/skills/items/shuffle.ts';
import type { Sitting } from '#model/drill/sitting.ts';
import { testSittings } from '#store/records/drill-collections.ts';
import type { Browser } from '../auth/test-auth.ts';
import { startClass, type TestClass } from './testing/class.ts';

let c: TestClass;
let people: Browser[];
beforeAll(async () => {
  c = await startClass();
  people = await Promise.all([0, 1, 2, 3].map(index => c.sit(index)));
});
afterAll(() => c?.close());

const room = (path = '') => `/drill/exercises/${c.exercise}${path}`;
const desk = (index: number, path = '') => `/drill/desk/${c.seats[index]!.team}${path}`;
const person = (index: number) => c.seats[index]!.account;
const next = () => c.instructor.call('POST', room('/phase'), { to: 'next' });

/** The right answer as this person sees the options. */
function rightAnswer(sitting: Sitting, id: string): number[] | string {
  const item = itemBank().get(id)!;
  if (item.kind === 'short') return item.accept[0]!;
  const order = shownOrder(item, sitting.seed);
  const numbers = item.kind === 'order' ? item.steps.map((_, index) => index) : keysOf(item);
  return numbers.map(number => order.indexOf(number));
}

/** Answers the first `count` items of the sitting as shown rightly and hands it in. */
async function take(index: number, purpose: 'before' | 'after', count: number): Promise<void> {
  const { body } = await people[index]!.call('POST', desk(index, '/test/start'));
  const kept = (await c.drill.sittings.of(c.exercise, person(index), purpose))!;
  for (const { id } of body.sitting.items.slice(0, count)) {
    const reply = await people[index]!.call('PUT', desk(index, `/test/${id}`), {
      answer: rightAnswer(kept, id),
      seconds: 20,
    });
    expect(reply.status).toBe(200);
  }
  expect((await people[index]!.call('POST', desk(index, '/test/submit'))).body.open).toBe(false);
}

it('has no test before its phase', async () => {
  expect((await people[0]!.call('GET', desk(0, '/test'))).body).toMatchObject({ open: false, sitting: null });
  expect(await people[0]!.call('POST', desk(0, '/test/start'))).toMatchObject({
    status: 409,
    body: { code: 'DRILL_TEST_CLOSED' },
  });
});

it('gives neighbours different forms, shows no key and keeps answers as they come', async () => {
  await c.instructor.call('POST', room('/clock'), { do: 'start' });
  const first = await people[0]!.call('POST', desk(0, '/test/start'));
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ open: true, purpose: 'before', of: 25 });
  expect(first.body.sitting.items).toHaveLength(25);
  await people[1]!.call('POST', desk(1, '/test/start'));
  const forms = await Promise.all([0, 1].map(i => c.drill.sittings.of(c.exercise, person(i), 'before')));
  expect(forms.map(one => one!.form)).toEqual(['A', 'B']);
  // Reasons stand in wrong options only: none of them may leave, nor explanations or accepted answers.
  const sent = JSON.stringify(first.body);
  for (const id of forms[0]!.items) {
    const item = itemBank().get(id)!;
    expect(sent).not.toContain(JSON.stringify(item.explanation.en).slice(1, -1));
    if (item.kind === 'single' || item.kind === 'multiple')
      for (const { why } of item.options)
        if (why) expect(sent).not.toContain(JSON.stringify(why.en).slice(1, -1));
  }
  expect(sent).not.toMatch(/"(key|why|accept|explanation|difficulty)"/);

  const single = first.body.sitting.items.find((one: { kind: string }) => one.kind === 'single');
  const put = (answer: unknown) => people[0]!.call('PUT', desk(0, `/test/${single.id}`), { answer });
  expect((await put([1])).body).toMatchObject({ item: single.id, answered: 1 });
  const again = (await people[0]!.call('GET', desk(0, '/test'))).body.sitting;
  expect(again.items.find((one: { id: string }) => one.id === single.id).answer).toEqual([1]);
  expect((await put([])).body.answered).toBe(0);
  expect(await put([0, 1])).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
  expect(await put('x')).toMatchObject({ status: 400 });
  expect(await put([single.options.length])).toMatchObject({ status: 400 });
  const foreign = forms[1]!.items.find(id => !forms[0]!.items.includes(id))!;
  expect((await people[0]!.call('PUT', desk(0, `/test/${foreign}`), { answer: [0] })).status).toBe(404);
  // In the reader's language: the same items with the same options in the same places.
  for (const lang of ['ja', 'en'] as const) {
    const { sitting } = (await people[0]!.call('GET', desk(0, `/test?lang=${lang}`))).body;
    for (const shown of sitting.items) {
      const item = itemBank().get(shown.id)!;
      expect(shown.stem).toBe(item.stem[lang]);
      if (item.kind === 'single' || item.kind === 'multiple')
        expect(shown.options).toEqual(
          shownOrder(item, forms[0]!.seed).map(number => item.options[number]!.text[lang]),
        );
    }
  }
  // A second start is the same test.
  expect((await people[0]!.call('POST', desk(0, '/test/start'))).body.sitting.id).toBe(first.body.sitting.id);
});

it('closes a test that is handed in, and seals what was answered', async () => {
  await take(0, 'before', 10);
  await take(1, 'before', 10);
  await take(2, 'before', 15);
  await people[3]!.call('POST', desk(3, '/test/start'));
  expect(await people[0]!.call('POST', desk(0, '/test/submit'))).toMatchObject({
    status: 409,
    body: { code: 'DRILL_TEST_CLOSED' },
  });
  const { items } = await c.t.records.collection(testSittings).list();
  expect(items).toHaveLength(4);
  const kept = JSON.stringify(items);
  // A short id can stand in sealed bytes by chance.
  const ids = (await c.drill.sittings.of(c.exercise, person(0), 'before'))!.items.filter(id => id.length > 8);
  expect(ids.length).toBeGreaterThan(5);
  for (const id of ids) expect(kept).not.toContain(id);
  expect((await c.instructor.call('GET', room('/tests'))).body).toMatchObject({
    purposes: [
      { purpose: 'before', started: 4, submitted: 3, closed: 0, of: 4 },
      { purpose: 'after', started: 0, submitted: 0, closed: 0, of: 4 },
    ],
  });
});

it('keeps results until the critique, and keys until the second test is over', async () => {
  expect(await people[0]!.call('GET', desk(0, '/test/result'))).toMatchObject({
    status: 409,
    body: { code: 'DRILL_RESULTS_CLOSED' },
  });
  while ((await next()).body.phase.kind !== 'critique');
  const { body } = await people[0]!.call('GET', desk(0, '/test/result'));
  expect(body.sittings).toMatchObject([{ purpose: 'before', right: 10, items: 25 }]);
  expect(body.sittings[0].percent.value).toBeCloseTo(40);
  expect(body).not.toHaveProperty('solutions');
  expect((await next()).body.phase.kind).toBe('skill-test');
  await take(0, 'after', 20);
  await take(1, 'after', 12);
  const after = (await people[0]!.call('GET', desk(0, '/test/result'))).body;
  expect((await c.drill.sittings.of(c.exercise, person(0), 'after'))!.form).toBe('B');
  // 40 % and 80 % of 25: Wilson's half widths by hand are 17.929 and 15.135 points, so the standard errors are 9.147 and
  // 7.722; with 2.5 of the forms the gain's is √(83.67 + 59.63 + 6.25) = 12.229.
  expect(after.gain.gain.value).toBeCloseTo(40);
  expect(after.gain.gain.se).toBeCloseTo(12.229, 2);
  expect(after.gain.verdict).toBe('improved');
  expect(after.solutions).toHaveLength(50);
  expect(after.solutions.filter((one: { right: boolean }) => one.right)).toHaveLength(30);
  expect(after.solutions[0].explanation).toBeTruthy();
  const japanese = (await people[0]!.call('GET', desk(0, '/test/result?lang=ja'))).body.solutions[0];
  expect(japanese.explanation).toBe(itemBank().get(japanese.item)!.explanation.ja);
});

it('tells staff each person’s gain with its error, in order of seats, and what the items did', async () => {
  const { body } = await c.instructor.call('GET', room('/tests'));
  expect(body.people.map((one: { account: string }) => one.account)).toEqual(c.seats.map(one => one.account));
  // 40 % and 48 %: far inside the error of 25 items.
  expect(body.people[1].gain).toMatchObject({ verdict: 'no-reliable-change' });
  // Opened and left: closed with its phase, but no test taken.
  expect(body.people[3].before).toEqual({
    answered: 0,
    of: 25,
    submittedAt: expect.any(Number),
    closed: true,
  });
  expect(body.purposes[0]).toMatchObject({ started: 4, submitted: 3, closed: 1 });
  // Two people with both tests say nothing about a group.
  expect(body).not.toHaveProperty('group');
  expect(body.rasch).toEqual({ people: 5, needed: 100 });
  expect(body.items).toHaveLength(44);
  for (const one of body.items) expect(one.people).toBeGreaterThan(0);
  // Nobody but staff.
  expect((await people[0]!.call('GET', room('/tests'))).status).toBe(403);
});

it('leaves the answers of a person who goes as nobody’s', async () => {
  await c.instructor.call('DELETE', room(`/seats/${person(2)}`));
  const kept = await c.drill.sittings.all(c.exercise);
  expect(kept).toHaveLength(6);
  expect(kept.some(one => one.person === person(2))).toBe(false);
  expect(JSON.stringify((await c.t.records.collection(testSittings).list()).items)).not.toContain(person(2));
  expect((await c.instructor.call('GET', room('/tests'))).body.items).toHaveLength(44);
});

describe('a test nobody hands in', () => {
  let own: TestClass;
  let sitters: Browser[];
  const phase = (to: string) => own.instructor.call('POST', `/drill/exercises/${own.exercise}/phase`, { to });
  const at = (index: number, path: string) => `/drill/desk/${own.seats[index]!.team}/test${path}`;
  const kept = (index: number, purpose: 'before' | 'after', drill = own.drill) =>
    drill.sittings.of(own.exercise, own.seats[index]!.account, purpose);
  /** Begins, or goes on, and answers so many more items. */
  const answer = async (index: number, count: number) => {
    const { sitting } = (await sitters[index]!.call('POST', at(index, '/start'))).body;
    const open = sitting.items.filter(
      (one: { kind: string; answer?: unknown }) => one.kind !== 'short' && one.answer === undefined,
    );
    for (const { id } of open.slice(0, count))
      expect((await sitters[index]!.call('PUT', at(index, `/${id}`), { answer: [0] })).status).toBe(200);
  };
  beforeAll(async () => {
    own = await startClass();
    sitters = await Promise.all([0, 1, 2].map(index => own.sit(index)));
    await own.instructor.call('POST', `/drill/exercises/${own.exercise}/clock`, { do: 'start' });
  });
  afterAll(() => own?.close());

  it('is closed with its phase, though no browser asks, and says so', async () => {
    await answer(0, 3);
    await answer(1, 0);
    await sitters[2]!.call('POST', at(2, '/start'));
    await sitters[2]!.call('POST', at(2, '/submit'));
    own.t.clock.now += 60_000;
    const over = own.t.clock.now;
    await phase('next');
    await own.pass(2);
    expect(await kept(0, 'before')).toMatchObject({ finished: over, closed: true });
    expect(await kept(2, 'before')).not.toHaveProperty('closed');
    expect((await sitters[0]!.call('GET', at(0, ''))).body).toMatchObject({
      open: false,
      handedIn: [{ purpose: 'before', submittedAt: over, closed: true, answered: 3, of: 25 }],
    });
    const { body } = await own.instructor.call('GET', `/drill/exercises/${own.exercise}/tests`);
    expect(body.purposes[0]).toMatchObject({ started: 3, submitted: 1, closed: 2 });
    expect(body.people[0].before).toMatchObject({ answered: 3, closed: true });
    expect(body.people[0].before.percent.value).toBeLessThanOrEqual(12);
    expect(body.people[1].before).not.toHaveProperty('percent');
    // Handed in and closed with answers count, the one left empty does not.
    expect(body.rasch.people).toBe(2);
  });

  it('is open again with its answers when the instructor goes back, unless it was handed in', async () => {
    const first = (await own.instructor.call('GET', `/drill/exercises/${own.exercise}`)).body.programme
      .phases[0];
    await phase(first.id);
    expect((await sitters[0]!.call('GET', at(0, ''))).body).toMatchObject({
      open: true,
      sitting: { answered: 3 },
    });
    expect((await sitters[2]!.call('GET', at(2, ''))).body.open).toBe(false);
    await answer(0, 2);
  });

  it('is closed by a server that starts after its phase has ended', async () => {
    const live = await own.drill.exercise(own.exercise);
    own.t.clock.now += 60_000;
    const over = own.t.clock.now;
    await live.enterPhase('', 'next');
    expect(await kept(0, 'before')).not.toHaveProperty('finished');
    own.t.clock.now += 600_000;
    const again = await own.restarted();
    await again.tick();
    const closed = await kept(0, 'before', again);
    expect(closed).toMatchObject({ finished: over, closed: true });
    expect(closed!.answers).toHaveLength(5);
    await again.close();
  });

  it('is closed when the exercise ends, also by a server that starts later', async () => {
    while ((await phase('next')).body.phase.kind !== 'skill-test');
    await answer(0, 4);
    const live = await own.drill.exercise(own.exercise);
    await live.turn('', 'end');
    const over = own.t.clock.now;
    own.t.clock.now += 600_000;
    expect(await kept(0, 'after')).not.toHaveProperty('finished');
    const again = await own.restarted();
    expect(await kept(0, 'after', again)).toMatchObject({ finished: over, closed: true });
    const { body } = await sitters[0]!.call('GET', at(0, '/result'));
    expect(body.sittings).toHaveLength(2);
    expect(body).toHaveProperty('gain');
    await again.close();
  });
});
