// A whole exercise over the API: made, entered by links, worked at two desks, run by staff; and who may do what.

import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minute } from '#model/time.ts';
import { hasRight, type Right, type Role } from '#model/vocab/role.ts';
import type { Browser } from '../auth/test-auth.ts';
import type { Route } from '../http/route.ts';
import { walkRoutes } from '../http/server.ts';
import { insideOf } from './route.ts';
import { startClass, type TestClass } from './testing/class.ts';

let c: TestClass;
let red: Browser;
let blue: Browser;
beforeAll(async () => {
  c = await startClass();
  red = await c.sit(0);
  blue = await c.sit(2);
});
afterAll(() => c?.close());

const desk = (team: number, path = '') => `/drill/desk/${c.teams[team]}${path}`;
const room = (path = '') => `/drill/exercises/${c.exercise}${path}`;
const clock = (body: object) => c.instructor.call('POST', room('/clock'), body);

it('hands out links once, and they work once', async () => {
  expect(c.seats).toHaveLength(4);
  const token = c.seats[1]!.link!.split('#')[1]!;
  const browser = await c.enter('nobody', []);
  expect((await browser.call('POST', '/drill/enter', { token })).status).toBe(200);
  expect(await browser.call('POST', '/drill/enter', { token })).toMatchObject({
    status: 403,
    body: { code: 'DRILL_LINK' },
  });
});

it('shows a trainee their own team and nothing of the scenario', async () => {
  const { body } = await red.call('GET', room());
  expect(body).toMatchObject({ place: { role: 'trainee', team: c.teams[0] }, crew: [] });
  expect(body.teams.map((team: { id: string }) => team.id)).toEqual([c.teams[0]]);
  expect(JSON.stringify(body)).not.toMatch(/targeted-mail|"seed"|joinCode/);
  expect((await red.call('GET', '/drill/scenarios')).body.items[0]).not.toHaveProperty('brief');
  const { body: here } = await red.call('GET', desk(0));
  expect(here.team.members[0].label).toBe('山田 太郎');
  expect(here).toMatchObject({ canWrite: true, me: c.seats[0]!.account });
});

it('waits for the clock before anything happens in the story', async () => {
  const act = { action: 'block-name', parameters: { name: 'bad.example' } };
  expect(await red.call('POST', desk(0, '/actions'), act)).toMatchObject({
    status: 409,
    body: { code: 'DRILL_CLOCK_STOPPED' },
  });
  expect((await clock({ do: 'start' })).body.phase.id).toBe('pre-test');
  for (const phase of ['lecture', 'briefing', 'exercise'])
    expect((await c.instructor.call('POST', room('/phase'), { to: 'next' })).body.phase.id).toBe(phase);
  expect((await red.call('GET', room())).body).toMatchObject({ state: 'running' });
});

it('searches up to now and never beyond', async () => {
  await c.pass(3);
  const { body } = await red.call('GET', desk(0, '/search?limit=1000'));
  const now = (await red.call('GET', room())).body.clock.now;
  expect(body.items.length).toBeGreaterThan(0);
  expect(body.items.every((line: { at: number }) => line.at <= now)).toBe(true);
  expect(JSON.stringify(body)).not.toMatch(/step:|"cause"/);
  const newest = body.items[0].at;
  await c.pass(2);
  expect((await red.call('GET', desk(0, '/search?limit=1000'))).body.items[0].at).toBeGreaterThan(newest);
});

it('checks forms, numbers actions and tells what came of them', async () => {
  expect(await red.call('POST', desk(0, '/actions'), { action: 'block-name', parameters: {} })).toMatchObject(
    {
      status: 400,
      body: { code: 'ACTION_INVALID', place: { field: 'body/parameters/name' } },
    },
  );
  expect(await red.call('POST', desk(0, '/actions'), { action: 'no-such', parameters: {} })).toMatchObject({
    body: { code: 'ACTION_UNKNOWN' },
  });
  const asked = await red.call('POST', desk(0, '/actions'), {
    action: 'block-name',
    parameters: { name: 'bad.example' },
    reason: 'seen in the proxy log',
  });
  expect(asked).toMatchObject({ status: 201, body: { number: 1, status: 'under-way' } });
  // Two at once get numbers of their own.
  const both = await Promise.all(
    [1, 2].map(i =>
      red.call('POST', desk(0, '/actions'), { action: 'block-name', parameters: { name: `x${i}.example` } }),
    ),
  );
  expect(both.map(one => one.body.number).sort()).toEqual([2, 3]);
  await c.pass(1);
  const { body } = await red.call('GET', desk(0, '/actions'));
  expect(body.items.map((one: { status: string }) => one.status)).toEqual(['done', 'done', 'done']);
  expect(body.items[0]).toMatchObject({
    message: { key: 'drill.outcome.name-blocked' },
    reason: 'seen in the proxy log',
  });
  expect((await blue.call('GET', desk(1, '/actions'))).body.items).toEqual([]);
});

it('lets the boss decide what needs approval', async () => {
  const cell = await c.crew('mori', 'white-cell');
  const ask = { action: 'cut-internet', parameters: {} };
  const asked = await red.call('POST', desk(0, '/actions'), ask);
  expect(asked.body.status).toBe('waiting-for-approval');
  const { body } = await cell.call('GET', room('/approvals'));
  expect(body.items).toMatchObject([{ team: c.teams[0], action: { action: 'cut-internet' } }]);
  const decide = room(`/approvals/${c.teams[0]}/${asked.body.number}`);
  expect((await cell.call('POST', decide, { approve: false, why: 'Too costly' })).body).toMatchObject({
    status: 'refused',
    refused: 'Too costly',
  });
  expect(await cell.call('POST', decide, { approve: true })).toMatchObject({
    body: { code: 'DRILL_DECIDED' },
  });
});

it('carries messages both ways, with suggestions, a claim and a promise', async () => {
  const cell = await c.crew('mori', 'white-cell');
  const said = await red.call('POST', desk(0, '/messages'), {
    to: { role: 'boss' },
    channel: 'phone',
    text: 'We isolate PC-0001. We report again soon.',
    promise: { text: 'report again', dueMinutes: 30 },
  });
  expect(said.status).toBe(201);
  const { body: queue } = await cell.call('GET', room('/white-cell?role=boss'));
  const item = queue.queue.find((one: { id: string }) => one.id === said.body.id);
  expect(item).toMatchObject({ team: c.teams[0], text: 'We isolate PC-0001. We report again soon.' });
  expect(item.suggestions.map((one: { id: string }) => one.id)).toContain('why');
  expect(queue.roles.find((one: { role: string }) => one.role === 'boss').waiting).toBeGreaterThan(0);
  await cell.call('POST', room(`/white-cell/${c.teams[0]}/${item.id}/claim`), {});
  await cell.call('POST', room('/messages'), {
    teams: [c.teams[0]],
    as: { role: 'boss' },
    channel: 'phone',
    text: 'What does that stop?',
    answers: item.id,
  });
  const { body: after } = await cell.call('GET', room('/white-cell'));
  expect(after.queue.some((one: { id: string }) => one.id === item.id)).toBe(false);
  const { body: inbox } = await red.call('GET', desk(0, '/messages'));
  expect(inbox.items.filter((one: { direction: string }) => one.direction === 'in')).toContainEqual(
    expect.objectContaining({ text: 'What does that stop?', read: false }),
  );
  expect(
    (await blue.call('GET', desk(1, '/messages'))).body.items.some((one: { text: string }) =>
      one.text.includes('stop'),
    ),
  ).toBe(false);
  // The half hour passes without a word.
  await c.pass(2);
  expect((await cell.call('GET', room('/promises'))).body.items).toMatchObject([
    { state: 'broken', side: 'team' },
  ]);
});

it('keeps a case the whole team edits, and finds milestones in it', async () => {
  const { body: truth } = await c.instructor.call('GET', room(`/truth?team=${c.teams[0]}`));
  const { host } = truth.truth.entry;
  const put = await red.call('POST', desk(0, '/case/entities'), {
    fields: { type: 'host', value: host, verdict: 'compromised', note: '', evidence: [] },
  });
  expect(put.status).toBe(201);
  expect(
    await red.call('POST', desk(0, '/case/entities'), { fields: { type: 'planet', value: 'x' } }),
  ).toMatchObject({
    status: 400,
    body: { place: { field: expect.stringContaining('body/fields') } },
  });
  await c.pass(1);
  const { body: wall } = await c.instructor.call('GET', room('/wall'));
  const row = wall.teams.find((team: { id: string }) => team.id === c.teams[0]);
  expect(Object.keys(row.milestones)).toEqual(expect.arrayContaining(['noticed', 'victim', 'told']));
  expect(row.online.map((one: { label: string }) => one.label)).toContain('山田 太郎');
  expect(wall.teams.find((team: { id: string }) => team.id === c.teams[1]).milestones).toEqual({});
  expect((await red.call('GET', desk(0, '/case'))).body.entities).toMatchObject([
    { value: host, label: '山田 太郎' },
  ]);
});

it('gives hints in their order and takes the price only when solved', async () => {
  const list = async () =>
    (await red.call('GET', desk(0, '/hints'))).body.items.find(
      (one: { objective: string }) => one.objective === 'scope',
    );
  expect((await list()).levels.map((level: { text?: unknown }) => level.text)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(await red.call('POST', desk(0, '/hints'), { objective: 'scope', level: 'step' })).toMatchObject({
    status: 409,
    body: { code: 'DRILL_HINT_ORDER' },
  });
  for (const level of ['orientation', 'step'])
    expect((await red.call('POST', desk(0, '/hints'), { objective: 'scope', level })).status).toBe(200);
  const hint = await list();
  expect(hint).toMatchObject({ solved: false, price: 0 });
  expect(hint.levels[1].text.en).not.toMatch(/\{/);
  await c.instructor.call('POST', room('/hints'), { team: c.teams[0], text: 'Look at the mail log.' });
  expect((await red.call('GET', desk(0))).body.advice).toMatchObject([{ text: 'Look at the mail log.' }]);
});

it('fires injects by the clock, takes answers and marks them for later', async () => {
  const { body } = await red.call('GET', desk(0, '/injects'));
  const inject = body.items.find((one: { inject: string }) => one.inject.endsWith(':first-report'));
  expect(inject).toMatchObject({ state: 'pending', from: { role: 'boss' } });
  const answer = { text: 'PC-0001 talks to a bad site; we look into it.', submit: true };
  expect((await red.call('POST', desk(0, `/injects/${inject.inject}`), answer)).body.state).toBe('submitted');
  expect(await red.call('POST', desk(0, `/injects/${inject.inject}`), answer)).toMatchObject({
    body: { code: 'DRILL_INJECT_SUBMITTED' },
  });
  const judge = await c.crew('judge', 'evaluator');
  const grade = { team: c.teams[0], marks: { facts: 100, effect: 50, next: 0 }, comment: 'no next step' };
  const { body: graded } = await judge.call('POST', room(`/injects/${inject.inject}/grade`), grade);
  expect(graded.perTeam.find((one: { team: string }) => one.team === c.teams[0])).toMatchObject({
    state: 'graded',
    mark: 55,
  });
  // Trainees see marks at the critique, not before.
  const seen = (await red.call('GET', desk(0, '/injects'))).body.items.find(
    (one: { inject: string }) => one.inject === inject.inject,
  );
  expect(seen.state).toBe('submitted');
  expect(JSON.stringify(seen)).not.toMatch(/no next step|"mark"/);
  // One of the instructor's own, by hand.
  const own = await c.instructor.call('POST', room('/injects'), {
    title: { ja: '電話', en: 'Call' },
    from: { role: 'user' },
    channel: 'phone',
    text: { ja: '印刷できない', en: 'I cannot print' },
    trigger: { kind: 'hand' },
    rubric: [],
    state: 'draft',
    teams: [],
  });
  expect(own.status).toBe(201);
  const fired = await c.instructor.call('POST', room(`/injects/${own.body.id}/fire`), {
    teams: [c.teams[1]],
  });
  expect(fired.body.fired).toEqual([c.teams[1]]);
  expect(
    (await c.instructor.call('POST', room(`/injects/${own.body.id}/fire`), { teams: [c.teams[1]] })).body
      .fired,
  ).toEqual([]);
  expect(await c.instructor.call('DELETE', room(`/injects/${own.body.id}`))).toMatchObject({ status: 409 });
  expect((await blue.call('GET', desk(1, '/messages'))).body.items.at(-1)).toMatchObject({
    text: 'I cannot print',
  });
});

it('tells of a conflict in the report instead of losing text, and wants its parts before it is handed in', async () => {
  const write = (browser: Browser, value: unknown, revision: number, part = 'summary') =>
    browser.call('PUT', desk(0, `/report/${part}`), { value, revision });
  const first = await write(red, 'A PC was infected.', 0);
  const { revision } = first.body.values.summary;
  expect(await write(red, 'other', 0)).toMatchObject({ status: 409, body: { code: 'DRILL_REPORT_CHANGED' } });
  expect((await write(red, 'A PC was infected by mail.', revision)).status).toBe(200);
  expect(await write(red, 'PC-1', 0, 'hosts')).toMatchObject({ status: 400 });
  expect(await red.call('POST', desk(0, '/report/submit'), {})).toMatchObject({
    status: 409,
    body: { code: 'DRILL_REPORT_INCOMPLETE' },
  });
  const { body } = await red.call('GET', desk(0, '/report'));
  for (const part of body.missing)
    await write(
      red,
      body.parts.find((one: { id: string }) => one.id === part).kind === 'choice'
        ? 'high'
        : ['text'].includes(body.parts.find((one: { id: string }) => one.id === part).kind)
          ? 'x'
          : ['x'],
      0,
      part,
    );
  expect((await red.call('POST', desk(0, '/report/submit'), {})).body.state).toBe('submitted');
  expect(await write(red, 'late', 0, 'notified')).toMatchObject({ body: { code: 'DRILL_REPORT_SUBMITTED' } });
});

it('pauses, speeds up, jumps and rewinds; what was rewound no longer holds', async () => {
  const now = async () => (await c.instructor.call('GET', room())).body.clock.now as number;
  await clock({ do: 'pause' });
  const stood = await now();
  await c.pass(2);
  expect(await now()).toBe(stood);
  expect(
    await red.call('POST', desk(0, '/messages'), { to: { role: 'boss' }, channel: 'chat', text: 'x' }),
  ).toMatchObject({ status: 409 });
  await clock({ do: 'resume', speed: 2 });
  await c.pass(1);
  expect(await now()).toBeCloseTo(stood + 2 * minute, -3);
  await clock({ do: 'jump', to: stood + 20 * minute });
  expect(await now()).toBe(stood + 20 * minute);
  await blue.call('POST', desk(1, '/actions'), {
    action: 'block-name',
    parameters: { name: 'late.example' },
  });
  expect((await blue.call('GET', desk(1, '/actions'))).body.items).toHaveLength(1);
  const { simEnd } = (await c.instructor.call('GET', room())).body;
  await clock({ do: 'jump', to: simEnd });
  expect(
    await blue.call('POST', desk(1, '/actions'), {
      action: 'block-name',
      parameters: { name: 'never.example' },
    }),
  ).toMatchObject({ status: 409, body: { code: 'DRILL_STORY_OVER' } });
  await clock({ do: 'rewind', to: stood });
  expect(await now()).toBe(stood);
  expect((await blue.call('GET', desk(1, '/actions'))).body.items).toEqual([]);
  expect((await red.call('GET', desk(0, '/actions'))).body.items).toHaveLength(4);
  expect(await clock({ do: 'rewind', to: stood + 1e9 })).toMatchObject({ status: 409 });
  // The log keeps it.
  const { body: log } = await c.instructor.call('GET', room(`/teams/${c.teams[1]}/log`));
  expect(log.items.map((one: { kind: string }) => one.kind)).toEqual(
    expect.arrayContaining(['action', 'rewind']),
  );
});

it('branches into another exercise that begins with the same past', async () => {
  const at = (await c.instructor.call('GET', room())).body.clock.now;
  const { status, body } = await c.instructor.call('POST', room('/branch'), { at, teams: [c.teams[0]] });
  expect(status).toBe(201);
  const { exercise } = body;
  expect(exercise).toMatchObject({
    state: 'paused',
    branch: { exercise: c.exercise, at },
    clock: { now: at },
  });
  const [team] = exercise.teams;
  const before = (await red.call('GET', desk(0, '/actions'))).body.items;
  const there = (await red.call('GET', `/drill/desk/${team.id}/actions`)).body.items;
  expect(there.map((one: { number: number }) => one.number)).toEqual(
    before.map((one: { number: number }) => one.number),
  );
  await c.instructor.call('POST', `/drill/exercises/${exercise.id}/clock`, { do: 'resume' });
  const more = await red.call('POST', `/drill/desk/${team.id}/actions`, {
    action: 'block-name',
    parameters: { name: 'y.example' },
  });
  expect(more.body.number).toBe(before.at(-1).number + 1);
  expect((await red.call('GET', desk(0, '/actions'))).body.items).toHaveLength(before.length);
});

it('goes on where it was after the process is gone', async () => {
  const again = await c.restarted();
  const mine = c.drill;
  const [before, after] = [await mine.exercise(c.exercise), await again.exercise(c.exercise)];
  expect(after.clock).toEqual(before.clock);
  for (const team of c.teams) expect(after.teams.get(team)!.state).toEqual(before.teams.get(team)!.state);
  // Two servers over one store: the second sees what the first writes, and numbers stay single.
  await red.call('POST', desk(0, '/talk'), { text: 'hello' });
  const there = after.teams.get(c.teams[0]!)!;
  await again.write(after, there, c.seats[0]!.account, (_state, log) => [
    {
      kind: 'action',
      number: there.nextAction(log),
      action: 'block-name',
      parameters: { name: 'z.example' },
      reason: '',
    },
  ]);
  expect(there.state.talk.map(one => one.text)).toEqual(['hello']);
  const numbers = there.state.actions.map(one => one.number);
  expect(new Set(numbers).size).toBe(numbers.length);
  await again.close();
});

it('keeps names sealed at rest, logs who looked, and forgets people on demand', async () => {
  const { readFileSync } = await import('node:fs');
  const stored = ['records.sqlite', 'records.sqlite-wal'].map(name => {
    try {
      return readFileSync(`${c.t.directory}/${name}`);
    } catch {
      return Buffer.alloc(0);
    }
  });
  for (const secret of ['山田', 'taro@city.example'])
    expect(stored.some(bytes => bytes.includes(Buffer.from(secret)))).toBe(false);
  const { body } = await c.instructor.call('GET', room('/seats'));
  expect(body.items.find((one: { account: string }) => one.account === c.seats[0]!.account)).toMatchObject({
    person: { name: '山田 太郎', mail: 'taro@city.example' },
  });
  const audit = await c.t.auth.audit.list(undefined, 500);
  expect(audit.items.some(one => one.action === 'drill.people-read' && one.actor === 'teacher')).toBe(true);
  expect((await c.instructor.call('DELETE', room(`/seats/${c.seats[0]!.account}`))).status).toBe(204);
  expect(
    (await c.instructor.call('GET', room('/seats'))).body.items.some(
      (one: { person?: unknown }) => one.person,
    ),
  ).toBe(false);
  expect((await red.call('GET', desk(0))).status).toBe(401);
  // What the team did stays.
  const { body: log } = await c.instructor.call('GET', room(`/teams/${c.teams[0]}/log`));
  expect(log.items.length).toBeGreaterThan(10);
});

it('enrols a pasted list into teams', async () => {
  const csv = '氏名,チーム\n佐藤 花子,Red\n鈴木 一郎,\n,\n田中 二郎,\n高橋 三郎,Green';
  const { status, body } = await c.instructor.call('POST', room('/seats'), {
    csv,
    teamSize: 2,
    access: 'passwords',
  });
  expect(status).toBe(201);
  // A new team has seats up to its size: Green's other seat waits with a card of its own.
  expect(
    body.seats.map((seat: { teamName: string; person?: string }) => [seat.teamName, seat.person]),
  ).toEqual([
    ['Red', '佐藤 花子'],
    ['Green', '高橋 三郎'],
    ['Green', undefined],
    ['Team 4', '鈴木 一郎'],
    ['Team 4', '田中 二郎'],
  ]);
  const { teams } = (await c.instructor.call('GET', room())).body;
  expect(teams.find((team: { name: string }) => team.name === 'Green')).toMatchObject({ members: 2 });
  const listed = (await c.instructor.call('GET', room('/seats'))).body.items;
  expect(listed.map((seat: { teamName: string }) => seat.teamName)).toEqual([
    ...['Red', 'Red', 'Blue', 'Blue', 'Green', 'Green', 'Team 4', 'Team 4'],
  ]);
  const waiting = await c.enter('waiting', []);
  expect((await waiting.signIn(body.seats[2].name, body.seats[2].password)).status).toBe(200);
  const browser = await c.enter('fresh', []);
  const { name, password } = body.seats[1];
  expect((await browser.signIn(name, password)).status).toBe(200);
  expect((await browser.call('GET', '/drill/desk')).body.items).toHaveLength(1);
});

it('lets people who have an account join by the code of the class', async () => {
  const { joinCode } = (await c.instructor.call('GET', room())).body;
  const other = await c.enter('joiner', ['trainee']);
  expect(await other.call('POST', '/drill/join', { code: joinCode })).toMatchObject({
    status: 409,
    body: { code: 'DRILL_TEAM_FULL' },
  });
  // A person leaves, a seat becomes free.
  expect((await c.instructor.call('DELETE', room(`/seats/${c.seats[1]!.account}`))).status).toBe(204);
  const joined = await other.call('POST', '/drill/join', { code: ` ${joinCode.toLowerCase()} ` });
  expect(joined.status).toBe(200);
  expect((await other.call('GET', `/drill/desk/${joined.body.team}`)).status).toBe(200);
  expect(await other.call('POST', '/drill/join', { code: 'WRONG1' })).toMatchObject({ status: 404 });
});

describe('who may do what', () => {
  it('every route lets in the places it names, and trainees only at their own desk', async () => {
    const people: Record<string, Browser> = {
      instructor: c.instructor,
      assistant: await c.crew('w-assistant', 'assistant'),
      'white-cell': await c.crew('w-cell', 'white-cell'),
      evaluator: await c.crew('w-evaluator', 'evaluator'),
      observer: await c.crew('w-observer', 'observer'),
      trainee: await c.sit(3),
    };
    const strangers = {
      'instructor of nothing': await c.enter('w-stranger', ['instructor']),
      'trainee of nothing': await c.enter('w-lost', ['trainee']),
      viewer: await c.enter('w-viewer', ['viewer']),
    };
    const wrong: string[] = [];
    let judged = 0;
    /** Whether the door or the exercise refused; undefined when the made-up body did not even fit the schema. */
    const refused = async (browser: Browser, route: Route, team: string): Promise<boolean | undefined> => {
      const path = route.path
        .replace('/api/v1', '')
        .replace('/exercises/:id', `/exercises/${c.exercise}`)
        .replace('/desk/:team', `/desk/${team}`)
        .replaceAll(/:\w+/g, 'none');
      const { status, body } = await browser.call(
        route.method,
        path,
        route.body ? (Value.Create(route.body as TSchema) as object) : undefined,
      );
      if (status === 400) return undefined;
      judged++;
      return status === 403 && ['DRILL_FORBIDDEN', 'FORBIDDEN'].includes(body?.code);
    };
    for (const route of walkRoutes(c.t.app)) {
      const rule = insideOf.get(route);
      // The stream never ends; removing the exercise would.
      if (
        !rule ||
        route.path.endsWith('/stream') ||
        (route.method === 'DELETE' && route.path.endsWith('/:id'))
      )
        continue;
      const name = `${route.method} ${route.path}`;
      for (const [role, browser] of Object.entries(people)) {
        const may =
          rule.inside.includes(role as 'trainee') && hasRight([role as Role], route.access as Right);
        if ((await refused(browser, route, c.teams[1]!)) === may) wrong.push(`${role}: ${name}`);
      }
      for (const [who, browser] of Object.entries(strangers))
        if ((await refused(browser, route, c.teams[1]!)) === false) wrong.push(`${who}: ${name}`);
      if (rule.scope === 'desk' && (await refused(people.trainee!, route, c.teams[0]!)) === false)
        wrong.push(`another team: ${name}`);
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(400);
  });
});
