// VPN, RADIUS and DHCP: three servers that tell of one person.
import { expect, test } from 'vitest';
import type { DhcpLease, Vpn } from '../../world/event.ts';
import { dhcp } from '../dhcp/source.ts';
import { radius } from '../radius/source.ts';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { vpn } from './source.ts';

const session = (what: Vpn['what'], account = 'yamada.t'): Vpn => ({
  kind: 'vpn',
  at: morning,
  host: machines.vpn,
  cause: '',
  what,
  account,
  from: '198.18.7.9',
  assigned: '10.30.0.5',
  sent: 1,
  received: 1,
  duration: 1000,
  reason: '',
});

test('a connection names account, origin and inner address', () => {
  const lines = textOf(vpn, session('connect')).map(line => line.replace(/^.*\[\d+\]: /, ''));
  const peer = /^198\.18\.7\.9:\d+/.exec(lines[0]!)![0];
  expect(lines).toContain(
    `${peer} TLS: Username/Password authentication succeeded for username 'yamada.t' [CN SET]`,
  );
  expect(lines).toContain(`${peer} [yamada.t] Peer Connection Initiated with [AF_INET]${peer}`);
  expect(lines.at(-1)).toBe(`yamada.t/${peer} MULTI: primary virtual IP for yamada.t/${peer}: 10.30.0.5`);
});

test('a failed one names the account in RADIUS only', () => {
  expect(textOf(vpn, session('failed')).join()).not.toContain('yamada');
  expect(textOf(radius, session('failed'))).toEqual([
    expect.stringMatching(
      /^Mon Nov {2}2 09:15:03 2026 : Auth: \(\d+\) Login incorrect \(mschap: MS-CHAP2-Response is incorrect\): \[yamada\.t\] \(from client vpn01 port 0 cli 198\.18\.7\.9\)$/,
    ),
  ]);
  expect(textOf(radius, session('disconnect'))).toEqual([]);
});

const lease = (what: DhcpLease['what'], client = machines.pc): DhcpLease => ({
  kind: 'dhcp',
  at: morning,
  host: machines.dhcp,
  cause: '',
  what,
  client,
});

test('four messages give an address, two renew it (dhcpd, syslog)', () => {
  const messages = (what: DhcpLease['what']) =>
    textOf(dhcp, lease(what)).map(line => line.replace(/^.*\[\d+\]: /, ''));
  expect(messages('discover')).toEqual([
    'DHCPDISCOVER from 00:15:5d:00:00:1e via 10.10.0.1',
    'DHCPOFFER on 10.10.1.42 to 00:15:5d:00:00:1e (PC-0042) via 10.10.0.1',
    'DHCPREQUEST for 10.10.1.42 (10.0.2.67) from 00:15:5d:00:00:1e (PC-0042) via 10.10.0.1',
    'DHCPACK on 10.10.1.42 to 00:15:5d:00:00:1e (PC-0042) via 10.10.0.1',
  ]);
  expect(messages('request')).toHaveLength(2);
  expect(messages('nak').at(-1)).toMatch(
    /^DHCPNAK on 192\.168\.[01]\.\d+ to 00:15:5d:00:00:1e via 10\.10\.0\.1$/,
  );
});

test('a phone joins the wireless network before it asks for an address', () => {
  expect(textOf(radius, lease('discover', machines.phone))).toEqual([
    expect.stringMatching(/Login OK: \[yamada\.t\] \(from client ap\d\d port \d+ cli 00-15-5D-00-00-20\)$/),
  ]);
  expect(textOf(radius, lease('discover'))).toEqual([]);
});
