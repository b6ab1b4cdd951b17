// Makes the events of one honeypot: ids, addresses, session, meaning, size bounds and the event budget in one place.
import { type Event, labelLimit, textLimit } from '#model/event/event.ts';
import { eventField } from '#model/event/fields.ts';
import { uuidv7 } from '#model/ids.ts';
import { formatIp, parseIp } from '#model/ip.ts';
import { labelNameLimit, lengthLimit } from '../collector/check-value.ts';
import { type Action, type ActionMeaning, actions } from './actions.ts';
import { createEventBudget } from './event-budget.ts';
import type { HoneypotDescriptor, StartContext } from './honeypot.ts';

export interface Endpoint {
  ip: string;
  port: number;
}

/** One visit; everything reported through it carries its id and both ends. */
export interface Session {
  id: string;
  source: Endpoint;
  destination: Endpoint;
  report(action: Action, fields?: Partial<Event>): void;
}

export interface Reporter {
  session(source: Endpoint, destination: Endpoint): Session;
  /** Emits the counts of events left out in minutes that have ended; all of them with `force`. */
  flush(force?: boolean): void;
  counts: { events: number; suppressed: number };
}

/** Plain text form of a socket's address: no zone, IPv4-mapped addresses as IPv4; `::` when it is no address. */
export function plainIp(address: string | undefined): string {
  const bytes = parseIp((address ?? '').replace(/%.*$/, ''));
  return bytes ? formatIp(bytes) : '::';
}

/** Cuts a text to `limit` UTF-16 units without splitting a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit);
}

/** Hostile text made storable: valid UTF-16, bounded, no NUL. */
const clean = (text: string, limit: number): string => clip(text.toWellFormed().replaceAll('\0', '␀'), limit);

function cleanLabels(labels: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(labels).slice(0, labelLimit))
    kept[clean(key, labelNameLimit)] = clean(value, textLimit);
  return kept;
}

/** A reporter for one running honeypot. */
export function createReporter(
  descriptor: HoneypotDescriptor,
  { clock, random, emit, limits }: Pick<StartContext, 'clock' | 'random' | 'emit' | 'limits'>,
): Reporter {
  const budget = createEventBudget<Session>(limits.eventsPerSource, limits.events);
  const counts = { events: 0, suppressed: 0 };

  const send = (session: Session, action: Action, fields: Partial<Event>): void => {
    const now = clock();
    const meaning: ActionMeaning = actions[action];
    const event: Event = {
      '@timestamp': now,
      'event.id': uuidv7(now, random),
      'event.module': 'honeypot',
      'event.dataset': `honeypot.${descriptor.id}`,
      'event.category': meaning.category,
      'event.action': action,
      'observer.type': 'honeypot',
      'hinomi.vantage': 'honeypot',
      'hinomi.session': session.id,
      'source.ip': session.source.ip,
      'source.port': session.source.port,
      'destination.ip': session.destination.ip,
      'destination.port': session.destination.port,
      'network.transport': descriptor.transport,
      'network.protocol': descriptor.protocol,
    };
    if (meaning.rsit) event['rsit.type'] = meaning.rsit;
    if (meaning.techniques.length > 0) event['threat.technique.id'] = [...meaning.techniques];
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      const kept =
        name === 'labels'
          ? cleanLabels(value as Record<string, string>)
          : typeof value === 'string'
            ? clean(value, lengthLimit(name, eventField(name)?.type ?? 'keyword'))
            : value;
      Object.assign(event, { [name]: kept });
    }
    counts.events++;
    emit(event);
  };

  return {
    counts,
    session(source, destination) {
      const session: Session = {
        id: Buffer.from(random(8)).toString('hex'),
        source,
        destination,
        report(action, fields = {}) {
          if (budget.take(source.ip, session, clock())) send(session, action, fields);
          else counts.suppressed++;
        },
      };
      return session;
    },
    flush(force = false) {
      for (const { last, count } of budget.drain(clock(), force))
        send(last, 'suppressed', {
          message: `${count} more events of this source were counted, not recorded`,
          labels: { suppressed: String(count) },
        });
    },
  };
}
