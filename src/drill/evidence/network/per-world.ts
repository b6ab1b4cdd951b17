// What a source works out once for a world and keeps beside it.
import type { World } from '../../world/entities.ts';

/** Remembers what is made for each world; the world in use answers without a look-up. */
export function perWorld<T>(make: (world: World) => T): (world: World) => T {
  const all = new WeakMap<World, T>();
  let last: World | undefined;
  let value: T | undefined;
  return world => {
    if (world === last) return value as T;
    let found = all.get(world);
    if (found === undefined) {
      found = make(world);
      all.set(world, found);
    }
    last = world;
    value = found;
    return found;
  };
}
