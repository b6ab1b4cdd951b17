// A condition as lines of a form: one level of "all of" or "one of", each line also the other way round.
import type { ActionStatus, Condition, StepStatus } from '#model/drill/inject.ts';

export const rowKinds = [
  'step',
  'action',
  'milestone',
  'minutes',
  'noActionFor',
  'loss',
  'injectSubmitted',
  'injectOverdue',
  'messageAnswered',
  'phase',
] as const;
export type RowKind = (typeof rowKinds)[number];

/** A line; what its kind does not use is kept for when the kind is changed back. */
export interface Row {
  kind: RowKind;
  /** Id of a step, action, milestone, inject or phase. */
  name: string;
  stepStatus: StepStatus;
  actionStatus: ActionStatus | 'any';
  /** Minutes or points. */
  amount: number;
  not: boolean;
}

export interface Rows {
  join: 'all' | 'any';
  rows: Row[];
}

export const newRow = (): Row => ({
  kind: 'step',
  name: '',
  stepStatus: 'done',
  actionStatus: 'any',
  amount: 60,
  not: false,
});

const amounts: readonly RowKind[] = ['minutes', 'noActionFor', 'loss'];
/** Whether a line says everything its kind needs. */
export const isComplete = (row: Row): boolean =>
  amounts.includes(row.kind) ? Number.isFinite(row.amount) && row.amount >= 0 : row.name !== '';

function conditionOf({ kind, name, stepStatus, actionStatus, amount, not }: Row): Condition {
  const plain: Condition =
    kind === 'step'
      ? { step: name, status: stepStatus }
      : kind === 'action'
        ? { action: name, ...(actionStatus === 'any' ? {} : { status: actionStatus }) }
        : ({ [kind]: amounts.includes(kind) ? amount : name } as Condition);
  return not ? { not: plain } : plain;
}

/** The condition the lines say. */
export function toCondition({ join, rows }: Rows): Condition {
  const [first, ...more] = rows.map(conditionOf);
  if (more.length === 0) return first!;
  return join === 'all' ? { all: [first!, ...more] } : { any: [first!, ...more] };
}

function rowOf(condition: Condition): Row | undefined {
  if ('not' in condition) {
    const row = rowOf(condition.not);
    return row && !row.not ? { ...row, not: true } : undefined;
  }
  if ('all' in condition || 'any' in condition) return undefined;
  if ('step' in condition)
    return { ...newRow(), name: condition.step, stepStatus: condition.status ?? 'done' };
  if ('action' in condition)
    return {
      ...newRow(),
      kind: 'action',
      name: condition.action,
      actionStatus: condition.status ?? 'any',
    };
  const kind = rowKinds.find(one => one in condition)!;
  const value = (condition as Record<string, string | number>)[kind]!;
  return { ...newRow(), kind, ...(typeof value === 'number' ? { amount: value } : { name: value }) };
}

/** Lines that say a condition; undefined where it is nested deeper than lines can say. */
export function toRows(condition: Condition): Rows | undefined {
  const join = 'any' in condition ? 'any' : 'all';
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition];
  const rows = parts.map(rowOf);
  return rows.every(row => row !== undefined) ? { join, rows: rows as Row[] } : undefined;
}
