// The collector's core: authenticates agents, checks batches, journals them, answers when they are durable, and hands them
// to the event store. Knows nothing of HTTP; `listen.ts` is its shell.
import { Compile } from 'typebox/compile';
import { type BatchAnswer, batchLimits } from '#model/collect/batch.ts';
import { type EnrolAnswer, EnrolRequest } from '#model/collect/enrol.ts';
import { FlowReport } from '#model/collect/flow-report.ts';
import { HinomiError } from '#model/errors.ts';
import type { RandomBytes } from '#model/ids.ts';
import type { Agent, StreamFlow } from '#model/record/agent.ts';
import { type Clock, second } from '#model/time.ts';
import type { EventStore } from '#store/events/port.ts';
import type { Enrolment } from '#store/records/collections.ts';
import type { Collection } from '#store/records/port.ts';
import type { LookUp } from '../enrich/facts.ts';
import { addBatch } from './decode-batch.ts';
import { type EnrolmentOrder, enrol, hashMatches, issueEnrolmentToken, sha256Hex } from './enrolment.ts';
import { FlowKeeper } from './flow-keeper.ts';
import { Flusher } from './flusher.ts';
import { type Frame, frameAt } from './frame.ts';
import { journalledBatch, recordType, stampBytes } from './journal-records.ts';
import { RecordLog } from './record-log.ts';
import { type BookSnapshot, StreamBook, type StreamState } from './stream-book.ts';

export interface Quotas {
  /** Events a day of a newly enrolled agent. */
  dailyEvents: number;
  streamsPerAgent: number;
  /** Requests one agent may make in a minute. */
  requestsPerMinute: number;
  /** Characters one agent's batches may unpack to in a minute: a few kilobytes can unpack to gigabytes. */
  unpackedPerMinute: number;
  /** The same in one request: what comes behind waits for the next, so that one agent cannot hold up the others. */
  unpackedPerRequest: number;
  /** Bytes the journal may hold while the store is behind. */
  journalBytes: number;
}

export const defaultQuotas: Quotas = {
  dailyEvents: 1_000_000_000,
  streamsPerAgent: 64,
  requestsPerMinute: 6_000,
  unpackedPerMinute: 8 * 1024 ** 3,
  unpackedPerRequest: 64 * 1024 ** 2,
  journalBytes: 8 * 1024 ** 3,
};

export interface CollectorOptions {
  journalDir: string;
  agents: Collection<Agent, 'name' | 'status' | 'tokenHash' | 'lastSeen'>;
  enrolments: Collection<Enrolment, 'tokenHash' | 'expires'>;
  flows: Collection<StreamFlow, 'agent' | 'state' | 'updated'>;
  store: EventStore;
  /** Usually an enricher's. */
  lookUp: LookUp;
  clock: Clock;
  random: RandomBytes;
  quotas?: Partial<Quotas>;
  blockRows?: number;
  blockAge?: number;
  segmentBytes?: number;
  onProblem?: (message: string) => void;
}

/** An answer for an agent; `retryAfter` in seconds. */
export interface Answer {
  status: number;
  body: BatchAnswer;
  retryAfter?: number;
}

export interface Collector {
  /** The agent a bearer token belongs to. @throws HinomiError `AGENT_UNKNOWN` (401). */
  authenticate(authorization: string | undefined): Promise<Agent>;
  handleEnrol(request: unknown): Promise<EnrolAnswer>;
  /** Takes the batches of a request in order; resolves when all taken ones are on disk. */
  handleBatch(agent: Agent, body: Buffer): Promise<Answer>;
  handleFlow(agent: Agent, report: unknown): Promise<void>;
  issueEnrolmentToken(order: EnrolmentOrder): ReturnType<typeof issueEnrolmentToken>;
  /** Proof of flow, now. */
  flows(): StreamFlow[];
  /** Forgets what is cached of an agent, after it was changed. */
  agentChanged(id: string): void;
  status(): { backlog: number; stored: number; journalBytes: number; storeError: string };
  /** Resolves when everything acknowledged is in the store. */
  drain(ms?: number): Promise<void>;
  close(): Promise<void>;
}

const enrolCheck = Compile(EnrolRequest);
const reportCheck = Compile(FlowReport);
const agentCacheMs = 5 * second;

const malformed = (what: string, field: string | undefined) =>
  new HinomiError('REQUEST_MALFORMED', `${what} is malformed${field ? ` at ${field}` : ''}.`, {
    status: 400,
    place: field ? { field } : {},
  });

/** Opens the journal, takes up what a crash left, and is ready. */
export async function createCollector(options: CollectorOptions): Promise<Collector> {
  const { clock, random } = options;
  const quotas = { ...defaultQuotas, ...options.quotas };
  const onProblem = options.onProblem ?? (() => {});
  const book = new StreamBook();
  const log = new RecordLog({
    dir: options.journalDir,
    clock,
    random,
    ...(options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes }),
    snapshot: () => ({ type: recordType.snapshot, body: Buffer.from(JSON.stringify(book.snapshot())) }),
    onDamage: (segment, damage) =>
      onProblem(`journal segment ${segment}: ${damage.length} bytes decayed at ${damage.offset}`),
    onFailure: () => {
      book.rollBack();
      flusher.journalFailed();
    },
  });
  const flusher = new Flusher({
    log,
    store: options.store,
    lookUp: options.lookUp,
    clock,
    // Numbered by time, so that a journal begun anew never gives a number the store knows already.
    nextBlock: () => {
      book.block = Math.max(book.block + 1, clock());
      return book.block;
    },
    blockRows: options.blockRows ?? 100_000,
    blockAge: options.blockAge ?? second,
    onProblem,
  });
  replay(log, book, flusher, onProblem);
  flusher.start();
  const flowKeeper = new FlowKeeper({ book, flows: options.flows, agents: options.agents, clock, onProblem });
  flowKeeper.start();

  const known = new Map<string, { agent: Agent; at: number }>();
  const windows = new Map<string, { minute: number; requests: number; unpacked: number }>();

  async function authenticate(authorization: string | undefined): Promise<Agent> {
    const match = /^Bearer ([0-9a-f-]{36})\.([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '');
    const unknown = () =>
      new HinomiError('AGENT_UNKNOWN', 'No active agent has this token.', {
        status: 401,
        remedy: 'Enrol the agent again with a new token from the console page Agents.',
      });
    if (!match) throw unknown();
    const [, id, secret] = match as unknown as [string, string, string];
    let entry = known.get(id);
    if (!entry || clock() - entry.at > agentCacheMs) {
      const agent = await options.agents.get(id);
      if (!agent) throw unknown();
      entry = { agent, at: clock() };
      known.set(id, entry);
    }
    if (entry.agent.status !== 'active' || !hashMatches(secret, entry.agent.tokenHash)) throw unknown();
    return entry.agent;
  }

  /** Counts a request in; gives the agent's account of this minute. */
  function countRequest(agent: string): { unpacked: number } {
    const minute = Math.floor(clock() / 60_000);
    let window = windows.get(agent);
    if (!window || window.minute !== minute) {
      window = { minute, requests: 0, unpacked: 0 };
      windows.set(agent, window);
    }
    if (++window.requests > quotas.requestsPerMinute || window.unpacked > quotas.unpackedPerMinute)
      throw new HinomiError('QUOTA_REQUESTS', 'Too many requests in this minute.', { status: 429 });
    return window;
  }

  /** Checks a batch and queues it for the journal. Returns nothing when it came before. */
  function take(
    agent: Agent,
    frame: Frame,
    received: number,
    unpacked: (characters: number) => void,
  ): StreamState | undefined {
    const { header, body } = frame;
    const state = book.taken(agent.id, header.stream);
    if (!state && book.streamsOf(agent.id) >= quotas.streamsPerAgent)
      throw new HinomiError('QUOTA_STREAMS', `An agent may have ${quotas.streamsPerAgent} streams.`, {
        status: 422,
      });
    if (state && header.epoch < state.epoch)
      throw new HinomiError(
        'EPOCH_PASSED',
        'This stream has begun a newer epoch; the batch is from before.',
        {
          status: 409,
        },
      );
    if (state?.epoch === header.epoch && header.sequence <= state.sequence) {
      book.amend(agent.id, header.stream, old => ({ ...old, duplicates: old.duplicates + header.count }));
      return undefined;
    }
    if (sha256Hex(body) !== header.sha256)
      throw new HinomiError('BATCH_HASH', 'The body does not have the SHA-256 its header says.', {
        status: 422,
        place: { field: 'sha256' },
      });
    if (book.today(agent.id, received) + header.count > agent.quota)
      throw new HinomiError('QUOTA_DAY', `The agent may push ${agent.quota} events a day.`, { status: 429 });
    if (log.bytes > quotas.journalBytes)
      throw new HinomiError('JOURNAL_FULL', 'The event store is behind and the journal is full.', {
        status: 503,
        remedy: 'Look at the health of the event store; the agents keep what they have.',
      });
    const stamp = { agent: agent.id, vantage: agent.vantage, received };
    const context = { ...stamp, stream: header.stream };
    addBatch(flusher.builder(), body, header.count, context, options.lookUp, unpacked);
    log.append(recordType.batch, [stampBytes(stamp), frame.bytes]);
    const taken = book.take({ ...stamp, header });
    flusher.added(header.count);
    return taken;
  }

  async function handleBatch(agent: Agent, request: Buffer): Promise<Answer> {
    const minute = countRequest(agent.id);
    let unpackedNow = 0;
    const unpacked = (characters: number) => {
      unpackedNow += characters;
      minute.unpacked += characters;
    };
    const received = clock();
    flowKeeper.heard(agent.id);
    const streams = new Set<string>();
    const taken: StreamState[] = [];
    let refused: { error: HinomiError; header?: Frame['header'] } | undefined;
    // Batches beyond the request's share are not looked at and not acknowledged: the agent sends them again at once.
    const goesOn = (offset: number) =>
      offset < request.length && !refused && unpackedNow < quotas.unpackedPerRequest;
    for (let offset = 0, batches = 0; goesOn(offset); batches++) {
      let frame: Frame | undefined;
      try {
        if (batches >= batchLimits.batches) throw malformed('The request: too many batches; it', undefined);
        frame = frameAt(request, offset);
        offset += frame.bytes.length;
        const state = take(agent, frame, received, unpacked);
        if (state) taken.push(state);
        streams.add(frame.header.stream);
      } catch (error) {
        if (!(error instanceof HinomiError)) throw error;
        refused = { error, ...(frame ? { header: frame.header } : {}) };
        if (frame && book.taken(agent.id, frame.header.stream)) streams.add(frame.header.stream);
      }
    }
    await log.durable();
    for (const state of taken) book.commit(state);
    const body: BatchAnswer = {
      acks: [...streams].flatMap(stream => {
        const state = book.durable(agent.id, stream);
        return state ? [{ stream, epoch: state.epoch, sequence: state.sequence }] : [];
      }),
    };
    if (!refused) return { status: 200, body };
    const { error, header } = refused;
    body.refused = {
      stream: header?.stream ?? '',
      epoch: header?.epoch ?? 0,
      sequence: header?.sequence ?? 0,
      code: error.code,
      message: error.message,
      ...(error.place.line === undefined ? {} : { line: error.place.line }),
      ...(error.place.field === undefined ? {} : { field: error.place.field }),
    };
    const retryAfter = error.code === 'QUOTA_DAY' ? 600 : error.status === 429 ? 10 : 5;
    return {
      status: error.status,
      body,
      ...(error.status === 429 || error.status === 503 ? { retryAfter } : {}),
    };
  }

  return {
    authenticate,
    handleBatch,
    async handleEnrol(request) {
      if (!enrolCheck.Check(request))
        throw malformed('The enrolment', enrolCheck.Errors(request)[0]?.instancePath.slice(1));
      return enrol({ ...options, dailyQuota: quotas.dailyEvents }, request);
    },
    async handleFlow(agent, report) {
      countRequest(agent.id);
      if (!reportCheck.Check(report))
        throw malformed('The flow report', reportCheck.Errors(report)[0]?.instancePath.slice(1));
      flowKeeper.report(agent, report, quotas.streamsPerAgent);
    },
    issueEnrolmentToken: order => issueEnrolmentToken({ ...options, dailyQuota: quotas.dailyEvents }, order),
    flows: () => flowKeeper.records(),
    agentChanged: id => void known.delete(id),
    status: () => ({
      backlog: flusher.backlog,
      stored: flusher.stored,
      journalBytes: log.bytes,
      storeError: flusher.error,
    }),
    drain: ms => flusher.drain(ms),
    async close() {
      await flowKeeper.stop();
      await flusher.stop();
      await log.close();
    },
  };
}

/** Takes up the journal: stream states, and the blocks that are not known to be stored. */
function replay(
  log: RecordLog,
  book: StreamBook,
  flusher: Flusher,
  onProblem: (message: string) => void,
): void {
  for (const { type, body, segment, offset } of log.replay())
    try {
      if (type === recordType.snapshot) book.restore(JSON.parse(body.toString('utf8')) as BookSnapshot);
      else if (type === recordType.batch) {
        const { stamp, frame } = journalledBatch(body);
        const { header } = frameAt(frame, 0);
        book.commit(book.take({ ...stamp, header }));
        flusher.replayBatch(header.count);
      } else if (type === recordType.block) {
        const { number, rows } = JSON.parse(body.toString('utf8')) as { number: number; rows: number };
        book.block = Math.max(book.block, number);
        flusher.replayBlock(number, rows, { segment, offset });
      } else if (type === recordType.stored)
        flusher.replayStored((JSON.parse(body.toString('utf8')) as { number: number }).number);
    } catch (error) {
      onProblem(`journal segment ${segment}, offset ${offset}: ${(error as Error).message}`);
    }
}
