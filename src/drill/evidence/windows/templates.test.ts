import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project, samples } from './fixture.ts';
import { allKinds } from './kinds.ts';
import { parseRecord } from './parse.ts';
import { differences, sharedFields } from './shared-samples.fixture.ts';
import { classicStrings, templates } from './templates.fixture.ts';

const lines = project(samples());
const records = lines.map(line => parseRecord(line.text));

const marks = { n: 'number', h: 'hex', g: 'guid', b: 'boolean' } as const;
const guidText = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
const fits: Record<string, (value: unknown) => boolean> = {
  n: value => typeof value === 'number' && Number.isInteger(value),
  h: value => typeof value === 'string' && /^0x[0-9a-f]+$/.test(value),
  g: value => typeof value === 'string' && guidText.test(value),
  b: value => typeof value === 'boolean',
  text: value => typeof value === 'string',
};

describe('templates of Windows records', () => {
  it('make every declared kind, more than sixty of them', () => {
    const made = new Set(records.map(record => `${record.channel} ${record.id}`));
    const declared = new Set(allKinds.map(kind => `${kind.provider.channel} ${kind.id}`));
    expect([...declared].filter(kind => !made.has(kind))).toEqual([]);
    expect(declared.size).toBeGreaterThanOrEqual(60);
    // The tables of this test know all of them and nothing else.
    const known = [
      ...Object.keys(templates).map(key => key.replace(/ v\d+$/, '')),
      ...Object.keys(classicStrings),
    ];
    expect([...declared].sort()).toEqual(known.sort());
  });

  it.each(Object.entries(templates))(
    '%s has the fields of the real one, in order and by type',
    (key, fields) => {
      const [, channel, id, version] = /^(.*) (\d+) v(\d+)$/.exec(key)!;
      const expected =
        fields === ''
          ? []
          : fields.split('|').map(field => field.split(':') as [string, (keyof typeof marks)?]);
      const made = records.filter(record => record.channel === channel && record.id === Number(id));
      expect(made.length).toBeGreaterThan(0);
      for (const record of made) {
        expect(record.system['Version']).toBe(Number(version));
        expect(record.data.map(([name]) => name)).toEqual(expected.map(([name]) => name));
        for (const [i, [name, value]] of record.data.entries())
          expect(fits[expected[i]![1] ?? 'text']!(value), `${name} = ${JSON.stringify(value)}`).toBe(true);
      }
    },
  );

  it.each(Object.entries(classicStrings))('%s has its nameless strings', (key, count) => {
    const made = records.filter(record => `${record.channel} ${record.id}` === key);
    expect(made.length).toBeGreaterThan(0);
    for (const record of made) expect(record.list).toHaveLength(count);
  });

  it('keep the order of the elements of System', () => {
    const order = [
      'Provider',
      'EventID',
      'Version',
      'Level',
      'Task',
      'Opcode',
      'Keywords',
      'TimeCreated',
      'EventRecordID',
      'Correlation',
      'Execution',
      'Channel',
      'Computer',
      'Security',
    ];
    for (const record of records) expect(Object.keys(record.system)).toEqual(order);
  });
});

const shared = join(process.env['HINOMI_SHARED'] ?? '../shared', 'data', 'windows');

describe.skipIf(!existsSync(shared))(
  `beside the public records in ${shared} (skipped without HINOMI_SHARED)`,
  () => {
    it('no field of a public record is missing in ours, and common fields come in the same order', async () => {
      const seen = await sharedFields(shared);
      const { compared, problems } = differences(records, seen);
      expect(problems).toEqual([]);
      // Kinds the samples hold as well: fewer would mean they were not read.
      expect(compared).toBeGreaterThanOrEqual(50);
    }, 120_000);
  },
);
