// What people and monitoring services notice of the attack and say unasked.
import { castText } from './cast.ts';
import type { Utterance } from './run.ts';
import { minutes, type RunState } from './state.ts';

/** Puts the scenario's notices that follow the start or the success of a step into the run. */
export function notice(run: RunState, step: string, when: 'start' | 'done'): void {
  const { cast, scenario } = run.variant;
  for (const one of scenario.notices) {
    if (one.after !== step || (one.from ?? 'done') !== when) continue;
    const values: Record<string, string> = {};
    for (const [name, reference] of Object.entries(one.values ?? {}))
      values[name] = reference.startsWith('$') ? (castText(cast, reference) ?? reference) : reference;
    const bound = one.person === undefined ? undefined : cast[one.person];
    const utterance: Utterance = {
      at: run.now + minutes(one.minutes),
      channel: one.channel,
      from: { role: one.role, person: bound?.kind === 'person' ? bound.person.account : '' },
      message: { key: `drill.notice.${one.message}`, values },
      answers: 0,
    };
    run.queue.put(utterance.at, () => run.ledger.utterances.push(utterance));
  }
}
