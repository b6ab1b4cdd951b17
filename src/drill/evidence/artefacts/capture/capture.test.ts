// Captures agree with the sensor's records, and Wireshark finds nothing wrong with them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { World } from '../../../world/entities.ts';
import { type Flow, flowsOf } from '../../network/flows.ts';
import { seen } from '../../network/sensor.ts';
import { smallWorld } from '../../testing/small-world.ts';
import { variedEvents } from '../../testing/varied-events.ts';
import { shapeOf } from '../../zeek/shape.ts';
import { conversationOf } from './conversation.ts';
import { type Packet, pcapOf } from './frame.ts';
import { packetsOf } from './packets.ts';

const world = smallWorld as World;
const ends = {
  source: { mac: '00:15:5d:00:00:01', ttl: 128 },
  destination: { mac: '00:15:5d:00:00:02', ttl: 64 },
};
const ip4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const few = (flow: Flow) => flow.sent + flow.received < 500_000;

const made: { flow: Flow; packets: Packet[] }[] = [];
const ports = new Set<string>();
for (const event of variedEvents(3000, 2))
  for (const flow of flowsOf(event, world)) {
    const name = `${flow.source} ${flow.sourcePort} ${flow.destination} ${flow.destinationPort}`;
    if (!ip4.test(flow.source) || !ip4.test(flow.destination) || !seen(flow) || !few(flow) || ports.has(name))
      continue;
    ports.add(name);
    made.push({ flow, packets: packetsOf(flow, conversationOf(event, flow, world), ends) });
  }

test('packets and bytes are those of the sensor’s records', () => {
  expect(made.length).toBeGreaterThan(500);
  for (const { flow, packets } of made) {
    const shape = shapeOf(flow);
    const from = (ip: string) =>
      packets.filter(({ frame }) => frame.slice(26, 30).join('.') === ip && flow.source !== flow.destination);
    const bytes = (list: Packet[]) => list.reduce((sum, { wire }) => sum + wire - 14, 0);
    expect([flow, from(flow.source).length, bytes(from(flow.source))]).toEqual([
      flow,
      shape.originPackets,
      shape.originIpBytes,
    ]);
    expect([flow, from(flow.destination).length, bytes(from(flow.destination))]).toEqual([
      flow,
      shape.responsePackets,
      shape.responseIpBytes,
    ]);
    expect(packets[0]!.at).toBe(flow.at);
    for (const { at } of packets)
      expect(at).toBeLessThanOrEqual(flow.at + Math.max(3000, flow.duration) + 0.001);
  }
});

test('the length of DNS messages and HTTP heads is what flows count', () => {
  let whole = 0;
  for (const { flow, packets } of made)
    if (flow.service === 'dns' && flow.transport === 'udp') {
      const question = packets[0]!;
      if (question.frame.length === question.wire) whole++;
    }
  expect(whole).toBeGreaterThan(50);
});

const absent = spawnSync('tshark', ['--version']).status !== 0;
test.skipIf(absent)(
  `Wireshark reads them without an error${absent ? ' (tshark is not installed)' : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'capture-'));
    try {
      const file = join(folder, 'all.pcap');
      const packets = made.flatMap(one => one.packets).sort((a, b) => a.at - b.at);
      writeFileSync(file, pcapOf(packets));
      const read = (args: string[]) =>
        spawnSync(
          'tshark',
          [
            '-n',
            '-r',
            file,
            '-o',
            'ip.check_checksum:TRUE',
            '-o',
            'tcp.check_checksum:TRUE',
            '-o',
            'udp.check_checksum:TRUE',
            ...args,
          ],
          { encoding: 'utf8', maxBuffer: 1 << 28 },
        );
      expect(read(['-T', 'fields', '-e', 'frame.number']).stdout.trim().split('\n')).toHaveLength(
        packets.length,
      );
      const wrong = read([
        '-Y',
        '_ws.malformed || _ws.expert.severity == error || tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment || tcp.analysis.out_of_order || tcp.analysis.duplicate_ack',
        '-T',
        'fields',
        '-e',
        'frame.number',
        '-e',
        '_ws.col.Protocol',
        '-e',
        '_ws.col.Info',
        '-e',
        '_ws.expert.message',
      ]);
      expect(wrong.stdout.trim().split('\n').slice(0, 5)).toEqual(['']);
      expect(read(['-Y', 'tls.handshake.extensions_server_name']).stdout.split('\n').length).toBeGreaterThan(
        20,
      );
      expect(read(['-Y', 'http.request']).stdout.split('\n').length).toBeGreaterThan(20);
      expect(read(['-Y', 'dns.flags.response == 1']).stdout.split('\n').length).toBeGreaterThan(20);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
