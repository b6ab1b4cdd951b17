// Everyday life is no team's business: whatever is done, each of its lines is there byte for byte, or did not happen for a reason.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionList } from '../actions/actions.ts';
import { everyday } from '../activity/everyday.ts';
import { sliceMs } from '../activity/slice.ts';
import { maskTest } from '../view/match.ts';
import { type OverlayRow, overlayWriter } from '../view/overlay.ts';
import type { WorldEvent } from '../world/event.ts';
import { makeWorld } from '../world/make-world.ts';
import { loadProfile } from '../world/profile/load-profile.ts';
import { scenarios } from './library.ts';
import type { ActionTaken, Run } from './run.ts';
import { simulate, truthOf } from './simulate.ts';
import { makeVariant } from './variant.ts';

const world = makeWorld({ profile: loadProfile('small-firm'), staff: 24, days: 2, seed: 5 });
const { hosts, segments } = world.organisation;
const variants = [...scenarios().values()]
  .filter(one => one.status === 'complete')
  .map(scenario => makeVariant(world, scenario, 5));

/** Everyday lines of three times of the exercise's day. */
function live(): OverlayRow[] {
  const rows = overlayWriter(world);
  return [10, 13, 16].flatMap(hour => {
    const events: WorldEvent[] = [];
    const start = variants[0]!.start - ((variants[0]!.start - world.start) % 86_400_000) + hour * 3_600_000;
    everyday(world, Math.floor((start - world.start) / sliceMs), event => events.push(event));
    return rows(events);
  });
}
const digest = (rows: readonly OverlayRow[]) =>
  createHash('sha256').update(JSON.stringify(rows)).digest('hex');
const lines = live();
const before = digest(lines);

const list = (value: unknown): string[] =>
  String(value)
    .toLowerCase()
    .split(/[\s,;]+/);

/** Why an action keeps an everyday line from happening; '' when it has no business with it. */
function reason(taken: ActionTaken, row: OverlayRow): string {
  const [value = ''] = Object.values(taken.parameters);
  const wanted = list(value);
  const about = (name: string) => {
    const host = hosts.find(one => one.name === name.toUpperCase() || one.ip === name);
    return host && (row.host === host.name || [row.sourceAddress, row.destinationAddress].includes(host.ip));
  };
  switch (taken.action) {
    case 'isolate-host':
    case 'rebuild-host':
      return about(String(value).trim()) ? 'the host is off the network' : '';
    case 'isolate-segment': {
      const segment = segments.find(one => one.id === String(value).trim());
      return hosts.some(host => host.segment === segment && about(host.name)) ? 'the segment is cut off' : '';
    }
    case 'block-name':
      return wanted.some(name => `.${row.object}`.endsWith(`.${name.replace(/\.$/, '')}`))
        ? 'the name is refused'
        : '';
    case 'block-address':
      return wanted.some(one => [row.sourceAddress, row.destinationAddress].includes(one)) ? 'refused' : '';
    case 'disable-account':
      return wanted.some(one => one.replace(/^.*\\/, '').replace(/@.*$/, '') === row.user.toLowerCase())
        ? 'the account is disabled'
        : '';
    case 'cut-internet':
      return /^(squid|firewall|zeek|apache|vpn|radius|suricata)/.test(row.source)
        ? 'no line to the outside'
        : '';
    default:
      return '';
  }
}

test('every everyday line stays byte for byte, or is missing for a reason an action in force gives', () => {
  const truths = variants.map(variant => truthOf(world, variant));
  const names = [
    ...hosts.slice(0, 40).map(host => host.name),
    ...world.organisation.people.slice(0, 8).map(person => person.account),
    ...world.internet.sites.slice(0, 12).flatMap(site => [site.domain, site.addresses[0]!]),
    ...segments.map(segment => segment.id),
    ...truths.flatMap(truth => [...truth.hosts.slice(0, 3), ...truth.accounts.slice(0, 3)]),
    ...truths.flatMap(truth => truth.indicators.slice(0, 4).map(one => one.value)),
    'all',
    'krbtgt',
  ];
  const action = fc.record({
    action: fc.constantFrom(...actionList.map(one => one.id)),
    minute: fc.integer({ min: 0, max: 480 }),
    value: fc.oneof(fc.constantFrom(...names), fc.integer({ min: 1, max: 6 })),
  });
  let missing = 0;
  fc.assert(
    fc.property(fc.constantFrom(...variants), fc.array(action, { maxLength: 6 }), (variant, chosen) => {
      const log = chosen.map(({ action: id, minute, value }, i): ActionTaken => {
        const at = variant.start + minute * 60_000;
        const fields = Object.keys(actionList.find(one => one.id === id)!.parameters.properties);
        return {
          number: i + 1,
          action: id,
          parameters: Object.fromEntries(fields.map(name => [name, value])),
          at,
          by: '',
          approvedAt: at,
        };
      });
      const run: Run = simulate(world, variant, log, variant.end);
      for (const mask of run.masks) {
        const hidden = maskTest([mask]);
        const taken = log.find(one => one.number === mask.action);
        const outcome = run.actions.find(one => one.number === mask.action);
        if (mask.action !== 0) expect(['done', 'under-way']).toContain(outcome?.status);
        for (const row of lines)
          if (hidden(row)) {
            missing++;
            expect(row.at).toBeGreaterThanOrEqual(taken?.at ?? variant.start);
            // A destroyed host writes nothing.
            const why = taken ? reason(taken, row) : mask.host || mask.address ? 'destroyed' : '';
            expect(
              why,
              `${taken?.action} ${JSON.stringify(taken?.parameters)} ${row.text.slice(0, 120)}`,
            ).not.toBe('');
          }
      }
    }),
    { numRuns: 80, seed: 3 },
  );
  // The property is about something, and no run has touched what everyday life is made of.
  expect(missing).toBeGreaterThan(1000);
  expect(digest(live())).toBe(before);
}, 60_000);
