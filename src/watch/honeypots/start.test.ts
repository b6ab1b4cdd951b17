// Starting a list: one that cannot start is shown with reason and remedy, and never keeps the others down.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { systemRandom } from '#model/ids.ts';
import { minute, systemClock } from '#model/time.ts';
import { createEventBudget } from './event-budget.ts';
import { fitConnections, openFileLimit } from './limits.ts';
import { admits } from './login-policy.ts';
import { clip, plainIp } from './reporter.ts';
import { startHoneypots } from './start.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'hinomi-start-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

test('up, port taken, unknown and wrongly set honeypots side by side', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const events: Event[] = [];
  const running = await startHoneypots(
    {
      address: '127.0.0.1',
      honeypots: [
        { id: 'telnet', port: 0 },
        { id: 'http', port },
        { id: 'nosuch' },
        { id: 'chargen', port: 0, settings: { bytes: 9_999 } },
        { id: 'https', port: 0 },
      ],
    },
    { clock: systemClock, random: systemRandom, log: () => {}, stateDir, emit: event => events.push(event) },
  );
  const [telnet, http, nosuch, chargen, https] = running.states();
  expect(telnet).toMatchObject({ state: 'up', port: expect.any(Number) });
  expect(http).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(`port ${port} is already in use`),
    remedy: expect.stringContaining('ss -lnp'),
  });
  expect(nosuch).toMatchObject({ state: 'failed', remedy: expect.stringContaining('ssh, telnet') });
  expect(chargen).toMatchObject({ state: 'failed', reason: expect.stringContaining('/bytes') });
  expect(https).toMatchObject({ state: 'up' });
  expect(statSync(join(stateDir, 'https', 'certificate.json')).mode & 0o777).toBe(0o600);
  await running.stop();
  taken.close();
});

test('connections fit under the descriptor limit', () => {
  expect(fitConnections(10_000, 4, 20_000)).toBe(4_968);
  expect(fitConnections(10_000, 4, 1_024)).toBe(224);
  expect(fitConnections(10_000, 1, undefined)).toBe(10_000);
  expect(openFileLimit('/nosuch')).toBeUndefined();
});

test('event budget: never over, and nothing goes uncounted, whatever the clock does', () => {
  const step = fc.record({ who: fc.nat({ max: 5 }), ms: fc.integer({ min: -minute, max: minute }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), steps => {
      const budget = createEventBudget<string>(5, 12);
      let now = 1e12;
      let taken = 0;
      let counted = 0;
      const perWindow = new Map<string, number>();
      let window = Number.NaN;
      for (const { who, ms } of steps) {
        now += ms;
        if (Math.floor(now / minute) !== window) perWindow.clear();
        window = Math.floor(now / minute);
        if (budget.take(String(who), String(who), now)) {
          taken++;
          perWindow.set(String(who), (perWindow.get(String(who)) ?? 0) + 1);
        }
        for (const { count } of budget.drain(now)) counted += count;
        for (const count of perWindow.values()) expect(count).toBeLessThanOrEqual(5);
        expect([...perWindow.values()].reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(12);
      }
      for (const { count } of budget.drain(now, true)) counted += count;
      expect(taken + counted).toBe(steps.length);
    }),
  );
});

test('a spray of sources makes at most 256 summaries', () => {
  const budget = createEventBudget<number>(1, 10);
  for (let index = 0; index < 100_000; index++) budget.take(String(index), index, 0);
  const summaries = budget.drain(minute);
  expect(summaries.length).toBeLessThanOrEqual(256);
  expect(summaries.reduce((sum, { count }) => sum + count, 0)).toBe(99_990);
});

test('login policy: refused, accepted, and let in after enough tries', () => {
  const policy = { acceptAfter: 2, accept: ['root:root', 'pi:*'], refuse: ['admin:admin'], attempts: 6 };
  expect(admits(policy, 'root', 'root', 1)).toBe(true);
  expect(admits(policy, 'pi', '', 1)).toBe(true);
  expect(admits(policy, 'admin', 'admin', 9)).toBe(false);
  expect(admits(policy, 'x', 'y', 1)).toBe(false);
  expect(admits(policy, 'x', 'y', 2)).toBe(true);
  expect(admits(policy, 'x', '', 2)).toBe(false);
  expect(admits({ ...policy, acceptAfter: 0 }, 'x', 'y', 5)).toBe(false);
});

test('addresses and texts of strangers are made plain', () => {
  expect(plainIp('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainIp('fe80::1%eth0')).toBe('fe80::1');
  expect(plainIp(undefined)).toBe('::');
  expect(clip('ab\ud83d\ude00', 3)).toBe('ab');
});
