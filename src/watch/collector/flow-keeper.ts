// Keeps the proof of flow: hears agents, judges every stream each second and stores what changed.
import type { FlowReport } from '#model/collect/flow-report.ts';
import type { Agent, StreamFlow } from '#model/record/agent.ts';
import { type Clock, second } from '#model/time.ts';
import type { Collection } from '#store/records/port.ts';
import { type Contact, flowRecord } from './flow.ts';
import type { StreamBook } from './stream-book.ts';

export interface FlowKeeperOptions {
  book: StreamBook;
  flows: Collection<StreamFlow, 'agent' | 'state' | 'updated'>;
  agents: Collection<Agent, 'name' | 'status' | 'tokenHash' | 'lastSeen'>;
  clock: Clock;
  onProblem: (message: string) => void;
}

/** How often `lastSeen` of an agent is written. */
const seenEvery = 10 * second;

export class FlowKeeper {
  readonly #options: FlowKeeperOptions;
  readonly #started: number;
  readonly #heard = new Map<string, number>();
  readonly #seenWritten = new Map<string, number>();
  readonly #versions = new Map<string, string>();
  readonly #contacts = new Map<string, Omit<Contact, 'at' | 'heard'>>();
  readonly #written = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: FlowKeeperOptions) {
    this.#options = options;
    this.#started = options.clock();
  }

  /** Any request of an agent. */
  heard(agent: string): void {
    this.#heard.set(agent, this.#options.clock());
  }

  /** A heartbeat. Streams beyond the limit are passed over. */
  report(agent: Agent, report: FlowReport, streamLimit: number): void {
    const { book, clock } = this.#options;
    const now = clock();
    this.heard(agent.id);
    this.#versions.set(agent.id, report.version);
    for (const entry of report.streams) {
      if (!book.taken(agent.id, entry.stream)) {
        if (book.streamsOf(agent.id) >= streamLimit) continue;
        book.open(agent.id, entry.stream);
      }
      const state = book.taken(agent.id, entry.stream)!;
      const key = `${agent.id}/${entry.stream}`;
      const before = this.#contacts.get(key);
      const same = state.epoch === entry.epoch;
      const grew = same && entry.dropped > state.dropped;
      const received = state.received;
      const expected = state.baseMade + entry.made - state.baseDropped - entry.dropped;
      this.#contacts.set(key, {
        spooled: entry.spooled,
        missing: same ? Math.max(0, expected - entry.spooled - received) : 0,
        lastDrop: grew && before ? now : (before?.lastDrop ?? 0),
        failed: entry.failed ?? '',
        skew: report.sent - now,
      });
      if (same)
        book.amend(agent.id, entry.stream, old => ({
          ...old,
          made: Math.max(old.made, entry.made),
          dropped: Math.max(old.dropped, entry.dropped),
        }));
    }
  }

  /** Every stream now. */
  records(): StreamFlow[] {
    const now = this.#options.clock();
    return this.#options.book.all().map(state => {
      const at = this.#heard.get(state.agent);
      const contact = this.#contacts.get(`${state.agent}/${state.stream}`);
      return flowRecord(
        state,
        {
          spooled: 0,
          missing: 0,
          lastDrop: 0,
          failed: '',
          skew: 0,
          ...contact,
          at: at ?? this.#started,
          heard: at !== undefined,
        },
        now,
      );
    });
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
    }, second);
  }

  async #write(): Promise<void> {
    try {
      const changed = this.records().filter(record => {
        const { updated: _, ...rest } = record;
        const text = JSON.stringify(rest);
        if (this.#written.get(record.id) === text) return false;
        this.#written.set(record.id, text);
        return true;
      });
      if (changed.length > 0) await this.#options.flows.putMany(changed);
      for (const [agent, at] of this.#heard) {
        if (at - (this.#seenWritten.get(agent) ?? 0) < seenEvery) continue;
        this.#seenWritten.set(agent, at);
        const version = this.#versions.get(agent);
        await this.#options.agents.update(agent, held => ({
          ...held,
          lastSeen: Math.max(held.lastSeen, at),
          ...(version === undefined ? {} : { version }),
        }));
      }
    } catch (error) {
      this.#written.clear();
      this.#options.onProblem(`proof of flow cannot be stored: ${(error as Error).message}`);
    }
  }

  /** Stops and stores the last state. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#write();
  }
}
