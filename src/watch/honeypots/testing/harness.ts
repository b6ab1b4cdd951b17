// What honeypot tests share: starting one on a free port with real clock and random, and judging its events by the dictionary.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '#model/event/event.ts';
import { eventField } from '#model/event/fields.ts';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { rsitTypes } from '#model/vocab/rsit.ts';
import { problemWith } from '../../collector/check-value.ts';
import { type Action, actions } from '../actions.ts';
import type { CaptureSink, Honeypot, RunningHoneypot } from '../honeypot.ts';
import { defaultLimits, type HoneypotLimits } from '../limits.ts';

const shared = mkdtempSync(join(tmpdir(), 'hinomi-honeypots-'));
process.once('exit', () => rmSync(shared, { recursive: true, force: true }));

export interface Trial extends RunningHoneypot {
  events: Event[];
  /** Waits until an event fits, or throws after `ms`. */
  waitFor(fits: (event: Event) => boolean, ms?: number): Promise<Event>;
}

export interface TrialOptions {
  settings?: unknown;
  limits?: Partial<HoneypotLimits>;
  address?: string;
  port?: number;
  capture?: CaptureSink;
}

/** Starts a honeypot on loopback; host keys are made once for all trials. */
export async function tryHoneypot(honeypot: Honeypot, options: TrialOptions = {}): Promise<Trial> {
  const events: Event[] = [];
  const running = await honeypot.start({
    settings: options.settings ?? {},
    address: options.address ?? '127.0.0.1',
    port: options.port ?? 0,
    emit: event => events.push(event),
    clock: systemClock,
    random: systemRandom,
    limits: { ...defaultLimits, ...options.limits },
    log: () => {},
    stateDir: shared,
    ...(options.capture ? { capture: options.capture } : {}),
  });
  return {
    ...running,
    events,
    async waitFor(fits, ms = 10_000) {
      const until = performance.now() + ms;
      for (;;) {
        const found = events.find(fits);
        if (found) return found;
        if (performance.now() > until)
          throw new Error(`no such event; seen: ${events.map(event => event['event.action']).join(' ')}`);
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    },
  };
}

/** What is wrong with an event, as the dictionary and the honeypot contract see it. */
export function faults({ descriptor }: Honeypot, event: Event): string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(event)) {
    const field = eventField(name);
    if (!field) found.push(`${name} is not in the dictionary`);
    else if (problemWith(name, field.type, value))
      found.push(`${name}: ${problemWith(name, field.type, value)}`);
  }
  for (const name of [
    'hinomi.session',
    'source.ip',
    'source.port',
    'destination.ip',
    'destination.port',
  ] as const)
    if (event[name] === undefined || event[name] === '') found.push(`${name} is missing`);
  const action = event['event.action'] as Action;
  if (!descriptor.emits.includes(action))
    found.push(`${action} is not among what the descriptor says it emits`);
  if (!(action in actions)) found.push(`${action} is no known action`);
  if (event['rsit.type'] !== undefined && !rsitTypes.includes(event['rsit.type'] as never))
    found.push(`${event['rsit.type']} is no RSIT type`);
  if (event['event.dataset'] !== `honeypot.${descriptor.id}`) found.push('dataset');
  return found;
}

/** Whether a program is installed; says so once when it is not, so that a skipped test has its reason in the log. */
export function have(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`skipped: ${program} is not installed (scripts/setup-debian.sh installs it)`);
    return false;
  }
}
