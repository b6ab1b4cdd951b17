// Growing files through rotation and restarts: no line lost, none twice.
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Event } from '#model/event/event.ts';
import { systemClock } from '#model/time.ts';
import { type FollowedBatch, type FollowOptions, followFile } from './follow-file.ts';
import { followLog } from './follow-log.ts';
import { watchFolder } from './watch-folder.ts';

let dir = '';
let path = '';
let next = 0;
let written: string[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-follow-'));
  path = join(dir, 'app.log');
  next = 0;
  written = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Appends numbered lines. */
function write(count: number, file = path): void {
  const lines = Array.from({ length: count }, () => `line ${next++} ${'x'.repeat(next % 50)}`);
  written.push(...lines);
  appendFileSync(file, lines.map(line => `${line}\n`).join(''));
}

function start(more: Partial<FollowOptions> = {}) {
  const seen: string[] = [];
  const keys: string[] = [];
  const stopper = new AbortController();
  const done = followFile({
    path,
    stateFile: join(dir, 'state.json'),
    clock: systemClock,
    signal: stopper.signal,
    pollMs: 5,
    onLines: async (batch: FollowedBatch) => {
      for (const line of batch.lines) {
        seen.push(line.text);
        keys.push(`${batch.generation} ${line.offset}`);
      }
    },
    ...more,
  });
  const stop = async () => {
    stopper.abort();
    await done;
  };
  return { seen, keys, stop, done };
}

async function until(test: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !test(); tries++) await sleep(5);
}

test('lines arrive as they are written; an unfinished one waits', async () => {
  const { seen, stop } = start();
  write(3);
  await until(() => seen.length === 3);
  appendFileSync(path, 'half');
  await sleep(40);
  expect(seen).toEqual(written);
  appendFileSync(path, ' done\n');
  await until(() => seen.length === 4);
  await stop();
  expect(seen).toEqual([...written, 'half done']);
});

const rotations: Record<string, () => void> = {
  'rename and create': () => {
    renameSync(path, `${path}.${next}`);
    write(5);
  },
  'rename, the writer goes on in the old file, then create': () => {
    renameSync(path, `${path}.${next}`);
    write(2, `${path}.${next}`);
    writeFileSync(path, '');
    write(4);
  },
  'copy and truncate': () => {
    copyFileSync(path, `${path}.${next}`);
    truncateSync(path);
    write(5);
  },
  'copy and truncate, then longer than before': () => {
    copyFileSync(path, `${path}.${next}`);
    truncateSync(path);
    write(400);
  },
};

test('copied and emptied while lines are being handed over', async () => {
  write(100);
  let rotated = false;
  const seen: string[] = [];
  const { stop } = start({
    onLines: async batch => {
      seen.push(...batch.lines.map(line => line.text));
      if (rotated) return;
      rotated = true;
      rotations['copy and truncate, then longer than before']!();
    },
  });
  await until(() => seen.length === written.length);
  await sleep(60);
  await stop();
  expect(seen).toEqual(written);
});

test.each(Object.entries(rotations))('while following: %s', async (_, rotate) => {
  const { seen, stop } = start();
  for (let round = 0; round < 3; round++) {
    write(100);
    await until(() => seen.length === written.length);
    rotate();
    await until(() => seen.length === written.length);
  }
  await sleep(60);
  await stop();
  expect(seen).toEqual(written);
});

test.each([
  ...Object.entries(rotations),
  [
    'rename, compressed',
    () => {
      writeFileSync(`${path}.1.gz`, gzipSync(readFileSync(path)));
      rmSync(path);
      write(5);
    },
  ] as const,
])('across a restart, with lines unread before: %s', async (_, rotate) => {
  const first = start();
  write(60);
  await until(() => first.seen.length === written.length);
  await first.stop();
  write(40);
  rotate();
  const second = start();
  await until(() => first.seen.length + second.seen.length >= written.length);
  await sleep(40);
  await second.stop();
  expect([...first.seen, ...second.seen]).toEqual(written);
});

test('lines that come again after a crash carry the same place', async () => {
  write(50);
  const crash = start({
    onLines: async batch => {
      crashed.push(...batch.lines.map(line => `${batch.generation} ${line.offset}`));
      throw new Error('crash before the position is stored');
    },
  });
  const crashed: string[] = [];
  await expect(crash.done).rejects.toThrow('crash');
  const again = start();
  await until(() => again.seen.length === 50);
  await again.stop();
  expect(again.keys).toEqual(crashed);
});

test('a damaged state file is a fresh start', async () => {
  write(5);
  writeFileSync(join(dir, 'state.json'), '{"offset":"x"');
  const { seen, stop } = start();
  await until(() => seen.length === 5);
  await stop();
  expect(seen).toEqual(written);
});

test('a Zeek log goes on after a restart in mid-file, with its header', async () => {
  const header = '#separator \\x09\n#path\tdns\n#fields\tts\tuid\tquery\n';
  const row = (index: number) =>
    `17145216${String(index).padStart(2, '0')}.0\tC${index}\tn${index}.example\n`;
  const run = async (count: number) => {
    const events: Event[] = [];
    const stopper = new AbortController();
    const done = followLog({
      path,
      stateFile: join(dir, 'z.json'),
      format: 'auto',
      inputId: 'agent dns.log',
      clock: systemClock,
      signal: stopper.signal,
      pollMs: 5,
      onEvents: async list => {
        events.push(...list);
      },
    });
    await until(() => events.length >= count);
    stopper.abort();
    await done;
    return events;
  };
  writeFileSync(path, header + row(1) + row(2));
  const first = await run(2);
  appendFileSync(path, row(3));
  const second = await run(1);
  const all = [...first, ...second];
  expect(all.map(event => event['dns.question.name'])).toEqual(['n1.example', 'n2.example', 'n3.example']);
  expect(all.map(event => event['hinomi.record'])).toEqual([4, 5, 6]);
  expect(new Set(all.map(event => event['event.id'])).size).toBe(3);
});

test('a folder hands each finished file over once, also across restarts', async () => {
  const inbox = join(dir, 'inbox');
  mkdirSync(join(inbox, 'cowrie', 'log'), { recursive: true });
  const taken: string[] = [];
  const failed: string[] = [];
  const run = async (ms: number) => {
    const stopper = new AbortController();
    const done = watchFolder({
      dir: inbox,
      stateFile: join(dir, 'taken.json'),
      clock: systemClock,
      signal: stopper.signal,
      pollMs: 5,
      stableMs: 40,
      onFile: async file => {
        taken.push(file.slice(inbox.length + 1));
        if (file.endsWith('bad.log')) throw new Error('bad');
      },
      onError: file => {
        failed.push(file.slice(inbox.length + 1));
      },
    });
    await sleep(ms);
    stopper.abort();
    await done;
  };
  writeFileSync(join(inbox, 'a.log'), 'a');
  writeFileSync(join(inbox, 'cowrie', 'log', 'cowrie.json'), 'b');
  writeFileSync(join(inbox, 'bad.log'), 'x');
  writeFileSync(join(inbox, 'upload.part'), 'x');
  writeFileSync(join(inbox, '.hidden'), 'x');
  await run(250);
  await run(150);
  expect(taken.sort()).toEqual(['a.log', 'bad.log', 'cowrie/log/cowrie.json']);
  expect(failed).toEqual(['bad.log']);
  writeFileSync(join(inbox, 'a.log'), 'changed');
  await run(250);
  expect(taken.filter(name => name === 'a.log')).toHaveLength(2);
});
