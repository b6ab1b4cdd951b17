// The name tree against a plain map, the journal against replay, serials around their wrap.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePrefix } from '#model/ip.ts';
import { nameText, nameWire } from '../dns/name.ts';
import { Journal, type RecordChange } from './journal.ts';
import { NameTree } from './name-tree.ts';
import { ipOwner, parseIpOwner } from './rules.ts';
import { nextSerial, serialNewer } from './serial.ts';

test('the tree finds what was put in and not what was taken out, through any churn', () => {
  const name = fc
    .array(fc.constantFrom('a', 'bb', 'CC', 'longer-label-of-more-than-sixteen-bytes'), {
      minLength: 1,
      maxLength: 4,
    })
    .map(labels => labels.join('.'));
  fc.assert(
    fc.property(fc.array(fc.record({ add: fc.boolean(), name }), { maxLength: 200 }), steps => {
      const tree = new NameTree();
      const leaves = new Map<string, number>();
      for (const step of steps) {
        const key = step.name.toLowerCase();
        if (step.add) leaves.set(key, tree.insert(nameWire(step.name)));
        else {
          const node = leaves.get(key);
          if (node === undefined || tree.hasChildren(node)) continue;
          tree.release(node);
          leaves.delete(key);
        }
      }
      for (const [key, node] of leaves) {
        expect(tree.find(nameWire(key.toUpperCase()))).toBe(node);
        expect(nameText(tree.wire(node))).toBe(key);
      }
      expect(tree.find(nameWire('zz.a'))).toBe(-1);
    }),
  );
});

test('a hundred thousand names take less than 100 bytes each', () => {
  const before = process.memoryUsage();
  const tree = new NameTree();
  for (let index = 0; index < 100_000; index++)
    tree.insert(nameWire(`host-${index}.bad-${index % 5_000}.example`));
  const after = process.memoryUsage();
  expect(tree.size).toBeGreaterThan(105_000);
  expect((after.arrayBuffers - before.arrayBuffers) / 100_000).toBeLessThan(150);
});

test('differences from any earlier serial lead to the present state', () => {
  const step = fc.array(
    fc.record({ owner: fc.constantFrom('a', 'b', 'c', 'd'), after: fc.integer({ min: 0, max: 3 }) }),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 15 }),
      fc.integer({ min: 0, max: 0xffffffff }),
      (steps, start) => {
        const journal = new Journal();
        const states: { serial: number; zone: Map<string, number> }[] = [{ serial: start, zone: new Map() }];
        for (const wanted of steps) {
          const { serial, zone } = states.at(-1)!;
          const next = new Map(zone);
          const changes: RecordChange[] = [];
          for (const [owner, after] of new Map(wanted.map(each => [each.owner, each.after]))) {
            changes.push({ owner, before: zone.get(owner) ?? 0, after });
            if (after) next.set(owner, after);
            else next.delete(owner);
          }
          const to = nextSerial(serial, 0);
          journal.add({ from: serial, to, changes });
          states.push({ serial: to, zone: next });
        }
        const present = states.at(-1)!.zone;
        for (const { serial, zone } of states.slice(0, -1)) {
          const replay = new Map(zone);
          for (const { owner, before, after } of journal.since(serial)!) {
            expect(replay.get(owner) ?? 0).toBe(before);
            if (after) replay.set(owner, after);
            else replay.delete(owner);
          }
          expect(replay).toEqual(present);
        }
        expect(journal.since((start - 1) >>> 0)).toBeUndefined();
      },
    ),
  );
});

test('serials wrap (RFC 1982) and never go back, whatever the clock says', () => {
  expect(serialNewer(1, 0xffffffff)).toBe(true);
  expect(nextSerial(0xffffffff, 5)).toBe(5);
  expect(nextSerial(0xfffffffe, 0xfffffff0)).toBe(0xffffffff);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer({ min: 0, max: 0xffffffff }),
      (serial, clock) => {
        expect(serialNewer(nextSerial(serial, clock), serial)).toBe(true);
      },
    ),
  );
});

test('owners of address triggers, both ways', () => {
  expect(ipOwner(parsePrefix('192.0.2.77/24')!)).toBe('24.0.2.0.192.rpz-ip');
  expect(ipOwner(parsePrefix('2001:db8::/32')!)).toBe('32.zz.db8.2001.rpz-ip');
  expect(ipOwner(parsePrefix('::1')!)).toBe('128.1.zz.rpz-ip');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
        fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
      ),
      ([address, bits]) => {
        const prefix = parsePrefix(`${address}/${bits}`);
        if (!prefix) return;
        const owner = ipOwner(prefix);
        const back = parseIpOwner(owner);
        if (bits === 0) return;
        expect(back && ipOwner(back)).toBe(owner);
      },
    ),
  );
});
