// The suite every honeypot passes before its author writes a test: it starts, survives strangers, stays within bounds, stops.
import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { HinomiError } from '#model/errors.ts';
import { actions } from './actions.ts';
import { honeypots } from './registry.ts';
import { faults, type Trial, tryHoneypot } from './testing/harness.ts';

/** Deterministic rubbish. */
function rubbish(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let index = 0; index < size; index++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    bytes[index] = state >> 16;
  }
  return bytes;
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Connects, sends, and stays until the other side closes or `ms` have passed since the connection stood. */
function visit(port: number, send: readonly Uint8Array[], ms: number): Promise<void> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1').resume();
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.on('connect', () => {
      for (const part of send) socket.write(part);
      setTimeout(() => socket.destroy(), ms);
    });
  });
}

/** Waits until the honeypot has seen `count` connections and lets go of them. */
async function seen(trial: Trial, count: number): Promise<void> {
  for (let wait = 0; wait < 500; wait++) {
    const { accepted, refused, open } = trial.stats();
    if (accepted + refused === count && open === 0) return;
    await sleep(20);
  }
  expect(trial.stats()).toMatchObject({ accepted: count, open: 0 });
}

/** The honeypot has seen `before` visitors and takes one more. */
async function stillAnswers(trial: Trial, before: number): Promise<void> {
  await seen(trial, before);
  await visit(trial.port, [], 50);
  await seen(trial, before + 1);
}

test('ids and ports are distinct, and the registry is complete', () => {
  expect(new Set(honeypots.map(({ descriptor }) => descriptor.id)).size).toBe(honeypots.length);
  expect(new Set(honeypots.map(({ descriptor }) => descriptor.defaultPort)).size).toBe(honeypots.length);
  expect(honeypots.length).toBe(11);
});

describe.each(honeypots.map(honeypot => [honeypot.descriptor.id, honeypot] as const))('%s', (_, honeypot) => {
  const { descriptor } = honeypot;

  test('describes itself in both languages and in known terms', () => {
    for (const text of [descriptor.title, descriptor.summary, descriptor.personalData]) {
      expect(text.en).not.toBe('');
      expect(text.ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
    }
    for (const action of descriptor.emits) expect(actions).toHaveProperty(action);
    expect(descriptor.capabilities).toEqual(['network:listen']);
    expect(descriptor.references.length).toBeGreaterThan(0);
  });

  test('refuses settings it does not know, and a port that is taken, with a remedy', async () => {
    await expect(tryHoneypot(honeypot, { settings: { nosuch: 1 } })).rejects.toMatchObject({
      code: 'HONEYPOT_SETTINGS',
    });
    const first = await tryHoneypot(honeypot);
    const second = await tryHoneypot(honeypot, { port: first.port }).catch(error => error);
    expect(second).toBeInstanceOf(HinomiError);
    expect(second).toMatchObject({
      code: 'HONEYPOT_LISTEN',
      remedy: expect.stringContaining('another port'),
    });
    await first.stop();
    const third = await tryHoneypot(honeypot, { port: first.port });
    await third.stop();
  });

  if (descriptor.transport === 'udp')
    test('any datagrams: alive, valid events, fewer bytes out than allowed, nothing after stop', async () => {
      const trial = await tryHoneypot(honeypot);
      const client = createSocket('udp4');
      let received = 0;
      client.on('message', bytes => {
        received += bytes.length;
      });
      const send = (bytes: Uint8Array) =>
        new Promise(resolve => client.send(bytes, trial.port, '127.0.0.1', resolve));
      await send(Buffer.alloc(0));
      for (let index = 1; index < 2_000; index++) {
        await send(rubbish(index % 1_400, index));
        if (index % 200 === 0) await sleep(5);
      }
      await sleep(100);
      const sent = Array.from({ length: 2_000 }, (_, index) => index % 1_400).reduce(
        (sum, size) => sum + size,
        0,
      );
      expect(received).toBeLessThanOrEqual(Math.max(sent, 4_096));
      expect(trial.stats().accepted).toBeGreaterThan(100);
      await trial.stop();
      expect(trial.events.length).toBeGreaterThan(0);
      expect(trial.events.length).toBeLessThan(10);
      for (const event of trial.events) expect(faults(honeypot, event)).toEqual([]);
      const packets = trial.events.reduce((sum, event) => sum + (event['network.packets'] ?? 0), 0);
      expect(packets).toBe(trial.stats().accepted);
      const after = trial.events.length;
      await send(Buffer.from('x'));
      await sleep(50);
      expect(trial.events.length).toBe(after);
      client.close();
    });
  else {
    test('rubbish, huge lines, early close, half a protocol: alive, and every event is valid', async () => {
      const trial = await tryHoneypot(honeypot, { limits: { idleMs: 400, eventsPerSource: 100_000 } });
      const starts = [
        'SSH-2.0-x\r\n',
        'GET / HTTP/1.1\r\n',
        '\xff\xfd\x01root\r\n',
        '\x16\x03\x01\x02\x00\x01\0\x01\xfc',
      ];
      await Promise.all([
        visit(trial.port, [], 1),
        visit(trial.port, [rubbish(200_000)], 500),
        visit(trial.port, [Buffer.alloc(300_000, 'A')], 500),
        visit(trial.port, [Buffer.from(`${'root\r\nroot\r\n'.repeat(30)}${'id\r\n'.repeat(200)}`)], 500),
        ...starts.map(text => visit(trial.port, [Buffer.from(text, 'latin1'), rubbish(3_000, 7)], 500)),
        ...starts.map(text => visit(trial.port, [Buffer.from(text, 'latin1')], 100)),
      ]);
      await stillAnswers(trial, 12);
      await trial.stop();
      expect(trial.stats().open).toBe(0);
      const count = (action: string) => trial.events.filter(event => event['event.action'] === action).length;
      expect(count('connection')).toBe(trial.stats().accepted);
      expect(count('session-end')).toBe(trial.stats().accepted);
      for (const event of trial.events) expect(faults(honeypot, event)).toEqual([]);
    });

    test('a slow loris is shown out, dripping or silent', async () => {
      const trial = await tryHoneypot(honeypot, { limits: { loginMs: 600, idleMs: 300 } });
      const drip = connect(trial.port, '127.0.0.1').on('error', () => {});
      drip.resume();
      const timer = setInterval(() => drip.write(' '), 50);
      const silent = connect(trial.port, '127.0.0.1').on('error', () => {});
      silent.resume();
      await Promise.all([drip, silent].map(socket => new Promise(resolve => socket.once('close', resolve))));
      clearInterval(timer);
      await trial.waitFor(event => event.labels?.ended === 'idle');
      await seen(trial, 2);
      await trial.stop();
    }, 10_000);

    test('one source and all sources are bounded; what is over is turned away and counted', async () => {
      const trial = await tryHoneypot(honeypot, { limits: { connections: 12, connectionsPerSource: 8 } });
      const open = (from: string): Socket =>
        connect({ port: trial.port, host: '127.0.0.1', localAddress: from })
          .on('error', () => {})
          .resume();
      const sockets = [...Array(20)].map(() => open('127.0.0.2'));
      await sleep(200);
      expect(trial.stats()).toMatchObject({ open: 8, refused: 12 });
      sockets.push(...[...Array(20)].map(() => open('127.0.0.3')));
      await sleep(200);
      expect(trial.stats()).toMatchObject({ open: 12, refused: 28 });
      for (const socket of sockets) socket.destroy();
      await trial.stop();
    });

    test('thousands of connections: few events, then a count of what was left out', async () => {
      const trial = await tryHoneypot(honeypot, {
        limits: { eventsPerSource: 50, connectionsPerSource: 10_000 },
      });
      for (let round = 0; round < 10; round++)
        await Promise.all([...Array(200)].map(() => visit(trial.port, [Buffer.from('\r\n')], 30)));
      await stillAnswers(trial, 2_000);
      await trial.stop();
      expect(trial.stats().accepted).toBeGreaterThan(1_900);
      const summary = trial.events.filter(event => event['event.action'] === 'suppressed');
      const counted = summary.reduce((sum, event) => sum + Number(event.labels?.suppressed), 0);
      expect(counted).toBe(trial.stats().suppressed);
      expect(counted).toBeGreaterThan(3_000);
      expect(trial.events.length - summary.length).toBeLessThanOrEqual(100); // two minutes' budget at most
      for (const event of trial.events) expect(faults(honeypot, event)).toEqual([]);
    }, 60_000);

    test('stop closes what is open', async () => {
      const trial = await tryHoneypot(honeypot);
      const socket = connect(trial.port, '127.0.0.1').on('error', () => {});
      socket.resume();
      await trial.waitFor(event => event['event.action'] === 'connection');
      const closed = new Promise(resolve => socket.once('close', resolve));
      await trial.stop();
      await closed;
      expect(trial.stats().open).toBe(0);
      await expect(
        new Promise((resolve, reject) =>
          connect(trial.port, '127.0.0.1', resolve as () => void).on('error', reject),
        ),
      ).rejects.toThrow();
    });
  }
});
