// What an agent sends: rows of frames with compressed lines, checked as the collector checks them, and an agent's journal on disk.
import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { HinomiError } from '#model/errors.ts';
import { BlockBuilder } from '#watch/collector/columns.ts';
import { addBatch } from '#watch/collector/decode-batch.ts';
import { frameAt, makeFrame } from '#watch/collector/frame.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { holds, refusable, type Target, utf8 } from '../target.ts';

const event = {
  '@timestamp': 1_700_000_000_000,
  'event.id': '018bcfe5-6800-7000-8000-000000000001',
  'event.module': 'honeypot',
  'event.dataset': 'honeypot.ssh',
  'event.action': 'login-attempt',
  'source.ip': '192.0.2.1',
  'source.port': 4_000,
  'destination.ip': '2001:db8::1',
  'destination.port': 22,
  'user.name': 'root',
  'threat.technique.id': ['T1110'],
  labels: { a: 'b' },
  'hinomi.record': 7,
};
const lines = (count: number) =>
  `${Array.from({ length: count }, (_, index) => JSON.stringify({ ...event, 'hinomi.record': index })).join('\n')}\n`;
const header = (body: Uint8Array, count: number) => ({
  stream: 'honeypot.ssh',
  epoch: 1,
  sequence: 1,
  count,
  sha256: createHash('sha256').update(body).digest('hex'),
  made: count,
  dropped: 0,
  closed: 1_700_000_000_000,
});
const frame = (text: string, count: number): Buffer => {
  const body = zstdCompressSync(text);
  return makeFrame(header(body, count), body);
};
const context = { agent: 'a', vantage: 'lan', stream: 's', received: 1_700_000_100_000 };

/** Frames as they arrive, bent anywhere: lengths, header, compression. */
export const frames: Target = {
  name: 'collector/frames',
  cases: 500_000,
  samples: () => [
    frame(lines(1), 1),
    Buffer.concat([frame(lines(3), 3), frame(lines(2), 2)]),
    makeFrame({ ...header(new Uint8Array(0), 0), canary: 1 }, new Uint8Array(0)),
  ],
  async open() {
    const { lookUp } = await createEnricher();
    return {
      run(data) {
        const block = new BlockBuilder();
        let events = 0;
        for (let offset = 0; offset < data.length; ) {
          const next = refusable(() => frameAt(data, offset));
          if (!next) break;
          holds(
            next.bytes.length > 6 && offset + next.bytes.length <= data.length,
            'a frame outside its request',
          );
          offset += next.bytes.length;
          const { count } = next.header;
          const added = refusable(() => {
            addBatch(block, next.body, count, context, lookUp);
            return true;
          });
          if (added) events += count;
          holds(block.rows === events, `${block.rows} rows of ${events} events`);
        }
        if (events > 0) holds(block.finish().rows === events, 'a block with other rows than events');
      },
    };
  },
};

/** Lines inside a sound frame: the events themselves, bent. */
export const events: Target = {
  name: 'collector/events',
  cases: 500_000,
  samples: () => [
    utf8(lines(1)),
    utf8(lines(3)),
    utf8(`${JSON.stringify({ ...event, 'x.y': { z: [1] }, message: 'x'.repeat(300) })}\n`),
  ],
  words: [
    '"__proto__":{"a":1},',
    'null',
    '-1',
    '1e400',
    '[]',
    '{}',
    '"labels":{',
    '"event.id":',
    '"hinomi.exercise":"x",',
    '\\ud800',
    '\n',
    '"@timestamp":1e15,',
    '65536',
    '"constructor":',
  ],
  async open() {
    const { lookUp } = await createEnricher();
    return {
      run(data) {
        const block = new BlockBuilder();
        const count = data.toString('latin1').split('\n').filter(Boolean).length;
        try {
          addBatch(block, zstdCompressSync(data), count, context, lookUp);
          holds(block.rows === count, 'rows are not events');
          holds(block.finish().rows === count, 'a block with other rows than events');
          holds(!('a' in {}) && !('polluted' in {}), 'a prototype was changed');
        } catch (error) {
          if (!(error instanceof HinomiError)) throw error;
          holds(block.rows === 0, 'a refused batch leaves rows');
        }
      },
    };
  },
};
