// What happened, looked up again: everyday life of a stretch of time (made anew from the world) and what a run added to it.
// Life of one PC costs next to nothing, since the habits of everybody else are left out.
import { behaviours } from '../../activity/behaviours.ts';
import { everyday } from '../../activity/everyday.ts';
import { type Scene, sceneOf } from '../../activity/scene.ts';
import { sliceCount, sliceMs, sliceOf } from '../../activity/slice.ts';
import type { Mask, Run } from '../../run/run.ts';
import type { Host, Person, SimTime, World } from '../../world/entities.ts';
import type { WorldEvent } from '../../world/event.ts';

/** What a run adds to everyday life and takes from it. */
export type Played = Pick<Run, 'events' | 'masks'>;

/** Events may lie this long after their slice. */
const overhang = 1;

/** Slices whose events can lie in a stretch of time, half-open. */
export function slicesOf(world: World, from: SimTime, to: SimTime): number[] {
  const first = Math.max(0, Math.floor((from - world.start) / sliceMs) - overhang);
  const last = Math.min(sliceCount(world) - 1, Math.ceil((to - world.start) / sliceMs) - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}

/**
 * The scene in which only one person lives. Whoever goes through the people finds that one; who draws one by number, or
 * counts them, finds all, so that every stream of random numbers stays as it is.
 */
function aloneIn(scene: Scene, person: Person): Scene {
  const people = [...scene.people];
  people[Symbol.iterator] = () => [person].values();
  return { ...scene, people };
}

const scenes = new WeakMap<Host, { world: World; scene: Scene }>();
function sceneFor(world: World, host: Host): Scene {
  const { owner } = host;
  if (!owner) return sceneOf(world);
  let kept = scenes.get(host);
  if (kept?.world !== world) {
    kept = { world, scene: aloneIn(sceneOf(world), owner) };
    scenes.set(host, kept);
  }
  return kept.scene;
}

/** Habits of people and PCs that happen on the PC of the person they belong to. */
const own = new Set([
  'logging-on',
  'vpn',
  'web',
  'mail-written',
  'files',
  'applications',
  'prints',
  'tools',
  'mistypes',
  'usb',
  'steady-polls',
  'macro-workbooks',
  'collecting',
  'unwanted-software',
]);
const ownHabits = behaviours.filter(({ id }) => own.has(id) || id.startsWith('pc-'));

/** Everyday life of a slice on a host; on a PC its own habits alone. */
export function everydayOn(world: World, host: Host, slice: number): WorldEvent[] {
  const events: WorldEvent[] = [];
  const take = (event: WorldEvent) => {
    if (touches(event, host)) events.push(event);
  };
  if (host.owner) {
    const scene = sceneFor(world, host);
    for (const habit of ownHabits) habit.live(scene, sliceOf(world, slice), take);
  } else everyday(world, slice, take);
  return events;
}

/** True when the event is on a host, or a flow of it has the host's address at an end. */
export function touches(event: WorldEvent, host: Host): boolean {
  if (event.host === host || event.host.name === host.name) return true;
  switch (event.kind) {
    case 'connection':
      return event.source.ip === host.ip || event.destination.ip === host.ip;
    case 'web':
      return event.client.ip === host.ip;
    default:
      return false;
  }
}

/** True when a defender's action, or the attack, kept an everyday event of a host from happening. */
export const prevented = (masks: readonly Mask[], event: WorldEvent): boolean =>
  masks.some(
    mask =>
      !mask.sources &&
      mask.object === undefined &&
      mask.user === undefined &&
      event.at >= mask.from &&
      event.at < mask.to &&
      (mask.host === undefined || mask.host === event.host.name) &&
      (mask.address === undefined || mask.address === event.host.ip) &&
      (mask.host ?? mask.address) !== undefined,
  );

/** Events that touch a host in a stretch of time, half-open, sorted by time. `pause` lets others work between slices. */
export async function eventsOn(
  world: World,
  played: Played,
  host: Host,
  { from, to }: { from: SimTime; to: SimTime },
  pause: () => Promise<void> = async () => {},
): Promise<WorldEvent[]> {
  const inside = (event: WorldEvent) => event.at >= from && event.at < to;
  const events = played.events.filter(event => inside(event) && touches(event, host));
  for (const slice of slicesOf(world, from, to)) {
    for (const event of everydayOn(world, host, slice))
      if (inside(event) && !prevented(played.masks, event)) events.push(event);
    await pause();
  }
  return events.sort((a, b) => a.at - b.at);
}
