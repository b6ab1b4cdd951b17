// A team reads the organisation's mail: what has come by now, whole, and nothing that has not.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyday } from '#drill/activity/everyday.ts';
import { mailId } from '#drill/evidence/artefacts/mail/find.ts';
import type { Mail } from '#drill/world/event.ts';
import type { Browser } from '../auth/test-auth.ts';
import { startClass, type TestClass } from './testing/class.ts';

let c: TestClass;
let red: Browser;
beforeAll(async () => {
  c = await startClass();
  red = await c.sit(0);
  await c.instructor.call('POST', `/drill/exercises/${c.exercise}/clock`, { do: 'start' });
  for (let n = 0; n < 3; n++)
    await c.instructor.call('POST', `/drill/exercises/${c.exercise}/phase`, { to: 'next' });
  await c.pass(5);
});
afterAll(() => c?.close());

const desk = (path: string) => `/drill/desk/${c.teams[0]}${path}`;

/** Everyday mail of the slice around a time, in order. */
async function everydayMail(at: number): Promise<Mail[]> {
  const world = await c.worlds.world((await c.drill.exercise(c.exercise)).record.world);
  const list: Mail[] = [];
  everyday(world, Math.floor((at - world.start) / 600_000), event => {
    if (event.kind === 'mail') list.push(event);
  });
  return list.sort((a, b) => a.at - b.at);
}

it('finds the messages of the run by the mail log and gives them whole', async () => {
  const { status, body } = await red.call('GET', desk('/mails'));
  expect(status).toBe(200);
  expect(body.items.length).toBeGreaterThan(0);
  const first = body.items.at(-1);
  expect(first).toMatchObject({ direction: 'in', status: 'delivered' });
  expect(first.line.text).toContain(`from=<${first.from}> to=<${first.to}>`);
  const one = await red.call('GET', desk(`/mails/${first.id}`));
  expect(one.body.headers.map(({ name }: { name: string }) => name)).toContain('Authentication-Results');
  expect(one.body.body.length).toBeGreaterThan(20);
  const cookie = [...red.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const file = await c.t.app.inject({ method: 'GET', url: one.body.eml, headers: { cookie } });
  expect(file.headers['content-type']).toContain('message/rfc822');
  expect(file.headers['content-disposition']).toBe(`attachment; filename="${first.id}.eml"`);
  expect(file.body.replace(/\r\n[ \t]/g, ' ')).toContain(
    one.body.headers.find(({ name }: { name: string }) => name === 'Message-ID').value,
  );
  expect(JSON.stringify([body, one.body])).not.toMatch(/step:|"cause"/);
});

it('has everyday mail up to now and not a minute more', async () => {
  const live = await c.drill.exercise(c.exercise);
  const now = live.now();
  const past = (await everydayMail(now - 600_000)).filter(({ outcome }) => outcome === 'delivered');
  const coming = (await everydayMail(now + 600_000)).filter(({ at }) => at > now);
  const refused = (await everydayMail(now - 600_000)).filter(({ outcome }) => outcome === 'rejected');
  const status = async (event: Mail) => (await red.call('GET', desk(`/mails/${mailId(event)}`))).status;
  expect(await status(past[0]!)).toBe(200);
  expect(await status(coming[0]!)).toBe(404);
  for (const event of refused) expect(await status(event)).toBe(404);
  expect((await red.call('GET', desk('/mails/zzz-00000000000000'))).status).toBe(404);
});
