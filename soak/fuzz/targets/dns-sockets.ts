// The DNS process's sockets: forwarder, primary (UDP and TCP) and an upstream that lies, all fed bent messages. They must go on.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { systemClock } from '#model/time.ts';
import { rrType } from '#warn/protect/dns/constants.ts';
import { DnsClient } from '#warn/protect/peers/client.ts';
import { startForwarder } from '#warn/protect/resolver/forwarder.ts';
import { startPrimary } from '#warn/protect/rpz/primary.ts';
import { Publisher } from '#warn/protect/rpz/publisher.ts';
import { holds, type Target, type TargetRun } from '../target.ts';
import { messages, testPolicy } from './dns.ts';

/** An answer of the lying upstream: half of them repeat number and question, so that they are believed. */
function lieTo(asked: Buffer, lie: Buffer): Buffer {
  const said = Buffer.from(lie);
  if (lie.length < 12) return said;
  if (lie[lie.length - 1]! & 1)
    return Buffer.concat([
      asked.subarray(0, 2),
      lie.subarray(2, 12),
      asked.subarray(12, -11),
      lie.subarray(33),
    ]);
  asked.copy(said, 0, 0, 2);
  return said;
}

async function open(): Promise<TargetRun> {
  const dir = await mkdtemp(join(tmpdir(), 'hinomi-soak-dns-'));
  const policy = testPolicy();
  const at = { address: '127.0.0.1', port: 0 };
  let lie: Buffer = messages.answers[0]!;
  const upstream = createSocket('udp4').on('message', (asked, from) =>
    upstream.send(lieTo(asked, lie), from.port, from.address),
  );
  upstream.bind(0, '127.0.0.1');
  await once(upstream, 'listening');
  const forwarder = await startForwarder(
    {
      listen: at,
      upstreams: [{ address: '127.0.0.1', port: upstream.address().port }],
      warningAddresses: ['127.0.0.53'],
      perSecond: 0,
    },
    { policy, clock: systemClock, explain: slot => ({ id: `entry-${slot}`, text: 'why' }) },
  );
  const publisher = new Publisher({
    policy,
    dir,
    hotName: 'hot.rpz.hinomi',
    baseName: 'base.rpz.hinomi',
    clock: systemClock,
  });
  await publisher.start();
  const primary = await startPrimary(
    {
      listen: at,
      warningHost: 'warning.example',
      keys: [messages.key],
      allow: [{ from: '127.0.0.1' }],
      secondaries: [],
    },
    [publisher.hot, publisher.base],
    systemClock,
  );
  const sender = createSocket('udp4').on('message', () => {});
  sender.bind(0, '127.0.0.1');
  await once(sender, 'listening');
  const asker = await DnsClient.open(forwarder.port);
  const secondary = await DnsClient.open(primary.port);

  /** A stream of what a peer likes to send: sometimes a true length in front, sometimes not. */
  const stream = (port: number, data: Buffer): Promise<void> =>
    new Promise(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(data.length & 0xffff);
        socket.end(data.length & 1 ? data : Buffer.concat([length, data]));
      });
      socket.resume();
      socket.setTimeout(1_000, () => socket.destroy());
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
  let sent = 0;
  return {
    async run(data) {
      sent++;
      lie = data;
      sender.send(data, forwarder.port, '127.0.0.1');
      sender.send(data, primary.port, '127.0.0.1');
      if (sent % 64 === 0) await stream(sent % 128 === 0 ? primary.port : forwarder.port, data);
      // The sockets need a turn too; what overflows their buffers is lost, as on a network.
      else if (sent % 4 === 0) await breathe();
    },
    async check() {
      const answer = await asker.ask('www.bad.example', rrType.A, 5_000);
      holds(answer?.addresses[0] === '127.0.0.53', 'the forwarder no longer blocks a listed name');
      const serial = await secondary.ask('hot.rpz.hinomi', rrType.SOA, 5_000);
      holds(serial?.rcode === 0 && serial.message.answers.length === 1, 'the primary no longer answers');
    },
    async close() {
      asker.close();
      secondary.close();
      sender.close();
      await primary.close();
      await forwarder.close();
      upstream.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export const sockets: Target = {
  name: 'dns/sockets',
  cases: 200_000,
  slow: 10_000,
  samples: () => [...messages.questions, ...messages.answers],
  open,
};
