// False leads: harmless happenings of the day that look like part of the attack.
import { makeTrail, play, type RunState } from '../run/state.ts';
import { adminTool, forgotten, scanner } from './leads/inside.ts';
import type { Lead } from './leads/lead.ts';
import { checker, oddMail, traveller, upload } from './leads/outside.ts';
import { gateway, linkChecker, pageUpdate } from './leads/public.ts';

export const leads: ReadonlyMap<string, Lead> = new Map(
  [adminTool, scanner, forgotten, upload, traveller, oddMail, checker, gateway, linkChecker, pageUpdate].map(
    lead => [lead.id, lead],
  ),
);

/** Puts the variant's false leads on the clock, each at a time of its own in the first two thirds of the window. */
export function startLeads(run: RunState): void {
  const { start: from, end, leads: chosen } = run.variant;
  for (const id of chosen) {
    const lead = leads.get(id);
    if (!lead) continue;
    const random = run.random('lead', id);
    run.queue.put(from + (end - from) * 0.66 * random.next(), at => {
      run.now = at;
      play(run, lead.play(run, makeTrail(run, `oddity:${id}`), random), () => {});
    });
  }
}
