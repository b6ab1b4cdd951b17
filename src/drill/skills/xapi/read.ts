// Reads exported statements back: to check a file before it is sent on, and to take a test's answers in again.

import type { AnsweredItem } from '#model/drill/sitting.ts';
import { HinomiError } from '#model/errors.ts';
import { type Statement, statementFaults } from './schema.ts';

const sizeLimit = 50_000_000;

/**
 * Parses a JSON list of statements.
 * @throws HinomiError `XAPI_INVALID` with the number of the first bad statement and what is wrong.
 */
export function readStatements(json: string): Statement[] {
  const bad = (text: string, number?: number): never => {
    throw new HinomiError('XAPI_INVALID', text, {
      place: number === undefined ? {} : { field: `statement ${number}` },
      remedy: 'Give a JSON list of xAPI 1.0.3 statements.',
      status: 422,
    });
  };
  if (json.length > sizeLimit) bad(`The statements are longer than ${sizeLimit} characters.`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    return bad(`The statements are not valid JSON: ${cause instanceof Error ? cause.message : ''}`);
  }
  if (!Array.isArray(value)) return bad('The statements are not a list.');
  value.forEach((entry: unknown, index) => {
    const [fault] = statementFaults(entry);
    if (fault) bad(`Statement ${index + 1}: ${fault}`, index + 1);
  });
  return value as Statement[];
}

/** Answers of each sitting found in statements that `sittingStatements` wrote with the same base. */
export function answersIn(statements: readonly Statement[], base: string): Map<string, AnsweredItem[]> {
  const sittings = new Map<string, AnsweredItem[]>();
  for (const { verb, object, result, context, timestamp } of statements) {
    const sitting = context?.extensions?.[`${base}/extensions/sitting`];
    if (!verb.id.endsWith('/answered') || typeof sitting !== 'string' || result?.response === undefined)
      continue;
    if (!object.id.startsWith(`${base}/items/`)) continue;
    const listed = ['choice', 'sequencing'].includes(object.definition?.interactionType ?? '');
    const answers = sittings.get(sitting) ?? [];
    answers.push({
      item: decodeURIComponent(object.id.slice(`${base}/items/`.length)),
      answer: listed
        ? result.response === ''
          ? []
          : result.response.split('[,]').map(id => Number(id.slice(1)))
        : result.response,
      at: Date.parse(timestamp ?? ''),
      seconds: Number(/^PT([\d.]+)S$/.exec(result.duration ?? '')?.[1] ?? 0),
    });
    sittings.set(sitting, answers);
  }
  return sittings;
}
