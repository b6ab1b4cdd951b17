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

test('a flood filtered upstream is given up; however the provider is asked, it takes them as long', () => {
  const variant = variantOf('ddos-intrusion');
  const flood = (run: ReturnType<typeof simulate>) => run.steps.find(step => step.step === 'flood')!;
  const idle = simulate(world, variant, [], variant.end);
  const at = flood(idle).at + 5 * minute;
  const [asked, begged] = ['Flood on the public site.', '大量通信を止めてください。'].map(text =>
    simulate(world, variant, log(['call-provider', { text }, at]), variant.end),
  ) as [typeof idle, typeof idle];
  expect(begged.actions[0]!.effectiveAt).toBe(asked.actions[0]!.effectiveAt);
  expect(totalLoss(begged)).toBe(totalLoss(asked));
  const after = (flood(asked).end - asked.actions[0]!.effectiveAt) / minute;
  expect(after).toBeGreaterThan(15);
  expect(after).toBeLessThan(25);
  expect(flood(idle).end - flood(idle).at).toBeGreaterThan(120 * minute);
});

describe('defacement', () => {
  const variant = variantOf('defacement');
  const idle = simulate(world, variant, [], variant.end);
  const at = idle.steps.find(step => step.step === 'deface')!.at + 5 * minute;
  const altered = (actions: ActionTaken[]) =>
    simulate(world, variant, actions, variant.end).events.filter(
      event => event.kind === 'audit' && event.path.endsWith('/index.html'),
    ).length;
  const patch: [string, ActionTaken['parameters'], number] = ['patch', { host: 'WEB01' }, at - 4 * minute];

  test('pages restored with the hole open are altered again', () => {
    expect(altered(log(['restore', { host: 'WEB01' }, at]))).toBeGreaterThan(altered([]));
  });
  test('with the hole closed the second door is left, and cron puts it back', () => {
    const actions = log(patch, ['restore', { host: 'WEB01' }, at]);
    expect(altered(actions)).toBeGreaterThan(altered([]));
    const run = simulate(world, variant, actions, variant.end);
    expect(run.steps.some(step => step.step === 'enter-again' && step.outcome === 'done')).toBe(false);
    expect(run.attacker.footholds).toEqual(['WEB01']);
  });
  test('a server patched and set up afresh stays as it should', () => {
    const run = simulate(world, variant, log(patch, ['rebuild-host', { host: 'WEB01' }, at]), variant.end);
    expect(run.attacker.footholds).toEqual([]);
    expect(run.steps.filter(step => step.step === 'deface-again' && step.outcome === 'done')).toEqual([]);
    expect(totalLoss(run)).toBeLessThan(0.3 * totalLoss(idle));
  });
  test('with the hole closed in time the editor is guessed at instead', () => {
    const early = log([
      'block-address',
      { address: truthOf(world, variant).indicators[0]!.value },
      variant.start,
    ]);
    const run = simulate(world, variant, early, variant.end);
    expect(run.steps.some(step => step.step === 'guess' && step.outcome === 'done')).toBe(true);
    expect(run.steps.some(step => step.step === 'deface')).toBe(true);
  });
});

describe('list login', () => {
  const variant = variantOf('list-login');
  const idle = simulate(world, variant, [], variant.end);
  const at = idle.steps.find(step => step.step === 'try')!.at + 20 * minute;
  const proxies = variant.cast['proxies'];
  const address = proxies?.kind === 'addresses' ? proxies.addresses.join(' ') : '';
  const tries = (run: typeof idle, from: number) =>
    run.events.filter(
      event =>
        event.kind === 'application' &&
        event.at > from &&
        event.at < from + 60 * minute &&
        event.cause === 'step:try',
    ).length;

  test('blocked addresses are replaced by others after a while', () => {
    const run = simulate(world, variant, log(['block-address', { address }, at]), variant.end);
    const used = new Set(
      run.events.flatMap(event =>
        event.kind === 'application' && event.cause === 'step:try' && event.at > at + 15 * minute
          ? [event.client]
          : [],
      ),
    );
    expect(used.size).toBeGreaterThan(5);
    expect([...used].filter(client => address.split(' ').includes(client))).toEqual([]);
  });
  test('a limit of attempts slows the list down', () => {
    const host = truthOf(world, variant).hosts[0]!;
    const run = simulate(world, variant, log(['patch', { host }, at - 50 * minute]), variant.end);
    expect(tries(run, at)).toBeLessThan(0.4 * tries(idle, at));
  });
  test('sessions ended are opened again; only new passwords keep accounts', () => {
    const abuse = idle.steps.find(step => step.step === 'abuse')!.at;
    const accounts = truthOf(world, variant).accounts.join(', ');
    const lossOf = (...actions: Parameters<typeof log>) =>
      totalLoss(simulate(world, variant, log(...actions), variant.end));
    const none = lossOf();
    const sessions = lossOf(['revoke-sessions', { account: 'all' }, abuse]);
    const passwords = lossOf(['reset-password', { account: accounts }, abuse]);
    expect(sessions).toBeGreaterThan(0.95 * none);
    expect(passwords).toBeLessThan(0.6 * none);
  });
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
