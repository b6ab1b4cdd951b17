// Worker thread: searches best play, which takes seconds, while the server goes on serving.
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type WorldRequest, worldOf } from '../generate/options.ts';
import { bestPlay } from '../run/best-play.ts';
import { scenarios } from '../run/library.ts';
import { makeVariant } from '../run/variant.ts';
import type { World } from '../world/entities.ts';

export interface BestAsked {
  number: number;
  world: WorldRequest;
  scenario: string;
  /** Seed of the variant. */
  variant: number;
}

// It gives way to who searches meanwhile. Linux gives threads priorities of their own; elsewhere there is nothing to read.
try {
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), constants.priority.PRIORITY_LOW);
} catch {}

let made: { key: string; world: World } | undefined;

parentPort?.on('message', ({ number, world: request, scenario, variant }: BestAsked) => {
  const key = JSON.stringify(request);
  if (made?.key !== key) made = { key, world: worldOf(request) };
  const { world } = made;
  const log = bestPlay(world, makeVariant(world, scenarios().get(scenario)!, variant));
  parentPort?.postMessage({ number, log });
});
