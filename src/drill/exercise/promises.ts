// Promises made in messages ("we call back in an hour"): who owes what to whom, and whether it was kept in time.
import type { NewTeamEntry } from '#model/drill/entry.ts';
import type { DeskMessage } from './messages.ts';
import type { TeamPromise, TeamState } from './state.ts';

/**
 * Promises that settle by themselves now: a team that speaks to the same role before the due time has kept its word to
 * report; one that lets it pass has not. White-cell promises are settled by their next message to the team.
 */
export function settled(state: TeamState, messages: readonly DeskMessage[], now: number): NewTeamEntry[] {
  return [...state.promises.values()].flatMap((promise): NewTeamEntry[] => {
    if (promise.state !== 'open') return [];
    const kept = messages.some(
      message =>
        message.at > promise.madeAt &&
        message.at <= promise.due &&
        message.id !== promise.message &&
        message.role === promise.to &&
        message.direction === (promise.side === 'team' ? 'out' : 'in'),
    );
    if (kept) return [{ kind: 'promise', promise: promise.id, step: 'kept' }];
    return now > promise.due ? [{ kind: 'promise', promise: promise.id, step: 'broken' }] : [];
  });
}

/** How a side kept its word: settled promises, and how many of them were kept. */
export function promiseRecord(
  promises: Iterable<TeamPromise>,
  side: TeamPromise['side'],
): { settled: number; kept: number } {
  const mine = [...promises].filter(one => one.side === side && one.state !== 'open');
  return { settled: mine.length, kept: mine.filter(one => one.state === 'kept').length };
}
