// What a team's logs hold besides everyday life is written before anybody asks, once for each run, by a thread of its own.
import { afterEach, expect, it } from 'vitest';
import { worldOf } from '#drill/generate/options.ts';
import { overlayWriter } from '#drill/view/overlay.ts';
import { EvidenceReader } from '#store/evidence/questions.ts';
import { openOverlays } from './overlays.ts';
import { startClass, type TestClass } from './testing/class.ts';
import { variantCache } from './variants.ts';

let close = async () => {};
afterEach(() => close());

it('makes the views of all teams ready before the clock runs, and again for who acts', async () => {
  const c: TestClass = await startClass({ options: { ownVariants: true } });
  close = c.close;
  for (let turn = 0; turn < 3; turn++) await c.drill.tick();
  expect(new Set(c.prepared.map(one => one.deref())).size).toBe(2);
  expect(c.prepared).toHaveLength(2);
  await c.instructor.call('POST', `/drill/exercises/${c.exercise}/phase`, { to: 'exercise' });
  const trainee = await c.sit(0);
  const [host] = (await trainee.call('GET', `/drill/desk/${c.teams[0]}/hosts`)).body.items;
  const deed = { action: 'isolate-host', parameters: { host: host.name } };
  const asked = await trainee.call('POST', `/drill/desk/${c.teams[0]}/actions`, deed);
  expect(asked.status).toBe(201);
  await c.drill.tick();
  await c.drill.tick();
  expect(c.prepared).toHaveLength(3);
  expect(c.prepared[2]!.deref()!.masks.map(mask => mask.host)).toContain(host.name);
});

it('writes the lines of a run once, as the world’s sources do', { timeout: 120_000 }, async () => {
  const request = { profile: 'small-firm', staff: 60, days: 1, seed: 7 };
  const world = worldOf(request);
  const run = variantCache(world, 'targeted-mail')(3).untouched();
  const overlays = openOverlays();
  close = overlays.close;
  const first = overlays.of(request, run);
  expect(overlays.of(request, run)).toBe(first);
  const own = (await first)!;
  const rows = overlayWriter(world)(run.events);
  const reader = new EvidenceReader('/nowhere', 2 ** 20);
  const scope = {
    world: 'none',
    where: { kind: 'all', span: { start: 0, end: 0 } } as const,
    from: world.start,
    to: world.start + 10 * 86_400_000,
    own,
  };
  const steps = reader.page(scope, { limit: rows.length + 1, order: 'oldest' });
  let step = steps.next();
  while (!step.done) step = steps.next();
  const sorted = (list: readonly { at: number; source: string; text: string }[]) =>
    list.map(({ at, source, text }) => `${at} ${source} ${text}`).sort();
  expect(rows.length).toBeGreaterThan(100);
  expect(sorted(step.value)).toEqual(sorted(rows));
  // A world that cannot be made is told to who asks, and tried again.
  const wrong = { ...request, profile: 'no-such' };
  const other = variantCache(world, 'targeted-mail')(4).untouched();
  await expect(overlays.of(wrong, other)).rejects.toThrow(/no-such/);
  expect(await overlays.of(request, other)).toBeDefined();
});
