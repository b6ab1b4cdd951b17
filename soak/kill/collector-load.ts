// A remote agent's sending side, driven directly: numbered events, and a ledger of what the collector acknowledged.
import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { type BatchAnswer, collectorPath } from '#model/collect/batch.ts';
import type { Event } from '#model/event/event.ts';
import { systemRandom, uuidv7 } from '#model/ids.ts';
import { agentIdentity } from '#watch/agent/identity.ts';
import { CollectorClient } from '#watch/agent/pinned.ts';
import { wireLine } from '#watch/agent/wire-line.ts';
import { makeFrame } from '#watch/collector/frame.ts';
import { pause } from '../run.ts';

interface Waiting {
  sequence: number;
  count: number;
  frame: Buffer;
}

export interface CollectorLoad {
  /** Events made so far, and of them acknowledged. */
  made(): number;
  acknowledged(): number;
  /** Requests that got no answer, or another than 200. */
  unanswered(): number;
  /** Stops making events and goes on sending until all are acknowledged. */
  finish(ms: number): Promise<void>;
}

/** Module name that marks these events in the store. */
export const collectorLoadModule = 'soak';

const eventNumbered = (number: number): Event => ({
  '@timestamp': Date.now(),
  'event.id': uuidv7(Date.now()),
  'event.module': collectorLoadModule,
  'event.dataset': 'soak.collector',
  'source.ip': `198.18.${(number >> 8) & 255}.${number & 255}`,
  'hinomi.session': 'collector-load',
  'hinomi.record': number,
});

/** Enrols with a token and pushes about `perSecond` events a second, in batches of varying size. */
export async function startCollectorLoad(
  dir: string,
  token: string,
  perSecond: number,
  random: () => number,
): Promise<CollectorLoad> {
  const identity = await agentIdentity(dir, token, 'soak', systemRandom);
  const client = new CollectorClient(identity.url, identity.pin, 10_000);
  const epoch = Date.now();
  const stream = 'log.soak';
  const waiting: Waiting[] = [];
  let number = 0;
  let sequence = 0;
  let acknowledged = 0;
  let unanswered = 0;
  let making = true;
  let ended = false;

  const make = (): void => {
    const count = 1 + Math.floor(random() * perSecond * 0.2);
    const lines = Array.from({ length: count }, () => wireLine(eventNumbered(++number)));
    const body = zstdCompressSync(`${lines.join('\n')}\n`);
    sequence++;
    const header = {
      stream,
      epoch,
      sequence,
      count,
      sha256: createHash('sha256').update(body).digest('hex'),
      made: number,
      dropped: 0,
      closed: Date.now(),
    };
    waiting.push({ sequence, count, frame: makeFrame(header, body) });
  };
  const timer = setInterval(() => {
    // While the collector is away a bounded pile waits, as an agent's spool would hold it.
    if (making && waiting.length < 400) make();
  }, 100);

  const push = async (): Promise<void> => {
    const batch = waiting.slice(0, 1 + Math.floor(random() * 8));
    if (batch.length === 0) return pause(20);
    try {
      const { status, body } = await client.post(
        `${collectorPath}/batches`,
        Buffer.concat(batch.map(entry => entry.frame)),
        { authorization: identity.authorization, 'content-type': 'application/octet-stream' },
      );
      const { acks = [], refused } = body as Partial<BatchAnswer>;
      for (const ack of acks) {
        if (ack.stream !== stream || ack.epoch !== epoch) continue;
        while (waiting[0] && waiting[0].sequence <= ack.sequence) acknowledged += waiting.shift()!.count;
      }
      if (status === 200 && !refused) return;
      unanswered++;
      await pause(200);
    } catch {
      unanswered++;
      await pause(100);
    }
  };
  const running = (async () => {
    while (!ended) await push();
  })();

  return {
    made: () => number,
    acknowledged: () => acknowledged,
    unanswered: () => unanswered,
    async finish(ms) {
      making = false;
      const end = Date.now() + ms;
      while (waiting.length > 0 && Date.now() < end) await pause(50);
      ended = true;
      clearInterval(timer);
      await running;
      client.close();
      if (waiting.length > 0)
        throw new Error(`the collector has not taken ${waiting.length} batches in ${ms} ms`);
    },
  };
}
