// What looks bad and is not: false leads every investigation meets. The cause is hidden from trainees.
import type { Happens } from '../../world/event.ts';
import type { Behaviour } from '../behaviour.ts';
import type { Scene } from '../scene.ts';
import type { Slice } from '../slice.ts';

/** Declares an oddity; its id is its purpose in streams and, with `oddity:` before it, the cause of its events. */
export const oddity = (
  id: string,
  summary: string,
  live: (scene: Scene, slice: Slice, happens: Happens, cause: string) => void,
): Behaviour => {
  const cause = `oddity:${id}`;
  return { id: cause, summary, live: (scene, slice, happens) => live(scene, slice, happens, cause) };
};
