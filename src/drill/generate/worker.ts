// Worker thread: makes the slices it is asked for, one message a slice.
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf } from './columns.ts';
import { type WorldRequest, worldOf } from './options.ts';
import { sliceMaker } from './slice-lines.ts';

const { request, columns } = workerData as { request: WorldRequest; columns: boolean };
const maker = sliceMaker(worldOf(request));

parentPort?.on('message', (slice: number) => {
  if (columns) {
    const made = maker.columns(slice);
    parentPort?.postMessage(made, made.sources.flatMap(buffersOf));
    return;
  }
  const sources = maker.bytes(slice);
  parentPort?.postMessage(
    { slice, sources },
    sources.flatMap(({ bytes, at, ends, later }) =>
      [bytes, at, ends, later.bytes, later.at, later.ends].map(array => array.buffer),
    ),
  );
});
