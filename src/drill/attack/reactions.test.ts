// How the attacker answers: each rule seen at work, and only after what it could notice.
import { describe, expect, test } from 'vitest';
import { scenarios } from '../run/library.ts';
import type { ActionTaken } from '../run/run.ts';
import { simulate, totalLoss, truthOf } from '../run/simulate.ts';
import { smallWorld } from '../run/testing/small-world.ts';
import { makeVariant, type Variant } from '../run/variant.ts';
import { leads } from './leads.ts';
import { moves } from './moves.ts';
import { reactions } from './reactions.ts';

const world = smallWorld();
const minute = 60_000;
const variantOf = (id: string) => makeVariant(world, scenarios().get(id)!, 3);
const domainOf = (variant: Variant, name: string): string => {
  const bound = variant.cast[name];
  return bound?.kind === 'domain' ? bound.domain : '';
};
const log = (...actions: [string, ActionTaken['parameters'], number][]): ActionTaken[] =>
  actions.map(([action, parameters, at], i) => ({
    number: i + 1,
    action,
    parameters,
    at,
    by: '',
    approvedAt: at,
  }));

describe('targeted mail', () => {
  const variant = variantOf('targeted-mail');
  const idle = simulate(world, variant, [], variant.end);
  const stepAt = (id: string) => idle.steps.find(step => step.step === id)!.at;
  const asked = (run: typeof idle, domain: string) =>
    run.events.filter(
      event => event.kind === 'dns' && (event.name === domain || event.name.endsWith(`.${domain}`)),
    );
  const [command, spare, tunnel] = ['command', 'spare', 'tunnel'].map(name => domainOf(variant, name)) as [
    string,
    string,
    string,
  ];

  test('a blocked name is refused in the logs, then the next channel is used, at last the name tunnel', () => {
    const at = stepAt('open') + 40 * minute;
    const one = simulate(world, variant, log(['block-name', { name: command }, at]), variant.end);
    const refused = asked(one, command).filter(event => event.kind === 'dns' && event.blocked);
    expect(refused.length).toBeGreaterThan(3);
    expect(
      one.events.some(event => event.kind === 'web' && event.domain === command && event.status === 403),
    ).toBe(true);
    expect(asked(idle, spare)).toEqual([]);
    const moved = asked(one, spare)[0]!;
    expect(moved.at - refused[0]!.at).toBeGreaterThan(12 * minute);
    const two = simulate(
      world,
      variant,
      log(['block-name', { name: command }, at], ['block-name', { name: spare }, at]),
      variant.end,
    );
    expect(asked(two, tunnel).every(event => event.kind === 'dns' && event.type === 'TXT')).toBe(true);
    expect(asked(two, tunnel).length).toBeGreaterThan(10);
  });

  test('an isolated host falls silent, and a colleague is mailed when no foothold is left', () => {
    const at = stepAt('open') + 12 * minute;
    const { host } = truthOf(world, variant).entry;
    const run = simulate(world, variant, log(['isolate-host', { host }, at]), variant.end);
    expect(
      run.events.filter(
        event => event.host.name === host && event.at > at + 13 * minute && event.cause.startsWith('step:'),
      ),
    ).toEqual([]);
    expect(run.masks.some(mask => mask.host === host)).toBe(true);
    expect(run.steps.some(step => step.step === 'open-again')).toBe(true);
  });

  test('forged tickets open servers until krbtgt was changed twice', () => {
    const truth = truthOf(world, variant);
    const at = stepAt('dcsync') + 2 * minute;
    const resets = truth.accounts.map(
      account => ['reset-password', { account }, at] as [string, ActionTaken['parameters'], number],
    );
    const krbtgt = ['revoke-tickets', { account: 'krbtgt' }, at + minute] as [
      string,
      ActionTaken['parameters'],
      number,
    ];
    const outcome = (actions: ActionTaken[]) =>
      simulate(world, variant, actions, variant.end).steps.find(step => step.step === 'forged')?.outcome;
    expect(outcome(log(...resets))).toBe('done');
    expect(outcome(log(...resets, krbtgt))).toBe('done');
    expect(outcome(log(...resets, krbtgt, krbtgt))).toBe('failed');
  });

  test('probing the command server or a statement makes the last step come sooner', () => {
    const at = stepAt('collect') + 16 * minute;
    const last = (actions: ActionTaken[]) =>
      simulate(world, variant, actions, variant.end).steps.find(step => step.step === 'exfiltrate')!.end;
    expect(last(log(['publish-statement', { text: 'x' }, at]))).toBeLessThan(last([]));
    expect(last(log(['scan-host', { host: command }, at]))).toBeLessThan(last([]));
  });
});

test('a wiper set off early by a statement destroys before it would have', () => {
  const variant = variantOf('wiper');
  const idle = simulate(world, variant, [], variant.end);
  const at = idle.steps.find(step => step.step === 'deploy')!.end - 20 * minute;
  const hurried = simulate(world, variant, log(['publish-statement', { text: 'x' }, at]), variant.end);
  const wiped = (run: typeof idle) => run.steps.find(step => step.step === 'wipe')!.at;
  expect(wiped(hurried)).toBeLessThan(wiped(idle) - 20 * minute);
  expect(totalLoss(hurried)).toBeGreaterThan(totalLoss(idle));
});

test('a page restored with the hole open is altered again, with the hole closed it stays', () => {
  const variant = variantOf('defacement');
  const idle = simulate(world, variant, [], variant.end);
  const at = idle.steps.find(step => step.step === 'deface')!.at + 5 * minute;
  const altered = (actions: ActionTaken[]) =>
    simulate(world, variant, actions, variant.end).events.filter(
      event => event.kind === 'audit' && event.path.endsWith('/index.html'),
    ).length;
  expect(altered(log(['restore', { host: 'WEB01' }, at]))).toBeGreaterThan(altered([]));
  expect(
    altered(log(['patch', { host: 'WEB01' }, at - 4 * minute], ['restore', { host: 'WEB01' }, at])),
  ).toBe(altered([]));
});

test('every move, lead and rule is used by a scenario, and every rule says what it follows', () => {
  const all = [...scenarios().values()];
  const used = {
    moves: new Set(all.flatMap(one => one.plan.map(step => step.move))),
    leads: new Set(all.flatMap(one => one.leads.from)),
    rules: new Set(all.flatMap(one => one.attacker.reactions.map(reaction => reaction.rule))),
  };
  expect([...moves.keys()].filter(id => !used.moves.has(id))).toEqual([]);
  expect([...leads.keys()].filter(id => !used.leads.has(id))).toEqual([]);
  expect(reactions.filter(one => !used.rules.has(one.id) || one.why.length < 20).map(one => one.id)).toEqual(
    [],
  );
});
