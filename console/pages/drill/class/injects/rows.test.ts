import { expect, it } from 'vitest';
import type { Condition } from '#model/drill/inject.ts';
import { isComplete, newRow, toCondition, toRows } from './rows.ts';

const conditions: Condition[] = [
  { step: 'open-mail', status: 'under-way' },
  { action: 'isolate-host' },
  { action: 'isolate-host', status: 'failed' },
  { noActionFor: 30 },
  { not: { loss: 5 } },
  { all: [{ minutes: 60 }, { not: { milestone: 'contained' } }] },
  { any: [{ injectSubmitted: 'press' }, { injectOverdue: 'press' }, { messageAnswered: 'press' }] },
  { all: [{ phase: 'exercise' }, { step: 'exfiltrate', status: 'done' }] },
];

it.each(conditions)('says as lines, and again as a condition, %j', condition => {
  const rows = toRows(condition)!;
  expect(rows.rows.every(isComplete)).toBe(true);
  expect(toCondition(rows)).toEqual(condition);
});

it('says a finished step when a file leaves the status out, as the exercise reads it', () => {
  expect(toCondition(toRows({ step: 'open-mail' })!)).toEqual({ step: 'open-mail', status: 'done' });
});

it('leaves alone what is nested deeper', () => {
  expect(
    toRows({ all: [{ minutes: 1 }, { any: [{ loss: 1 }, { milestone: 'contained' }] }] }),
  ).toBeUndefined();
  expect(toRows({ not: { all: [{ minutes: 1 }] } })).toBeUndefined();
});

it('is not complete before something is chosen', () => {
  expect(isComplete(newRow())).toBe(false);
});
