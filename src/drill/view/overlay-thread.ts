// Thread that writes what runs leave behind, as lines a team's searches bring along: {@link OverlayAsk} in, {@link OverlayAnswer}
// out. It keeps the worlds it was asked for last.
import { parentPort } from 'node:worker_threads';
import { ownLines } from '#store/evidence/lines-from.ts';
import type { OwnLines } from '#store/evidence/port.ts';
import { type WorldRequest, worldOf } from '../generate/options.ts';
import type { WorldEvent } from '../world/event.ts';
import { overlayWriter } from './overlay.ts';

export interface OverlayAsk {
  key: string;
  request: WorldRequest;
  events: readonly WorldEvent[];
}

export type OverlayAnswer = { key: string; own?: OwnLines | undefined } | { key: string; error: string };

const kept = 4;
const writers = new Map<string, ReturnType<typeof overlayWriter>>();

function writerOf(request: WorldRequest): ReturnType<typeof overlayWriter> {
  const key = JSON.stringify(request);
  const writer = writers.get(key) ?? overlayWriter(worldOf(request));
  writers.delete(key);
  writers.set(key, writer);
  for (const old of writers.keys()) {
    if (writers.size <= kept) break;
    writers.delete(old);
  }
  return writer;
}

parentPort?.on('message', ({ key, request, events }: OverlayAsk) => {
  let answer: OverlayAnswer;
  try {
    answer = { key, own: ownLines(key, writerOf(request)(events)) };
  } catch (error) {
    answer = { key, error: String((error as Error).stack ?? error) };
  }
  parentPort?.postMessage(answer);
});
