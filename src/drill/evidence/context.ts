// What projection functions may ask besides the event itself.
import type { SimTime, World } from '../world/entities.ts';
import { hashKeys } from '../world/random.ts';
import type { ProjectionContext } from './source.ts';

/** Numbers per millisecond: records of one log at least 1/8 ms apart get different ones. */
const perMillisecond = 8;
const day = 86_400_000;

/**
 * Context of a world. Record ids are a base of the (channel, host) plus the time in 1/8 ms since the day before the world
 * begins: they grow with time whatever else happens, and leave the gaps a forwarder's selection leaves. Two records of one
 * channel and host within the same 1/8 ms share a number; events of a chain are therefore spaced wider than that.
 */
export function projectionContext(world: World): ProjectionContext {
  const bases = new Map<string, Map<string, number>>();
  const baseOf = (channel: string, host: string): number => {
    let hosts = bases.get(channel);
    if (!hosts) {
      hosts = new Map();
      bases.set(channel, hosts);
    }
    let base = hosts.get(host);
    if (base === undefined) {
      base = 100_000 + (hashKeys(world.seed, host, 'record-id', channel) % 60_000_000);
      hosts.set(host, base);
    }
    return base;
  };
  const origin = world.start - day;
  return {
    world,
    recordId: (channel: string, host: string, at: SimTime) =>
      baseOf(channel, host) + Math.floor(Math.max(0, at - origin) * perMillisecond),
  };
}
