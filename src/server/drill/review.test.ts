// After the exercise: one team played well, the other did nothing. Scores, what they rest on, how staff put them right.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bestPlay } from '#drill/run/best-play.ts';
import { simulate, totalLoss } from '#drill/run/simulate.ts';
import { skillRecords } from '#store/records/drill-collections.ts';
import type { Browser } from '../auth/test-auth.ts';
import { startClass, type TestClass } from './testing/class.ts';

let c: TestClass;
let red: Browser;
let blue: Browser;
const room = (path = '') => `/drill/exercises/${c.exercise}${path}`;
const desk = (team: number, path = '') => `/drill/desk/${c.teams[team]}${path}`;
const until = async (kind: string) => {
  while ((await c.instructor.call('POST', room('/phase'), { to: 'next' })).body.phase.kind !== kind);
};

beforeAll(async () => {
  c = await startClass({ options: { approval: 'auto' } });
  red = await c.sit(0);
  blue = await c.sit(2);
  await c.instructor.call('POST', room('/clock'), { do: 'start' });
  await until('exercise');
  const live = await c.drill.exercise(c.exercise);
  const team = live.teams.get(c.teams[0]!)!;
  const { variant, truth } = team.played;
  // Red does what best play does as soon as its clock allows, names the hosts and keeps a promise.
  const plays = [...bestPlay(team.world, variant)];
  while (live.phase()?.kind === 'exercise' && !live.phase()!.overdue) {
    while (plays[0] && plays[0].at <= live.now()) {
      const { action, parameters } = plays.shift()!;
      const reply = await red.call('POST', desk(0, '/actions'), { action, parameters });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    }
    await c.pass(0.5);
  }
  for (const value of truth.hosts)
    await red.call('POST', desk(0, '/case/entities'), {
      fields: { type: 'host', value, verdict: 'compromised', note: '', evidence: [] },
    });
}, 60_000);
afterAll(() => c?.close());

const criterion = (score: { criteria: { id: string }[] }, id: string) =>
  score.criteria.find(one => one.id === id)! as never as {
    points: number;
    of: number;
    computed: number;
    correction?: { points: number; reason: string; label: string };
    because: { text: { ja: string; en: string }; proof?: { line: string; text: string } }[];
  };

it('keeps the score from teams until the critique', async () => {
  expect(await red.call('GET', desk(0, '/score'))).toMatchObject({
    status: 409,
    body: { code: 'DRILL_RESULTS_CLOSED' },
  });
  expect((await c.instructor.call('GET', desk(0, '/score'))).body.state).toBe('provisional');
});

it('scores both teams when the exercise has ended, each reason in words of both languages', async () => {
  await until('critique');
  await c.instructor.call('POST', room('/clock'), { do: 'end' });
  const { body } = await c.instructor.call('GET', room('/scores'));
  expect(body.items.map((one: { teamName: string }) => one.teamName)).toEqual(['Red', 'Blue']);
  const [mine, theirs] = body.items;
  expect(mine.state).toBe('final');
  expect(mine.total).toBeGreaterThan(theirs.total + 20);
  expect(criterion(mine, 'hosts').points).toBeGreaterThan(0);
  expect(criterion(theirs, 'loss').points).toBe(0);
  // Loss is that of the run as it was played, worked out anew.
  const live = await c.drill.exercise(c.exercise);
  const one = live.teams.get(c.teams[1]!)!;
  expect(theirs.loss.team).toBe(totalLoss(simulate(one.world, one.played.variant, [], live.now())));
  expect(theirs.loss.nothing).toBe(theirs.loss.team);
  for (const { because } of mine.criteria)
    for (const { text } of because) expect(`${text.ja} ${text.en}`).not.toMatch(/[{}]|drill\.|undefined/);
});

it('points to a log line the team can open', async () => {
  const score = (await red.call('GET', desk(0, '/score'))).body;
  const proofs = score.criteria.flatMap((one: { because: { proof?: object }[] }) =>
    one.because.flatMap(reason => reason.proof ?? []),
  );
  expect(proofs.length).toBeGreaterThan(5);
  // The search of the desk finds each of them, by its own words.
  for (const { text } of proofs as { text: string }[]) {
    const found = await red.call('GET', desk(0, `/search?limit=1000&q=${encodeURIComponent(text)}`));
    expect(found.body.items.map((line: { text: string }) => line.text)).toContain(text);
  }
});

it('lets staff put a criterion right, with a reason that everybody sees', async () => {
  const correct = (body: object) =>
    c.instructor.call('POST', room(`/scores/${c.teams[1]}/corrections`), body);
  const before = (await c.instructor.call('GET', desk(1, '/score'))).body;
  const wanted = {
    criterion: 'detect',
    points: 3.5,
    reason: 'They told the white cell by phone at once, which the log does not show.',
  };
  const { body } = await correct(wanted);
  const got = body.criteria.reduce((sum: number, one: { points: number }) => sum + one.points, 0);
  const of = body.criteria.reduce((sum: number, one: { of: number }) => sum + one.of, 0);
  expect(body.total).toBeCloseTo((100 * got) / of, 1);
  expect(
    got - before.criteria.reduce((sum: number, one: { points: number }) => sum + one.points, 0),
  ).toBeCloseTo(3.5 - criterion(before, 'detect').points);
  const seen = (await blue.call('GET', desk(1, '/score'))).body;
  expect(seen.corrected).toBe(true);
  expect(criterion(seen, 'detect')).toMatchObject({
    points: 3.5,
    computed: criterion(before, 'detect').points,
    correction: { points: 3.5, reason: wanted.reason, label: 'instructor' },
  });
  expect(await correct({ ...wanted, points: 6 })).toMatchObject({ status: 400 });
  expect(await correct({ ...wanted, reason: 'no' })).toMatchObject({ status: 400 });
  expect(await correct({ ...wanted, criterion: 'nothing' })).toMatchObject({ status: 400 });
  expect(await red.call('POST', room(`/scores/${c.teams[0]}/corrections`), wanted)).toMatchObject({
    status: 403,
  });
  await correct({ ...wanted, points: null });
  expect((await blue.call('GET', desk(1, '/score'))).body.total).toBe(before.total);
  const log = (await c.instructor.call('GET', room(`/teams/${c.teams[1]}/log`))).body.items;
  expect(log.filter((one: { kind: string }) => one.kind === 'correction')).toHaveLength(2);
});

it('replays the exercise and tells what one action more would have done', async () => {
  const { status, body } = await blue.call('GET', desk(1, '/debrief'));
  expect(status).toBe(200);
  expect(body.world.length).toBeGreaterThan(5);
  expect(body.ideas.length).toBeGreaterThan(0);
  expect(body.curves.loss.team.at(-1).points).toBe(body.curves.loss.nothing.at(-1).points);
  expect((await red.call('GET', desk(1, '/debrief'))).status).toBe(403);
  const { change } = body.ideas.find((one: { change: { do: string } }) => one.change.do === 'add');
  const tried = await blue.call('POST', desk(1, '/counterfactual'), { change });
  expect(tried.status).toBe(200);
  const live = await c.drill.exercise(c.exercise);
  const one = live.teams.get(c.teams[1]!)!;
  const fresh = simulate(
    one.world,
    one.played.variant,
    [{ ...change, number: 1, by: '', approvedAt: change.at + 5 * 60_000 }],
    live.now(),
  );
  expect(tried.body.loss.now).toBe(totalLoss(fresh));
  expect(tried.body.text.ja).toBeTruthy();
  const wrong = { change: { ...change, action: 'no-such' } };
  expect(await blue.call('POST', desk(1, '/counterfactual'), wrong)).toMatchObject({ status: 400 });
});

it('puts the class side by side without ranking it', async () => {
  const { body } = await c.instructor.call('GET', room('/debrief/compare'));
  expect(body.teams.map((one: { teamName: string }) => one.teamName)).toEqual(['Red', 'Blue']);
  expect(body.measures.find((one: { id: string }) => one.id === 'loss').values[1].value).toBeGreaterThan(0);
  expect(body.different.length).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toMatch(/rank|place/);
  expect((await red.call('GET', room('/debrief/compare'))).status).toBe(403);
});

it('has reports marked by two who do not see each other’s marks before both are in', async () => {
  const other = await c.crew('evaluator-one', 'evaluator');
  const { body: sheet } = await c.instructor.call('GET', room('/marks'));
  const marks = (mark: 0 | 50 | 100) =>
    Object.fromEntries(sheet.rubric.map(({ id }: { id: string }) => [id, { mark, comment: `c${mark}` }]));
  const give = (who: Browser, mark: 0 | 50 | 100, submit: boolean) =>
    who.call('POST', room('/marks'), { team: c.teams[0], marks: marks(mark), submit });
  expect((await give(c.instructor, 100, true)).body).toMatchObject({ open: false });
  expect(await give(c.instructor, 0, true)).toMatchObject({
    status: 409,
    body: { code: 'DRILL_MARKS_SUBMITTED' },
  });
  const draft = (await give(other, 50, false)).body;
  expect(draft.mine.marks).toEqual(marks(50));
  expect(draft.markers.map((one: { submitted: boolean }) => one.submitted).sort()).toEqual([false, true]);
  expect(JSON.stringify((await other.call('GET', room('/marks'))).body)).not.toContain('c100');
  expect(JSON.stringify((await c.instructor.call('GET', room('/marks'))).body)).not.toContain('c50');
  const { body } = await give(other, 50, true);
  // Every criterion half a mark apart: no pair agrees, the judgement is the mean.
  expect(body).toMatchObject({ open: true, judgement: 75, agreement: { units: 6, percent: 0 } });
  expect(body.others).toMatchObject([{ label: 'instructor', marks: marks(100) }]);
  expect(
    await other.call('POST', room('/marks'), { team: c.teams[1], marks: {}, submit: true }),
  ).toMatchObject({
    status: 400,
  });
  expect(
    await other.call('POST', room('/marks'), {
      team: c.teams[1],
      marks: { nothing: { mark: 0, comment: '' } },
      submit: false,
    }),
  ).toMatchObject({ status: 400 });
  expect((await red.call('GET', room('/marks'))).status).toBe(403);
});

it('prints slides, a result sheet and a certificate that load and run nothing', async () => {
  for (const lang of ['ja', 'en'])
    for (const path of ['slides', 'paper', 'certificate']) {
      const reply = await red.call('GET', desk(0, `/${path}?lang=${lang}`));
      expect([path, reply.status]).toEqual([path, 200]);
      expect(reply.headers['content-type']).toContain('text/html');
      expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(reply.text).toContain(`lang="${lang}"`);
      expect(reply.text).not.toMatch(
        /<script|<img|<link|javascript:|url\(|undefined|\[object|\{\w+\}|drill\.\w+\.\w+/,
      );
    }
  expect((await red.call('GET', desk(0, '/certificate?lang=ja'))).text).toContain('山田 太郎 殿');
  const mate = c.seats[1]!.account;
  expect((await red.call('GET', desk(0, `/certificate?account=${mate}`))).status).toBe(403);
  expect((await c.instructor.call('GET', desk(0, `/certificate?account=${mate}`))).status).toBe(200);
});

it('says what the exercise shows of skills, and keeps it sealed for the years', async () => {
  const { body } = await red.call('GET', desk(0, '/skills'));
  expect(body.team.length).toBeGreaterThan(10);
  expect(body.mine).toHaveLength(body.team.length);
  const seen = body.team.filter((one: { verdict: string }) => one.verdict !== 'not-observed');
  expect(seen.length).toBeGreaterThan(0);
  for (const one of seen) expect(one.shownBy.length + one.missedIn.length).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toMatch(/undefined|drill\.\w+\./);
  const { body: all } = await c.instructor.call('GET', room('/skills'));
  expect(all.people).toHaveLength(4);
  // The ticker keeps what was seen of each person; red's member did things, blue's nobody.
  await c.pass(0.5);
  await vi.waitFor(async () => expect(await c.drill.skills.of(c.seats[0]!.account)).toBeDefined(), 20_000);
  const mine = (await red.call('GET', '/drill/skills/mine')).body;
  expect(mine.entries).toMatchObject([{ kind: 'exercise', ref: c.exercise }]);
  expect(mine.latest.length).toBeGreaterThan(0);
  expect(await c.drill.skills.of(c.seats[2]!.account)).toBeUndefined();
  const stored = JSON.stringify((await c.t.records.collection(skillRecords).list()).items);
  expect(stored).not.toMatch(/taro@city|statements|noticed/);
  const admin = await c.enter('head', ['training-admin']);
  const { body: years } = await admin.call('GET', '/drill/skills/organisations');
  // One person: how many, and nothing more.
  expect(years.items[0].years[0]).toMatchObject({ people: 1 });
  expect(JSON.stringify(years)).not.toContain('"can"');
  const xapi = await c.instructor.call('GET', room('/xapi'));
  expect(xapi.body.length).toBeGreaterThan(0);
  expect(xapi.text).not.toContain('山田');
  expect((await red.call('DELETE', '/drill/skills/mine')).status).toBe(204);
  expect((await red.call('GET', '/drill/skills/mine')).body).toEqual({ entries: [], latest: [] });
});

it('knows a person with another seat next year by their mail', async () => {
  const entry = (ref: string) => ({ at: 1, kind: 'exercise' as const, ref });
  const person = { mail: 'Hana@city.example', organisation: 'City' };
  await c.drill.skills.keep({ account: 'seat-1', ...person }, [entry('first')]);
  await c.drill.skills.keep({ account: 'seat-2', ...person, mail: 'hana@CITY.example' }, [entry('second')]);
  await c.drill.skills.keep({ account: 'seat-3', mail: '', organisation: '' }, [entry('other')]);
  expect((await c.drill.skills.of('seat-1'))?.entries.map(one => one.ref)).toEqual(['first', 'second']);
  await c.drill.skills.forget('seat-2', ['second']);
  expect((await c.drill.skills.of('seat-2'))?.entries.map(one => one.ref)).toEqual(['first']);
  await c.drill.skills.forget('seat-1', ['first']);
  expect(await c.drill.skills.of('seat-1')).toBeUndefined();
  expect((await c.drill.skills.of('seat-3'))?.entries).toHaveLength(1);
});

it('has the scores of twenty teams within five seconds of the end', async () => {
  const many = await startClass({
    teams: Array.from({ length: 20 }, () => ({ seats: 1 })),
    options: { approval: 'auto' },
    access: 'none',
  });
  try {
    const path = `/drill/exercises/${many.exercise}`;
    await many.instructor.call('POST', `${path}/clock`, { do: 'start' });
    while (
      (await many.instructor.call('POST', `${path}/phase`, { to: 'next' })).body.phase.kind !== 'exercise'
    );
    await many.pass(5);
    // A real exercise lasts hours: the search for best play that began in it is over by its end.
    const live = await many.drill.exercise(many.exercise);
    for (const team of live.teams.values())
      await many.drill.bestPlays.of(live.record, team.played.variant.seed);
    await many.instructor.call('POST', `${path}/clock`, { do: 'end' });
    const { body } = await many.instructor.call('GET', `${path}/scores`);
    expect(body.items).toHaveLength(20);
    expect(body.items.map((one: { number: number }) => one.number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(body.took).toBeLessThan(5000);
  } finally {
    await many.close();
  }
}, 60_000);
