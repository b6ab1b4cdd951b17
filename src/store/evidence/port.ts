// The evidence store as the drill sees it: log lines of simulated organisations, shared by every team that trains there.
// Times are the world's own, Unix milliseconds with a fraction of whole microseconds.
import type { SearchNode } from '#model/search/ast.ts';
import type { EvidenceFieldName } from '#model/search/evidence.ts';
import type { SliceLines } from './lines.ts';

export type EvidenceNode = SearchNode<EvidenceFieldName>;

export interface EvidenceRow {
  at: number;
  /** Id of the source. */
  source: string;
  /** The record as its file has it. */
  text: string;
  host: string;
  user: string;
  sourceAddress: string;
  destinationAddress: string;
  object: string;
  code: string;
}

/** Lines that all given conditions hold for; compared exactly, half-open in time. */
export interface EvidenceMask {
  from: number;
  to: number;
  host?: string;
  user?: string;
  /** Source or destination. */
  address?: string;
  object?: string;
  sources?: readonly string[];
}

export interface EvidenceScope {
  world: string;
  where: EvidenceNode;
  /** Half-open. */
  from: number;
  to: number;
  /** Lines of the world that any of these takes away are left out. */
  masks?: readonly EvidenceMask[];
  /** Lines besides those of the world, after them where times are the same. */
  own?: OwnLines;
}

/** Lines that are asked together with a world's, see `ownLines`. */
export interface OwnLines {
  key: string;
  /** A segment. */
  bytes: Uint8Array<SharedArrayBuffer>;
}

/** Where a page begins: at this time, after so many lines of exactly this time. */
export interface EvidencePosition {
  at: number;
  skip: number;
}

/** What can be counted by value. */
export type EvidenceFacet =
  | 'source'
  | 'host'
  | 'user'
  | 'sourceAddress'
  | 'destinationAddress'
  | 'object'
  | 'code';

/** Lines on their way in. */
export interface EvidenceLoading {
  /** Stores whole slices durably, all or nothing; the same slices again are stored once. */
  load(world: string, slices: readonly SliceLines[]): Promise<void>;
  /** First slice that is not stored, when slices are loaded in order; and how many lines there are. */
  loaded(world: string): Promise<{ slices: number; lines: number }>;
}

/** Questions about lines. @throws HinomiError `DRILL_EVIDENCE_DAMAGED`, `DRILL_WORLD_ID`. */
export interface EvidenceQuestions {
  /** Lines in order of time, at most `limit`; lines of one time keep the order they were written in (or its reverse). */
  page(
    scope: EvidenceScope,
    request: { limit: number; order?: 'newest' | 'oldest'; start?: EvidencePosition },
  ): Promise<EvidenceRow[]>;
  /** Lines by source in slots of `width` ms counted from `origin`, which is no later than the scope; empty ones left out. */
  histogram(
    scope: EvidenceScope,
    slots: { origin: number; width: number },
  ): Promise<{ slot: number; source: string; count: number }[]>;
  /** Lines by value of a facet, the most frequent first, empty values left out. */
  top(scope: EvidenceScope, facet: EvidenceFacet, limit: number): Promise<{ value: string; count: number }[]>;
}

export interface EvidenceStore extends EvidenceLoading, EvidenceQuestions {
  /** Ids of worlds with lines. */
  worlds(): Promise<string[]>;
  /** Forgets a world's lines. */
  drop(world: string): Promise<void>;
  close(): Promise<void>;
}
