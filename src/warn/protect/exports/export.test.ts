// Exports: ceilings, injection, validity by other people's programs where they are there.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListEntry } from '../../indicators/list-entry.ts';
import { findProgram } from '../peers/process.ts';
import { type ExportFormatName, exportFormats, exportList } from './export.ts';
import { content } from './network.ts';
import { stixPattern } from './stix.ts';
import { cell } from './text.ts';

const entry = (type: ListEntry['type'], value: string, rest: Partial<ListEntry> = {}): ListEntry => ({
  id: `id-${value}`,
  type,
  value,
  subdomains: type === 'domain',
  action: 'warn',
  confidence: 80,
  tlp: 'green',
  labels: ['malware'],
  reason: { id: 'x', values: {} },
  decidedBy: 'rule:x',
  findings: [],
  sightings: 0,
  validFrom: 1_700_000_000_000,
  validUntil: 1_900_000_000_000,
  ...rest,
});
const entries = [
  entry('domain', 'evil.example'),
  entry('domain', 'secret.example', { tlp: 'red' }),
  entry('domain', 'fine.example', { action: 'passthru' }),
  entry('domain', 'over.example', { validUntil: 1_700_000_000_001 }),
  entry('ipv4', '203.0.113.7'),
  entry('ipv6', '2001:db8::7'),
  entry('cidr', '198.51.100.0/24'),
  entry('url', 'http://evil.example/a;b?c=\'"|x'),
  entry('nameserver', 'ns.evil.example'),
  entry('sha256', 'a'.repeat(64)),
  entry('md5', 'b'.repeat(32)),
];
async function* pages() {
  yield entries.slice(0, 3);
  yield entries.slice(3);
}
async function text(name: ExportFormatName, ceiling: 'clear' | 'green' | 'red' = 'green'): Promise<string> {
  let out = '';
  for await (const chunk of exportList(name, pages(), { now: 1_800_000_000_000, ceiling })) out += chunk;
  return out;
}

test.each(Object.keys(exportFormats) as ExportFormatName[])(
  '%s keeps the ceiling, the end of validity, and is the same each time',
  async name => {
    const green = await text(name);
    expect(green).not.toContain('secret.example');
    expect(green).not.toContain('over.example');
    expect(await text(name, 'clear')).not.toContain('evil.example');
    expect(await text(name)).toBe(green);
  },
);

test('a CSV cell is never a formula and never leaves its quotes', () => {
  fc.assert(
    fc.property(fc.string(), value => {
      const out = cell(value);
      expect(out).toMatch(/^"(?:[^"]|"")*"$/s);
      expect(out).not.toMatch(/^"[=+\-@\t\r]/);
    }),
  );
});

describe('STIX 2.1', () => {
  test('is a bundle whose references all lead somewhere', async () => {
    const bundle = JSON.parse(await text('stix', 'red')) as { objects: Record<string, unknown>[] };
    const ids = new Set(bundle.objects.map(object => object['id']));
    expect(ids.size).toBe(bundle.objects.length);
    for (const object of bundle.objects) {
      expect(String(object['id'])).toMatch(
        /^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      for (const reference of (object['object_marking_refs'] as string[] | undefined) ?? [])
        expect(ids).toContain(reference);
    }
    expect(bundle.objects.filter(object => object['type'] === 'indicator')).toHaveLength(9);
  });
  test('patterns escape what would end the literal', () => {
    expect(stixPattern(entry('url', "http://e.example/'x\\y"))).toBe(
      "[url:value = 'http://e.example/\\'x\\\\y']",
    );
    expect(stixPattern(entry('domain', 'evil.example'))).toBe(
      "[domain-name:value MATCHES '^(.+\\\\.)?evil\\\\.example$']",
    );
    expect(stixPattern(entry('cidr', '198.51.100.0/24'))).toBe(
      "[ipv4-addr:value ISSUBSET '198.51.100.0/24']",
    );
  });
});

describe('Suricata', () => {
  test('content has nothing left that the rule language gives a meaning', () => {
    fc.assert(
      fc.property(fc.string(), value => {
        expect(content(value)).toMatch(/^(?:[A-Za-z0-9._/-]|\|[0-9a-f]{2}(?: [0-9a-f]{2})*\|)*$/);
      }),
    );
  });
  test('sids do not depend on the rest of the list', async () => {
    const sid = (rules: string) =>
      /sid:(\d+)/.exec(rules.split('\n').find(line => line.includes('203.0.113.7'))!)![1];
    let alone = '';
    for await (const chunk of exportList(
      'suricata',
      (async function* () {
        yield [entries[4]!];
      })(),
      { now: 0, ceiling: 'red' },
    ))
      alone += chunk;
    expect(sid(alone)).toBe(sid(await text('suricata')));
  });
});

test.skipIf(!findProgram('nft'))('nft takes the set file', async () => {
  // `nft -c` needs CAP_NET_ADMIN even to check; a network namespace of our own gives it where we may make one.
  const file = await text('nftables');
  const run = (command: string, args: string[]) =>
    execFileSync(command, args, { input: file, stdio: ['pipe', 'pipe', 'pipe'] });
  run('unshare', ['-rn', findProgram('nft')!, '-c', '-f', '/dev/stdin']);
});
