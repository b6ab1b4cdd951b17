// One host's part in a message's way: its lines, all with the same queue id.
import type { Host, SimTime } from '../../world/entities.ts';
import type { Mail } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import type { Emit, ProjectionContext } from '../source.ts';
import { type Clock, clockOf } from '../syslog/clock.ts';
import { daemonPid, logName, syslogLine } from '../syslog/line.ts';
import { queueId } from './queue-id.ts';

/** Queue id of a message that arrived on a host of ours. */
export const queueIdOn = (seed: number, host: Host, event: Mail, at: SimTime): string =>
  queueId(at, 260_000 + (hashKeys(seed, host.name, event.messageId, at) % 900_000));

/** Writes lines of one host about one message. */
export class Hop {
  readonly id: string;
  readonly #name: string;
  readonly #host: Host;
  readonly #event: Mail;
  readonly #emit: Emit;
  readonly #clock: Clock;
  readonly #seed: number;

  constructor(host: Host, event: Mail, at: SimTime, emit: Emit, { world }: ProjectionContext) {
    this.#host = host;
    this.#event = event;
    this.#emit = emit;
    this.#clock = clockOf(world);
    this.#seed = world.seed;
    this.#name = logName(host);
    this.id = queueIdOn(world.seed, host, event, at);
  }

  /** Workers of a service share a few pids; qmgr and postscreen have one. */
  write(at: SimTime, service: string, text: string, code: string): void {
    const event = this.#event;
    const single = service === 'qmgr' || service === 'postscreen';
    const worker = single ? 0 : hashKeys(event.messageId, service) % 24;
    const pid = daemonPid(this.#seed, this.#host, `postfix/${service}`) + worker * 7;
    this.#emit(
      at,
      syslogLine(this.#clock, at, this.#name, `postfix/${service}`, pid, text),
      this.facets(code),
    );
  }

  /** A line of a mail filter beside Postfix. */
  filter(at: SimTime, program: string, text: string): void {
    const pid = daemonPid(this.#seed, this.#host, program);
    const line = syslogLine(this.#clock, at, this.#name, program, pid, text);
    this.#emit(at, line, this.facets(program));
  }

  facets(code: string) {
    const event = this.#event;
    return {
      host: this.#host.name,
      user: (event.direction === 'in' ? (event.to[0] ?? '') : event.from.mail).split('@')[0]!.toLowerCase(),
      source: event.direction === 'in' ? event.peer.ip : event.client.ip,
      destination: event.direction === 'out' ? event.peer.ip : '',
      object: event.subject,
      code,
    };
  }
}
