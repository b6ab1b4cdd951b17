// The contract every honeypot keeps: a descriptor, and a server shell that turns visitors into events and nothing else.
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { HinomiError } from '#model/errors.ts';
import type { Event } from '#model/event/event.ts';
import type { RandomBytes } from '#model/ids.ts';
import type { Clock } from '#model/time.ts';
import type { Action } from './actions.ts';
import type { HoneypotLimits } from './limits.ts';
import type { ReflectionLimiter } from './udp/limiter.ts';

export interface Bilingual {
  en: string;
  ja: string;
}

export interface HoneypotDescriptor<S extends TSchema = TSchema> {
  id: string;
  title: Bilingual;
  summary: Bilingual;
  transport: 'tcp' | 'udp';
  /** `network.protocol` of its events. */
  protocol: string;
  /** Unprivileged default; redirect the well-known port to it. */
  defaultPort: number;
  /** The port the real service listens on. */
  servicePort: number;
  settings: S;
  /** What it reports; meaning in RSIT and ATT&CK terms is in `actions.ts`. */
  emits: readonly Action[];
  personalData: Bilingual;
  /** Everything it may do. A honeypot listens; it never connects. */
  capabilities: readonly ['network:listen'];
  references: readonly string[];
}

/** Bytes a visitor uploaded, for a sink that stores them safely (encrypted, never executable). */
export type CaptureSink = (
  bytes: Uint8Array,
  meta: { sha256: string; name: string; session: string; truncated: boolean },
) => void;

export interface StartContext {
  /** Checked against the descriptor's schema; defaults are filled in. */
  settings: unknown;
  address: string;
  /** 0 picks a free port. */
  port: number;
  emit(event: Event): void;
  clock: Clock;
  random: RandomBytes;
  limits: HoneypotLimits;
  /** One line for the operator; never holds what a visitor typed. */
  log(line: string): void;
  /** Where host keys and certificates are kept between runs. */
  stateDir: string;
  /** Default: uploads are hashed and forgotten. */
  capture?: CaptureSink;
  /** Shared by all UDP baits of a process, so that a victim never adds up what several baits send. */
  reflection?: ReflectionLimiter;
}

export interface HoneypotStats {
  /** Open now / taken / turned away since start. UDP: open is the number of sources followed. */
  open: number;
  accepted: number;
  refused: number;
  events: number;
  suppressed: number;
  bytesIn: number;
  bytesOut: number;
}

export interface RunningHoneypot {
  port: number;
  /** Closes the listener and every connection; nothing is emitted after it resolves. */
  stop(): Promise<void>;
  stats(): HoneypotStats;
}

export interface Honeypot {
  descriptor: HoneypotDescriptor;
  /** @throws HinomiError `HONEYPOT_SETTINGS`, `HONEYPOT_LISTEN`. */
  start(context: StartContext): Promise<RunningHoneypot>;
}

/** Ties a descriptor to its server shell; the shell gets settings of the descriptor's own type. */
export function defineHoneypot<S extends TSchema>(
  descriptor: HoneypotDescriptor<S>,
  start: (
    settings: Static<S>,
    context: StartContext,
    descriptor: HoneypotDescriptor,
  ) => Promise<RunningHoneypot>,
): Honeypot {
  return {
    descriptor,
    start: async context => start(readSettings(descriptor, context.settings), context, descriptor),
  };
}

/** Settings with defaults filled in. @throws HinomiError `HONEYPOT_SETTINGS` naming the field. */
export function readSettings<S extends TSchema>(
  descriptor: HoneypotDescriptor<S>,
  given: unknown,
): Static<S> {
  const filled = Value.Default(descriptor.settings, structuredClone(given ?? {}));
  const [wrong] = Value.Errors(descriptor.settings, filled);
  if (wrong)
    throw new HinomiError(
      'HONEYPOT_SETTINGS',
      `honeypot ${descriptor.id}: setting ${wrong.instancePath || '/'} ${wrong.message}`,
      {
        place: { field: wrong.instancePath || '/' },
        remedy: 'Correct the setting; docs list each honeypot with its settings.',
        status: 400,
      },
    );
  return filled as Static<S>;
}
