// Where an agent's events come from: a honeypot, a live capture, a followed log. A source that cannot start is shown, with
// the reason, and tried again.
import type { Event } from '#model/event/event.ts';

/** Takes an event of a stream; never throws, never waits. */
export type Emit = (event: Event) => void;

/** A source under way. */
export interface RunningSource {
  stop(): Promise<void>;
  /** Port it listens on, when it does. */
  port?: number;
  /** A reason, when it has stopped working since; '' or absent while it works. */
  failed?(): string;
}

export interface AgentSource {
  /** Stream its events go into: `honeypot.ssh`, `capture.eth0`, `log.zeek`. */
  stream: string;
  start(emit: Emit): Promise<RunningSource>;
}

/** How a source fares, for health pages. */
export interface SourceStatus {
  stream: string;
  state: 'starting' | 'up' | 'failed';
  port: number;
  reason: string;
  remedy: string;
  since: number;
}
