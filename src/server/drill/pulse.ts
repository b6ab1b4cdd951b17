// What happens by itself in a running exercise: phases that end by time, injects that are due, approvals of an absent boss,
// promises that lapse, milestones. One pure decision a team; the ticker writes what comes of it.
import { actions as registry } from '#drill/actions/actions.ts';
import { type Facts, fires } from '#drill/exercise/injects.ts';
import { messagesOf } from '#drill/exercise/messages.ts';
import { reachedNow } from '#drill/exercise/milestones.ts';
import { settled } from '#drill/exercise/promises.ts';
import type { TeamState } from '#drill/exercise/state.ts';
import type { Run, Truth } from '#drill/run/run.ts';
import type { NewTeamEntry } from '#model/drill/entry.ts';
import type { Exercise } from '#model/drill/exercise.ts';
import type { Inject } from '#model/drill/inject.ts';
import { minute } from '#model/time.ts';

/** How long an absent boss takes, simulated. */
const bossThinks = 5 * minute;

/** What sending an inject writes. */
export function fireInject(inject: Inject, language: 'ja' | 'en', now: number): NewTeamEntry[] {
  return [
    {
      kind: 'inject',
      inject: inject.id,
      step: 'fired',
      ...(inject.expectation ? { due: now + inject.expectation.minutes * minute } : {}),
    },
    {
      kind: 'message',
      message: `inject:${inject.id}`,
      direction: 'in',
      role: inject.from.role,
      person: inject.from.person?.[language] ?? '',
      channel: inject.channel,
      subject: inject.title[language],
      text: inject.text[language],
      inject: inject.id,
    },
  ];
}

/** What is known of a team without looking at its run. */
export interface ClockworkInput {
  exercise: Pick<Exercise, 'simStart' | 'language' | 'options' | 'programme'>;
  injects: readonly Inject[];
  injectId: (name: string) => string;
  team: string;
  state: TeamState;
  phase: string | undefined;
  now: number;
}
export interface PulseInput extends ClockworkInput {
  run: Run;
  truth: Truth;
}

/** Whether somebody plays the boss. */
export const bossAbsent = (exercise: Pick<Exercise, 'options' | 'programme'>): boolean =>
  exercise.options.approval === 'auto' || exercise.programme.alone;

/** Injects that are due, and approvals of an absent boss; `run` adds those only it can tell. */
function due(input: ClockworkInput, run?: Run): NewTeamEntry[] {
  const { exercise, state, now } = input;
  const facts: Facts = {
    now,
    simStart: exercise.simStart,
    ...(run ? { run } : {}),
    state,
    phase: input.phase,
    injectId: input.injectId,
  };
  const injects = input.injects.filter(inject => fires(inject, input.team, facts));
  const approvals = bossAbsent(exercise)
    ? state.actions.filter(
        one =>
          one.approvedAt === undefined &&
          one.refused === undefined &&
          registry.get(one.action)?.approval === 'boss' &&
          now - one.at >= bossThinks,
      )
    : [];
  return [
    ...injects.flatMap(inject => fireInject(inject, exercise.language, now)),
    ...approvals.map(
      (one): NewTeamEntry => ({ kind: 'approval', number: one.number, approve: true, why: '' }),
    ),
  ];
}

/** What is due by the clock and by what the team did. It needs no simulation: no team waits for another's. */
export const clockwork = (input: ClockworkInput): NewTeamEntry[] => due(input);

/** What the platform writes into a team's log now. */
export function pulse(input: PulseInput): NewTeamEntry[] {
  const { state, run, now } = input;
  return [
    ...due(input, run),
    ...settled(state, messagesOf(state, run, now), now),
    ...reachedNow({ truth: input.truth, run, state }).map(
      (milestone): NewTeamEntry => ({ kind: 'milestone', milestone }),
    ),
  ];
}
