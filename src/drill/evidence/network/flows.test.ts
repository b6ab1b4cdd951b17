// Legs of events, and who can see them.
import { expect, test } from 'vitest';
import { letter, lookup, proxied, visited } from '../testing/events.ts';
import { smallWorld } from '../testing/small-world.ts';
import { variedEvents } from '../testing/varied-events.ts';
import { type Flow, flowsOf } from './flows.ts';
import { atEdge, seen } from './sensor.ts';

const legs = (event: Parameters<typeof flowsOf>[0]) =>
  flowsOf(event, smallWorld).map(
    flow => `${flow.source} > ${flow.destination}:${flow.destinationPort} ${flow.service}`,
  );

test('a page through the proxy has two legs, from the cache one', () => {
  expect(legs(proxied({ scheme: 'https', port: 443 }))).toEqual([
    '10.10.1.42 > 10.0.1.31:3128 http',
    '10.0.1.31 > 198.18.1.9:443 ssl',
  ]);
  expect(legs(proxied({ verdict: 'hit' }))).toHaveLength(1);
  expect(legs(proxied({ verdict: 'denied' }))).toHaveLength(1);
});

test('a name goes from PC to domain controller to BIND to the provider', () => {
  expect(legs(lookup())).toEqual([
    '10.10.1.42 > 10.0.2.10:53 dns',
    '10.0.2.10 > 10.0.1.53:53 dns',
    expect.stringMatching(/^10\.0\.1\.53 > 198\.18\.0\.5[34]:53 dns$/),
  ]);
  expect(legs(lookup({ upstream: false }))).toHaveLength(1);
  expect(legs(lookup({ upstream: false, blocked: true }))).toHaveLength(2);
});

test('mail comes in by the gateway, unless it was refused there', () => {
  expect(legs(letter())).toEqual(['198.18.3.3 > 10.0.1.25:25 smtp', '10.0.1.25 > 10.0.2.25:25 smtp']);
  expect(legs(letter({ outcome: 'rejected' }))).toHaveLength(1);
});

test('a visitor reaches the inside address of the public site', () => {
  expect(legs(visited())).toEqual(['198.18.7.7 > 10.0.1.80:80 http']);
});

test('no leg begins before its event', () => {
  for (const event of variedEvents(3000, 0))
    if (event.kind !== 'vpn')
      for (const flow of flowsOf(event, smallWorld)) expect(flow.at).toBeGreaterThanOrEqual(event.at);
});

test('the sensor sees the uplink of servers and DMZ and the edge, nothing else', () => {
  const flow = (
    sourceZone: Flow['sourceZone'],
    destinationZone: Flow['destinationZone'],
    result: Flow['result'] = 'ok',
  ) => ({ sourceZone, destinationZone, result, destinationPort: 443 }) as Flow;
  expect(seen(flow('office', 'server'))).toBe(true);
  expect(seen(flow('office', 'office'))).toBe(false);
  expect(seen(flow('server', 'server'))).toBe(false);
  expect(seen(flow('office', 'wireless'))).toBe(false);
  expect(seen(flow('office', 'internet', 'denied'))).toBe(true);
  expect(seen(flow('internet', 'dmz', 'denied'))).toBe(false);
  expect(atEdge(flow('office', 'server'))).toBe(false);
  expect(atEdge(flow('dmz', 'internet'))).toBe(true);
});
