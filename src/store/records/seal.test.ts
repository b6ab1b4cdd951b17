// Sealed secrets open in their own place only.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSealer } from './seal.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hinomi-seal-'));
  file = join(directory, 'keys', 'records');
});
afterEach(() => rmSync(directory, { recursive: true }));

it('opens what it sealed, in its place only, also after a restart', () => {
  const first = openSealer(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, context) => {
      const sealed = first.seal(plain, context);
      expect(sealed).not.toBe(first.seal(plain, context));
      expect(openSealer(file).open(sealed, context)).toBe(plain);
      expect(() => first.open(sealed, `${context}x`)).toThrow('altered');
    }),
    { numRuns: 50 },
  );
});

it('refuses altered text whatever bit changed', () => {
  const sealer = openSealer(file);
  const sealed = sealer.seal('JBSWY3DPEHPK3PXP', 'here');
  const [version, id, body] = sealed.split('.');
  const bytes = Buffer.from(body!, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const altered = Buffer.from(bytes);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => sealer.open(`${version}.${id}.${altered.toString('base64url')}`, 'here')).toThrow();
  }
  for (const wrong of ['', 'x', 'v1', `v1.${id}`, `v2.${id}.${body}`, `v1.other.${body}`])
    expect(() => sealer.open(wrong, 'here')).toThrow();
});

it('opens old text after the key changed', () => {
  const sealed = openSealer(file).seal('secret', 'here');
  const { keys } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(
    file,
    JSON.stringify({ keys: [{ id: 'new', key: Buffer.alloc(32, 7).toString('base64url') }, ...keys] }),
  );
  const after = openSealer(file);
  expect(after.open(sealed, 'here')).toBe('secret');
  expect(after.seal('secret', 'here')).toMatch(/^v1\.new\./);
});

it('refuses a key file that others may read, or that is not one', () => {
  openSealer(file);
  chmodSync(file, 0o644);
  expect(() => openSealer(file)).toThrow(expect.objectContaining({ code: 'KEY_FILE_EXPOSED' }));
  chmodSync(file, 0o600);
  writeFileSync(file, '{"keys":[]}');
  expect(() => openSealer(file)).toThrow(expect.objectContaining({ code: 'KEY_FILE_INVALID' }));
});
