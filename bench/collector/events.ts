// Events as honeypots and telescopes make them, for the collector's benchmark.
import { zstdCompressSync } from 'node:zlib';
import type { Event } from '#model/event/event.ts';
import { uuidv7 } from '#model/ids.ts';
import { wireLine } from '#watch/agent/wire-line.ts';

const start = Date.UTC(2026, 0, 1);

/** A small generator with a seed (mulberry32), so that every run measures the same bytes. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const users = ['root', 'admin', 'ubuntu', 'test', 'oracle', 'pi', 'user', 'guest'];

/** One login attempt in five, the rest telescope flows: about 20,000 sources, busy ones more often. */
function event(at: number, random: () => number): Event {
  const word = () => Math.floor(random() * 256);
  const source = Math.floor(random() ** 3 * 20_000);
  const base = {
    '@timestamp': start + at,
    'event.id': uuidv7(start + at, size => Uint8Array.from({ length: size }, word)),
    'source.ip': `${11 + (source % 180)}.${(source >> 3) & 255}.${(source * 7) & 255}.${(source * 13) & 255}`,
    'source.port': 1_024 + Math.floor(random() * 60_000),
    'destination.ip': `198.51.100.${word()}`,
  };
  if (random() < 0.2)
    return {
      ...base,
      'event.module': 'honeypot',
      'event.dataset': 'honeypot.ssh',
      'event.category': 'authentication',
      'event.action': 'login-attempt',
      'event.outcome': 'failure',
      'observer.type': 'honeypot',
      'hinomi.vantage': 'honeypot',
      'destination.port': 22,
      'network.transport': 'tcp',
      'network.protocol': 'ssh',
      'rsit.type': 'brute-force',
      'hinomi.session': `s${source}-${Math.floor(random() * 1e6)}`,
      'user.name': users[word() % users.length]!,
      'hinomi.password': `pass${Math.floor(random() * 5_000)}`,
    };
  return {
    ...base,
    'event.module': 'telescope',
    'event.dataset': 'telescope.flow',
    'event.category': 'network',
    'event.end': start + at + 30,
    'hinomi.vantage': 'darknet',
    'hinomi.class': 'scan',
    'hinomi.reason': 'tcp-syn',
    'destination.port': [23, 22, 80, 443, 8080, 2323][word() % 6]!,
    'network.transport': 'tcp',
    'network.packets': 1 + (word() % 5),
    'network.bytes': 60 + word(),
    'hinomi.tcp.flags': 2,
  };
}

/** Bodies of batches, compressed as an agent does, and their bytes before. */
export function batchBodies(batches: number, eventsPerBatch: number): { bodies: Buffer[]; rawBytes: number } {
  const random = seeded(7);
  let rawBytes = 0;
  const bodies = Array.from({ length: batches }, (_, batch) => {
    const lines = Array.from({ length: eventsPerBatch }, (_, row) =>
      wireLine(event(batch * eventsPerBatch + row, random)),
    );
    const raw = Buffer.from(`${lines.join('\n')}\n`);
    rawBytes += raw.length;
    return zstdCompressSync(raw, { params: {} });
  });
  return { bodies, rawBytes };
}
