// What is searched in memory and what the store searches must be the same: any rows, any search, on any number of segments.
import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceDictionary } from '#model/search/evidence.ts';
import { formatSearch } from '#model/search/format.ts';
import { parseSearch } from '#model/search/parse.ts';
import { freshDirectory } from '#store/events/testing/targets.ts';
import { linesFrom } from '#store/evidence/lines-from.ts';
import { openEvidenceStore } from '#store/evidence/open.ts';
import type { EvidenceMask, EvidenceRow, EvidenceStore } from '#store/evidence/port.ts';
import { stream } from '../world/random.ts';
import { maskTest } from './match.ts';
import { rowTest } from './testing/row-test.ts';

let store: EvidenceStore;
let close: () => Promise<void>;
beforeAll(async () => {
  const data = await freshDirectory();
  store = openEvidenceStore(data, 2);
  close = async () => {
    await store.close();
    await rm(data, { recursive: true, force: true });
  };
});
afterAll(() => close?.());

const start = Date.UTC(2026, 5, 1);
const pieces = fc.constantFrom(
  ...[
    'PC-0042',
    'pc-00421',
    'Yamada.T',
    'powershell.exe',
    '-enc',
    ' ',
    ' ',
    '"',
    '\\',
    "'",
    '%',
    '_',
    '*',
    ':',
    '\n',
    '\t',
  ],
  ...[
    '10.20.3.4',
    '2001:db8::1',
    '請求書',
    'pdf',
    'é',
    'É',
    'K',
    '😀',
    'a',
    'A',
    '0',
    '.',
    '{p0:String}',
    '/*',
    '--',
    '|',
    '^',
    '$',
  ],
);
const text = fc.array(pieces, { maxLength: 8 }).map(list => list.join(''));
const value = fc.oneof(fc.constantFrom('', 'PC-0042', 'yamada.t', 'www.example', '4625', '請求書.pdf'), text);
const address = fc.constantFrom('', '10.1.2.3', '10.1.2.31', '198.18.0.1', '2001:db8::1');
const rows = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 50 }).map(n => start + n * 1000 + (n % 7) / 1000),
    source: fc.constantFrom('squid', 'windows-security', 'bind'),
    text,
    host: value,
    user: value,
    sourceAddress: address,
    destinationAddress: address,
    object: value,
    code: value,
  }),
  { minLength: 1, maxLength: 40 },
);
const quote = (word: string) => `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const bare = text
  .map(word => word.replace(/[\s\u3000()":<>]/g, ''))
  .filter(word => !/^(-.*|AND|OR|NOT|)$/.test(word));
const field = fc.constantFrom('source', 'host', 'user', 'object', 'code', 'text');
const term = fc.oneof(
  text.filter(word => word !== '').map(quote),
  bare,
  bare.map(word => `${word}*`),
  bare.map(word => `*${word}*`),
  fc.tuple(field, value).map(([name, word]) => `${name}:${quote(word)}`),
  fc.tuple(field, bare).map(([name, word]) => `${name}:*${word}`),
  fc.tuple(field, bare, bare).map(([name, a, b]) => `${name}:${a}*${b}`),
  field.map(name => `${name}:*`),
  fc.constantFrom(
    '10.1.2.3',
    '10.1.2.0/24',
    'ip:2001:db8::/32',
    'source.ip:*',
    'destination.ip:0.0.0.0/0',
    'ip:"::"',
    'ip:::/0',
  ),
);
const search: fc.Arbitrary<string> = fc.letrec<{ tree: string }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'search' },
    term,
    term.map(line => `-${line}`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}) ${b}`),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a} OR ${b})`),
    tie('tree').map(line => `NOT (${line})`),
  ),
})).tree;
const masks = fc.array(
  fc.record(
    {
      from: fc.constantFrom(start, start + 20_000),
      to: fc.constantFrom(start + 30_000, Number.POSITIVE_INFINITY),
      host: value,
      user: value,
      address,
      object: value,
      sources: fc.subarray(['squid', 'bind']),
    },
    { requiredKeys: ['from', 'to'] },
  ),
  { maxLength: 3 },
) as fc.Arbitrary<EvidenceMask[]>;

const inOrder = (list: readonly EvidenceRow[]) =>
  list.map((row, index) => ({ row, index })).sort((a, b) => b.row.at - a.row.at || b.index - a.index);

const facets = ['source', 'host', 'destinationAddress', 'object', 'code'] as const;
const sorted = (list: readonly unknown[]) => list.map(one => JSON.stringify(one)).sort();

function slotsOf(list: readonly EvidenceRow[], width: number) {
  const groups = Map.groupBy(list, ({ at, source }) => `${Math.floor((at - start) / width)} ${source}`);
  return [...groups.values()].map(group => ({
    slot: Math.floor((group[0]!.at - start) / width),
    source: group[0]!.source,
    count: group.length,
  }));
}

function topOf(list: readonly EvidenceRow[], facet: (typeof facets)[number]) {
  const groups = Map.groupBy(
    list.filter(row => row[facet] !== ''),
    row => row[facet],
  );
  return [...groups]
    .map(([value, { length: count }]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

test('the same rows and counts by the store and in memory, masks included', {
  timeout: 300_000,
}, async () => {
  let worlds = 0;
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.array(search, { minLength: 8, maxLength: 12 }),
      masks,
      fc.integer({ min: 1, max: 40 }),
      async (given, lines, list, rowsEach) => {
        const world = `w${worlds++}`;
        // Segments overlap in time; rows of one slice are numbered source by source.
        const slices = [...Map.groupBy(given, row => Math.floor(given.indexOf(row) / rowsEach)).values()];
        const told = slices.flatMap(of => [...Map.groupBy(of, row => row.source).values()].flat());
        for (const [slice, of] of slices.entries()) await store.load(world, [linesFrom(slice, start, of)]);
        for (const line of lines) {
          const where = parseSearch(line, evidenceDictionary);
          const holds = rowTest(where);
          const scope = { world, where, from: start, to: start + 86_400_000 };
          const expected = inOrder(told)
            .map(({ row }) => row)
            .filter(holds);
          expect(await store.page(scope, { limit: 100 }), line).toEqual(expected);
          const masked = maskTest(list);
          const without = { ...scope, masks: list };
          expect(await store.page(without, { limit: 100 }), line).toEqual(
            expected.filter(row => !masked(row)),
          );
          for (const [counted, rows] of [
            [scope, expected],
            [without, expected.filter(row => !masked(row))],
          ] as const) {
            const slots = await store.histogram(counted, {
              origin: start,
              width: line.length % 2 ? 60_000 : 7_000,
            });
            expect(sorted(slots), line).toEqual(sorted(slotsOf(rows, line.length % 2 ? 60_000 : 7_000)));
            const facet = facets[(line.length + rows.length) % facets.length]!;
            expect(await store.top(counted, facet, 100), `${line} by ${facet}`).toEqual(topOf(rows, facet));
          }
          // What the address bar keeps finds the same.
          const again = rowTest(parseSearch(formatSearch(where), evidenceDictionary));
          expect(told.filter(again)).toEqual(told.filter(holds));
        }
        await store.drop(world);
      },
    ),
    { numRuns: 60 },
  );
});

test('the same on segments of many lines: frequent and rare words, more values than two bytes number', {
  timeout: 300_000,
}, async () => {
  const draw = stream(5, 'many-lines');
  const words = Array.from({ length: 3_000 }, (_, rank) => `w${rank.toString(36)}`);
  const zipf = () => words[Math.floor(words.length ** draw.next()) - 1]!;
  const given: EvidenceRow[] = Array.from({ length: 70_000 }, (_, index) => ({
    at: start + Math.floor(index / 3) + draw.int(9) / 1000,
    source: draw.pick(['squid', 'squid', 'squid', 'bind', 'windows-security']),
    text: `${zipf()}.${zipf()} ${zipf()}-${draw.int(100)} ${zipf()}`,
    host: `PC-${draw.int(300)}`,
    user: draw.int(3) ? zipf() : '',
    sourceAddress: `10.1.${draw.int(200)}.${draw.int(200)}`,
    destinationAddress: draw.pick(['', '198.18.0.1']),
    object: `file-${index}.docx`,
    code: draw.pick(['200', '407']),
  }));
  const slices = [given.slice(0, 69_000), given.slice(69_000)];
  const told = slices.flatMap(of => [...Map.groupBy(of, row => row.source).values()].flat());
  for (const [slice, of] of slices.entries()) await store.load('many', [linesFrom(slice, start, of)]);
  const ordered = inOrder(told).map(({ row }) => row);
  const list = [
    { from: start + 10_000, to: start + 20_000, host: 'PC-7' },
    { from: start + 22_000, to: Number.POSITIVE_INFINITY, sources: ['bind'] },
  ];
  const masked = maskTest(list);
  for (const line of [
    '',
    'w0',
    'w0 w1',
    'w0 -w1',
    'w1.w2',
    '"w0.w1"',
    'w2*',
    '*2a',
    'w3-7',
    'w0*w1',
    'w1.w2 OR wzz',
    'user:* -user:w0',
    'object:file-6*9.docx',
    'object:FILE-69999.docx',
    'source.ip:10.1.7.0/24 code:407',
    'host:pc-7',
    'nothing',
  ]) {
    const where = parseSearch(line, evidenceDictionary);
    const holds = rowTest(where);
    for (const masks of [undefined, list]) {
      const scope = {
        world: 'many',
        where,
        from: start + 500,
        to: start + 23_100,
        ...(masks ? { masks } : {}),
      };
      const wanted = ordered.filter(
        row => row.at >= scope.from && row.at < scope.to && holds(row) && !(masks && masked(row)),
      );
      expect(await store.page(scope, { limit: 50, start: { at: start + 23_000, skip: 0 } }), line).toEqual(
        wanted.filter(({ at }) => at <= start + 23_000).slice(0, 50),
      );
      expect(await store.page(scope, { limit: 50, order: 'oldest' }), line).toEqual(
        wanted.toReversed().slice(0, 50),
      );
      const width = line.length % 2 ? 60_000 : 700;
      expect(sorted(await store.histogram(scope, { origin: start, width })), line).toEqual(
        sorted(slotsOf(wanted, width)),
      );
      for (const facet of ['host', 'object'] as const)
        expect(await store.top(scope, facet, 30), line).toEqual(topOf(wanted, facet).slice(0, 30));
      // Whole segments go by counts that are kept.
      const whole = { ...scope, from: start, to: start + 60_000 };
      const all = ordered.filter(row => holds(row) && !(masks && masked(row)));
      expect(await store.top(whole, 'code', 30), line).toEqual(topOf(all, 'code'));
      expect(sorted(await store.histogram(whole, { origin: start, width: 60_000 })), line).toEqual(
        sorted(slotsOf(all, 60_000)),
      );
    }
  }
});
