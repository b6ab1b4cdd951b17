// Programs of others read every kind of artefact of a small world without an error.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artefactOf, makeArtefact } from '../../src/drill/evidence/artefacts/artefacts.ts';
import { emlOf } from '../../src/drill/evidence/artefacts/mail/message.ts';
import { artefactReaders } from './artefacts.ts';
import { smallLife } from './lived.ts';
import { found } from './reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'artefacts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new Map<string, string[]>();
beforeAll(async () => {
  const { world, events } = smallLife();
  const mails = join(folder, 'mails');
  mkdirSync(mails);
  for (const [n, event] of events.entries())
    if (event.kind === 'mail' && event.outcome !== 'rejected' && n % 3 === 0)
      writeFileSync(join(mails, `${n}.eml`), emlOf(event, world));
  files.set('mail (.eml)', [mails]);
  const put = async (kind: string, id: string, name: string) => {
    const path = join(folder, name);
    writeFileSync(path, await makeArtefact(world, { events, masks: [] }, artefactOf(world, id)!));
    files.set(kind, [...(files.get(kind) ?? []), path]);
    return path;
  };
  const at = world.start + 11 * 3_600_000;
  const pc = world.organisation.people[1]!.pc.name;
  const server = world.organisation.hosts.find(host => host.os === 'debian-12')!.name;
  await put('capture (.pcap)', `capture:${pc}:${at - 1_200_000}-${at}`, 'capture.pcap');
  for (const host of [pc, server]) {
    const disk = await put('archive (.zip)', `disk:${host}:${at}`, `disk-${host}.zip`);
    await put('archive (.zip)', `memory:${host}:${at}`, `memory-${host}.zip`);
    if (!found('unzip')) continue;
    const out = join(folder, host);
    execFileSync('unzip', ['-q', '-d', out, disk]);
    files.set('file listing (dir /s, ls -lR)', [
      ...(files.get('file listing (dir /s, ls -lR)') ?? []),
      join(out, 'listing.txt'),
    ]);
    files.set('body file (MACB times)', [
      ...(files.get('body file (MACB times)') ?? []),
      join(out, 'timeline.body'),
    ]);
    files.set('report tables (.csv)', [...(files.get('report tables (.csv)') ?? []), join(out, 'files.csv')]);
  }
}, 120_000);

const pairs = Object.entries(artefactReaders).flatMap(([kind, readers]) =>
  readers.map(reader => ({ kind, reader })),
);

describe.each(pairs)('$kind', ({ kind, reader }) => {
  const absent = !reader.installed() || !found('unzip');
  test.skipIf(absent)(
    `${reader.program}${absent ? ' is not installed' : ''}`,
    () => {
      for (const file of files.get(kind)!) {
        const { lines, errors, detail } = reader.check(file, kind);
        expect([errors, errors > 0 ? detail : []]).toEqual([0, []]);
        expect(lines).toBeGreaterThan(3);
      }
    },
    60_000,
  );
});
