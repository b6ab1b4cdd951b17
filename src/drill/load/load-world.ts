// Everyday life of a world, made and put into the evidence store slice after slice: what trainees search exists from the
// first slice on, and whatever was stored stays when the work is cut short.
import type { SliceLines } from '#store/evidence/lines.ts';
import { lineCount } from '#store/evidence/lines.ts';
import type { EvidenceLoading } from '#store/evidence/port.ts';
import { sliceCount, sliceOf } from '../activity/slice.ts';
import { type WorldRequest, worldOf } from '../generate/options.ts';
import { evidenceSlices } from '../generate/slices.ts';
import type { SimTime } from '../world/entities.ts';

/** How far a world is. */
export interface LoadProgress {
  /** Slices stored, and all there are. */
  slice: number;
  slices: number;
  lines: number;
  /** Everything earlier can be searched. */
  until: SimTime;
}

export interface LoadOptions {
  workers: number;
  progress?: (state: LoadProgress) => void;
  signal?: AbortSignal;
  /** Lines a block: many, because every block costs each search a little. */
  blockLines?: number;
}

/**
 * Loads what the store does not have yet of a world. Blocks are cut by their own lines alone, so that a run after a crash
 * cuts the same ones and stores none twice.
 * @throws HinomiError of the store or for a wrong request; the signal's reason when it is aborted.
 */
export async function loadWorld(
  store: EvidenceLoading,
  id: string,
  request: WorldRequest,
  options: LoadOptions,
): Promise<LoadProgress> {
  const { workers, signal, blockLines = 300_000 } = options;
  const world = worldOf(request);
  const slices = sliceCount(world);
  const stored = await store.loaded(id);
  let lines = stored.lines;
  const state = (slice: number): LoadProgress => ({
    slice,
    slices,
    lines,
    until: world.start + (slice / slices) * (sliceOf(world, slices - 1).to - world.start),
  });
  // After a crash, what was stored can be searched before anything new is.
  if (stored.slices > 0) options.progress?.(state(stored.slices));
  let block: SliceLines[] = [];
  let rows = 0;
  let storing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const full = block;
    const next = full.at(-1)!.slice + 1;
    block = [];
    const count = rows;
    rows = 0;
    // One block is stored while the next one grows; more would only fill the memory.
    await storing;
    signal?.throwIfAborted();
    storing = store.load(id, full).then(() => {
      lines += count;
      options.progress?.(state(next));
    });
    storing.catch(() => {}); // awaited before the next block
  };
  for await (const made of evidenceSlices(request, { workers, from: stored.slices })) {
    signal?.throwIfAborted();
    const next = { slice: made.slice, from: sliceOf(world, made.slice).from, sources: made.sources };
    block.push(next);
    rows += lineCount([next]);
    // The very first slice goes at once: somebody waits to see that there is something.
    if (rows >= blockLines || made.slice === 0) await flush();
  }
  if (rows > 0) await flush();
  await storing;
  return state(slices);
}
