// What a block of a name or address does to everyday work: visits do not happen, and who still tries is refused.
import { browserOf } from '../activity/people/web.ts';
import { type Course, play } from '../run/state.ts';
import { fetchPage } from '../run/traces/network.ts';
import type { Site, World } from '../world/entities.ts';
import type { Order } from './order.ts';

/** Sources that show visits; everyday lines about a blocked site are missing there. */
const sources = ['squid', 'bind', 'zeek-dns', 'zeek-http', 'zeek-ssl', 'zeek-files', 'windows-sysmon'];

/** People go on trying for a while: refusals an hour fall by half in this many hours. */
const giveUp = 1.5;
/** Refusals an hour at most; nobody reads more of the same. */
const mostRefusals = 90;

const byAddress = new WeakMap<World, Map<string, Site[]>>();

function sitesAt(world: World, address: string): readonly Site[] {
  let index = byAddress.get(world);
  if (!index) {
    index = new Map();
    for (const site of world.internet.sites)
      for (const one of site.addresses) index.set(one, [...(index.get(one) ?? []), site]);
    byAddress.set(world, index);
  }
  return index.get(address) ?? [];
}

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
    refuse(order, site, hosts.find(host => site.hosts.includes(host)) ?? name);
  }
  return visited;
}

/** The same for an address. */
export function visitsTo(order: Order, address: string): boolean {
  const { world, scene } = order.run;
  const sites = sitesAt(world, address);
  if (sites.length === 0) return false;
  order.mask({ address });
  for (const site of sites) {
    order.costs(world.organisation.hourlyCost.internet * Math.min(1, scene.siteShare(site) * 4));
    refuse(order, site, site.hosts[0] ?? site.domain, address);
  }
  return true;
}

/** Whoever still wants to see the site leaves the lines name server, proxy and firewall write of a refusal. */
function refuse(order: Order, site: Site, name: string, address = site.addresses[0] ?? ''): void {
  play(order.run, refusals(order, site, name, address), () => {});
}

function* refusals(order: Order, site: Site, name: string, address: string): Course<void> {
  const { run, trail } = order;
  const { scene, world } = run;
  const number = order.taken.number;
  const share = scene.siteShare(site) / site.addresses.length;
  const usual = (world.organisation.people.length * world.organisation.habits.webVisits * share) / 9;
  const since = run.now;
  const random = order.random(`refused ${name} ${address}`);
  const stands = () =>
    run.situation.standing.some(one => one.action === number && one.until === Number.POSITIVE_INFINITY);
  while (stands() && run.now < run.variant.end) {
    const hours = (run.now - since) / 3_600_000;
    const perHour = Math.min(mostRefusals, usual) * 0.5 ** (hours / giveUp);
    // Below one in four hours nobody asks any more.
    if (perHour < 0.25) return;
    yield (-Math.log(1 - random.next()) * 3_600_000) / perHour;
    if (!stands()) return;
    const person = random.pick(world.organisation.people);
    const plan = scene.plan(person, scene.dayOf(run.now));
    if (!plan || plan.remote || run.now < plan.arrive || run.now > plan.leave) continue;
    const asker = browserOf(scene, plan);
    fetchPage(trail, {
      host: person.pc,
      account: person.account,
      url: { scheme: site.tls ? 'https' : 'http', domain: name, path: site.paths[0] ?? '/', address },
      bytes: 0,
      agent: asker.agent,
      ...asker.by,
    });
  }
}
