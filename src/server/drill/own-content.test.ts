// An organisation's own content: exercises run from it besides the product's, and a folder with faults starts nothing.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takenIds } from '#drill/content/check.ts';
import { contentVariable, productContent } from '#drill/content/folders.ts';
import { startClass, type TestClass } from './testing/class.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'hinomi-own-'));
const own = join(folder, 'our-content');
const put = (under: string, name: string, text: string) => {
  const file = join(under, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

let c: TestClass;
const before = process.env[contentVariable];
beforeAll(async () => {
  // What the authors' guide shows, as an author would have written it.
  const guide = readFileSync(join(root, 'docs/guide/authoring.md'), 'utf8');
  for (const [, name, body] of guide.matchAll(/```yaml\n# our-content\/(\S+)\n([\s\S]*?)```/g))
    put(own, name!, body!);
  process.env[contentVariable] = own;
  c = await startClass({ profile: 'library', staff: 40, scenario: 'first-mail', programme: 'evening' });
});
afterAll(async () => {
  await c?.close();
  if (before === undefined) delete process.env[contentVariable];
  else process.env[contentVariable] = before;
  rmSync(folder, { recursive: true });
});

it('runs an exercise of its organisation, scenario, lecture and inject', async () => {
  const room = `/drill/exercises/${c.exercise}`;
  const { body } = await c.instructor.call('GET', room);
  expect(body).toMatchObject({ profile: 'library', scenario: 'first-mail', state: 'ready' });
  expect(body.programme.phases[0].lecture.en).toContain('Check the facts');
  const injects = (await c.instructor.call('GET', `${room}/injects`)).body.items;
  expect(injects.map((one: { name: string; origin: string }) => [one.name, one.origin])).toContainEqual([
    'press',
    'programme',
  ]);
  await c.instructor.call('POST', `${room}/clock`, { do: 'start' });
  await c.instructor.call('POST', `${room}/phase`, { to: 'exercise' });
  const trainee = await c.sit(0);
  const briefing = (await trainee.call('GET', `/drill/desk/${c.teams[0]}/briefing`)).body;
  expect(briefing.organisation.domain).toBe('aozora-library.example');
  expect(briefing.text.en).toContain('server behaves oddly');
  await c.pass(2);
  const wall = (await c.instructor.call('GET', `${room}/wall`)).body;
  expect(wall.teams).toHaveLength(2);
});

it('is offered beside the product’s content', async () => {
  for (const [list, mine, theirs] of [
    ['profiles', 'library', 'municipality'],
    ['scenarios', 'first-mail', 'targeted-mail'],
    ['programmes', 'evening', 'half-day'],
  ]) {
    const { items } = (await c.instructor.call('GET', `/drill/${list}`)).body;
    const ids = items.map((one: { id: string }) => one.id);
    expect(ids).toContain(mine);
    expect(ids).toContain(theirs);
  }
});

it('may not give an id of the product another meaning', () => {
  const twin = join(folder, 'twin');
  const scenario = readFileSync(join(productContent, 'scenarios/targeted-mail.yaml'), 'utf8');
  put(twin, 'scenarios/targeted-mail.yaml', scenario);
  const file = join(twin, 'scenarios/targeted-mail.yaml');
  expect(takenIds([twin, productContent])).toMatchObject([{ place: { file, field: 'id' } }]);
  expect(takenIds([own, productContent])).toEqual([]);
});

it('with a fault, the platform does not start and says file, line, field and what to do', async () => {
  const broken = join(folder, 'broken');
  const text = readFileSync(join(own, 'scenarios/first-mail.yaml'), 'utf8');
  put(broken, 'scenarios/first-mail.yaml', text.replace('move: usb-worm', 'move: usb-wurm'));
  const line = text.split('\n').findIndex(one => one.includes('move: usb-worm')) + 1;
  const data = join(folder, 'data');
  const run = promisify(execFile)(
    process.execPath,
    ['src/cli/main.ts', 'up', '--data', data, '--content', broken],
    { cwd: root, env: { ...process.env, [contentVariable]: '', LANG: 'en_GB.UTF-8' } },
  ).then(
    () => ({ code: 0, stderr: '' }),
    (error: { code: number; stderr: string }) => error,
  );
  const { code, stderr } = await run;
  expect(code).toBe(1);
  expect(stderr).toContain(`scenarios/first-mail.yaml:${line}`);
  expect(stderr).toMatch(/plan\[0(:stick)?\]\.move/);
  expect(stderr).toMatch(/usb-wurm/);
}, 30_000);
