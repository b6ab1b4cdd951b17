// Starts a list of honeypots for an agent: shared limits, one limiter for all reflector baits, and a state for each.
import { join } from 'node:path';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import type { CaptureSink, HoneypotStats, RunningHoneypot, StartContext } from './honeypot.ts';
import { defaultLimits, fitConnections, type HoneypotLimits, openFileLimit } from './limits.ts';
import { findHoneypot, honeypots } from './registry.ts';
import {
  createReflectionLimiter,
  defaultReflectionLimits,
  type ReflectionLimits,
  type ReflectionMemory,
} from './udp/limiter.ts';
import { openReflectionMemory } from './udp/reflection-memory.ts';

export interface HoneypotChoice {
  id: string;
  /** Default: the agent's address and the honeypot's default port. */
  address?: string;
  port?: number;
  settings?: unknown;
}

export interface HoneypotsConfig {
  address: string;
  honeypots: readonly HoneypotChoice[];
  limits?: Partial<HoneypotLimits>;
  reflection?: Partial<ReflectionLimits>;
}

export type HoneypotsDeps = Pick<StartContext, 'clock' | 'random' | 'log' | 'stateDir'> & {
  capture?: CaptureSink;
};

/** One honeypot made ready to start; has the shape of an agent's source. */
export interface HoneypotSource {
  /** `honeypot.<id>`. */
  stream: string;
  /** @throws HinomiError `HONEYPOT_UNKNOWN`, `HONEYPOT_SETTINGS`, `HONEYPOT_LISTEN`. */
  start(emit: (event: Event) => void): Promise<RunningHoneypot>;
}

/** Without a memory nothing may be answered: the UDP baits then only listen, and the operator reads why. */
function reflectionMemory({ stateDir, clock, log }: HoneypotsDeps): ReflectionMemory {
  try {
    return openReflectionMemory(join(stateDir, 'answered'), clock);
  } catch (error) {
    log(
      `UDP baits stay silent: whom they answer cannot be remembered in ${stateDir}: ${(error as Error).message}`,
    );
    return { remembered: [], note: () => false };
  }
}

/** The chosen honeypots as sources that can be started, stopped and started again one by one. */
export function honeypotSources(config: HoneypotsConfig, deps: HoneypotsDeps): HoneypotSource[] {
  const limits = { ...defaultLimits, ...config.limits };
  const reflection = createReflectionLimiter(
    { ...defaultReflectionLimits, ...config.reflection },
    reflectionMemory(deps),
  );
  const listeners = config.honeypots.filter(
    ({ id }) => findHoneypot(id)?.descriptor.transport === 'tcp',
  ).length;
  const connections = fitConnections(limits.connections, listeners, openFileLimit());
  return config.honeypots.map(choice => ({
    stream: `honeypot.${choice.id}`,
    async start(emit) {
      const honeypot = findHoneypot(choice.id);
      if (!honeypot)
        throw new HinomiError('HONEYPOT_UNKNOWN', `there is no honeypot called ${choice.id}`, {
          remedy: `Use one of: ${honeypots.map(known => known.descriptor.id).join(', ')}.`,
          status: 400,
        });
      return honeypot.start({
        ...deps,
        settings: choice.settings ?? {},
        address: choice.address ?? config.address,
        port: choice.port ?? honeypot.descriptor.defaultPort,
        limits: { ...limits, connections },
        reflection,
        emit,
      });
    },
  }));
}

export type HoneypotState =
  | { id: string; state: 'up'; port: number; stats: HoneypotStats }
  | { id: string; state: 'failed'; reason: string; remedy: string };

export interface RunningHoneypots {
  states(): HoneypotState[];
  stop(): Promise<void>;
}

/** Starts the chosen honeypots. Never throws for one that cannot start: it is reported as failed and the others run. */
export async function startHoneypots(
  config: HoneypotsConfig,
  deps: HoneypotsDeps & { emit(event: Event): void },
): Promise<RunningHoneypots> {
  const { emit, ...rest } = deps;
  const results = await Promise.all(
    honeypotSources(config, rest).map(async ({ stream, start }) => {
      const id = stream.slice('honeypot.'.length);
      try {
        return { id, running: await start(emit) };
      } catch (error) {
        const { message } = error as Error;
        return { id, reason: message, remedy: error instanceof HinomiError ? error.remedy : '' };
      }
    }),
  );
  return {
    states: () =>
      results.map(({ id, running, reason = '', remedy = '' }) =>
        running
          ? { id, state: 'up', port: running.port, stats: running.stats() }
          : { id, state: 'failed', reason, remedy },
      ),
    async stop() {
      await Promise.all(results.map(({ running }) => running?.stop()));
    },
  };
}
