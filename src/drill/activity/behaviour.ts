// What a behaviour is: one habit of people, machines or the outside, living slice by slice.
import type { Happens } from '../world/event.ts';
import type { Scene } from './scene.ts';
import type { Slice } from './slice.ts';

export interface Behaviour {
  /** Also its purpose in random streams: `web`, `oddity:port-scan`. */
  id: string;
  /** What a reader of the logs sees of it. */
  summary: string;
  /**
   * Gives what happens in a slice. Draws only from streams keyed (seed, entity, id…, slice), so that it neither depends on
   * nor disturbs any other behaviour. Nothing may lie before the slice; at most 600 s after its end.
   */
  live(scene: Scene, slice: Slice, happens: Happens): void;
}
