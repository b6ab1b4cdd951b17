// A removed exercise leaves nothing behind: no records, no memory, and its organisation can go too.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drillEntries, drillSeats, drillTeams } from '#store/records/drill-collections.ts';
import { startClass, type TestClass, wanted } from './testing/class.ts';

let c: TestClass;
beforeAll(async () => {
  c = await startClass();
});
afterAll(() => c?.close());

const world = 'small-firm-60-2-7';

it('shares one organisation between exercises, and keeps it as long as one is left', async () => {
  const { body } = await c.instructor.call('POST', '/drill/exercises', { ...wanted, teams: 1 });
  const admin = await c.enter('chief', ['training-admin']);
  expect((await admin.call('GET', '/drill/worlds')).body.items).toHaveLength(1);
  expect((await admin.call('DELETE', `/drill/worlds/${world}`)).body.code).toBe('DRILL_WORLD_IN_USE');
  await c.instructor.call('DELETE', `/drill/exercises/${body.exercise.id}`);
  expect((await admin.call('DELETE', `/drill/worlds/${world}`)).body.code).toBe('DRILL_WORLD_IN_USE');
});

/** In a function of its own: what a frame has touched stays alive with it. */
async function hold(): Promise<WeakRef<object>[]> {
  const live = await c.drill.exercise(c.exercise);
  return [new WeakRef(live), new WeakRef(live.teams.get(c.teams[0]!)!.ahead())];
}

it('frees what an exercise held', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const desk = await c.sit(0);
  await c.instructor.call('POST', `/drill/exercises/${c.exercise}/phase`, { to: 'exercise' });
  await c.pass(2);
  await desk.call('GET', `/drill/desk/${c.teams[0]}/search?q=`);
  const held = await hold();
  const { status } = await c.instructor.call('DELETE', `/drill/exercises/${c.exercise}`);
  expect(status).toBe(204);
  await c.pass(1);
  await new Promise(resolve => setTimeout(resolve, 50));
  collect();
  expect(held.map(one => one.deref() === undefined)).toEqual([true, true]);
  for (const collection of [drillTeams, drillEntries, drillSeats])
    expect(await c.t.records.collection(collection as typeof drillTeams).count({})).toBe(0);
  const admin = await c.enter('chief-2', ['training-admin']);
  expect((await admin.call('DELETE', `/drill/worlds/${world}`)).status).toBe(204);
});
