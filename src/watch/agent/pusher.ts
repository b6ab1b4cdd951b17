// Pushes spooled batches to the collector, oldest first, one request under way; backs off with jitter; heartbeat with counts.
import { Compile } from 'typebox/compile';
import { BatchAnswer, collectorPath } from '#model/collect/batch.ts';
import type { FlowReport } from '#model/collect/flow-report.ts';
import type { RandomBytes } from '#model/ids.ts';
import { type Clock, minute, second } from '#model/time.ts';
import type { CollectorClient } from './pinned.ts';
import type { Spool } from './spool.ts';

export interface PusherOptions {
  spool: Spool;
  client: CollectorClient;
  authorization: string;
  clock: Clock;
  random: RandomBytes;
  /** The counts to report. */
  report: () => FlowReport;
  onProblem: (message: string) => void;
  heartbeat?: number;
  /** Longest pause between attempts, ms. */
  longestPause?: number;
}

const answerCheck = Compile(BatchAnswer);
/** Bytes and batches of one request; the collector takes more. */
const requestBytes = 4 * 1024 * 1024;
const requestBatches = 32;
const shortestPause = 500;

export class Pusher {
  readonly #options: Required<PusherOptions>;
  #wake: (() => void) | undefined;
  #news = false;
  #stopped = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** For the status: when the collector last answered, last acknowledged, and why it does not. */
  lastAnswer = 0;
  lastAck = 0;
  problem = '';

  constructor(options: PusherOptions) {
    this.#options = { heartbeat: 10 * second, longestPause: minute, ...options };
  }

  start(): void {
    this.#running = this.#run();
    this.#timer = setInterval(() => void this.#beat(), this.#options.heartbeat);
    void this.#beat();
  }

  /** Something new is in the spool. */
  wake(): void {
    this.#news = true;
    this.#wake?.();
  }

  async #beat(): Promise<void> {
    const { client, authorization, report } = this.#options;
    try {
      const reply = await client.post(`${collectorPath}/flow`, Buffer.from(JSON.stringify(report())), {
        authorization,
        'content-type': 'application/json',
      });
      this.lastAnswer = this.#options.clock();
      if (reply.status !== 200) this.#trouble(`heartbeat refused with ${reply.status}`);
    } catch (error) {
      this.#trouble((error as Error).message);
    }
  }

  #trouble(message: string): void {
    if (message !== this.problem) this.#options.onProblem(`collector: ${message}`);
    this.problem = message;
  }

  async #run(): Promise<void> {
    let failures = 0;
    let batches = requestBatches;
    while (!this.#stopped) {
      this.#news = false;
      const pending = await this.#options.spool.oldest(batches, requestBytes);
      if (this.#stopped) return;
      if (pending.length === 0) {
        await this.#pause(minute);
        continue;
      }
      const result = await this.#push(pending.map(entry => entry.frame));
      if (result === 'ok') {
        failures = 0;
        batches = requestBatches;
      } else if (result === 'unreadable') {
        // Which batch is at fault is not known: send one at a time, and let go of one that is refused alone.
        if (pending.length === 1) this.#options.spool.drop(pending[0]!.batch);
        batches = 1;
      } else {
        const ceiling = Math.min(this.#options.longestPause, shortestPause * 2 ** Math.min(failures++, 16));
        const share = Buffer.from(this.#options.random(16)).readUInt32LE(0) / 2 ** 32;
        await this.#pause(Math.max(result, ceiling * (0.5 + share / 2)), false);
      }
    }
  }

  /** One request. Answers what came of it, or the shortest time to wait (ms). */
  async #push(frames: readonly Buffer[]): Promise<'ok' | 'unreadable' | number> {
    const { spool, client, authorization, clock, onProblem } = this.#options;
    let reply: Awaited<ReturnType<CollectorClient['post']>>;
    try {
      reply = await client.post(`${collectorPath}/batches`, Buffer.concat(frames), {
        authorization,
        'content-type': 'application/octet-stream',
      });
    } catch (error) {
      this.#trouble((error as Error).message);
      return 0;
    }
    this.lastAnswer = clock();
    const { body, status } = reply;
    if (!answerCheck.Check(body)) {
      this.#trouble(`answered ${status} ${(body as { code?: string } | null)?.code ?? ''}`);
      return status === 400 || status === 413 ? 'unreadable' : (reply.retryAfter ?? 0) * second;
    }
    for (const ack of body.acks) {
      spool.acknowledge(ack.stream, ack.epoch, ack.sequence);
      this.lastAck = clock();
    }
    const { refused } = body;
    if (!refused) {
      this.problem = '';
      return 'ok';
    }
    this.#trouble(`${refused.code}: ${refused.message}`);
    if (status === 429 || status === 503) return (reply.retryAfter ?? 5) * second;
    if (refused.stream === '') return 'unreadable';
    if (refused.code === 'EPOCH_PASSED')
      spool.newEpoch(body.acks.find(ack => ack.stream === refused.stream)?.epoch ?? 0);
    onProblem(`batch ${refused.sequence} of ${refused.stream} is refused and dropped: ${refused.message}`);
    spool.drop(refused);
    return 'ok';
  }

  /** Waits; new batches end the wait only where `wakeable`. */
  #pause(ms: number, wakeable = true): Promise<void> {
    if (wakeable && this.#news) return Promise.resolve();
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        clearInterval(stop);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      const stop = setInterval(() => this.#stopped && done(), 100);
      if (wakeable) this.#wake = done;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#wake?.();
    await this.#running;
  }
}
