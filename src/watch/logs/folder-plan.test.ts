// A mixed folder as a honeypot collection leaves it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { planFolder } from './folder-plan.ts';
import { logFormat } from './registry.ts';

test('every file gets its format, or the reason why not', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hinomi-plan-'));
  const put = (name: string, content: string | Buffer) => {
    mkdirSync(join(dir, name, '..'), { recursive: true });
    writeFileSync(join(dir, name), content);
  };
  const example = (id: string) => logFormat(id)!.examples[0]!;
  put('cowrie/log/cowrie.json', example('cowrie'));
  put('cowrie/log/cowrie.json.1.gz', gzipSync(example('cowrie')));
  put('dionaea/log/dionaea.json', example('dionaea'));
  put('suricata/log/eve.json', example('suricata'));
  put('nginx/log/access.log', example('access'));
  put('other/hits.json', '{"timestamp":"2024-05-01T00:00:00Z","src_ip":"192.0.2.1"}');
  put('other/binary.bin', Buffer.from([0, 1, 2, 3]));
  put('other/broken.gz', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9]));
  put('other/prose.txt', 'words\nand words\n');
  put('other/empty.log', '');
  const plan = await planFolder(dir);
  rmSync(dir, { recursive: true });
  const found = Object.fromEntries(
    plan.map(({ file, format, why }) => [file.slice(dir.length + 1), format ?? why]),
  );
  expect(found).toEqual({
    'cowrie/log/cowrie.json': 'cowrie',
    'cowrie/log/cowrie.json.1.gz': 'cowrie',
    'dionaea/log/dionaea.json': 'dionaea',
    'suricata/log/eve.json': 'suricata',
    'nginx/log/access.log': 'access',
    'other/hits.json': 'jsonl',
    'other/binary.bin': 'not a text log',
    'other/broken.gz': expect.stringContaining('damaged'),
    'other/prose.txt': 'format not recognised',
    'other/empty.log': 'empty',
  });
});
