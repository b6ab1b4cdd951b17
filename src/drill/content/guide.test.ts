// The files the authors' guide shows are complete and pass the check as they stand there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { previewOf } from '../preview/preview.ts';
import { parseScenario } from '../run/library.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { checkFile } from './check.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'hinomi-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['authoring.md', 'authoring.ja.md'])('%s', guide => {
  const text = readFileSync(join(root, 'docs/guide', guide), 'utf8');
  const own = join(folder, guide);
  const shown = [...text.matchAll(/```yaml\n# our-content\/(\S+)\n([\s\S]*?)```/g)].map(([, name, body]) => {
    const file = join(own, name!);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body!);
    return file;
  });

  it('shows files without fault', () => {
    expect(shown).toHaveLength(4);
    for (const file of shown) expect(checkFile(file, { folders: [own, join(root, 'content')] })).toEqual([]);
  });

  it('shows an organisation and a scenario that can be played', () => {
    const world = makeWorld({ profile: loadProfile('library', own), staff: 40, days: 2, seed: 7 });
    const file = join(own, 'scenarios/first-mail.yaml');
    const preview = previewOf(world, parseScenario(readFileSync(file, 'utf8'), file), 7);
    expect(preview.steps.map(one => one.outcome)).toEqual(['done']);
    expect(preview.harm.best.loss).toBeLessThanOrEqual(preview.harm.idle);
  });
});
