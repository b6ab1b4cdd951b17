// Zeek's tables: joins, escapes, and a history that tells the same story as state and bytes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectionContext } from '../context.ts';
import type { Flow } from '../network/flows.ts';
import { linesOf } from '../testing/render.ts';
import { smallWorld } from '../testing/small-world.ts';
import { variedEvents } from '../testing/varied-events.ts';
import { zeekConn } from '../zeek-conn/source.ts';
import { zeekDns } from '../zeek-dns/source.ts';
import { zeekFiles } from '../zeek-files/source.ts';
import { zeekHttp } from '../zeek-http/source.ts';
import { zeekKerberos } from '../zeek-kerberos/source.ts';
import { zeekSsl } from '../zeek-ssl/source.ts';
import { shapeOf } from './shape.ts';
import { header, list, text } from './table.ts';

const anyFlow = fc.record({
  transport: fc.constantFrom('tcp', 'udp', 'icmp'),
  sent: fc.nat(1e9),
  received: fc.nat(1e9),
  result: fc.constantFrom('ok', 'refused', 'no-answer', 'reset', 'denied'),
}) as fc.Arbitrary<Flow>;

test('state, history, packets and bytes agree', () => {
  fc.assert(
    fc.property(anyFlow, flow => {
      const shape = shapeOf(flow);
      if (flow.transport === 'icmp') return;
      const data = (letter: string) => shape.history.includes(letter);
      if (shape.state === 'S0') expect(shape.responsePackets).toBe(0);
      if (flow.transport === 'tcp' && (shape.state === 'SF' || shape.state === 'RSTO')) {
        expect(data('D')).toBe(flow.sent > 0);
        expect(data('d')).toBe(flow.received > 0);
        expect(data('F') && data('f')).toBe(shape.state === 'SF');
        expect(data('R')).toBe(shape.state === 'RSTO');
        // A SYN has eight bytes of options more.
        expect(shape.originIpBytes).toBe(flow.sent + 52 * shape.originPackets + 8);
        // No packet carries more than a segment.
        expect(shape.responsePackets * 1448).toBeGreaterThanOrEqual(flow.received);
      }
    }),
  );
});

test('every value of a table can be read back', () => {
  const back = (value: string) =>
    value === '(empty)'
      ? ''
      : value.replace(/\\(?:x([0-9a-f]{2})|\\)/g, (_, code?: string) =>
          code ? String.fromCharCode(Number.parseInt(code, 16)) : '\\',
        );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), value => {
      expect(back(text(value))).toBe(value);
      expect(text(value)).not.toMatch(/[\t\n\r]/);
      expect(text(value)).not.toBe('-');
    }),
  );
  expect(list(['a,b', ''])).toBe('a\\x2cb,(empty)');
  expect(list([])).toBe('(empty)');
});

test('the header has what Zeek’s ASCII writer puts there', () => {
  expect(
    header('x', [
      ['ts', 'time'],
      ['uid', 'string'],
    ])(projectionContext(smallWorld)).split('\n'),
  ).toEqual([
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    '#path\tx',
    '#open\t2026-11-02-00-00-00',
    '#fields\tts\tuid',
    '#types\ttime\tstring',
  ]);
});

test('every uid is in conn.log once, every file of http.log in files.log', () => {
  const events = variedEvents(5000, 0);
  const [conn, dns, http, ssl, kerberos, files] = linesOf(
    [zeekConn, zeekDns, zeekHttp, zeekSsl, zeekKerberos, zeekFiles],
    events,
  ).map(lines => lines.map(line => line.text.split('\t'))) as [
    string[][],
    string[][],
    string[][],
    string[][],
    string[][],
    string[][],
  ];
  const once = conn.filter(row => row[7] !== 'gssapi,ntlm,smb').map(row => row[1]!);
  expect(new Set(once).size).toBeGreaterThan(once.length * 0.99);
  const uids = new Map(conn.map(row => [row[1]!, row.slice(2, 6).join()]));
  for (const row of [...dns, ...http, ...ssl, ...kerberos])
    expect(uids.get(row[1]!)).toBe(row.slice(2, 6).join());
  const fuids = new Set(files.map(row => row[1]!));
  const named = http.flatMap(row => (row[27] === '-' ? [] : [row[27]!]));
  expect(named.length).toBeGreaterThan(100);
  for (const fuid of named) expect(fuids).toContain(fuid);
});
