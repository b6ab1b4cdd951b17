// What a block of a name or address does to everyday work.
import type { Order } from './order.ts';

/** Sources that show visits; everyday lines about a blocked site are missing there. */
const sources = ['squid', 'bind', 'zeek-dns', 'zeek-http', 'zeek-ssl', 'zeek-files', 'windows-sysmon'];

/** Masks everyday visits of a name and charges for them by the site's weight; false when nobody goes there. */
export function connectionTo(order: Order, name: string): boolean {
  const { world, scene } = order.run;
  let visited = false;
  for (const site of world.internet.sites) {
    const hosts = [site.domain, ...site.hosts].filter(host => host === name || host.endsWith(`.${name}`));
    if (hosts.length === 0) continue;
    visited = true;
    for (const object of new Set(hosts)) order.mask({ object, sources });
    order.costs(world.organisation.hourlyCost.internet * Math.min(1, scene.siteShare(site) * 4));
  }
  return visited;
}

/** The same for an address. */
export function visitsTo(order: Order, address: string): boolean {
  const { world, scene } = order.run;
  const sites = world.internet.sites.filter(site => site.addresses.includes(address));
  if (sites.length === 0) return false;
  order.mask({ address });
  for (const site of sites)
    order.costs(world.organisation.hourlyCost.internet * Math.min(1, scene.siteShare(site) * 4));
  return true;
}
