// The attacker: works through the plan as far as conditions hold, and reacts only to what could be noticed from outside.
import type { OpenStep } from '../run/ledger.ts';
import { notice } from '../run/notice.ts';
import type { ScenarioStep } from '../run/scenario.ts';
import { controls, type Foothold } from '../run/situation.ts';
import { minutes, play, type RunState, type Signal } from '../run/state.ts';
import type { SimTime } from '../world/entities.ts';
import { moves } from './moves.ts';
import { failed, Operation, type Outcome } from './operation.ts';
import { reactions } from './reactions.ts';

/** How often a step that cannot be ordered yet is looked at again. */
const look = minutes(5);

interface Progress {
  step: ScenarioStep;
  attempt: number;
  state: 'waiting' | 'scheduled' | 'running' | 'over';
  at: SimTime;
  /** Changes when the time is changed, so that the old entry of the queue does nothing. */
  token: number;
  parkedSince: SimTime | undefined;
}

export interface Agent {
  run: RunState;
  /** Minutes until the attacker acts by this rule; undefined when the scenario does not give it to them. */
  delay(rule: string): number | undefined;
  /** Steps not yet begun come sooner. */
  hurry(): void;
}

const holds = (facts: ReadonlySet<string>, need: string): boolean =>
  need.startsWith('!') ? !holds(facts, need.slice(1)) : need.split('|').some(fact => facts.has(fact));

/** Foothold orders can be given through: the wanted one, or after a while another of at least its rank. */
function commanded(agent: Agent, wanted: string, parked: number): Foothold | undefined {
  const { situation, variant } = agent.run;
  const bound = variant.cast[wanted];
  const name =
    bound?.kind === 'person'
      ? bound.person.pc.name
      : bound?.kind === 'host'
        ? bound.host.name
        : bound?.kind === 'jewel'
          ? bound.jewel.host.name
          : '';
  const mine = situation.footholds.findLast(one => one.host.name === name && controls(situation, one));
  if (mine) return mine;
  const delay = agent.delay('other-foothold');
  if (delay === undefined || parked < minutes(delay)) return undefined;
  return situation.footholds.findLast(one => controls(situation, one));
}

/** Starts the attacker on a run. */
export function startAgent(run: RunState): void {
  const { plan, attacker } = run.variant.scenario;
  const { facts } = run.situation;
  const progress = new Map<string, Progress>(
    plan.map(step => [
      step.id,
      { step, attempt: 0, state: 'waiting', at: 0, token: 0, parkedSince: undefined },
    ]),
  );
  const rules = new Map(attacker.reactions.map(reaction => [reaction.rule, reaction.minutes]));

  const agent: Agent = {
    run,
    delay: rule => rules.get(rule),
    hurry() {
      for (const one of progress.values()) {
        if (one.state !== 'scheduled') continue;
        const left = one.at - run.now;
        schedule(one, run.now + (one.step.urgent ? Math.min(left, minutes(3)) : left / 4));
      }
    },
  };

  function schedule(one: Progress, at: SimTime): void {
    one.state = 'scheduled';
    one.at = at;
    const token = ++one.token;
    run.queue.put(at, now => {
      run.now = now;
      if (token === one.token) begin(one);
    });
  }

  function wait(one: Progress): number {
    const [from, to] =
      one.attempt === 0 ? one.step.wait : [one.step.retry ?? 15, (one.step.retry ?? 15) * 1.3];
    const drawn = minutes(from + (to - from) * run.random('wait', one.step.id, one.attempt).next());
    return run.situation.hurried ? (one.step.urgent ? Math.min(drawn, minutes(3)) : drawn / 4) : drawn;
  }

  /** Schedules what has become possible. */
  function consider(): void {
    for (const one of progress.values())
      if (one.state === 'waiting' && (one.step.needs ?? []).every(need => holds(facts, need)))
        schedule(one, run.now + wait(one));
  }

  function begin(one: Progress): void {
    const { situation, variant } = run;
    if (situation.gone || run.now > variant.end) return;
    if (run.now < situation.sleepUntil) {
      schedule(one, situation.sleepUntil + minutes(1));
      return;
    }
    if (!(one.step.needs ?? []).every(need => holds(facts, need))) {
      one.state = 'waiting';
      return;
    }
    const move = moves.get(one.step.move);
    if (!move) return;
    let foothold: Foothold | undefined;
    if (move.remote) {
      foothold = commanded(
        agent,
        String(one.step.with?.['from'] ?? ''),
        run.now - (one.parkedSince ?? run.now),
      );
      if (!foothold) {
        if (one.parkedSince === undefined)
          for (const lost of situation.footholds)
            if (lost.alive && lost.kind === 'inbound')
              run.signal({ kind: 'turned-away', host: lost.host.name });
        one.parkedSince ??= run.now;
        if (run.now - one.parkedSince > minutes(attacker.patience)) end(one, undefined, failed('no-control'));
        else schedule(one, run.now + look);
        return;
      }
    }
    one.parkedSince = undefined;
    one.state = 'running';
    const record: OpenStep = {
      step: one.step.id,
      attempt: one.attempt,
      at: run.now,
      end: run.now,
      tactic: one.step.tactic,
      techniques: [...one.step.techniques],
      outcome: 'under-way',
      why: '',
      hosts: [],
      accounts: [],
      indicators: [],
      files: [],
      taken: [],
    };
    run.ledger.steps.push(record);
    if (one.attempt === 0) notice(run, one.step.id, 'start');
    if (foothold) record.hosts.push(foothold.host.name);
    const operation = new Operation(run, one.step, one.attempt, record, foothold);
    play<Outcome>(
      run,
      move.play(operation),
      outcome => end(one, record, outcome),
      () => (foothold && !foothold.alive ? failed('foothold-gone') : undefined),
    );
  }

  function end(one: Progress, record: OpenStep | undefined, outcome: Outcome): void {
    if (record) {
      // A loss that no part of the move has told yet comes with its success.
      if (
        outcome.ok &&
        one.step.loss &&
        !run.ledger.losses.some(loss => loss.step === one.step.id) &&
        !run.ledger.meters.some(meter => meter.step === one.step.id)
      )
        new Operation(run, one.step, one.attempt, record, undefined).lose(one.step.objective ?? one.step.id);
      record.end = run.now;
      record.outcome = outcome.ok ? 'done' : 'failed';
      record.why = outcome.why ? `drill.why.${outcome.why}` : '';
    }
    one.attempt++;
    if (!outcome.ok && one.attempt < (one.step.attempts ?? 1) && outcome.why !== 'no-control') {
      schedule(one, run.now + wait(one));
    } else {
      one.state = 'over';
      facts.add(`${outcome.ok ? 'done' : 'failed'}:${one.step.id}`);
      if (outcome.ok) for (const fact of one.step.gains ?? []) facts.add(fact);
      if (outcome.ok) notice(run, one.step.id, 'done');
    }
    consider();
  }

  run.signal = (signal: Signal) => {
    for (const reaction of reactions) {
      const delay = rules.get(reaction.id);
      if (delay === undefined || !reaction.on.includes(signal.kind)) continue;
      const course = reaction.react(agent, signal, minutes(delay));
      if (course) play(run, course, consider);
    }
  };
  run.now = run.variant.start + minutes(run.variant.shift);
  consider();
}
