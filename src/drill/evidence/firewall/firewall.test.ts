// Firewall records after the FortiOS log reference.
import { expect, test } from 'vitest';
import type { Connection } from '../../world/event.ts';
import { morning, proxied, visited } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { firewall } from './source.ts';

/** Pairs of a record; quoted values without their quotes. */
const pairs = (line: string): Record<string, string> =>
  Object.fromEntries(
    [...line.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, key, quoted, bare]) => [key, quoted ?? bare]),
  );

test('a page through the proxy is the proxy’s session, translated, logged at its end', () => {
  const [line, ...more] = textOf(firewall, proxied({ duration: 5000 }));
  expect(more).toEqual([]);
  expect(line).toMatch(/^Nov {2}2 09:15:08 fw01 date=2026-11-02 time=09:15:08 devname="FW01" /);
  expect(pairs(line!)).toMatchObject({
    eventtime: '1793578508249250000',
    srcip: '10.0.1.31',
    srcintf: 'dmz',
    dstip: '198.18.1.9',
    dstport: '80',
    dstcountry: 'Japan',
    action: 'close',
    policyname: 'dmz-to-wan',
    service: 'HTTP',
    trandisp: 'snat',
    transip: '203.0.113.2',
    duration: '5',
  });
});

test('a visitor asked for the public address and was sent on', () => {
  expect(pairs(textOf(firewall, visited())[0]!)).toMatchObject({
    dstip: '203.0.113.3',
    trandisp: 'dnat',
    tranip: '10.0.1.80',
    policyid: '21',
  });
});

const connection = (
  from: Connection['source'],
  to: Connection['destination'],
  result: Connection['result'],
): Connection => ({
  kind: 'connection',
  at: morning,
  host: machines.web,
  cause: '',
  transport: 'tcp',
  source: from,
  destination: to,
  service: '-',
  sent: 0,
  received: 0,
  duration: 9,
  result,
});

test('what is refused is so at once, by no rule, without a byte', () => {
  const scan = connection({ ip: '198.18.9.9', port: 4444 }, { ip: '203.0.113.9', port: 23 }, 'denied');
  expect(pairs(textOf(firewall, scan)[0]!)).toMatchObject({
    time: '09:15:03',
    logid: '0000000014',
    action: 'deny',
    policyid: '0',
    service: 'TELNET',
    trandisp: 'noop',
    sentbyte: '0',
  });
});

test('office and servers meet without the firewall', () => {
  const { pc, files } = machines;
  expect(
    textOf(
      firewall,
      connection({ ip: pc.ip, port: 5, host: pc }, { ip: files.ip, port: 445, host: files }, 'ok'),
    ),
  ).toEqual([]);
});
