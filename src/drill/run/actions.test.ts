// Actions: each changes something somewhere, sooner is never worse, best play beats doing nothing.
import { describe, expect, test } from 'vitest';
import { actionList } from '../actions/actions.ts';
import { reactions } from '../attack/reactions.ts';
import { bestPlay } from './best-play.ts';
import { scenarios } from './library.ts';
import type { ActionTaken, Run } from './run.ts';
import { simulate, totalLoss, truthOf } from './simulate.ts';
import { smallWorld } from './testing/small-world.ts';
import { makeVariant, type Variant } from './variant.ts';

const world = smallWorld();
const minute = 60_000;
const library = [...scenarios().values()];
const take = (
  action: string,
  parameters: ActionTaken['parameters'],
  at: number,
  number = 1,
): ActionTaken => ({
  number,
  action,
  parameters,
  at,
  by: '',
  approvedAt: at,
});

/** Everything of a run that is not the action's own report. */
const rest = (run: Run) => {
  const events = run.events.filter(event => !event.cause.startsWith('action:'));
  return [
    events.length,
    events.map(event => `${event.kind}${event.at}${event.cause}${event.host.sysmon}`).join(),
    run.masks.length,
    run.attacker,
    run.remaining,
    run.utterances.length,
  ];
};

/** Parameters that fit the truth of a variant, one guess for each field. */
function guesses(variant: Variant): Record<string, string[]> {
  const truth = truthOf(world, variant);
  const of = (type: string) => truth.indicators.filter(one => one.type === type).map(one => one.value);
  return {
    host: [...truth.hosts, 'all', 'browsers', 'WEB01'],
    account: [...truth.accounts.slice(0, 4), 'krbtgt', 'all'],
    name: of('domain'),
    address: of('ip').slice(0, 4),
    url: of('url')
      .filter(url => url.startsWith('http:'))
      .slice(0, 2),
    sender: of('email'),
    segment: ['office', 'dmz'],
    indicator: of('domain').slice(0, 1),
    text: ['test'],
    number: ['1'],
  };
}

describe('each action changes what follows in some scenario', () => {
  test.each(actionList.map(action => action.id))('%s', id => {
    const action = actionList.find(one => one.id === id)!;
    const field = Object.keys(action.parameters.properties)[0];
    const changed = library.some(scenario => {
      // Only a forged ticket shows what the key of all tickets is worth.
      if (id === 'revoke-tickets' && !scenario.plan.some(step => step.move === 'golden-ticket')) return false;
      const variant = makeVariant(world, scenario, 3);
      const idle = simulate(world, variant, [], variant.end);
      const times = idle.steps
        .flatMap(step => [step.at - minute, step.at + 10 * minute])
        .filter(at => at > variant.start)
        .slice(0, 40);
      times.unshift(variant.start);
      for (const at of times)
        for (const guess of field ? (guesses(variant)[field] ?? []) : ['']) {
          if (id === 'release') {
            const block = take(
              'isolate-host',
              { host: truthOf(world, variant).hosts[0]! },
              variant.start + minute,
            );
            const without = simulate(world, variant, [block], variant.end);
            const withRelease = simulate(
              world,
              variant,
              [block, take('release', { number: 1 }, at, 2)],
              variant.end,
            );
            if (JSON.stringify(withRelease.masks) !== JSON.stringify(without.masks)) return true;
            continue;
          }
          if (id === 'revoke-tickets') {
            // Worth something only when passwords are new as well and the key was changed once before.
            const { accounts } = truthOf(world, variant);
            const resets = accounts.map((account, n) =>
              take('reset-password', { account }, at - 5 * minute, 10 + n),
            );
            const once = [...resets, take(id, { account: 'krbtgt' }, at - 4 * minute, 2)];
            const twice = simulate(
              world,
              variant,
              [...once, take(id, { account: 'krbtgt' }, at)],
              variant.end,
            );
            const reference = simulate(world, variant, once, variant.end);
            if (JSON.stringify(rest(twice)) !== JSON.stringify(rest(reference))) return true;
            continue;
          }
          const before = ['restore', 'call-vendor'].includes(id)
            ? [take('take-image', { host: guess }, at - 100 * minute, 2)]
            : [];
          const run = simulate(
            world,
            variant,
            [...before, take(id, field ? { [field]: guess } : {}, at)],
            variant.end,
          );
          const reference = before.length > 0 ? simulate(world, variant, before, variant.end) : idle;
          const outcome = run.actions.find(one => one.number === 1);
          if (
            outcome?.status === 'done' &&
            (JSON.stringify(rest(run)) !== JSON.stringify(rest(reference)) || outcome.artefacts.length > 0)
          )
            return true;
        }
      return false;
    });
    expect(changed).toBe(true);
  });

  test('what it may provoke is a rule of the attacker', () => {
    const rules = new Set(reactions.map(reaction => reaction.id));
    expect(actionList.flatMap(action => action.provokes).filter(rule => !rules.has(rule))).toEqual([]);
  });
});

describe.each(library)('$id', scenario => {
  const variant = makeVariant(world, scenario, 3);
  const idle = simulate(world, variant, [], variant.end);

  test('best play loses much less than doing nothing', () => {
    const best = simulate(world, variant, bestPlay(world, variant), variant.end);
    expect(
      best.actions
        .filter(one => one.status !== 'done' && one.status !== 'under-way')
        .map(one => one.message.key),
    ).toEqual([]);
    expect(totalLoss(best)).toBeLessThan(0.35 * totalLoss(idle));
  });

  // A delay of the attacker moves losses that run by the hour a little: 2 % of the whole at most.
  const slack = 0.02 * totalLoss(idle);

  test('doing a step of best play sooner never costs more loss, unless it provokes', () => {
    for (const one of bestPlay(world, variant)) {
      // Declared in its limits: a password changed before the theft is stolen again.
      if (one.action === 'reset-password') continue;
      if (
        (actionList.find(action => action.id === one.action)?.provokes.length ?? 0) > 0 &&
        one.action !== 'isolate-host'
      )
        continue;
      const losses = [180, 90, 30, 0].map(late =>
        totalLoss(
          simulate(
            world,
            variant,
            [{ ...one, at: one.at + late * minute, approvedAt: one.at + late * minute }],
            variant.end,
          ),
        ),
      );
      expect(losses[0], `${one.action} ${losses.join()}`).toBeLessThanOrEqual(totalLoss(idle));
      for (let i = 1; i < losses.length; i++)
        expect(losses[i], `${one.action} ${losses.join()}`).toBeLessThanOrEqual(losses[i - 1]! + slack);
    }
  });
});

test('a missing approval and an unknown action change nothing, and say so', () => {
  const variant = makeVariant(world, library[0]!, 3);
  const idle = simulate(world, variant, [], variant.end);
  const waiting = { ...take('cut-internet', {}, variant.start + 60 * minute) };
  const { approvedAt: _, ...unapproved } = waiting;
  for (const [action, status] of [
    [unapproved, 'waiting-for-approval'],
    [take('pray', {}, variant.start), 'no-effect'],
    [take('block-name', { name: '' }, variant.start), 'failed'],
  ] as const) {
    const run = simulate(world, variant, [action], variant.end);
    expect(run.actions[0]?.status).toBe(status);
    expect(rest(run)).toEqual(rest(idle));
    expect(run.businessCost).toBe(0);
  }
});

test('who still asks for a blocked site of the daily work is refused, and the proxy writes it down', () => {
  const variant = makeVariant(world, scenarios().get('targeted-mail')!, 3);
  const at = variant.start + 30 * minute;
  const block = take('block-name', { name: 'news.example' }, at);
  const refused = (log: ActionTaken[]) =>
    simulate(world, variant, log, variant.end).events.filter(
      event =>
        event.kind === 'web' &&
        event.cause === 'action:1' &&
        event.verdict === 'denied' &&
        event.domain === 'www.news.example',
    );
  const lines = refused([block]);
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.every(event => event.at > at)).toBe(true);
  expect(refused([])).toEqual([]);
  // Released, nobody is refused any more.
  const released = take('release', { number: 1 }, at + 60 * minute, 2);
  const latest = Math.max(...refused([block, released]).map(event => event.at));
  expect(latest).toBeLessThan(at + 75 * minute);
});
