// Worlds loaded in the background with the real generator: first lines early, stopped, resumed, dropped,
// no room; and a team's files are those the generator writes.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sources } from '#drill/evidence/sources.ts';
import { generate } from '#drill/generate/generate.ts';
import { worldOf } from '#drill/generate/options.ts';
import { exportSource } from '#drill/view/export.ts';
import { TeamView } from '#drill/view/team-view.ts';
import { freshDirectory } from '#store/events/testing/targets.ts';
import { openEvidenceStore } from '#store/evidence/open.ts';
import type { EvidenceStore } from '#store/evidence/port.ts';
import { type WorldLoad, worldLoads } from './worlds.ts';

const request = { profile: 'municipality', staff: 60, days: 1, seed: 11 };

let data: string;
let store: EvidenceStore;
let stop: () => Promise<void>;
beforeAll(async () => {
  data = await freshDirectory();
  store = openEvidenceStore(join(data, 'evidence'));
  stop = async () => {
    await store.close();
    await rm(data, { recursive: true, force: true });
  };
});
afterAll(() => stop?.());

const loads = (reserve = 0) => {
  const told: WorldLoad[] = [];
  let look = () => {};
  const made = worldLoads({
    store,
    folder: join(data, 'evidence'),
    reserve,
    pause: 50,
    changed: state => {
      told.push(state);
      look();
    },
  });
  const until = (found: (state: WorldLoad) => boolean) =>
    new Promise<WorldLoad>(resolve => {
      look = () => {
        const state = told.findLast(found);
        if (state) resolve(state);
      };
      look();
    });
  return { ...made, told, until };
};

test('a world is loaded, its files are those the generator writes, and it is dropped', {
  timeout: 600_000,
}, async () => {
  const out = join(data, 'files');
  const made = await generate({ ...request, workers: 1, out });
  // Stopped after the first lines, taken up again by another server: nothing twice, nothing missing.
  const first = loads();
  first.want('one', request);
  first.want('one', request);
  const early = await first.until(state => state.lines > 0);
  expect(early.until).toBeGreaterThan(worldOf(request).start);
  expect(early.progress).toBeLessThan(1);
  await first.close();
  expect(first.state('one')?.state).toBe('loading');
  const again = loads();
  again.want('one', request);
  const ready = await again.until(({ state }) => state === 'ready' || state === 'failed');
  expect(ready).toMatchObject({ state: 'ready', progress: 1, lines: made.lines });
  expect(ready.kinds).toEqual(made.kinds);
  expect(await store.loaded('one')).toMatchObject({ lines: made.lines });

  const world = worldOf(request);
  const view = new TeamView({
    store,
    world: 'one',
    start: world.start,
    masks: [],
  });
  for (const source of sources.filter(({ id }) => made.kinds[id])) {
    let text = '';
    for await (const piece of exportSource(view, world, source.id, { now: world.start + 3 * 86_400_000 }))
      text += piece;
    expect(text === (await readFile(join(out, source.file), 'utf8')), source.file).toBe(true);
  }
  await again.drop('one');
  expect(await store.loaded('one')).toEqual({ slices: 0, lines: 0 });
  expect(again.state('one')).toBeUndefined();
  await again.close();
});

/** The loading program of this test, as the system sees it. */
function loader(): number {
  for (const name of readdirSync('/proc').filter(name => /^\d+$/.test(name)))
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ours = Number(parent) === process.pid;
      if (ours && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('drill/load/main.ts'))
        return Number(name);
    } catch {
      // It ended while we looked.
    }
  throw new Error('nothing is loading');
}

test('killed while it loads, a world is loaded to the end by itself', {
  timeout: 600_000,
}, async () => {
  const wanted = { ...request, seed: 12 };
  const made = await generate({ ...wanted, workers: 1 });
  const jobs = loads();
  jobs.want('killed', wanted);
  const { lines } = await jobs.until(state => state.lines > 0);
  process.kill(loader(), 'SIGKILL');
  await jobs.until(({ state }) => state === 'waiting' && jobs.told.length > 2);
  const on = await jobs.until(state => state.lines > lines);
  expect(on.state).toBe('loading');
  expect(on.lines).toBeGreaterThan(lines);
  const ready = await jobs.until(({ state }) => state === 'ready' || state === 'failed');
  expect(ready).toMatchObject({ state: 'ready', lines: made.lines, kinds: made.kinds });
  expect(await store.loaded('killed')).toMatchObject({ lines: made.lines });
  await jobs.drop('killed');
  await jobs.close();
});

test('worlds wait their turn; one dropped while loading leaves nothing', { timeout: 600_000 }, async () => {
  const jobs = loads();
  jobs.want('first', request);
  jobs.want('second', { ...request, staff: 50 });
  expect(jobs.state('second')?.state).toBe('waiting');
  await jobs.until(({ id, lines }) => id === 'first' && lines > 0);
  await jobs.drop('first');
  expect(await store.loaded('first')).toEqual({ slices: 0, lines: 0 });
  await jobs.until(({ id, state }) => id === 'second' && state === 'loading');
  await jobs.close();
  await store.drop('second');
});

test('a full disk and a wrong request are told, with what to do', async () => {
  const jobs = loads(Number.MAX_SAFE_INTEGER);
  jobs.want('big', request);
  const failed = await jobs.until(({ state }) => state === 'failed');
  expect(failed.error).toMatchObject({ code: 'DRILL_DISK_FULL', remedy: expect.stringContaining('Free') });
  await jobs.close();
  const wrong = loads();
  wrong.want('none', { ...request, profile: 'no-such' });
  const refused = await wrong.until(({ state }) => state === 'failed');
  expect(refused.error!.code).toMatch(/^[A-Z_]+$/);
  await wrong.close();
});
