// One account's statements must not take all the places of the store.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventStore } from '#store/events/port.ts';
import { csrfOf } from '../auth/authenticator.ts';
import { startTestAuth, type TestAuth } from '../auth/test-auth.ts';
import { eventRoutes } from './events.ts';

let t: TestAuth;
const ends: (() => void)[] = [];
beforeAll(async () => {
  const answer = { columns: [], rows: [], statistics: { seconds: 0, rowsRead: 0, bytesRead: 0 } };
  const store = {
    analystQuery: () => new Promise(resolve => ends.push(() => resolve(answer))),
  } as unknown as EventStore;
  const evidence = { input: async () => undefined };
  t = await startTestAuth({
    routes: (auth, records) => eventRoutes({ store, records, audit: auth.audit, evidence, clock: () => 1 }),
  });
});
afterAll(() => t?.close());

it('lets an account have two statements running, and others theirs', async () => {
  const [ana, ben] = [await t.enter('ana', ['analyst']), await t.enter('ben', ['analyst'])];
  for (const browser of [ana, ben]) browser.csrf = csrfOf(browser.cookies.get('hinomi_session')!);
  const ask = (who: typeof ana) => who.call('POST', '/query', { sql: 'SELECT 1' });
  const first = [ask(ana), ask(ana)];
  await expect.poll(() => ends.length).toBe(2);
  expect(await ask(ana)).toMatchObject({ status: 429, body: { code: 'QUERY_BUSY' } });
  const other = ask(ben);
  await expect.poll(() => ends.length).toBe(3);
  for (const end of ends) end();
  for (const reply of [...first, other]) expect((await reply).status).toBe(200);
  const again = ask(ana);
  await expect.poll(() => ends.length).toBe(4);
  ends[3]!();
  expect((await again).status).toBe(200);
});
