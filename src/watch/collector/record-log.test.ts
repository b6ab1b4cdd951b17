// The journal: torn tails, decay and failing disks.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '#model/ids.ts';
import { recordHeader, recordsIn, segmentHeader, segmentHeaderBytes } from './record-codec.ts';
import { RecordLog } from './record-log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hinomi-log-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const openLog = (segmentBytes = 1 << 20, onDamage?: (segment: number) => void) =>
  new RecordLog({
    dir,
    clock: Date.now,
    random: systemRandom,
    segmentBytes,
    snapshot: () => ({ type: 0, body: Buffer.from('{}') }),
    ...(onDamage ? { onDamage } : {}),
  });

/** A segment as a writer leaves it that commits after each group of records. */
function segment(groups: readonly (readonly string[])[]): { bytes: Buffer; texts: string[] } {
  const parts = [segmentHeader(77)];
  let durable = 0;
  let length = segmentHeaderBytes;
  for (const group of groups) {
    for (const text of group) {
      const body = Buffer.from(text);
      parts.push(recordHeader(77, 1, [body], durable), body);
      length += 17 + body.length;
    }
    durable = length;
  }
  return { bytes: Buffer.concat(parts), texts: groups.flat() };
}

const groupsArbitrary = fc.array(fc.array(fc.string({ maxLength: 60 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});

describe('record codec', () => {
  test('reads back what was written, in order', () => {
    fc.assert(
      fc.property(groupsArbitrary, groups => {
        const { bytes, texts } = segment(groups);
        expect([...recordsIn(bytes)].map(record => record.body.toString())).toEqual(texts);
      }),
    );
  });

  test('a segment cut anywhere gives a prefix and never throws', () => {
    fc.assert(
      fc.property(groupsArbitrary, fc.nat(), (groups, at) => {
        const { bytes, texts } = segment(groups);
        const read = [...recordsIn(bytes.subarray(0, at % (bytes.length + 1)))].map(record =>
          record.body.toString(),
        );
        expect(read).toEqual(texts.slice(0, read.length));
      }),
      { numRuns: 500 },
    );
  });

  test('bytes changed anywhere never give a record that was not written', () => {
    fc.assert(
      fc.property(
        groupsArbitrary,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 5 }),
        (groups, changes) => {
          const { bytes, texts } = segment(groups);
          for (const [at, flip] of changes) bytes[at % bytes.length]! ^= flip;
          const read = [...recordsIn(bytes, undefined, () => {})].map(record => record.body.toString());
          let from = 0;
          for (const text of read) {
            const found = texts.indexOf(text, from);
            expect(found).toBeGreaterThanOrEqual(0);
            from = found + 1;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('decay in the middle costs that record only, and is reported', () => {
    const { bytes } = segment([['first'], ['second'], ['third'], ['fourth']]);
    bytes[bytes.indexOf('second')]! ^= 1;
    const damage: number[] = [];
    const read = [...recordsIn(bytes, undefined, found => damage.push(found.length))];
    expect(read.map(record => record.body.toString())).toEqual(['first', 'third', 'fourth']);
    expect(damage).toEqual([17 + 'second'.length]);
  });

  test('a torn group ends the log: a later record of the same unfinished write is not believed', () => {
    const { bytes } = segment([['first'], ['second', 'third']]);
    bytes[bytes.indexOf('second')]! ^= 1;
    expect([...recordsIn(bytes)].map(record => record.body.toString())).toEqual(['first']);
  });

  test('a record planted inside a payload is not believed', () => {
    const planted = Buffer.concat([recordHeader(78, 1, [Buffer.from('forged')], 99), Buffer.from('forged')]);
    const { bytes } = segment([['a'], [planted.toString('latin1')], ['b']]);
    const at = bytes.indexOf('forged');
    bytes[at - 30]! ^= 0xff;
    expect([...recordsIn(bytes, undefined, () => {})].map(record => record.body.toString())).not.toContain(
      'forged',
    );
  });
});

describe('record log', () => {
  test('everything made durable is there after reopening, across segments', async () => {
    const log = openLog(500);
    const texts = Array.from({ length: 100 }, (_, index) => `record ${index} ${'x'.repeat(index)}`);
    await Promise.all(
      texts.map(text => {
        log.append(1, [Buffer.from(text.slice(0, 3)), Buffer.from(text.slice(3))]);
        return log.durable();
      }),
    );
    await log.close();
    const again = openLog(500);
    const read = [...again.replay()]
      .filter(record => record.type === 1)
      .map(record => record.body.toString());
    expect(read).toEqual(texts);
    expect(again.segments.length).toBeGreaterThan(5);
    const keep = again.segments[3]!;
    again.removeBefore(keep);
    expect(again.segments[0]).toBe(keep);
    expect(readdirSync(dir)).toHaveLength(again.segments.length);
    await again.close();
  });

  test('garbage files and torn tails in the folder do no harm', async () => {
    const log = openLog();
    log.append(1, [Buffer.from('kept')]);
    await log.durable();
    await log.close();
    const [name] = readdirSync(dir);
    writeFileSync(
      join(dir, name!),
      Buffer.concat([readFileSync(join(dir, name!)), Buffer.from('torn tail')]),
    );
    writeFileSync(join(dir, 'ffffffffffff.log'), 'not a segment');
    writeFileSync(join(dir, 'notes.txt'), 'hello');
    const again = openLog();
    expect(
      [...again.replay()].filter(record => record.type === 1).map(record => record.body.toString()),
    ).toEqual(['kept']);
    await again.close();
  });

  test('a write that fails rejects, is heard at once, and the log goes on', async () => {
    let failures = 0;
    const log = new RecordLog({
      dir,
      clock: Date.now,
      random: systemRandom,
      segmentBytes: 40,
      snapshot: () => ({ type: 0, body: Buffer.from('{}') }),
      onFailure: () => failures++,
    });
    log.append(1, [Buffer.from('fills the segment')]);
    await log.durable();
    // Without its folder the next segment cannot be made: what a full or broken disk looks like to open().
    rmSync(dir, { recursive: true });
    log.append(1, [Buffer.from('lost')]);
    await expect(log.durable()).rejects.toMatchObject({ code: 'LOG_WRITE_FAILED', status: 503 });
    expect(failures).toBe(1);
    mkdirSync(dir);
    log.append(1, [Buffer.from('after')]);
    await log.durable();
    await log.close();
    const read = [...openLog().replay()]
      .filter(record => record.type === 1)
      .map(record => record.body.toString());
    expect(read).toEqual(['after']);
  });
});
