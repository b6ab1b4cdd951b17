// Everyday life of an organisation: every behaviour lives its part of a slice.
import type { World } from '../world/entities.ts';
import type { Happens } from '../world/event.ts';
import { behaviours } from './behaviours.ts';
import { sceneOf } from './scene.ts';
import { sliceOf } from './slice.ts';

/**
 * What happens in a slice of 600 s (0 … `sliceCount` − 1). Depends on the world and the slice alone. Events come in no order
 * of time, none earlier than the slice, some up to 600 s after it.
 */
export function everyday(world: World, slice: number, happens: Happens): void {
  const scene = sceneOf(world);
  const span = sliceOf(world, slice);
  for (const behaviour of behaviours) behaviour.live(scene, span, happens);
}
