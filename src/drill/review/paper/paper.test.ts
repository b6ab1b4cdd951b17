// Pages are made of hostile text: names of teams, log lines, what people wrote.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { certificate } from './certificate.ts';
import { stepChart } from './chart.ts';
import { html, page, paragraphs } from './html.ts';

test('nothing that goes into a page is markup', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const made = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`.text;
      expect(made.replaceAll(/<\/?[pb]( title="[^"]*")?>/g, '')).not.toMatch(/[<>"']/);
    }),
  );
  expect(html`${'<script>alert(1)</script>'}`.text).toBe('&#60;script&#62;alert(1)&#60;/script&#62;');
  expect(paragraphs('a\n\n<b>\r\nc').map(one => one.text)).toEqual([
    '<p>a</p>',
    '<p>&#60;b&#62;</p>',
    '<p>c</p>',
  ]);
});

test('the policy of a page names its own style and nothing else', () => {
  const made = page('ja', 'x</title>', 'p{color:red}', html`<p>a</p>`);
  const hash = createHash('sha256').update('p{color:red}').digest('base64');
  expect(made.policy).toContain(`style-src 'sha256-${hash}'`);
  expect(made.html).toContain('<title>x&#60;/title&#62;</title><style>p{color:red}</style>');
});

test('a line holds its points until the next, and ends where it ends', () => {
  const chart = stepChart(
    [
      {
        title: 'a',
        colour: '#000',
        dash: 'none',
        points: [
          { at: 0, points: 0 },
          { at: 50, points: 10 },
          { at: 100, points: 10 },
        ],
      },
    ],
    { start: 0, end: 100, clock: String, label: 'loss' },
  ).text;
  // 46 to 570 across, 12 to 260 down: the middle is at 308.
  expect(chart).toContain('d="M46.0 260.0H308.0V12.0H570.0V12.0"');
});

test('a certificate names the person and no result', () => {
  const given = {
    language: 'ja' as const,
    person: '山田 <太郎>',
    team: 'チーム 1',
    organisation: '港町市',
    exercise: '演習',
    programme: { ja: '半日', en: 'Half a day' },
    scenario: { ja: '標的型メール', en: 'Targeted mail' },
    minutes: 240,
    held: Date.UTC(2026, 3, 14, 16),
    utcOffset: 540,
  };
  const { html: text } = certificate(given, 'seat-1');
  expect(text).toContain('山田 &#60;太郎&#62; 殿');
  // 16:00 UTC is the next day in Japan.
  expect(text).toContain('2026年4月15日');
  expect(text).toContain('<li>4 時間</li>');
  expect(text).toContain('href="certificate.pdf?lang=ja&#38;account=seat-1"');
  // A seat nobody was named for: the team is addressed, as a body.
  const { html: nobody } = certificate({ ...given, person: '' }, 'seat-1');
  expect(nobody).toContain('チーム 1 御中');
  expect(nobody).toContain('貴チームが');
  expect(nobody).not.toContain('殿');
  expect(certificate({ ...given, person: '', language: 'en' }, 's').html).toMatch(/>チーム 1<.*as a team\./);
  expect(certificate({ ...given, language: 'en', minutes: 30 }, 's').html).toContain('<li>30 minutes</li>');
});
