// What the collector knows of each stream: the highest sequence taken (so that a batch sent twice vanishes) and the
// counts behind the proof of flow. Rebuilt from the journal alone; states are immutable so that a failed write can go back.
import type { BatchHeader } from '#model/collect/batch.ts';
import { hour } from '#model/time.ts';

/** One stream of one agent. Counts run since enrolment; `base…` carry them over a lost spool. */
export interface StreamState {
  agent: string;
  stream: string;
  epoch: number;
  sequence: number;
  baseMade: number;
  baseDropped: number;
  made: number;
  dropped: number;
  received: number;
  duplicates: number;
  lastEvent: number;
  lastCanary: number;
  canaryDelay: number;
  lag: number;
}

/** Events an agent pushed on one UTC day. */
export interface DayCount {
  agent: string;
  day: number;
  events: number;
}

/** A batch as the journal holds it. */
export interface JournalledBatch {
  agent: string;
  vantage: string;
  /** Arrival, Unix milliseconds by the collector's clock. */
  received: number;
  header: BatchHeader;
}

export interface BookSnapshot {
  block: number;
  streams: StreamState[];
  days: DayCount[];
}

const dayMs = 24 * hour;
const keyOf = (agent: string, stream: string): string => `${agent}/${stream}`;

const fresh = (agent: string, stream: string, epoch: number): StreamState => ({
  agent,
  stream,
  epoch,
  sequence: 0,
  baseMade: 0,
  baseDropped: 0,
  made: 0,
  dropped: 0,
  received: 0,
  duplicates: 0,
  lastEvent: 0,
  lastCanary: 0,
  canaryDelay: 0,
  lag: 0,
});

/** The state after a batch; pure. A new epoch begins its sequence anew and adds to the totals of the old one. */
export function afterBatch(before: StreamState | undefined, batch: JournalledBatch): StreamState {
  const { header, received } = batch;
  let state = before ?? fresh(batch.agent, header.stream, header.epoch);
  if (state.epoch !== header.epoch)
    state = {
      ...state,
      epoch: header.epoch,
      sequence: 0,
      baseMade: state.baseMade + state.made,
      baseDropped: state.baseDropped + state.dropped,
      made: 0,
      dropped: 0,
    };
  const delay = Math.max(0, received - header.closed);
  return {
    ...state,
    sequence: header.sequence,
    made: Math.max(state.made, header.made),
    dropped: Math.max(state.dropped, header.dropped),
    received: state.received + header.count,
    ...(header.count > 0 ? { lastEvent: received, lag: delay } : {}),
    ...(header.canary === undefined
      ? {}
      : { lastCanary: received, canaryDelay: Math.max(0, received - header.canary) }),
  };
}

/** Streams by agent and name. `taken` runs ahead of `durable` while the journal writes. */
export class StreamBook {
  readonly #taken = new Map<string, StreamState>();
  readonly #durable = new Map<string, StreamState>();
  readonly #days = new Map<string, DayCount>();
  /** Number of the newest block; never reused, see `nextBlock`. */
  block = 0;

  /** Latest state, batches being written included. */
  taken(agent: string, stream: string): StreamState | undefined {
    return this.#taken.get(keyOf(agent, stream));
  }

  durable(agent: string, stream: string): StreamState | undefined {
    return this.#durable.get(keyOf(agent, stream));
  }

  /** All durable states. */
  all(): StreamState[] {
    return [...this.#durable.values()];
  }

  /** How many streams an agent has. */
  streamsOf(agent: string): number {
    let streams = 0;
    for (const state of this.#taken.values()) if (state.agent === agent) streams++;
    return streams;
  }

  /** Counts a batch in; the returned state becomes durable with `commit`. */
  take(batch: JournalledBatch): StreamState {
    const key = keyOf(batch.agent, batch.header.stream);
    const state = afterBatch(this.#taken.get(key), batch);
    this.#taken.set(key, state);
    this.#count(batch.agent, batch.received, batch.header.count);
    return state;
  }

  commit(state: StreamState): void {
    const key = keyOf(state.agent, state.stream);
    const held = this.#durable.get(key);
    if (!held || held.epoch !== state.epoch) this.#durable.set(key, state);
    else if (held.sequence < state.sequence)
      this.#durable.set(key, {
        ...state,
        made: Math.max(held.made, state.made),
        dropped: Math.max(held.dropped, state.dropped),
        duplicates: Math.max(held.duplicates, state.duplicates),
      });
  }

  /** A write failed: forget what was taken and not committed. */
  rollBack(): void {
    this.#taken.clear();
    for (const [key, state] of this.#durable) this.#taken.set(key, state);
  }

  /** Changes counts that need no journal (duplicates, heartbeats); lost in a crash, and nothing is lost by that. */
  amend(agent: string, stream: string, change: (state: StreamState) => StreamState): void {
    const key = keyOf(agent, stream);
    for (const map of [this.#taken, this.#durable]) {
      const state = map.get(key);
      if (state) map.set(key, change(state));
    }
  }

  /** Opens a stream that has reported itself but sent nothing yet. */
  open(agent: string, stream: string): void {
    const key = keyOf(agent, stream);
    if (this.#taken.has(key)) return;
    // Epoch 0: whichever comes first counts, also one that is older than the agent's newest.
    this.#taken.set(key, fresh(agent, stream, 0));
    this.#durable.set(key, fresh(agent, stream, 0));
  }

  /** Events an agent pushed on the UTC day of this time. */
  today(agent: string, at: number): number {
    const entry = this.#days.get(agent);
    return entry && entry.day === Math.floor(at / dayMs) ? entry.events : 0;
  }

  #count(agent: string, at: number, events: number): void {
    const day = Math.floor(at / dayMs);
    const entry = this.#days.get(agent);
    if (entry && entry.day === day) entry.events += events;
    else this.#days.set(agent, { agent, day, events });
  }

  snapshot(): BookSnapshot {
    return { block: this.block, streams: [...this.#taken.values()], days: [...this.#days.values()] };
  }

  /** Starts from a snapshot; call before `take`. */
  restore(snapshot: BookSnapshot): void {
    this.block = Math.max(this.block, snapshot.block);
    for (const state of snapshot.streams) {
      this.#taken.set(keyOf(state.agent, state.stream), state);
      this.#durable.set(keyOf(state.agent, state.stream), state);
    }
    for (const entry of snapshot.days) this.#days.set(entry.agent, { ...entry });
  }
}
