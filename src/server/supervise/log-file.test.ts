// Logs of processes are bounded and outlive restarts.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settle = () => new Promise(resolve => setTimeout(resolve, 50));

test('two files at most, each bounded, the newest lines kept', async () => {
  const file = join(folder, 'server.log');
  const log = openLogFile(file, 1_000);
  for (let line = 0; line < 100; line++) {
    log.write(Buffer.from(`line ${String(line).padStart(4, '0')} ${'x'.repeat(20)}\n`));
    // Lines of a process come in over time: what was opened is written before the next turn of files.
    if (line % 10 === 9) await settle();
  }
  log.close();
  await settle();
  expect(statSync(file).size).toBeLessThanOrEqual(1_000);
  expect(statSync(`${file}.1`).size).toBeLessThanOrEqual(1_000);
  const kept = readFileSync(`${file}.1`, 'utf8') + readFileSync(file, 'utf8');
  expect(kept.endsWith(`line 0099 ${'x'.repeat(20)}\n`)).toBe(true);
});

test('a file of an earlier start is gone on with', async () => {
  const file = join(folder, 'server.log');
  for (const text of ['one\n', 'two\n']) {
    const log = openLogFile(file);
    log.write(Buffer.from(text));
    log.close();
    await settle();
  }
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
});
