// Messages found again: behind a line of the mail log, or by their own id.
import { spam } from '../../../activity/background/spam.ts';
import { mailReceived, mailWritten } from '../../../activity/people/mail.ts';
import { sceneOf } from '../../../activity/scene.ts';
import { sliceOf } from '../../../activity/slice.ts';
import type { SimTime, World } from '../../../world/entities.ts';
import type { Mail, WorldEvent } from '../../../world/event.ts';
import { hashKeys } from '../../../world/random.ts';
import { projectionContext } from '../../context.ts';
import { mailTimes } from '../../network/mail-times.ts';
import { perWorld } from '../../network/per-world.ts';
import { postfix } from '../../postfix/source.ts';
import { compileProjection } from '../../project.ts';
import type { Facets } from '../../source.ts';
import { slicesOf } from '../happened.ts';

/** Slices of everyday mail kept for each world; a page of results stays within a few. */
const kept = 24;
const caches = new WeakMap<World, Map<number, readonly Mail[]>>();

function mailIn(world: World, slice: number): readonly Mail[] {
  let cache = caches.get(world);
  if (!cache) {
    cache = new Map();
    caches.set(world, cache);
  }
  const known = cache.get(slice);
  const list: Mail[] = [];
  if (!known) {
    const take = (event: WorldEvent) => {
      if (event.kind === 'mail') list.push(event);
    };
    for (const habit of [mailWritten, mailReceived, spam])
      habit.live(sceneOf(world), sliceOf(world, slice), take);
    if (cache.size >= kept) cache.delete(cache.keys().next().value!);
  }
  // Asked for last, dropped last.
  cache.delete(slice);
  cache.set(slice, known ?? list);
  return known ?? list;
}

export interface LogLine {
  at: SimTime;
  text: string;
  facets: Facets;
}

const projectionOf = perWorld(world => compileProjection([postfix], projectionContext(world)));

/** Lines the mail log has of a message. */
export function linesOf(world: World, event: Mail): LogLine[] {
  const lines: LogLine[] = [];
  projectionOf(world)(event, (_source, at, text, facets) =>
    lines.push({ at: Math.round(at * 1000) / 1000, text, facets }),
  );
  return lines;
}

/** Longest a message is on its way before a line of ours about it. */
const longest = 10 * 60_000;

/**
 * The message a line of the mail log is about, of the run's own or of everyday life: told by making its lines again.
 * Undefined when the line is about none.
 */
export function mailBehind(
  world: World,
  events: readonly WorldEvent[],
  line: { at: SimTime; text: string; object: string },
): Mail | undefined {
  const near = (event: Mail): boolean =>
    event.subject === line.object && event.at <= line.at + 1 && event.at > line.at - longest;
  const writes = (event: Mail): boolean => linesOf(world, event).some(({ text }) => text === line.text);
  for (const event of events) if (event.kind === 'mail' && near(event) && writes(event)) return event;
  // The latest first: most lines are written within seconds.
  for (const slice of slicesOf(world, line.at - 1, line.at + 1).reverse())
    for (const event of mailIn(world, slice)) if (near(event) && writes(event)) return event;
  return undefined;
}

const nameOf = (event: Mail): string => {
  const half = (salt: string) => hashKeys(salt, event.messageId, event.to[0] ?? '').toString(36);
  return `${half('mail').padStart(7, '0')}${half('id').padStart(7, '0')}`;
};

/** Id of a message: its time and what it is, and nothing that only the makers of the exercise know. */
export const mailId = (event: Mail): string => `${Math.round(event.at * 1000).toString(36)}-${nameOf(event)}`;

/** The message an id names; undefined when there is none. */
export function mailOf(world: World, events: readonly WorldEvent[], id: string): Mail | undefined {
  const time = /^([0-9a-z]{1,11})-[0-9a-z]{14}$/.exec(id)?.[1];
  if (time === undefined) return undefined;
  const at = Number.parseInt(time, 36) / 1000;
  const is = (event: Mail): boolean => Math.abs(event.at - at) < 1 && mailId(event) === id;
  for (const event of events) if (event.kind === 'mail' && is(event)) return event;
  for (const slice of slicesOf(world, at - 1, at + 1)) {
    const found = mailIn(world, slice).find(is);
    if (found) return found;
  }
  return undefined;
}

/** How far a message has come. */
export const stateOf = (event: Mail, now: SimTime): 'under-way' | Mail['outcome'] =>
  event.outcome !== 'rejected' && mailTimes(event).done > now ? 'under-way' : event.outcome;
