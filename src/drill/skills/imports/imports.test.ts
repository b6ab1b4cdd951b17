import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HinomiError } from '#model/errors.ts';
import { importCrczp } from './crczp.ts';
import { importCytrone } from './cytrone.ts';
import { plainText } from './plain-text.ts';
import { questionsOf } from './training.ts';

const shared = join(process.env['HINOMI_SHARED'] ?? '../shared', 'data/training');
const there = existsSync(shared);
const read = (name: string) => readFileSync(join(shared, name), 'utf8');

const level = (more: object) => ({
  title: 'Find it',
  level_type: 'TRAINING_LEVEL',
  order: 1,
  estimated_duration: 5,
  content: 'Where is it?',
  answer: 'here',
  solution: 'It is here',
  solution_penalized: true,
  hints: [
    { title: 'second', content: 'b', hint_penalty: 4, order: 1 },
    { title: 'first', content: 'a', hint_penalty: 2, order: 0 },
  ],
  max_score: 10,
  mitre_techniques: [{ technique_key: 'TA0007.T1046' }],
  ...more,
});
const definition = (...levels: object[]) => JSON.stringify({ title: 'A course', levels });
const failure = (run: () => unknown): HinomiError => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(HinomiError);
    return error as HinomiError;
  }
  throw new Error('nothing was thrown');
};

describe('CyberRangeCZ definitions', () => {
  it.skipIf(!there)('imports the published beginners’ training', () => {
    const { trainings, notes } = importCrczp('crcz-junior-hacker.json', read('crcz-junior-hacker.json'));
    const [training] = trainings;
    expect(training).toMatchObject({ id: 'junior-hacker-training', language: 'en', source: 'crczp' });
    const questions = questionsOf(training!);
    expect(training!.steps.length).toBe(8);
    expect(questions.map(({ accept }) => accept[0])).toEqual([
      '--help',
      '2049',
      'ssh admin@10.1.26.9',
      'invoices2019.zip',
      'IhateMyJob',
      'passwd admin',
    ]);
    // The hints of "Connect to the server" stand in another order in the file.
    expect(questions[2]!.hints.map(({ price }) => price)).toEqual([5, 7, 4]);
    expect(questions.reduce((sum, { points }) => sum + points, 0)).toBe(100);
    expect(questions[0]!.solutionFree).toBe(true);
    expect(notes.map(({ text }) => text)).toEqual([
      'explains access to a virtual machine; taken over as a text without its pass key',
    ]);
    expect(JSON.stringify(training)).not.toContain('"start"');
  });

  it('takes over levels in their order, techniques and assessments', () => {
    const { trainings, notes } = importCrczp(
      'x.json',
      definition(
        {
          title: 'Quiz',
          level_type: 'ASSESSMENT_LEVEL',
          order: 3,
          assessment_type: 'TEST',
          instructions: 'Answer.',
          questions: [
            { question_type: 'EMI', text: 'match', points: 1, order: 2 },
            {
              question_type: 'MCQ',
              text: 'Which?',
              points: 5,
              order: 1,
              choices: [
                { text: 'B', correct: false, order: 1 },
                { text: 'A', correct: true, order: 0 },
              ],
            },
          ],
        },
        level({}),
        level({ order: 2, answer: null, answer_variable_name: 'flag', variant_answers: true }),
      ),
    );
    const questions = questionsOf(trainings[0]!);
    expect(questions.map(({ kind }) => kind)).toEqual(['short', 'open', 'single']);
    expect(questions[0]).toMatchObject({
      attack: ['T1046'],
      hints: [{ title: 'first' }, { title: 'second' }],
    });
    expect(questions[2]!.options).toEqual([
      { text: 'A', right: true },
      { text: 'B', right: false },
    ]);
    expect(notes.map(note => note.level)).toEqual(['warning', 'warning']);
  });

  it.each([
    ['not JSON', '{', /not valid JSON/],
    ['a list', '[]', /./],
    ['no levels', definition(), /levels/],
    ['an unknown level', definition({ level_type: 'GAME_LEVEL' }), /levels\[0\]\.level_type is "GAME_LEVEL"/],
    ['a hint that is a string', definition(level({ hints: ['look'] })), /levels\[0\]\.hints\[0\]/],
    ['a negative price', definition(level({ max_score: -1 })), /levels\[0\]\.max_score/],
    ['a prototype', '{"title":"x","levels":[{"level_type":"__proto__"}]}', /known are/],
  ])('refuses %s and says where', (_, text, message) => {
    const error = failure(() => importCrczp('x.json', text));
    expect(error.code).toBe('CONTENT_INVALID');
    expect(error.place.file).toBe('x.json');
    expect(error.message).toMatch(message);
  });

  it('never fails in another way on damaged files', () => {
    const whole = definition(level({}));
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), fc.string({ maxLength: 9 }), (at, junk) => {
        try {
          importCrczp('x.json', whole.slice(0, at) + junk + whole.slice(at + 2));
        } catch (error) {
          expect(error).toBeInstanceOf(HinomiError);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('CyTrONE content', () => {
  it.skipIf(!there)('imports the published level 1 in English and Japanese', () => {
    for (const language of ['en', 'ja'] as const) {
      const name = `cytrone-NIST-level1-content-${language}.yml`;
      const { trainings } = importCytrone(name, read(name));
      const questions = questionsOf(trainings[0]!);
      expect(trainings[0]).toMatchObject({ id: `NIST-L1-${language.toUpperCase()}`, language });
      expect(questions.length).toBe(10);
      expect(questions.every(({ hints }) => hints.length === 3)).toBe(true);
      expect(questions[5]).toMatchObject({ kind: 'single', accept: [] });
      expect(questions[5]!.options.filter(({ right }) => right)).toEqual([
        { text: 'JamesBond', right: true },
      ]);
      expect(questions[8]!.accept).toEqual(['22']);
      expect(JSON.stringify(trainings)).not.toMatch(/<\/?(p|code|i|b)>/);
    }
  });

  const content = (question: string) =>
    `- training:\n  - id: T\n    title: T\n    overview: O\n    questions:\n    - id: Q1\n${question}`;

  it('names line and field of what is wrong', () => {
    const error = failure(() => importCytrone('x.yml', content('      body: What?\n')));
    expect(error.message).toContain('x.yml:6 [0].training[0:T].questions[0:Q1]');
    expect(error.message).toContain('answer');
    expect(failure(() => importCytrone('x.yml', 'training: no')).message).toContain('x.yml:1');
    expect(failure(() => importCytrone('x.yml', '&a [*a]')).code).toBe('CONTENT_INVALID');
  });

  it('warns of choices without the answer and of answers that lost a zero', () => {
    const notes = (question: string) =>
      importCytrone('x.yml', content(question)).notes.map(({ text }) => text);
    expect(notes('      body: B\n      choices: a, b\n      answer: c\n')[0]).toContain('without the answer');
    expect(notes('      body: B\n      answer: 3.10\n')[0]).toContain('3.1');
    expect(notes('      body: B\n      answer: c\n')).toEqual([]);
  });
});

describe('plain text', () => {
  it('keeps words and paragraphs, nothing else', () => {
    expect(plainText('<p>One <code>uname&nbsp;-r</code></p><p>Two &lt;b&gt; &#12354;</p>')).toBe(
      'One uname -r\n\nTwo <b> あ',
    );
    expect(plainText('a<script>alert(1)</script>b<!-- c -->d<img src=x onerror=alert(1)>')).toBe('a b d');
    expect(plainText('2 < 3 and 5 > 4')).toBe('2 < 3 and 5 > 4');
    expect(plainText('&#xD800;&#0;&bogus;')).toBe('&bogus;');
  });

  it('leaves no tag in whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '>', '</', 'p', 'script', ' x="', '"', '<!--', '-->', 'a'), {
          maxLength: 40,
        }),
        parts => {
          expect(plainText(parts.join(''))).not.toMatch(/<\/?(p|script)\b[^<>]*>/i);
        },
      ),
    );
  });
});
