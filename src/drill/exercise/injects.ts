// When injects fire, and how they stand with a team.
import type { Condition, Inject, InjectState } from '#model/drill/inject.ts';
import type { Run } from '../run/run.ts';
import type { TeamState } from './state.ts';

/** What conditions are asked of. */
export interface Facts {
  now: number;
  simStart: number;
  /** Absent: what only the run tells is not known yet. */
  run?: Run;
  state: TeamState;
  phase: string | undefined;
  /** Ids of the exercise's injects by the names conditions use. */
  injectId: (name: string) => string;
}

/** Whether a condition holds; undefined where that depends on a run that is not there. What never happened is false. */
export function holds(condition: Condition, facts: Facts): boolean | undefined {
  const { now, run, state } = facts;
  if ('all' in condition) {
    const parts = condition.all.map(one => holds(one, facts));
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  if ('any' in condition) {
    const parts = condition.any.map(one => holds(one, facts));
    return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
  }
  if ('not' in condition) {
    const inner = holds(condition.not, facts);
    return inner === undefined ? undefined : !inner;
  }
  if ('step' in condition)
    return run?.steps.some(
      step =>
        step.step === condition.step &&
        step.at <= now &&
        step.outcome === (condition.status ?? 'done') &&
        (step.outcome === 'under-way' || step.end <= now),
    );
  if ('action' in condition)
    return condition.status === undefined
      ? state.actions.some(one => one.action === condition.action)
      : run?.actions.some(one => one.action === condition.action && one.status === condition.status);
  if ('noActionFor' in condition) {
    const last = state.actions.at(-1)?.at ?? facts.simStart;
    return now - last >= condition.noActionFor * 60_000;
  }
  if ('minutes' in condition) return now - facts.simStart >= condition.minutes * 60_000;
  if ('injectSubmitted' in condition)
    return state.injects.get(facts.injectId(condition.injectSubmitted))?.submittedAt !== undefined;
  if ('injectOverdue' in condition) return overdue(state, facts.injectId(condition.injectOverdue), now);
  if ('messageAnswered' in condition) {
    const inject = facts.injectId(condition.messageAnswered);
    const sent = state.messages.filter(one => one.inject === inject && one.direction === 'in');
    return state.messages.some(
      one => one.direction === 'out' && sent.some(message => message.message === one.answers),
    );
  }
  if ('loss' in condition)
    return (
      run && run.losses.reduce((sum, one) => (one.at <= now ? sum + one.points : sum), 0) >= condition.loss
    );
  if ('milestone' in condition) return state.milestones.has(condition.milestone);
  return facts.phase === condition.phase;
}

/** Whether an inject is to be sent to a team now; without a run, whether that is certain already. */
export function fires(inject: Inject, team: string, facts: Facts): boolean {
  if (inject.state === 'draft' || facts.state.injects.has(inject.id)) return false;
  if (inject.teams.length > 0 && !inject.teams.includes(team)) return false;
  const { trigger } = inject;
  if (trigger.kind === 'hand') return false;
  return trigger.kind === 'clock'
    ? facts.now - facts.simStart >= trigger.minutes * 60_000
    : holds(trigger.when, facts) === true;
}

export function overdue(state: TeamState, inject: string, now: number): boolean {
  const one = state.injects.get(inject);
  return one?.due !== undefined && one.submittedAt === undefined && now > one.due;
}

/** How an inject stands with a team. */
export function injectState(inject: Inject, state: TeamState): InjectState {
  const one = state.injects.get(inject.id);
  if (!one) return inject.state;
  if (one.gradedAt !== undefined) return 'graded';
  if (one.submittedAt !== undefined || !inject.expectation) return 'submitted';
  return 'pending';
}

/** Mark of a graded inject, 0 to 100 by the weights of its rubric; undefined while a criterion is open. */
export function injectMark(
  inject: Pick<Inject, 'rubric'>,
  marks: Readonly<Record<string, number>> | undefined,
): number | undefined {
  const total = inject.rubric.reduce((sum, one) => sum + one.weight, 0);
  if (!marks || total === 0 || inject.rubric.some(one => marks[one.id] === undefined)) return undefined;
  return inject.rubric.reduce((sum, one) => sum + one.weight * marks[one.id]!, 0) / total;
}

/** What a condition names, with its place in the condition. */
export interface Named {
  kind: 'step' | 'action' | 'inject' | 'milestone' | 'phase';
  name: string;
  field: string;
}

/** Everything a condition names: it holds of nothing when the exercise has no such thing. */
export function namesIn(condition: Condition, at = ''): Named[] {
  if ('all' in condition) return condition.all.flatMap((one, index) => namesIn(one, `${at}/all/${index}`));
  if ('any' in condition) return condition.any.flatMap((one, index) => namesIn(one, `${at}/any/${index}`));
  if ('not' in condition) return namesIn(condition.not, `${at}/not`);
  const named = (kind: Named['kind'], field: string, name: string): Named[] => [
    { kind, name, field: `${at}/${field}` },
  ];
  if ('step' in condition) return named('step', 'step', condition.step);
  if ('action' in condition) return named('action', 'action', condition.action);
  if ('milestone' in condition) return named('milestone', 'milestone', condition.milestone);
  if ('phase' in condition) return named('phase', 'phase', condition.phase);
  if ('injectSubmitted' in condition) return named('inject', 'injectSubmitted', condition.injectSubmitted);
  if ('injectOverdue' in condition) return named('inject', 'injectOverdue', condition.injectOverdue);
  if ('messageAnswered' in condition) return named('inject', 'messageAnswered', condition.messageAnswered);
  return [];
}
