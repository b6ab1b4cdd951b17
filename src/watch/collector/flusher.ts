// Journal → event store. Batches gather into a block; the block's boundary is journalled before its insert, so that after
// a crash the same rows go in under the same token. Memory is bounded: blocks the store cannot take yet are read again later.
import { type Clock, minute } from '#model/time.ts';
import type { EventBlock, EventStore } from '#store/events/port.ts';
import type { LookUp } from '../enrich/facts.ts';
import { BlockBuilder } from './columns.ts';
import { addBatch } from './decode-batch.ts';
import { frameAt } from './frame.ts';
import { journalledBatch, recordType } from './journal-records.ts';
import type { Position, RecordLog } from './record-log.ts';

export interface FlusherOptions {
  log: RecordLog;
  store: EventStore;
  lookUp: LookUp;
  clock: Clock;
  /** A fresh block number, larger than any before. */
  nextBlock: () => number;
  /** Rows that close a block. ClickHouse wants 100,000 or a second. */
  blockRows: number;
  /** Age that closes a block, ms. */
  blockAge: number;
  onProblem: (message: string) => void;
}

/** A block whose boundary is on disk. */
export interface ClosedBlock {
  number: number;
  /** Everything after this position … */
  from: Position;
  /** … and before the block's own record. */
  at: Position;
  rows: number;
  data?: EventBlock;
  /** Whether an insert may have happened whose outcome nobody heard. */
  unsure: boolean;
}

/** Blocks kept in memory while they wait for the store; later ones are read from the journal when their turn comes. */
const blocksInMemory = 2;

export class Flusher {
  readonly #options: FlusherOptions;
  /** The open block; `builder` is absent when its rows must be read from the journal. */
  #builder: BlockBuilder | undefined;
  #rows = 0;
  #since = 0;
  #from: Position = { segment: 0, offset: 0 };
  #closing: ClosedBlock[] = [];
  #queue: ClosedBlock[] = [];
  #wake: (() => void) | undefined;
  #stopped = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Rows the store has taken since start, and the last error of an insert ('' when it works). */
  stored = 0;
  error = '';

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** Replaying the journal: a batch, a boundary, a block known to be stored. */
  replayBatch(rows: number): void {
    this.#rows += rows;
  }
  replayBlock(number: number, rows: number, at: Position): void {
    if (rows > 0) this.#queue.push({ number, from: this.#from, at, rows, unsure: true });
    this.#from = at;
    this.#rows = 0;
  }
  replayStored(number: number): void {
    this.#queue = this.#queue.filter(block => block.number !== number);
  }

  /** Rows accepted and not stored yet. */
  get backlog(): number {
    let rows = this.#rows;
    for (const block of this.#closing) rows += block.rows;
    for (const block of this.#queue) rows += block.rows;
    return rows;
  }

  /** Begins storing. Call once, after the replay. */
  start(): void {
    if (this.#rows === 0) this.#builder = new BlockBuilder();
    this.#since = this.#options.clock();
    this.#timer = setInterval(() => this.tick(), 100);
    this.#running = this.#run();
  }

  /** The builder to check a batch into. When the open block is not in memory the rows go nowhere. */
  builder(): BlockBuilder {
    return this.#builder ?? new BlockBuilder();
  }

  /** A batch of these rows was checked into `builder()` and appended to the journal. */
  added(rows: number): void {
    if (this.#rows === 0) this.#since = this.#options.clock();
    this.#rows += rows;
    if (this.#rows >= this.#options.blockRows) this.#close();
  }

  /** Closes the open block when it is old enough and the store is idle. */
  tick(): void {
    const old = this.#options.clock() - this.#since >= this.#options.blockAge;
    if (this.#rows > 0 && old && this.#queue.length + this.#closing.length === 0) this.#close();
  }

  /** The journal lost what was not durable: rows in memory no longer match it. */
  journalFailed(): void {
    const [first] = this.#closing;
    if (first) this.#from = first.from;
    for (const block of this.#closing) this.#rows += block.rows;
    this.#closing = [];
    this.#builder = undefined;
  }

  #close(): void {
    const number = this.#options.nextBlock();
    const rows = this.#rows;
    let at: Position;
    try {
      at = this.#options.log.append(recordType.block, [Buffer.from(JSON.stringify({ number, rows }))]);
    } catch {
      return;
    }
    const keep = this.#builder && this.#queue.length + this.#closing.length < blocksInMemory;
    const block: ClosedBlock = { number, from: this.#from, at, rows, unsure: false };
    if (keep) block.data = this.#builder!.finish({ 'hinomi.block': number });
    this.#closing.push(block);
    this.#from = at;
    this.#rows = 0;
    this.#builder = new BlockBuilder();
    this.#options.log.durable().then(
      () => {
        this.#closing = this.#closing.filter(other => other !== block);
        this.#queue.push(block);
        this.#wake?.();
      },
      () => {},
    );
  }

  async #run(): Promise<void> {
    let wait = 100;
    while (!this.#stopped) {
      const block = this.#queue[0];
      if (!block) {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
        continue;
      }
      try {
        await this.#store(block);
        wait = 100;
        this.error = '';
      } catch (error) {
        block.unsure = true;
        if (this.error === '') this.#options.onProblem(`event store: ${(error as Error).message}`);
        this.error = (error as Error).message;
        await this.#pause(wait);
        wait = Math.min(wait * 2, 5_000);
      }
    }
  }

  async #store(block: ClosedBlock): Promise<void> {
    const { log, store } = this.#options;
    block.data ??= await this.#readBack(block);
    if (block.data.rows > 0) {
      // The position is known before the insert and never comes back: the same rows always go under the same token. Also
      // when the rows may be there: the table passes them over, a roll-up that a crash left without them takes them.
      const token = `journal:${block.at.segment}:${block.at.offset}`;
      await store.insert(block.data, token);
      // The engine notes the token before the rows: killed in between, it would pass over rows that it does not have.
      if (block.unsure && !(await this.#isStored(block, block.data.rows)))
        await store.insert(block.data, `${token}:again`);
    }
    this.stored += block.rows;
    this.#queue.shift();
    log.append(recordType.stored, [Buffer.from(JSON.stringify({ number: block.number }))]);
    const oldest = this.#queue[0]?.from ?? this.#closing[0]?.from ?? this.#from;
    log.removeBefore(oldest.segment);
  }

  async #isStored(block: ClosedBlock, rows: number): Promise<boolean> {
    const [row] = await this.#options.store.query<{ n: number | string }>(
      'SELECT count() AS n FROM events WHERE `hinomi.block` = {block:UInt64}',
      { block: block.number },
    );
    return Number(row?.n ?? 0) >= rows;
  }

  async #readBack(block: ClosedBlock): Promise<EventBlock> {
    const builder = new BlockBuilder();
    for await (const record of this.#options.log.read(block.from, block.at)) {
      if (record.type !== recordType.batch) continue;
      try {
        const { stamp, frame } = journalledBatch(record.body);
        const { header, body } = frameAt(frame, 0);
        addBatch(builder, body, header.count, { ...stamp, stream: header.stream }, this.#options.lookUp);
      } catch (error) {
        this.#options.onProblem(`journal: a batch cannot be read again: ${(error as Error).message}`);
      }
      if (this.#stopped) throw new Error('stopping');
      await new Promise(resolve => setImmediate(resolve));
    }
    return builder.finish({ 'hinomi.block': block.number });
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(done, ms);
      const stop = setInterval(() => this.#stopped && done(), 50);
      function done() {
        clearTimeout(timer);
        clearInterval(stop);
        resolve();
      }
    });
  }

  /** Waits until everything accepted so far is stored. @throws Error after `ms`. */
  async drain(ms = minute): Promise<void> {
    const until = Date.now() + ms;
    while (this.backlog > 0) {
      if (Date.now() > until) throw new Error(`not stored within ${ms} ms: ${this.error || 'slow'}`);
      if (this.#rows > 0 && this.#closing.length === 0) this.#close();
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  /** Stops after the insert under way; the rest is stored at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#wake?.();
    await this.#running;
  }
}
