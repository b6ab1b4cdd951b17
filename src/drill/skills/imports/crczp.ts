// Imports a training definition of the CyberRangeCZ Platform (formerly KYPO): JSON with information, access, training and
// assessment levels.
import { type Static, type TSchema, Type } from 'typebox';
import type { Fault } from '../read-yaml.ts';
import { fieldName, refuse, schemaFaults } from '../read-yaml.ts';
import { type ImportedStep, type ImportNote, type ImportResult, languageOf } from './training.ts';

const sizeLimit = 5_000_000;
const text = (max = 100_000) => Type.String({ maxLength: max });
const nullable = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]));
const count = Type.Number({ minimum: 0, maximum: 1_000_000 });
const common = { title: text(500), order: count, estimated_duration: nullable(count) };

// Fields we do not use may be there or not: versions of the platform differ.
const Info = Type.Object({ ...common, content: text() });
const Access = Type.Object({ ...common, passkey: nullable(text(500)), cloud_content: nullable(text()) });
const Hint = Type.Object({
  title: text(500),
  content: text(20_000),
  hint_penalty: count,
  order: nullable(count),
});
const Training = Type.Object({
  ...common,
  content: text(),
  answer: nullable(text(500)),
  answer_variable_name: nullable(text(500)),
  variant_answers: nullable(Type.Boolean()),
  solution: nullable(text()),
  solution_penalized: nullable(Type.Boolean()),
  hints: nullable(Type.Array(Hint, { maxItems: 100 })),
  max_score: count,
  mitre_techniques: nullable(Type.Array(Type.Object({ technique_key: text(100) }), { maxItems: 100 })),
});
const Question = Type.Object({
  question_type: Type.Enum(['FFQ', 'MCQ', 'EMI']),
  text: text(20_000),
  points: count,
  order: count,
  choices: nullable(
    Type.Array(Type.Object({ text: text(2000), correct: nullable(Type.Boolean()), order: nullable(count) }), {
      maxItems: 100,
    }),
  ),
});
const Assessment = Type.Object({
  ...common,
  instructions: nullable(text()),
  assessment_type: nullable(Type.Enum(['TEST', 'QUESTIONNAIRE'])),
  questions: Type.Array(Question, { maxItems: 500 }),
});
const levelSchemas: Readonly<Record<string, TSchema>> = {
  INFO_LEVEL: Info,
  ACCESS_LEVEL: Access,
  TRAINING_LEVEL: Training,
  ASSESSMENT_LEVEL: Assessment,
};
const Definition = Type.Object({
  title: text(500),
  description: nullable(text()),
  levels: Type.Array(Type.Object({ level_type: text(100) }), { minItems: 1, maxItems: 500 }),
});

/**
 * Reads a training definition.
 * @throws HinomiError `CONTENT_INVALID` naming the field.
 */
export function importCrczp(file: string, json: string): ImportResult {
  const bad = (field: string, text: string): never => refuse([{ place: { file, field }, text }]);
  if (json.length > sizeLimit) bad('', `is longer than ${sizeLimit} characters`);
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (cause) {
    return bad('', `is not valid JSON: ${cause instanceof Error ? cause.message : ''}`);
  }
  const faults: Fault[] = schemaFaults(Definition, value).map(fault => ({
    place: { file, field: fieldName(value, fault.path) },
    text: fault.text,
  }));
  if (faults.length > 0) refuse(faults);
  const definition = value as Static<typeof Definition>;
  definition.levels.forEach((level, index) => {
    const schema = Object.hasOwn(levelSchemas, level.level_type) ? levelSchemas[level.level_type] : undefined;
    const at = (path: (string | number)[]) => fieldName(value, ['levels', index, ...path]);
    if (!schema)
      faults.push({
        place: { file, field: at(['level_type']) },
        text: `is "${level.level_type.slice(0, 40)}"; known are ${Object.keys(levelSchemas).join(', ')}`,
      });
    else
      for (const fault of schemaFaults(schema, level))
        faults.push({ place: { file, field: at(fault.path) }, text: fault.text });
  });
  if (faults.length > 0) refuse(faults);
  const notes: ImportNote[] = [];
  const ordered = definition.levels
    .map((level, index) => ({ level: level as unknown as Level, field: `levels[${index}]` }))
    .sort((a, b) => a.level.order - b.level.order);
  const steps = ordered.flatMap(({ level, field }) =>
    stepsOf(level, field, (kind, message) =>
      notes.push({ level: kind, place: { file, field }, text: message }),
    ),
  );
  const everything = `${definition.title} ${definition.description ?? ''}`;
  return {
    trainings: [
      {
        id: slug(definition.title),
        title: definition.title,
        language: languageOf(everything),
        overview: definition.description ?? '',
        source: 'crczp',
        steps,
      },
    ],
    notes,
  };
}

type Level =
  | ({ level_type: 'INFO_LEVEL' } & Static<typeof Info>)
  | ({ level_type: 'ACCESS_LEVEL' } & Static<typeof Access>)
  | ({ level_type: 'TRAINING_LEVEL' } & Static<typeof Training>)
  | ({ level_type: 'ASSESSMENT_LEVEL' } & Static<typeof Assessment>);

const slug = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'training';

function stepsOf(
  level: Level,
  field: string,
  note: (level: ImportNote['level'], text: string) => void,
): ImportedStep[] {
  const minutes = level.estimated_duration ?? 0;
  switch (level.level_type) {
    case 'INFO_LEVEL':
      return [{ lecture: { title: level.title, text: level.content, minutes } }];
    case 'ACCESS_LEVEL':
      note('info', 'explains access to a virtual machine; taken over as a text without its pass key');
      return [{ lecture: { title: level.title, text: level.cloud_content ?? '', minutes } }];
    case 'TRAINING_LEVEL':
      return [trainingStep(level, field, note)];
    case 'ASSESSMENT_LEVEL': {
      const graded = level.assessment_type === 'TEST';
      const lecture = level.instructions
        ? [{ lecture: { title: level.title, text: level.instructions, minutes: 0 } }]
        : [];
      const questions = [...level.questions]
        .sort((a, b) => a.order - b.order)
        .flatMap((question, index): ImportedStep[] => {
          if (question.question_type === 'EMI') {
            note('warning', `question ${index + 1} is a matching question, which is not supported; left out`);
            return [];
          }
          return [assessmentStep(question, `${field}-${index + 1}`, level.title, graded)];
        });
      return [...lecture, ...questions];
    }
  }
}

function trainingStep(
  level: Static<typeof Training>,
  field: string,
  note: (level: ImportNote['level'], text: string) => void,
): ImportedStep {
  const fixed = level.answer ?? '';
  if (fixed === '')
    note('warning', 'has an answer made for each sandbox; imported as an open question that a person marks');
  const hints = [...(level.hints ?? [])]
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(hint => ({ title: hint.title, text: hint.content, price: hint.hint_penalty }));
  if (hints.reduce((sum, hint) => sum + hint.price, 0) > level.max_score)
    note('warning', 'has hints that cost more than the question gives; a solved question never goes under 0');
  return {
    question: {
      id: field.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, ''),
      title: level.title,
      text: level.content,
      kind: fixed === '' ? 'open' : 'short',
      options: [],
      accept: fixed === '' ? [] : [fixed],
      hints,
      solution: level.solution ?? '',
      solutionFree: level.solution_penalized === false,
      points: level.max_score,
      minutes: level.estimated_duration ?? 0,
      attack: (level.mitre_techniques ?? []).flatMap(
        ({ technique_key }) => /T\d{4}(\.\d{3})?$/.exec(technique_key)?.[0] ?? [],
      ),
    },
  };
}

function assessmentStep(
  question: Static<typeof Question>,
  id: string,
  title: string,
  graded: boolean,
): ImportedStep {
  const choices = [...(question.choices ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const right = choices.filter(choice => choice.correct === true);
  const free = question.question_type === 'FFQ';
  const open = !graded || right.length === 0;
  return {
    question: {
      id: id.replaceAll(/\W+/g, '-'),
      title,
      text: question.text,
      kind: open ? 'open' : free ? 'short' : right.length === 1 ? 'single' : 'multiple',
      options: free ? [] : choices.map(choice => ({ text: choice.text, right: choice.correct === true })),
      accept: free && !open ? right.map(choice => choice.text) : [],
      hints: [],
      solution: '',
      solutionFree: false,
      points: graded ? question.points : 0,
      minutes: 0,
      attack: [],
    },
  };
}
