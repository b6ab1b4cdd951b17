// The forwarder under hostile clients, broken upstreams and load, and what it keeps.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '#model/time.ts';
import { rrType } from '../dns/constants.ts';
import { startAuthority } from '../peers/authority.ts';
import { DnsClient } from '../peers/client.ts';
import { Policy } from '../rpz/policy.ts';
import { ruleOf } from '../rpz/rules.ts';
import { Clients } from './clients.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';
import { emptyQuery, readQuery } from './query.ts';
import { parseEndpoint, parseResolvConf } from './upstream.ts';

let authority: Awaited<ReturnType<typeof startAuthority>>;
let forwarder: Forwarder;
const policy = new Policy();

beforeEach(async () => {
  authority = await startAuthority({ ttl: 2 });
  forwarder = await startForwarder(
    {
      listen: { address: '127.0.0.1', port: 0 },
      upstreams: [{ address: '127.0.0.1', port: authority.port }],
      warningAddresses: ['127.0.0.53'],
    },
    { policy, clock: systemClock, explain: slot => ({ id: `entry-${slot}`, text: 'reason' }) },
  );
});
afterEach(async () => {
  await forwarder.close();
  await authority.close();
});

test('the same question from many clients at once goes upstream once; then the cache answers with falling TTL', async () => {
  const clients = await Promise.all(Array.from({ length: 20 }, () => DnsClient.open(forwarder.port)));
  const answers = await Promise.all(
    clients.map((client, index) => client.ask(index % 2 ? 'Once.Example' : 'oNCE.eXAMPLE')),
  );
  expect(answers.every(answer => answer?.addresses[0] === '192.0.2.1')).toBe(true);
  expect(authority.asked()).toBe(1);
  await new Promise(resolve => setTimeout(resolve, 1_100));
  expect((await clients[0]!.ask('once.example'))?.message.answers[0]?.ttl).toBe(1);
  await new Promise(resolve => setTimeout(resolve, 1_000));
  await clients[0]!.ask('once.example');
  expect(authority.asked()).toBe(2);
  for (const client of clients) client.close();
});

test('an answer kept from before a listing is stopped after it (address in the answer)', async () => {
  const client = await DnsClient.open(forwarder.port);
  expect((await client.ask('kept.example'))?.addresses).toEqual(['192.0.2.1']);
  const rule = ruleOf({ type: 'cidr', value: '192.0.2.0/24', subdomains: false, action: 'warn' })!;
  policy.set(rule, 7);
  forwarder.listChanged();
  expect((await client.ask('kept.example'))?.addresses).toEqual(['127.0.0.53']);
  expect([...forwarder.takeHits()]).toEqual([[7, 1]]);
  policy.unset(rule);
  forwarder.listChanged();
  expect((await client.ask('kept.example'))?.addresses).toEqual(['192.0.2.1']);
  client.close();
});

test('any datagram and any TCP bytes are survived', async () => {
  const socket = createSocket('udp4');
  const query = emptyQuery();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async bytes => {
      expect(() => readQuery(Buffer.from(bytes), query)).not.toThrow();
      socket.send(bytes, forwarder.port, '127.0.0.1');
    }),
    { numRuns: 2_000 },
  );
  socket.close();
  for (const bytes of [Buffer.alloc(70_000, 255), Buffer.from([0, 0]), Buffer.from([0, 12, 1, 2])]) {
    const stream = connect(forwarder.port, '127.0.0.1');
    stream.on('error', () => undefined);
    await once(stream, 'connect');
    stream.write(bytes);
    await new Promise(resolve => setTimeout(resolve, 50));
    stream.destroy();
  }
  const client = await DnsClient.open(forwarder.port);
  expect((await client.ask('alive.example', rrType.A, 3_000))?.addresses).toEqual(['192.0.2.1']);
  client.close();
});

test('without an upstream the answer is SERVFAIL, in bounded time', async () => {
  const dead = await startForwarder(
    {
      listen: { address: '127.0.0.1', port: 0 },
      upstreams: [{ address: '127.0.0.1', port: 1 }],
      warningAddresses: [],
    },
    { policy, clock: systemClock, explain: () => ({ id: '', text: '' }) },
  );
  const client = await DnsClient.open(dead.port);
  expect((await client.ask('x.example', 1, 10_000))?.rcode).toBe(2);
  client.close();
  await dead.close();
});

test('a client over its rate waits, others do not; tables stay bounded', () => {
  const clients = new Clients(['127.0.0.0/8'], 10);
  let passed = 0;
  for (let index = 0; index < 1_000; index++) passed += Number(clients.take('127.0.0.1', 0));
  expect(passed).toBe(100);
  expect(clients.take('127.0.0.2', 0)).toBe(true);
  expect(clients.take('127.0.0.1', 1_000)).toBe(true);
  expect(clients.mayAsk('192.0.2.1')).toBe(false);
  expect(clients.mayAsk('127.9.9.9')).toBe(true);
  clients.bypass('127.0.0.1', 'e', 50);
  expect(clients.bypassed('127.0.0.1', 'e', 49)).toBe(true);
  expect(clients.bypassed('127.0.0.1', 'e', 50)).toBe(false);
});

test('addresses of upstreams', () => {
  expect(parseEndpoint('[2001:db8::1]:5353')).toEqual({ address: '2001:db8::1', port: 5353 });
  expect(parseEndpoint('2001:db8::1')).toEqual({ address: '2001:db8::1', port: 53 });
  expect(() => parseEndpoint('resolver.example')).toThrow(/not an address/);
  expect(parseResolvConf('# x\nnameserver 192.0.2.1\nsearch a\n nameserver 2001:db8::1\n')).toHaveLength(2);
});

test('strangers get no connection, so that they cannot take the places of clients', async () => {
  await forwarder.close();
  forwarder = await startForwarder(
    {
      listen: { address: '127.0.0.1', port: 0 },
      upstreams: [{ address: '127.0.0.1', port: authority.port }],
      warningAddresses: [],
      clients: ['127.0.0.1/32'],
    },
    { policy, clock: systemClock, explain: () => ({ id: '', text: '' }) },
  );
  const from = (localAddress: string) => connect({ port: forwarder.port, host: '127.0.0.1', localAddress });
  const stranger = from('127.0.0.9').on('error', () => undefined);
  const client = from('127.0.0.1').on('error', () => undefined);
  await once(stranger, 'close');
  expect(client.destroyed).toBe(false);
  client.destroy();
});

test('closing while questions wait for upstream breaks nothing when the answer comes', async () => {
  const slow = createSocket('udp4').on('message', (asked, from) => {
    const answer = Buffer.from(asked);
    answer[2]! |= 0x80;
    setTimeout(() => slow.send(answer, from.port, from.address), 200);
  });
  slow.bind(0, '127.0.0.1');
  await once(slow, 'listening');
  const closing = await startForwarder(
    {
      listen: { address: '127.0.0.1', port: 0 },
      upstreams: [{ address: '127.0.0.1', port: slow.address().port }],
      warningAddresses: ['127.0.0.53'],
    },
    { policy, clock: systemClock, explain: () => ({ id: '', text: '' }) },
  );
  const client = await DnsClient.open(closing.port);
  const answer = client.ask('late.example', rrType.A, 500);
  await new Promise(resolve => setTimeout(resolve, 50));
  await closing.close();
  // An answer sent on a closed socket would be an error that nobody catches: the run would fail.
  expect(await answer).toBeUndefined();
  client.close();
  slow.close();
});
