// The agent: sources → batches → spool → collector. Faces attackers: its own process, no access to any store.
import { chown, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { RandomBytes } from '#model/ids.ts';
import { type Clock, second } from '#model/time.ts';
import { Batcher } from './batcher.ts';
import { agentIdentity } from './identity.ts';
import { type KeptSource, keepSource } from './keep-source.ts';
import { CollectorClient } from './pinned.ts';
import { dropPrivileges } from './privileges.ts';
import { Pusher } from './pusher.ts';
import type { AgentSource, SourceStatus } from './source.ts';
import { Spool } from './spool.ts';

export interface AgentConfig {
  /** Identity, spool and status live here. */
  dir: string;
  /** Enrolment token text; needed at the first start only. */
  token?: string;
  /** Where the collector is now, when it has moved since enrolment; the pin stays. */
  url?: string;
  /** Bytes the spool may take. Default 512 MiB. */
  spoolBytes?: number;
  /** User and group to become after the sources are bound, when started as root. */
  becomeUser?: { user: string; group: string; uid: number; gid: number };
}

export interface AgentDeps {
  version: string;
  clock: Clock;
  random: RandomBytes;
  sources: readonly AgentSource[];
  log(line: string): void;
}

/** What `status.json` in the agent's folder says; rewritten every two seconds. */
export interface AgentStatus {
  agent: string;
  name: string;
  pid: number;
  at: number;
  sources: SourceStatus[];
  spool: { batches: number; bytes: number };
  streams: { stream: string; made: number; dropped: number; spooled: number }[];
  /** When the collector last answered and last acknowledged, and why not since ('' when it does). */
  collector: { url: string; lastAnswer: number; lastAck: number; problem: string };
}

export interface RunningAgent {
  status(): AgentStatus;
  /** Stops the sources, spools what is open, and tries `drainMs` to push it. */
  stop(drainMs?: number): Promise<void>;
}

const statusEvery = 2 * second;

/** Runs an agent until stopped. @throws HinomiError when it is not enrolled and cannot be. */
export async function runAgent(config: AgentConfig, deps: AgentDeps): Promise<RunningAgent> {
  const { clock, random, log } = deps;
  const identity = await agentIdentity(config.dir, config.token, deps.version, random);
  const url = config.url ?? identity.url;
  const spool = new Spool({
    dir: join(config.dir, 'spool'),
    clock,
    random,
    maxBytes: config.spoolBytes ?? 512 * 1024 * 1024,
    onProblem: log,
  });
  const client = new CollectorClient(url, identity.pin);
  const streams = () =>
    spool.counts().map(counts => ({ ...counts, spooled: counts.spooled + batcher.pending(counts.stream) }));
  const pusher = new Pusher({
    spool,
    client,
    authorization: identity.authorization,
    clock,
    random,
    onProblem: log,
    report: () => ({
      sent: clock(),
      version: deps.version,
      streams: streams()
        .slice(0, 64)
        .map(entry => ({ ...entry, epoch: spool.epoch, ...failureOf(entry.stream, kept) })),
    }),
  });
  const batcher = new Batcher({ spool, clock, onSpooled: () => pusher.wake() });
  const kept: KeptSource[] = [];
  for (const source of deps.sources) {
    batcher.openStream(source.stream);
    const keeper = await keepSource(source, event => batcher.emit(source.stream, event), clock);
    const { state, port, reason } = keeper.status();
    log(`${source.stream}: ${state}${port ? ` on port ${port}` : ''}${reason && `: ${reason}`}`);
    kept.push(keeper);
  }
  const { becomeUser } = config;
  if (becomeUser && process.getuid?.() === 0) {
    await giveFolder(config.dir, becomeUser.uid, becomeUser.gid);
    dropPrivileges(becomeUser.user, becomeUser.group);
  }
  batcher.start();
  pusher.start();

  const status = (): AgentStatus => ({
    agent: identity.agent,
    name: identity.name,
    pid: process.pid,
    at: clock(),
    sources: kept.map(keeper => keeper.status()),
    spool: spool.waiting,
    streams: streams(),
    collector: { url, lastAnswer: pusher.lastAnswer, lastAck: pusher.lastAck, problem: pusher.problem },
  });
  const statusPath = join(config.dir, 'status.json');
  const writeStatus = async () => {
    await writeFile(`${statusPath}.new`, JSON.stringify(status()), { mode: 0o600 });
    await rename(`${statusPath}.new`, statusPath);
  };
  const beat = async () => {
    for (const keeper of kept) await keeper.check();
    // A full disk stops the status file, not the agent.
    await writeStatus().catch(() => {});
  };
  let beating: Promise<void> | undefined = beat();
  const timer = setInterval(() => {
    beating ??= beat().finally(() => {
      beating = undefined;
    });
  }, statusEvery);
  await beating;
  beating = undefined;

  return {
    status,
    async stop(drainMs = 2 * second) {
      clearInterval(timer);
      await beating;
      for (const keeper of kept) await keeper.stop();
      await batcher.stop();
      const until = Date.now() + drainMs;
      while (spool.waiting.batches > 0 && Date.now() < until)
        await new Promise(resolve => setTimeout(resolve, 20));
      await pusher.stop();
      client.close();
      await spool.close();
      await writeStatus().catch(() => {});
    },
  };
}

function failureOf(stream: string, kept: readonly KeptSource[]): { failed?: string } {
  const found = kept.map(keeper => keeper.status()).find(entry => entry.stream === stream);
  return found?.state === 'failed' ? { failed: found.reason.slice(0, 300) || 'failed' } : {};
}

async function giveFolder(dir: string, uid: number, gid: number): Promise<void> {
  try {
    await chown(dir, uid, gid);
    for (const name of await readdir(dir)) {
      const path = join(dir, name);
      if ((await stat(path)).isDirectory()) await giveFolder(path, uid, gid);
      else await chown(path, uid, gid);
    }
  } catch (cause) {
    throw new HinomiError('PRIVILEGES_KEPT', `Cannot hand ${dir} to user ${uid}.`, {
      place: { file: dir },
      remedy: 'Keep the agent folder on a file system that knows owners.',
      cause,
    });
  }
}
