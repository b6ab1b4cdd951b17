// Training content of other platforms, as we hold it after an import: lectures, questions with graded hints, and a report
// of what was changed or left behind.
import type { ErrorPlace } from '#model/errors.ts';

export interface ImportedHint {
  title: string;
  text: string;
  /** Price in points, taken only when the question is solved. */
  price: number;
}

export interface ImportedQuestion {
  id: string;
  title: string;
  /** Plain text with line breaks; mark-up of the source is removed. */
  text: string;
  kind: 'single' | 'multiple' | 'short' | 'open';
  /** Choices of `single` and `multiple`. */
  options: { text: string; right: boolean }[];
  /** Accepted answers of `short`; an open question has none. */
  accept: string[];
  hints: ImportedHint[];
  /** Shown instead of solving; the question then gives no points when `solutionFree` is false. */
  solution: string;
  solutionFree: boolean;
  points: number;
  minutes: number;
  /** ATT&CK techniques named by the source. */
  attack: string[];
}

export interface ImportedLecture {
  title: string;
  text: string;
  minutes: number;
}

/** One part of a training, in order. */
export type ImportedStep = { lecture: ImportedLecture } | { question: ImportedQuestion };

export interface ImportedTraining {
  id: string;
  title: string;
  language: 'ja' | 'en' | 'unknown';
  overview: string;
  source: 'crczp' | 'cytrone';
  steps: ImportedStep[];
}

/** What the importer did not take over as it was. */
export interface ImportNote {
  level: 'info' | 'warning';
  place: ErrorPlace;
  text: string;
}

export interface ImportResult {
  trainings: ImportedTraining[];
  notes: ImportNote[];
}

/** Questions of a training, in order. */
export const questionsOf = (training: ImportedTraining): ImportedQuestion[] =>
  training.steps.flatMap(step => ('question' in step ? [step.question] : []));

/** Guesses the language of a text by its letters. */
export const languageOf = (text: string): ImportedTraining['language'] =>
  /[\u3040-\u30ff]/.test(text) ? 'ja' : /[a-z]{3}/i.test(text) ? 'en' : 'unknown';
