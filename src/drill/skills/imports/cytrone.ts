// Imports training content of CyTrONE: YAML with an overview and questions, each with an answer, maybe choices, and hints.
import { type Static, Type } from 'typebox';
import { normalised } from '../items/answer.ts';
import { readYaml, refuse } from '../read-yaml.ts';
import { plainText } from './plain-text.ts';
import {
  type ImportedQuestion,
  type ImportedTraining,
  type ImportNote,
  type ImportResult,
  languageOf,
} from './training.ts';

const text = (max = 20_000) => Type.String({ minLength: 1, maxLength: max });
// YAML reads an answer like 22 or 3.10 as a number.
const scalar = Type.Union([text(2000), Type.Number(), Type.Boolean()]);
const Question = Type.Object({
  id: text(200),
  body: text(),
  choices: Type.Optional(scalar),
  answer: scalar,
  hints: Type.Optional(Type.Array(text(5000), { maxItems: 50 })),
});
const Training = Type.Object({
  id: text(200),
  title: text(500),
  overview: text(),
  level: Type.Optional(Type.Number()),
  questions: Type.Array(Question, { minItems: 1, maxItems: 500 }),
});
const Content = Type.Array(Type.Object({ training: Type.Array(Training, { minItems: 1, maxItems: 50 }) }), {
  minItems: 1,
  maxItems: 50,
});

/** CyTrONE gives no points: each question the same, each further hint dearer. */
const pointsEach = 10;

/**
 * Reads a content file.
 * @throws HinomiError `CONTENT_INVALID` naming file, line and field.
 */
export function importCytrone(file: string, yaml: string): ImportResult {
  const { value, faults, lineOf } = readYaml(file, yaml, Content);
  if (!value) return refuse(faults);
  const notes: ImportNote[] = [];
  const trainings = value.flatMap(({ training }, outer) =>
    training.map((source, inner): ImportedTraining => {
      const seen = new Set<string>();
      const steps = source.questions.map((question, index) => {
        const path = [outer, 'training', inner, 'questions', index];
        const note = (level: ImportNote['level'], message: string) =>
          notes.push({ level, place: { file, line: lineOf(path), field: question.id }, text: message });
        if (seen.has(question.id)) note('warning', 'has an id that is used before');
        seen.add(question.id);
        return { question: questionOf(question, note) };
      });
      return {
        id: source.id,
        title: source.title,
        language: languageOf(`${source.title} ${source.overview}`),
        overview: plainText(source.overview),
        source: 'cytrone',
        steps: [{ lecture: { title: source.title, text: plainText(source.overview), minutes: 0 } }, ...steps],
      };
    }),
  );
  return { trainings, notes };
}

function questionOf(
  question: Static<typeof Question>,
  note: (level: ImportNote['level'], text: string) => void,
): ImportedQuestion {
  const answer = String(question.answer);
  if (typeof question.answer === 'number' && !Number.isInteger(question.answer))
    note('warning', `has the number ${answer} as answer; put it in quotes if a final zero matters`);
  const choices =
    question.choices === undefined
      ? []
      : String(question.choices)
          .split(',')
          .map(choice => choice.trim())
          .filter(Boolean);
  const options = choices.map(choice => ({ text: choice, right: normalised(choice) === normalised(answer) }));
  const single = options.some(({ right }) => right);
  if (choices.length > 0 && !single)
    note('warning', 'has choices without the answer; imported as a typed answer');
  return {
    id: question.id,
    title: question.id,
    text: plainText(question.body),
    kind: single ? 'single' : 'short',
    options: single ? options : [],
    accept: single ? [] : [answer],
    hints: (question.hints ?? []).map((hint, index) => ({
      title: `${index + 1}`,
      text: plainText(hint),
      price: index + 1,
    })),
    solution: answer,
    solutionFree: false,
    points: pointsEach,
    minutes: 0,
    attack: [],
  };
}
