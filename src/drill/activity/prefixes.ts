// The beginning of an entity's stream keys, hashed once a purpose instead of once a slice: there are millions of streams.
import { type Prefix, prefixOf } from '../world/random.ts';
import type { Scene } from './scene.ts';

const known = new WeakMap<Scene, Map<string, Prefix[]>>();

/** Hashes of (seed, entity, purpose) in a scene; `index` numbers the entity among all that are asked for under the purpose. */
export function prefixesFor(scene: Scene, purpose: string): (entity: string, index: number) => Prefix {
  let purposes = known.get(scene);
  if (!purposes) {
    purposes = new Map();
    known.set(scene, purposes);
  }
  const list = purposes.get(purpose) ?? [];
  purposes.set(purpose, list);
  return (entity, index) => {
    const found = list[index];
    if (found !== undefined) return found;
    const prefix = prefixOf(scene.seed, entity, purpose);
    list[index] = prefix;
    return prefix;
  };
}
