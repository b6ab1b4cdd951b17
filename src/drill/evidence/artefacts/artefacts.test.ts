// Artefacts hold what happened on the host up to their time, and nothing later; life of one PC is what it is among all.
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { everyday } from '../../activity/everyday.ts';
import { sliceCount } from '../../activity/slice.ts';
import { worldOf } from '../../generate/options.ts';
import { scenarios } from '../../run/library.ts';
import { simulate } from '../../run/simulate.ts';
import { makeVariant } from '../../run/variant.ts';
import type { WorldEvent } from '../../world/event.ts';
import { artefactOf, makeArtefact } from './artefacts.ts';
import { everydayOn } from './happened.ts';

const world = worldOf({ profile: 'small-firm', staff: 40, days: 2, seed: 5 });

/** Entries of an archive, read from its directory. */
function entriesOf(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  const found = new Map<string, string>();
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [size, nameLength, offset] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const begin = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    const packed = archive.subarray(begin, begin + size);
    found.set(name, (archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString());
    at += 46 + nameLength;
  }
  return found;
}

test('a PC looked at alone lives as it does among all', () => {
  const pc = world.organisation.people[3]!.pc;
  const key = (event: WorldEvent) =>
    JSON.stringify([
      event.kind,
      event.at,
      'process' in event ? event.process?.commandLine : '',
      'what' in event ? event.what : '',
    ]);
  const kinds = new Set(['process-start', 'process-end', 'file', 'registry', 'web', 'logon']);
  let compared = 0;
  for (const slice of [56, 60, 75, 100]) {
    const all: WorldEvent[] = [];
    everyday(world, slice, event => {
      if (event.host.name === pc.name && kinds.has(event.kind)) all.push(event);
    });
    const alone = everydayOn(world, pc, slice).filter(
      event => event.host.name === pc.name && kinds.has(event.kind),
    );
    const among = new Set(all.map(key));
    expect(alone.map(key).filter(one => !among.has(one))).toEqual([]);
    // Others may have done something there, too: help desk, management tools.
    expect(alone.length).toBeGreaterThanOrEqual(all.length * 0.9);
    compared += alone.length;
  }
  expect(compared).toBeGreaterThan(20);
});

const scenario = scenarios().get('targeted-mail')!;
const variant = makeVariant(world, scenario, 3);
const run = simulate(world, variant, [], variant.end);
const started = run.events.filter(event => event.kind === 'process-start' && event.host.owner);
const implant = started.find(
  event => event.kind === 'process-start' && /AppData\\Roaming/.test(event.process.image),
) as Extract<WorldEvent, { kind: 'process-start' }>;

test('disk and memory of a taken PC show what the attack left, and only after it did', async () => {
  const { host, process, at } = implant;
  const take = async (kind: string, when: number) =>
    entriesOf(await makeArtefact(world, run, artefactOf(world, `${kind}:${host.name}:${Math.floor(when)}`)!));
  const later = at + 5 * 60_000;
  const disk = await take('disk', later);
  expect([...disk.keys()]).toEqual([
    'README.txt',
    'listing.txt',
    'timeline.body',
    'files.csv',
    'autoruns.csv',
    'prefetch.csv',
    'browser-history.csv',
  ]);
  const name = process.image.slice(process.image.lastIndexOf('\\') + 1);
  for (const part of ['listing.txt', 'timeline.body', 'files.csv', 'prefetch.csv'])
    expect(disk.get(part)!.toLowerCase()).toContain(name.toLowerCase());
  const memory = await take('memory', later);
  expect(memory.get('pslist.csv')).toContain(`,${process.pid},`);
  expect(memory.get('cmdline.csv')).toContain(name);
  const before = await take('disk', at - 10 * 60_000);
  expect(before.get('listing.txt')!.toLowerCase()).not.toContain(name.toLowerCase());
  expect((await take('memory', at - 10 * 60_000)).get('cmdline.csv')).not.toContain(name);
  // After the host was set up anew nothing of it is left.
  const clean = await makeArtefact(
    world,
    run,
    artefactOf(world, `disk:${host.name}:${Math.floor(variant.end)}`)!,
    { since: variant.end - 60_000 },
  );
  expect(entriesOf(clean).get('listing.txt')!.toLowerCase()).not.toContain(name.toLowerCase());
  for (const text of [...disk.values(), ...memory.values()])
    expect(text).not.toMatch(/step:|oddity:|undefined|NaN/);
}, 60_000);

test('ids that name nothing give nothing', () => {
  const { start } = world;
  for (const id of [
    'disk:NOBODY:1770000000000',
    'disk:',
    'capture:PC-0001:2-1',
    `capture:PC-0001:${start}-${start + 3_600_001}`,
    '../../etc/passwd',
    `memory:PC-0001:${'9'.repeat(40)}`,
  ])
    expect(artefactOf(world, id)).toBeUndefined();
  expect(sliceCount(world)).toBe(288);
});

test('a capture of an hour has the flows of its host', async () => {
  const pc = world.organisation.people[3]!.pc;
  const from = world.start + 10 * 3_600_000;
  const file = await makeArtefact(
    world,
    run,
    artefactOf(world, `capture:${pc.name}:${from}-${from + 3_600_000}`)!,
  );
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect(file.length).toBeGreaterThan(10_000);
}, 60_000);
