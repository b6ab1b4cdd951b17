// The pushing side of the collector's benchmark: prepared batches of two streams, four to a request, one request of each
// stream under way, as from two agents.
import { createHash } from 'node:crypto';
import { collectorPath } from '#model/collect/batch.ts';
import { systemRandom } from '#model/ids.ts';
import { agentIdentity } from '#watch/agent/identity.ts';
import { CollectorClient } from '#watch/agent/pinned.ts';
import { makeFrame } from '#watch/collector/frame.ts';
import { batchBodies } from './events.ts';

const [dir, token, batches, eventsPerBatch] = process.argv.slice(2);
const count = Number(eventsPerBatch);
const identity = await agentIdentity(dir!, token, 'bench', systemRandom);
const client = new CollectorClient(identity.url, identity.pin);
const { bodies, rawBytes } = batchBodies(Number(batches), count);
const epoch = Date.now();
const frames = bodies.map((body, index) =>
  makeFrame(
    {
      stream: `capture.bench${index % 2}`,
      epoch,
      sequence: index + 1,
      count,
      sha256: createHash('sha256').update(body).digest('hex'),
      made: (index + 1) * count,
      dropped: 0,
      closed: epoch,
    },
    body,
  ),
);
const perRequest = 4;
const started = performance.now();
async function push(stream: number): Promise<void> {
  const own = frames.filter((_, index) => index % 2 === stream);
  for (let at = 0; at < own.length; at += perRequest) {
    const reply = await client.post(
      `${collectorPath}/batches`,
      Buffer.concat(own.slice(at, at + perRequest)),
      {
        authorization: identity.authorization,
      },
    );
    if (reply.status !== 200) throw new Error(`answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  }
}
await Promise.all([push(0), push(1)]);
const seconds = (performance.now() - started) / 1_000;
process.send!({ seconds, rawBytes });
client.close();
process.disconnect();
