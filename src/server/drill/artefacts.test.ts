// A team asks for a disk image and takes its reports away; captures need no action. Nobody gets what was not taken.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from '../auth/test-auth.ts';
import { startClass, type TestClass } from './testing/class.ts';

let c: TestClass;
let red: Browser;
let blue: Browser;
beforeAll(async () => {
  c = await startClass();
  red = await c.sit(0);
  blue = await c.sit(2);
  await c.instructor.call('POST', `/drill/exercises/${c.exercise}/clock`, { do: 'start' });
  for (let n = 0; n < 3; n++)
    await c.instructor.call('POST', `/drill/exercises/${c.exercise}/phase`, { to: 'next' });
  await c.pass(2);
});
afterAll(() => c?.close());

const desk = (team: number, path: string) => `/drill/desk/${c.teams[team]}${path}`;
const file = async (who: Browser, path: string) => {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return c.t.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie } });
};

it('gives reports of a disk once the image is there, to the team that took it', async () => {
  const host = (await red.call('GET', desk(0, '/hosts?limit=400'))).body.items.find(
    (one: { kind: string }) => one.kind === 'pc',
  ).name;
  for (const action of ['take-image', 'collect-logs'])
    expect((await red.call('POST', desk(0, '/actions'), { action, parameters: { host } })).status).toBe(201);
  expect((await red.call('GET', desk(0, '/artefacts'))).body.items).toEqual([]);
  await c.pass(80);
  const { items } = (await red.call('GET', desk(0, '/artefacts'))).body;
  expect(items.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['disk', 'logs']);
  for (const item of items) {
    expect(item).toMatchObject({ host });
    const reply = await file(red, desk(0, `/artefacts/${encodeURIComponent(item.id)}`));
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-disposition']).toBe(`attachment; filename="${item.name}"`);
    expect(reply.rawPayload.subarray(0, 2).toString()).toBe('PK');
    // Another team took nothing.
    expect((await file(blue, desk(1, `/artefacts/${encodeURIComponent(item.id)}`))).statusCode).toBe(404);
  }
  expect((await blue.call('GET', desk(1, '/artefacts'))).body.items).toEqual([]);
});

it('gives captures up to now, of an hour at most', async () => {
  const live = await c.drill.exercise(c.exercise);
  const host = live.model.organisation.people[0]!.pc.name;
  const now = Math.floor(live.now());
  const capture = (from: number, to: number) =>
    file(red, desk(0, `/artefacts/${encodeURIComponent(`capture:${host}:${from}-${to}`)}`));
  const good = await capture(now - 1_200_000, now - 1000);
  expect(good.statusCode).toBe(200);
  expect(good.rawPayload.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect((await capture(now - 1000, now + 600_000)).statusCode).toBe(404);
  expect((await capture(now - 4_000_000, now - 1000)).statusCode).toBe(404);
});
