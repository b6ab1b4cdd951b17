// PDF files of an exercise somebody really played, fetched as the console fetches them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flatText, havePoppler, infoOf, overlaps, wordsOf } from '#drill/review/paper/testing/poppler.ts';
import { bestPlay } from '#drill/run/best-play.ts';
import type { Browser } from '../auth/test-auth.ts';
import { disposition } from './review-file.ts';
import { startClass, type TestClass } from './testing/class.ts';

let c: TestClass;
let red: Browser;
const room = (path = '') => `/drill/exercises/${c.exercise}${path}`;
const desk = (team: number, path = '') => `/drill/desk/${c.teams[team]}${path}`;
const until = async (kind: string) => {
  while ((await c.instructor.call('POST', room('/phase'), { to: 'next' })).body.phase.kind !== kind);
};
const papers = ['slides.pdf', 'paper.pdf', 'certificate.pdf'] as const;
/** As the console's link does. */
const file = async (browser: Browser, path: string) => {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const reply = await c.t.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie } });
  return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload };
};

beforeAll(async () => {
  c = await startClass({ options: { approval: 'auto' } });
  red = await c.sit(0);
  await c.instructor.call('POST', room('/clock'), { do: 'start' });
  await until('exercise');
  const live = await c.drill.exercise(c.exercise);
  const team = live.teams.get(c.teams[0]!)!;
  const plays = [...bestPlay(team.world, team.played.variant)];
  while (live.phase()?.kind === 'exercise' && !live.phase()!.overdue) {
    while (plays[0] && plays[0].at <= live.now()) {
      const { action, parameters } = plays.shift()!;
      await red.call('POST', desk(0, '/actions'), { action, parameters });
    }
    await c.pass(0.5);
  }
}, 60_000);
afterAll(() => c?.close());

it('keeps PDF files from teams until the critique, as the pages', async () => {
  for (const path of papers)
    expect((await red.call('GET', desk(0, `/${path}`))).body).toMatchObject({ code: 'DRILL_RESULTS_CLOSED' });
  await until('critique');
  await c.instructor.call('POST', room('/clock'), { do: 'end' });
});

it('lets in who may see the pages, and nobody else', async () => {
  const blue = await c.sit(2);
  const observer = await c.crew('looker', 'observer');
  const cell = await c.crew('cell', 'white-cell');
  const evaluator = await c.crew('marker', 'evaluator');
  for (const path of papers)
    for (const browser of [red, blue, observer, cell, evaluator, c.instructor]) {
      const page = await browser.call('GET', desk(0, `/${path.replace('.pdf', '')}`));
      expect([path, (await browser.call('GET', desk(0, `/${path}`))).status]).toEqual([path, page.status]);
    }
  const mate = c.seats[1]!.account;
  expect((await red.call('GET', desk(0, `/certificate.pdf?account=${mate}`))).status).toBe(403);
  expect((await c.instructor.call('GET', desk(0, `/certificate.pdf?account=${mate}`))).status).toBe(200);
  expect((await c.instructor.call('GET', desk(0, '/certificate.pdf?account=nobody'))).status).toBe(404);
  for (const browser of [red, observer, cell, evaluator])
    expect((await browser.call('GET', room('/certificates.pdf'))).status).toBe(403);
  for (const browser of [red, observer])
    expect((await browser.call('GET', room('/debrief/compare.pdf'))).status).toBe(403);
  expect((await cell.call('GET', room('/debrief/compare.pdf'))).status).toBe(200);
}, 60_000);

it('names files for people who save them and logs the look at names', async () => {
  const helper = await c.crew('helper', 'assistant');
  const { headers } = await file(helper, desk(0, `/certificate.pdf?lang=ja&account=${c.seats[0]!.account}`));
  expect(headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' });
  const [, plain, encoded] = /^attachment; filename="([\w.-]+)"; filename\*=UTF-8''(\S+)$/.exec(
    String(headers['content-disposition']),
  )!;
  expect(plain).toBe('certificate-1-1.pdf');
  expect(decodeURIComponent(encoded!)).toMatch(/^修了証_.+_山田_太郎_\d{4}-\d\d-\d\d\.pdf$/);
  const audit = await c.t.auth.audit.list(undefined, 500);
  expect(audit.items.some(one => one.action === 'drill.people-read' && one.actor === 'helper')).toBe(true);
  // Whatever a name holds, the header stays one line of ASCII and the file lands where it is put.
  const odd = disposition(['a/b\\c\r\nX: 1', '..', '\u202egnp', '"q"', '長'.repeat(200)], 'x-1', 'pdf');
  expect(odd).toMatch(/^[ -~]+$/);
  expect(decodeURIComponent(odd.slice(odd.indexOf("''") + 2))).toBe(
    `a_b_c_X_1_‹U+202E›gnp_q_${'長'.repeat(60)}.pdf`,
  );
});

it.skipIf(!havePoppler)(
  'tells what was played, in the language asked for or the reader’s',
  async () => {
    const score = (await red.call('GET', desk(0, '/score'))).body;
    for (const lang of ['ja', 'en'] as const) {
      const { bytes } = await file(red, desk(0, `/paper.pdf?lang=${lang}`));
      const text = flatText(bytes);
      expect(text).toContain(lang === 'ja' ? '演習結果' : 'Resultoftheexercise');
      expect(text).toContain(String(score.total));
      for (const criterion of score.criteria)
        for (const reason of criterion.because.slice(0, 2))
          expect(text).toContain(reason.text[lang].replace(/\s+/g, '').slice(0, 30));
      expect(text).not.toMatch(/undefined|NaN|\[object|drill\.\w+\.|\{\w+\}|‹U/);
      expect(overlaps(wordsOf(bytes).words)).toEqual([]);
      for (const path of ['slides.pdf', 'certificate.pdf'])
        expect(overlaps(wordsOf((await file(red, desk(0, `/${path}?lang=${lang}`))).bytes).words)).toEqual(
          [],
        );
      const all = await file(c.instructor, room(`/debrief/compare.pdf?lang=${lang}`));
      expect(flatText(all.bytes)).toMatch(/1Red.*2Blue|Red.*Blue/);
      expect(overlaps(wordsOf(all.bytes).words)).toEqual([]);
    }
    // The seat nobody was named for is its team; the reader's language is English here.
    const { bytes } = await file(c.instructor, desk(1, `/certificate.pdf?account=${c.seats[2]!.account}`));
    expect(infoOf(bytes)['Title']).toBe('Certificate: Blue');
    expect(flatText(bytes)).toContain('asateam.');
    // Red has one name and a seat without, Blue two without: three pages.
    const everybody = await file(c.instructor, room('/certificates.pdf?lang=ja'));
    expect(infoOf(everybody.bytes)['Pages']).toBe('3');
    expect(flatText(everybody.bytes)).toMatch(/山田太郎殿.*Red御中.*Blue御中/);
    const [once, again] = [await file(red, desk(0, '/paper.pdf')), await file(red, desk(0, '/paper.pdf'))];
    expect(once.bytes.equals(again.bytes)).toBe(true);
  },
  60_000,
);
