// Keeps one source running: starts it, notices when it fails, tries again.
import { HinomiError } from '#model/errors.ts';
import { type Clock, minute } from '#model/time.ts';
import type { AgentSource, Emit, RunningSource, SourceStatus } from './source.ts';

export interface KeptSource {
  status(): SourceStatus;
  /** Starts it again when it is failed; called by the agent's clock. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

const retryAfter = minute;

/** Starts a source; resolves when it runs or has failed once. */
export async function keepSource(source: AgentSource, emit: Emit, clock: Clock): Promise<KeptSource> {
  let running: RunningSource | undefined;
  let stopped = false;
  let status: SourceStatus = {
    stream: source.stream,
    state: 'starting',
    port: 0,
    reason: '',
    remedy: '',
    since: clock(),
  };

  const start = async (): Promise<void> => {
    try {
      running = await source.start(emit);
      status = { ...status, state: 'up', port: running.port ?? 0, reason: '', remedy: '', since: clock() };
    } catch (error) {
      const remedy = error instanceof HinomiError ? error.remedy : '';
      status = { ...status, state: 'failed', reason: (error as Error).message, remedy, since: clock() };
    }
  };

  const look = async (): Promise<void> => {
    const reason = running?.failed?.() ?? '';
    if (reason === '') return;
    const dead = running;
    running = undefined;
    status = { ...status, state: 'failed', reason, since: clock() };
    await dead?.stop().catch(() => {});
  };

  await start();
  return {
    status: () => status,
    async check() {
      await look();
      if (!stopped && !running && clock() - status.since >= retryAfter) await start();
    },
    async stop() {
      stopped = true;
      await running?.stop();
    },
  };
}
