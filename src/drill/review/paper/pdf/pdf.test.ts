// PDF files as another program (poppler) reads them: text, pages, typefaces, structure, and that nothing covers anything.
import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { stateOf } from '../../../exercise/state.ts';
import { compareTeams } from '../../compare.ts';
import type { CertificateOf } from '../certificate.ts';
import { papersWith } from '../testing/papers.ts';
import {
  flatText,
  fontsOf,
  havePoppler,
  infoOf,
  overlaps,
  structureOf,
  textOf,
  wordsOf,
} from '../testing/poppler.ts';
import { certificatesPdf } from './certificate.ts';
import { classSlidesPdf } from './class-slides.ts';
import { typefaces } from './face.ts';
import { resultPdf } from './result.ts';
import { a4, Sheet } from './sheet.ts';
import { slidesPdf } from './slides.ts';

const made = Date.UTC(2026, 3, 14, 7);
const hostile = [
  'とても長い名前の'.repeat(40),
  'A'.repeat(700),
  `C:\\${'folder\\'.repeat(90)}`,
  '👩‍💻🔥💥 チーム שלום עולם مرحبا بالعالم',
  'x\u202egnp.exe\u0000\u0007\u001b[31m\ud800\u200b\ufeff',
  '(\\) endstream endobj <</Type/Catalog>> %%EOF',
  '<script>alert(1)</script>{team} %s %PDF-1.7',
  ' \n\t ',
];

const certificatePdf = (given: CertificateOf, date: number) => certificatesPdf([given], date);
const certificateOf = (more: Partial<CertificateOf> = {}): CertificateOf => ({
  language: 'ja',
  person: '山田 太郎',
  team: 'チーム 1',
  organisation: '港町市',
  exercise: '春の演習',
  programme: { ja: '半日', en: 'Half a day' },
  scenario: { ja: '標的型メール', en: 'Targeted mail' },
  minutes: 240,
  held: Date.UTC(2026, 3, 14, 16),
  utcOffset: 540,
  ...more,
});

/** A class of so many teams; every third did something. */
function classOf(count: number, teamName: (number: number) => string) {
  const empty = stateOf([]);
  const began = Date.UTC(2026, 3, 14);
  const curve = (high: number) => [
    { at: began, points: 0 },
    { at: began + 3_600_000, points: high },
    { at: began + 7_200_000, points: high },
  ];
  return compareTeams(
    Array.from({ length: count }, (_, index) => {
      const good = index % 3 === 0;
      return {
        team: `t${index}`,
        teamName: teamName(index + 1),
        number: index + 1,
        criteria: [
          { id: 'hosts' as const, points: index % 10, of: 9 },
          { id: 'loss' as const, points: good ? 16 : 0, of: 16 },
        ],
        began,
        detected: good ? began + 60_000 * (index + 5) : undefined,
        contained: undefined,
        loss: index * 10,
        cost: index,
        taken: good
          ? [
              {
                number: 1,
                action: 'isolate-host',
                parameters: { host: 'PC-0010' },
                at: began + 60_000 * index,
                by: 'a',
              },
            ]
          : [],
        right: new Set([1]),
        searches: index,
        messages: 1,
        hints: 0,
        milestones: new Map(good ? [['noticed', began + 60_000 * (index + 5)]] : []),
        sources: new Set(empty.looked.map(one => one.what)),
        curve: curve(index * 10),
      } as never;
    }),
    { nothing: curve(300), best: curve(0) },
  );
}
const classPapers = (language: 'ja' | 'en', count: number, name: (number: number) => string) => ({
  language,
  exercise: name(0),
  scenario: { ja: '標的型メール', en: 'Targeted mail' },
  organisation: { ja: '朝凪印刷', en: 'Asanagi Printing' },
  held: made,
  utcOffset: 540,
  compare: classOf(count, name),
});

const all = (language: 'ja' | 'en', text?: string): [string, () => Promise<Buffer>][] => [
  ['result', () => resultPdf(papersWith(language, text), made)],
  ['slides', () => slidesPdf(papersWith(language, text), made)],
  [
    'certificate',
    () =>
      certificatePdf(
        certificateOf({
          language,
          ...(text === undefined ? {} : { person: text, organisation: text, exercise: text }),
        }),
        made,
      ),
  ],
  [
    'class',
    () =>
      classSlidesPdf(
        classPapers(language, 7, number => text ?? `Team ${number}`),
        made,
      ),
  ],
];

test('the same papers give the same bytes, another date gives others', async () => {
  const hash = (file: Buffer) => createHash('sha256').update(file).digest('hex');
  for (const [name, make] of all('ja'))
    expect([name, hash(await make())]).toEqual([name, hash(await make())]);
  expect(hash(await certificatePdf(certificateOf(), made))).not.toBe(
    hash(await certificatePdf(certificateOf(), made + 1000)),
  );
});

test('measures text as the program that sets it does', () => {
  const doc = new PDFDocument({ font: '' });
  const { regular, bold } = typefaces();
  for (const face of [regular, bold])
    for (const text of [
      '攻撃者が端末 PC-0010 に侵入した。',
      'Took memory: PC-0010',
      '198.51.100.7 — 「」、。',
    ])
      expect(face.width(text) * 10).toBeCloseTo(doc.font(face.file).fontSize(10).widthOfString(text), 3);
});

describe.skipIf(!havePoppler)('read by poppler (skipped: poppler-utils is not installed)', () => {
  test('the check itself sees words that cover each other and faults of the file', async () => {
    const margin = { side: 40, top: 40, bottom: 40 };
    const sheet = new Sheet({ title: 'x', language: 'en', made, size: a4, margin });
    sheet.block('P', () => {
      sheet.write('covered', { x: 40, y: 40, width: 200 }, { size: 12 });
      sheet.write('covering', { x: 60, y: 44, width: 200 }, { size: 12 });
    });
    const file = await sheet.finish(() => {});
    expect(overlaps(wordsOf(file).words)).toEqual(['1: covered / covering']);
    expect(() => textOf(file.subarray(0, file.length / 2))).toThrow(/pdftotext/);
  });

  test('the result of a team tells everything in both languages', async () => {
    const japanese = flatText(await resultPdf(papersWith('ja'), made));
    for (const text of [
      '赤チーム',
      '演習結果',
      '朝凪印刷株式会社',
      '2026年4月15日',
      '08:30–17:30',
      '54.5',
      '62分',
      '達せず',
      '突き止めたもの',
      '4.5/9',
      '検知10:02',
      '封じ込め11:00',
      '何もしない場合',
      '防げた段階:暗号化',
      '職員が添付を開き感染',
      'T1566.001',
      '10:02(22分後)',
      '気付かず',
      'メモリを採取:PC-0010',
      'PC-0057がない。',
      '次に伸ばすところ',
      'メールに気付かなかった',
      '訂正:1点→3点。理由:口頭で説明できた',
      // Of a Windows record, its values: first what the reason is about.
      'EventID4688NewProcessName=C:\\ProgramData\\PC-0010\\updhost.exe',
    ])
      expect(japanese).toContain(text);
    const english = flatText(await resultPdf(papersWith('en'), made));
    for (const text of [
      'Resultoftheexercise',
      '15April2026',
      'notreached',
      'Whattoworkonnext',
      'PC-0057ismissing.',
    ])
      expect(english).toContain(text);
    expect(english).not.toContain('演習結果');
    for (const text of [japanese, english])
      expect(text).not.toMatch(/undefined|NaN|\[object|drill\.\w+\.|\{\w+\}/);
  });

  test('slides are 16:9, a certificate is one page of A4 across and names no result', async () => {
    const shown = await slidesPdf(papersWith('ja'), made);
    expect(infoOf(shown)).toMatchObject({ 'Page size': '960 x 540 pts' });
    expect(flatText(shown)).toContain('9時15分ごろ、職員が添付ファイルを開いた。');
    const one = await certificatePdf(certificateOf(), made);
    expect(infoOf(one)).toMatchObject({
      Pages: '1',
      'Page size': '841.89 x 595.28 pts (A4)',
      Title: '修了証: 山田 太郎 殿',
    });
    const text = flatText(one);
    expect(text).toContain('修了証');
    expect(text).toContain('山田太郎殿');
    expect(text).toContain('4時間');
    expect(text).not.toContain('点');
    expect(flatText(await certificatePdf(certificateOf({ person: '' }), made))).toMatch(
      /チーム1御中.*貴チームが/,
    );
    expect(flatText(await certificatePdf(certificateOf({ person: '', language: 'en' }), made))).toMatch(
      /チーム1.*asateam\./,
    );
  });

  test('certificates of a class are a page each', async () => {
    const people = ['山田 太郎', '鈴木 花子', '佐藤 次郎'].map(person => certificateOf({ person }));
    const file = await certificatesPdf([people[0]!, ...people.slice(1)], made);
    expect(infoOf(file)).toMatchObject({ Pages: '3', Title: '修了証: 春の演習' });
    expect(flatText(file)).toMatch(/山田太郎殿.*鈴木花子殿.*佐藤次郎殿/);
    expect(overlaps(wordsOf(file).words)).toEqual([]);
  });

  test('the class keeps the order of its teams, few or many', async () => {
    const few = flatText(
      await classSlidesPdf(
        classPapers('ja', 5, number => `第${number}班`),
        made,
      ),
    );
    expect(few).toMatch(/第1班.*第2班.*第5班/);
    expect(few).toContain('達せず:235');
    const many = await classSlidesPdf(
      classPapers('en', 60, number => `Team ${number}`),
      made,
    );
    const { words, pages } = wordsOf(many);
    expect(words.filter(word => word.page === 2 && /^\d+$/.test(word.text)).length).toBeGreaterThanOrEqual(
      60,
    );
    expect(pages.length).toBeLessThan(20);
    expect(overlaps(words)).toEqual([]);
  });

  test('typefaces are embedded in part, the file has a language, a title and a structure', async () => {
    for (const [name, make] of all('ja')) {
      const file = await make();
      const fonts = fontsOf(file);
      expect([name, fonts.length]).toEqual([name, 2]);
      for (const font of fonts)
        expect(font).toMatchObject({
          name: expect.stringContaining('BIZUDPGothic'),
          embedded: true,
          subset: true,
          unicode: true,
        });
      expect(file.length).toBeLessThan(400_000);
      expect(infoOf(file)).toMatchObject({
        Tagged: 'yes',
        Encrypted: 'no',
        JavaScript: 'no',
        CreationDate: expect.stringContaining('2026'),
      });
      const tags = structureOf(file);
      expect(tags[0]).toBe('Document');
      expect(tags.filter(tag => tag === 'H1')).toHaveLength(1);
      expect(tags.includes('Table')).toBe(name !== 'certificate');
      expect(file.toString('latin1')).toContain('/Lang (ja-JP)');
    }
  });

  test.each(hostile.map((text, index) => [index, text] as const))(
    'text nobody expected: %i',
    async (_, text) => {
      for (const language of ['ja', 'en'] as const)
        for (const [name, make] of all(language, text)) {
          const file = await make();
          const { words, pages } = wordsOf(file);
          expect(pages.length).toBeLessThan(name === 'certificate' ? 2 : 40);
          for (const word of words) {
            const { width, height } = pages[word.page - 1]!;
            const inside =
              word.left >= -0.5 &&
              word.right <= width + 0.5 &&
              word.top >= -0.5 &&
              word.bottom <= height + 0.5;
            expect(inside || `${name} ${word.page}: ${word.text.slice(0, 40)} leaves the page`).toBe(true);
          }
          expect([name, overlaps(words).slice(0, 5)]).toEqual([name, []]);
        }
    },
    60_000,
  );
});
