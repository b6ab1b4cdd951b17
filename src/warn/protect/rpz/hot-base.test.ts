// The pair of zones must answer every question as the list does, at every step, also while resolvers lag behind.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseIp, prefixContains } from '#model/ip.ts';
import { lowerWire, nameText, nameWire } from '../dns/name.ts';
import { HotBase, type OwnerChange } from './hot-base.ts';
import { Policy } from './policy.ts';
import { action, type Rule, ruleOf } from './rules.ts';

type Zone = Map<string, number>;

/** What a resolver answers from one zone: exact, else the wildcard of the closest encloser (RFC 4592). */
function ask(zone: Zone, name: string): number {
  const exact = zone.get(name);
  if (exact) return exact;
  const exists = (each: string) =>
    [...zone.keys()].some(owner => owner === each || owner.endsWith(`.${each}`));
  if (exists(name)) return 0;
  const labels = name.split('.');
  for (let skip = 1; skip < labels.length; skip++) {
    const encloser = labels.slice(skip).join('.');
    if (exists(encloser)) return zone.get(`*.${encloser}`) ?? 0;
  }
  return 0;
}

function askIp(
  zone: Zone,
  address: string,
  prefixOf: (owner: string) => { text: string; bits: number } | undefined,
): number {
  let best = -1;
  let code = 0;
  for (const [owner, value] of zone) {
    const prefix = prefixOf(owner);
    if (!prefix || prefix.bits <= best) continue;
    const bytes = parseIp(prefix.text)!;
    if (prefixContains({ bytes, bits: prefix.bits }, parseIp(address)!)) [best, code] = [prefix.bits, value];
  }
  return code;
}

const plain = (code: number): number => (code === action.passthru ? 0 : code);

const label = fc.constantFrom('a', 'b', 'c');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map(labels => [...labels, 'example'].join('.'));
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('set' as const),
      value: name,
      subdomains: fc.boolean(),
      action: fc.constantFrom('warn' as const, 'nxdomain' as const, 'passthru' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ op: fc.constant('unset' as const), value: name }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('move' as const), count: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ op: 'settle' as const }) },
  { weight: 1, arbitrary: fc.constant({ op: 'restart' as const }) },
);

const everyName = (() => {
  const labels = ['a', 'b', 'c', 'x'];
  const found = ['example'];
  for (let from = 0, depth = 0; depth < 4; depth++) {
    const end = found.length;
    for (; from < end; from++) for (const each of labels) found.push(`${each}.${found[from]}`);
  }
  return found;
})();

test('hot over base answers as the list, also for a resolver that has an older base', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), steps => {
      const policy = new Policy();
      let plan = new HotBase(policy);
      const list = new Map<string, { exact: number; wild: number }>();
      const zones = { hot: new Map<string, number>(), base: new Map<string, number>() };
      let oldBases: Zone[] = [];
      const apply = (which: 'hot' | 'base', changes: OwnerChange[]) => {
        for (const change of changes) {
          plan[which].apply(change);
          const owner = (change.wild ? '*.' : '') + nameText(policy.tree.wire(change.node));
          if (change.after) zones[which].set(owner, change.after);
          else zones[which].delete(owner);
        }
      };
      const check = () => {
        for (const asked of everyName) {
          const want = (() => {
            const own = list.get(asked);
            if (own) return plain(own.exact);
            const labels = asked.split('.');
            for (let skip = 1; skip < labels.length; skip++) {
              const wild = list.get(labels.slice(skip).join('.'))?.wild;
              if (wild) return plain(wild);
            }
            return 0;
          })();
          expect(plain(policy.matchName(nameWire(asked))?.action ?? 0), `list ${asked}`).toBe(want);
          const hot = ask(zones.hot, asked);
          for (const base of [zones.base, ...oldBases])
            expect(plain(hot || ask(base, asked)), `zones ${asked}`).toBe(want);
        }
      };
      const touched = (node: number) => {
        plan.dirty.add(node);
        apply('hot', plan.planHot([node]));
      };
      for (const each of steps) {
        if (each.op === 'set') {
          const rule = ruleOf({ type: 'domain', ...each })!;
          list.set(each.value, { exact: rule.exact, wild: rule.wild });
          touched(policy.set(rule, 1));
        } else if (each.op === 'unset') {
          const rule = ruleOf({ type: 'domain', value: each.value, subdomains: true, action: 'warn' })!;
          list.delete(each.value);
          const node = policy.unset(rule);
          if (node >= 0) touched(node);
        } else if (each.op === 'move') {
          oldBases.push(new Map(zones.base));
          const nodes = [...plan.dirty].slice(0, each.count);
          for (const node of nodes) plan.dirty.delete(node);
          apply('base', plan.planBase(nodes));
          for (let node = 1; node < policy.tree.limit; node++)
            if (plan.hot.get(node, false) || plan.hot.get(node, true)) plan.moving.add(node);
        } else if (each.op === 'settle') {
          oldBases = [];
          const nodes = [...plan.moving];
          plan.moving.clear();
          apply('hot', plan.planHot(nodes));
        } else {
          oldBases = [];
          const fresh = new HotBase(policy);
          for (const which of ['hot', 'base'] as const)
            for (const [owner, code] of zones[which]) {
              const wild = owner.startsWith('*.');
              const node = policy.tree.insert(lowerWire(nameWire(wild ? owner.slice(2) : owner)));
              fresh[which].apply({ node, wild, before: 0, after: code });
            }
          plan = fresh;
          for (const node of plan.differing()) plan.dirty.add(node);
          apply('hot', plan.planWholeHot());
        }
        check();
      }
    }),
    { numRuns: 60 },
  );
});

test('address prefixes: the longest of the list wins through both zones', () => {
  const prefixes = ['198.18.0.0/15', '198.18.0.0/16', '198.18.1.0/24', '198.18.1.5', '198.18.2.7'];
  const probes = ['198.18.1.5', '198.18.1.6', '198.18.2.7', '198.18.3.1', '198.19.0.1', '198.20.0.1'];
  const ops = fc.array(
    fc.oneof(
      fc.record({
        op: fc.constant('set' as const),
        value: fc.constantFrom(...prefixes),
        action: fc.constantFrom('warn' as const, 'nxdomain' as const, 'passthru' as const),
      }),
      fc.record({ op: fc.constant('unset' as const), value: fc.constantFrom(...prefixes) }),
      fc.record({ op: fc.constant('move' as const), count: fc.integer({ min: 1, max: 4 }) }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(ops, steps => {
      const policy = new Policy();
      const plan = new HotBase(policy);
      const zones = { hot: new Map<string, number>(), base: new Map<string, number>() };
      const list = new Map<string, number>();
      const parts = (text: string) => ({
        text: text.split('/')[0]!,
        bits: Number(text.split('/')[1] ?? 32) + 96,
      });
      const byOwner = new Map<string, { text: string; bits: number }>();
      const apply = (which: 'hot' | 'base', changes: OwnerChange[]) => {
        for (const change of changes) {
          plan[which].apply(change);
          const owner = nameText(policy.tree.wire(change.node));
          if (change.after) zones[which].set(owner, change.after);
          else zones[which].delete(owner);
        }
      };
      const rule = (value: string, act: 'warn' | 'nxdomain' | 'passthru'): Rule =>
        ruleOf({ type: value.includes('/') ? 'cidr' : 'ipv4', value, subdomains: false, action: act })!;
      for (const each of steps) {
        if (each.op === 'move') {
          const nodes = [...plan.dirty].slice(0, each.count);
          for (const node of nodes) plan.dirty.delete(node);
          apply('base', plan.planBase(nodes));
          apply('hot', plan.planHot(nodes));
        } else {
          const made = rule(each.value, each.op === 'set' ? each.action : 'warn');
          byOwner.set(nameText(made.owner), parts(each.value));
          if (each.op === 'set') list.set(each.value, made.exact);
          else list.delete(each.value);
          const node = each.op === 'set' ? policy.set(made, 1) : policy.unset(made);
          if (node >= 0) {
            plan.dirty.add(node);
            plan.noteIp(node);
            apply('hot', plan.planHot([node]));
          }
        }
        for (const probe of probes) {
          const want = askIp(list, probe, parts);
          const hot = askIp(zones.hot, probe, owner => byOwner.get(owner));
          const base = askIp(zones.base, probe, owner => byOwner.get(owner));
          expect(plain(hot || base), probe).toBe(plain(want));
        }
      }
    }),
    { numRuns: 300 },
  );
});
