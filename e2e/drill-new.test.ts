// From a shell to an exercise that runs, on a platform as a user starts it: made, loaded, started, entered, searched.
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hinomi, type Platform, root, startPlatform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform(['--agent-enabled', 'false', '--dns-enabled', 'false']);
}, 180_000);
afterAll(() => platform?.stop());

const small = ['--profile', 'small-firm', '--staff', '60', '--days', '2', '--seed', '7'];
const drillNew = (...words: string[]) =>
  hinomi(['drill', 'new', ...small, ...platform.flags, '--language', 'en', ...words]);

const addUser = (name: string, roles: string) =>
  new Promise<void>((resolve, reject) => {
    const words = ['user', 'add', name, '--roles', roles, ...platform.flags];
    const child = spawn(`${root}hinomi`, words, { stdio: ['pipe', 'ignore', 'inherit'] });
    child.once('exit', code => (code === 0 ? resolve() : reject(new Error(`user add: ${code}`))));
    child.stdin.end('a long pass phrase for tests\n');
  });

it('says what is missing, option by option', { timeout: 120_000 }, async () => {
  const nobody = await drillNew('--scenario', 'targeted-mail');
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('hinomi user add') });
  await addUser('sensei', 'instructor');
  const unknown = await drillNew('--scenario', 'no-such');
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('--scenario has no no-such') });
  expect(unknown.stderr).toContain('targeted-mail');
  const few = await drillNew('--scenario', 'targeted-mail', '--staff', '1');
  expect(few).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--staff needs a whole number from 20'),
  });
  const phase = await drillNew('--scenario', 'targeted-mail', '--start', 'lunch');
  expect(phase).toMatchObject({ code: 2, stderr: expect.stringContaining('--start needs hand or a phase') });
  const away = await hinomi([
    'drill',
    'new',
    '--scenario',
    'wiper',
    '--data',
    platform.data,
    '--http-port',
    '9',
  ]);
  expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('hinomi up --data') });
});

it('reaches a running exercise, which a trainee enters and searches', { timeout: 300_000 }, async () => {
  const words = ['--scenario', 'targeted-mail', '--teams', '2', '--seats', '2', '--name', 'From a shell'];
  const made = await drillNew(...words);
  expect(made.code, made.stderr).toBe(0);
  expect(made.stderr).toMatch(/\d+ %.+lines/);
  expect(made.stdout).toMatch(/The exercise is running: From a shell {2}\(\d/);
  expect(made.stdout).toMatch(/Class wall: http:\/\/127\.0\.0\.1:\d+\/drill\//);
  expect(made.stdout).toMatch(/Join code: [A-Z0-9]{6}/);
  const links = made.stdout.match(/\/drill\/enter#\S+/g)!;
  expect(links).toHaveLength(4);

  const api = `http://127.0.0.1:${platform.ports.http}/api/v1`;
  const entered = await fetch(`${api}/drill/enter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: links[0]!.split('#')[1] }),
  });
  expect(entered.status).toBe(200);
  const { team } = (await entered.json()) as { team: string };
  const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!;
  const search = async (q: string) => {
    const reply = await fetch(`${api}/drill/desk/${team}/search?q=${encodeURIComponent(q)}`, {
      headers: { cookie },
    });
    expect(reply.status).toBe(200);
    return (await reply.json()) as { items: { text: string; at: number }[] };
  };
  const { items } = await search('');
  expect(items.length).toBe(100);
  expect((await search(`host:*`)).items.length).toBeGreaterThan(0);
  const desk = await fetch(`${api}/drill/desk/${team}`, { headers: { cookie } });
  expect(await desk.json()).toMatchObject({ exercise: { state: 'running' } });

  // Another on the same organisation needs no loading; one for the instructor to start waits.
  const second = await drillNew('--scenario', 'wiper', '--json', '--start', 'hand', '--teams', '1');
  expect(second.code, second.stderr).toBe(0);
  const told = JSON.parse(second.stdout) as { state: string; seconds: number; seats: unknown[]; phase: null };
  expect(told).toMatchObject({ state: 'ready', phase: null });
  expect(told.seats).toHaveLength(4);
  expect(told.seconds).toBeLessThan(20);
});

it('leaves no token behind', async () => {
  const { stdout } = await hinomi(['user', 'list', '--json', ...platform.flags]);
  expect(JSON.parse(stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'sensei' })]));
  const { openRecords } = await import('#store/records/records.ts');
  const { apiTokens } = await import('#store/records/collections.ts');
  const records = await openRecords({ sqliteFile: `${platform.data}/records.sqlite` });
  expect(await records.collection(apiTokens).count({})).toBe(0);
  await records.close();
});
