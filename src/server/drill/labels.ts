// What people are called on the screens of an exercise: their name for those who may know it, else their seat.
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../http/route.ts';
import type { Drill } from './drill.ts';
import type { LiveExercise } from './live-exercise.ts';

export type Label = (account: string) => string;

/** `team`: only its members are named. The look at names is logged. */
export async function labelsFor(
  drill: Drill,
  live: LiveExercise,
  call: { principal: Principal; request: FastifyRequest },
  team?: string,
): Promise<Label> {
  const reader = { name: call.principal.account.name, from: call.request.ip };
  const people = await drill.people.of(live.id, reader, team);
  const known = new Map<string, string>();
  for (const { team: one } of live.teams.values())
    one.members.forEach(
      (account, seat) => void known.set(account, people.get(account)?.name ?? `${one.name} · ${seat + 1}`),
    );
  for (const { account, role } of live.record.crew) known.set(account, role);
  return account => known.get(account) ?? '';
}
