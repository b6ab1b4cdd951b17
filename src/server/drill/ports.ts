// What exercises need of worlds and of evidence; kept apart so that exercise control can be tested without a column store.

import type { Run } from '#drill/run/run.ts';
import type { World } from '#drill/world/entities.ts';
import type { KeptLine } from '#model/drill/case.ts';
import type { DrillWorld } from '#model/drill/world.ts';

export interface WorldRequest {
  profile: string;
  staff: number;
  days: number;
  seed: number;
}

/** Worlds and their loading into the evidence store. */
export interface WorldKeeper {
  list(): Promise<DrillWorld[]>;
  get(id: string): Promise<DrillWorld | undefined>;
  /** The world of a request: a known one, or a new one that begins to load. @throws HinomiError for a wrong request. */
  ask(request: WorldRequest): Promise<DrillWorld>;
  remove(id: string): Promise<void>;
  /** Its people, hosts and internet; made anew when not at hand. */
  world(id: string): Promise<World>;
  subscribe(listener: (world: DrillWorld) => void): () => void;
}

export interface EvidenceQuestion {
  q: string;
  sources: readonly string[];
  /** Half-open; the view never goes beyond its own present. */
  from?: number;
  to?: number;
}

/** What one team sees of the logs at one moment. */
export interface EvidenceView {
  page(
    question: EvidenceQuestion,
    options: { limit: number; order: 'newest' | 'oldest'; cursor?: string },
  ): Promise<{ items: KeptLine[]; next?: string }>;
  histogram(
    question: EvidenceQuestion,
    buckets: number,
  ): Promise<{ step: number; buckets: { at: number; counts: Record<string, number> }[] }>;
  top(question: EvidenceQuestion, field: string, limit: number): Promise<{ value: string; count: number }[]>;
  /** Lines of the same source around a line. @throws HinomiError when there is no such line. */
  around(line: string, before: number, after: number): Promise<KeptLine[]>;
  /** The records of a source as its file has them, in order of time; the format's header first. */
  file(source: string, range: { from?: number; to?: number; host?: string }): AsyncIterable<string>;
}

export interface ViewOf {
  worldId: string;
  world: World;
  /** The team's run, up to `now` or beyond. */
  run: Run;
  /** Nothing later is shown. */
  now: number;
}
export type OpenView = (team: ViewOf) => EvidenceView;
