// Processes start in order, come back after a kill, say why they fail, and end with their supervisor.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChildSpec, ChildStatus } from './child.ts';
import { supervise } from './supervisor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-supervise-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, code: string): string => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
};
const good = `setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0)); process.send({ ready: true })`;
const spec = (name: string, module: string, needs: string[] = []): ChildSpec => ({
  name,
  module,
  arguments: [],
  environment: {},
  logFile: join(folder, `${name}.log`),
  needs,
});
const start = (specs: ChildSpec[]) => {
  const seen: ChildStatus[][] = [];
  const supervisor = supervise({
    specs,
    statusFile: join(folder, 'processes.json'),
    lockFile: join(folder, 'lock'),
    clock: Date.now,
    onChange: statuses => seen.push(statuses),
  });
  const until = async (what: (statuses: ChildStatus[]) => boolean): Promise<ChildStatus[]> => {
    for (let tries = 0; tries < 400; tries++) {
      const now = supervisor.statuses();
      if (what(now)) return now;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new Error(`never: ${JSON.stringify(supervisor.statuses())}`);
  };
  return { supervisor, seen, until };
};

test('a process waits for those it needs', async () => {
  const module = program('good', good);
  const { supervisor, seen, until } = start([spec('second', module, ['first']), spec('first', module)]);
  await until(statuses => statuses.every(status => status.state === 'up'));
  const firstUp = seen.findIndex(
    statuses => statuses.find(status => status.name === 'first')?.state === 'up',
  );
  const secondStarts = seen.findIndex(
    statuses => statuses.find(status => status.name === 'second')?.state === 'starting',
  );
  expect(firstUp).toBeLessThanOrEqual(secondStarts);
  const written = JSON.parse(readFileSync(join(folder, 'processes.json'), 'utf8')) as {
    processes: ChildStatus[];
  };
  expect(written.processes.map(({ name, state }) => [name, state])).toEqual([
    ['second', 'up'],
    ['first', 'up'],
  ]);
  await supervisor.stop();
});

test('killed, it comes back and the restart is counted', async () => {
  const { supervisor, until } = start([spec('one', program('good', good))]);
  const [before] = await until(statuses => statuses[0]?.state === 'up');
  process.kill(before!.pid, 'SIGKILL');
  const [after] = await until(statuses => statuses[0]?.state === 'up' && statuses[0].pid !== before!.pid);
  expect(after?.restarts).toBe(1);
  await supervisor.stop();
});

test('one that cannot start is shown with its reason and remedy, and the others go on', async () => {
  const bad = program(
    'bad',
    `process.send({ ready: false, message: 'port 1 is taken', remedy: 'choose another' }); setTimeout(() => process.exit(1), 20)`,
  );
  const { supervisor, until } = start([spec('bad', bad), spec('good', program('good', good))]);
  const statuses = await until(now => now[1]?.state === 'up' && now[0]?.state === 'failed');
  expect(statuses[0]).toMatchObject({ reason: 'port 1 is taken', remedy: 'choose another' });
  await supervisor.stop();
});

test('one that ends without a word is shown with its last line', async () => {
  const { supervisor, until } = start([
    spec('mute', program('mute', `console.error('out of luck'); process.exit(3)`)),
  ]);
  const [status] = await until(now => now[0]?.state === 'failed');
  expect(status?.reason).toBe('ended with code 3: out of luck');
  await supervisor.stop();
});
