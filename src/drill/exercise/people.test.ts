// Lists of people as training offices paste them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellsOf, readPeople, shareOut } from './people.ts';

it('reads Japanese and English headers, quotes, tabs and a byte-order mark', () => {
  expect(
    readPeople('\uFEFF氏名,メール,チーム\r\n山田 太郎,taro@city.example,A班\r\n"佐藤, 花子",,\r\n').people,
  ).toEqual([
    { name: '山田 太郎', mail: 'taro@city.example', organisation: '', team: 'A班' },
    { name: '佐藤, 花子', mail: '', organisation: '', team: '' },
  ]);
  expect(readPeople('Name\tOrganisation\nA "b" c\tX').people).toEqual([
    { name: 'A "b" c', mail: '', organisation: 'X', team: '' },
  ]);
  expect(readPeople('Taro,taro@x.example').people[0]).toMatchObject({ name: 'Taro', mail: 'taro@x.example' });
});

it('tells which line cannot be used and goes on', () => {
  const { people, refused } = readPeople(
    `name,mail\n,a@b.example\nA,nonsense\n${'x'.repeat(300)},\nB,b@b.example`,
  );
  expect(refused).toEqual([
    { line: 2, why: 'no name' },
    { line: 3, why: 'the mail address is not one' },
    { line: 4, why: 'a field is longer than 200 characters' },
  ]);
  expect(people).toHaveLength(1);
});

it('reads back any cells that were quoted, and never throws', () => {
  const cell = fc.string({ unit: 'grapheme' }).map(text => text.replaceAll('\t', ' '));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), rows => {
      const text = rows.map(row => row.map(one => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');
      const expected = rows.map(row => row.map(one => one.trim())).filter(row => row.some(one => one !== ''));
      expect(cellsOf(text)).toEqual(expected);
    }),
  );
  fc.assert(fc.property(fc.string(), text => void readPeople(text)));
});

it('shares people out evenly and loses nobody', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('', 'A', 'B'), { maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      (teams, size) => {
        const people = teams.map((team, i) => ({ name: `p${i}`, mail: '', organisation: '', team }));
        const shared = shareOut(people, size);
        expect(shared.flatMap(one => one.people).length).toBe(people.length);
        const free = shared.filter(one => one.team === '').map(one => one.people.length);
        if (free.length > 0) expect(Math.max(...free) - Math.min(...free)).toBeLessThanOrEqual(1);
        for (const count of free) expect(count).toBeLessThanOrEqual(size);
      },
    ),
  );
});
