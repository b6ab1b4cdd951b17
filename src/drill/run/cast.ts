// Who and what a variant is about: the scenario's cast bound to people, hosts and names of one world by a seed.
import { HinomiError } from '#model/errors.ts';
import { sceneOf } from '../activity/scene.ts';
import type { CrownJewel, Host, HostRole, Person, Site, World } from '../world/entities.ts';
import { addressesOf, outsideAddress } from '../world/internet/providers.ts';
import { type Random, stream } from '../world/random.ts';
import { applicationOf, publicSite } from './public.ts';
import type { CastRule, Scenario } from './scenario.ts';

export type Bound =
  | { kind: 'person'; person: Person }
  | { kind: 'people'; people: readonly Person[] }
  | { kind: 'host'; host: Host }
  | { kind: 'hosts'; hosts: readonly Host[] }
  | { kind: 'jewel'; jewel: CrownJewel }
  | { kind: 'account'; account: string; sid: string }
  | { kind: 'domain'; domain: string; address: string }
  | { kind: 'addresses'; addresses: readonly string[] }
  | { kind: 'sender'; name: string; mail: string; server: string; address: string }
  | { kind: 'site'; site: Site }
  | { kind: 'text'; text: string; place: number };
export type Cast = Readonly<Record<string, Bound>>;

const words = {
  first: [
    'cdn',
    'static',
    'assets',
    'sync',
    'telemetry',
    'update',
    'edge',
    'img',
    'api',
    'portal',
    'files',
    'node',
  ],
  second: [
    'cache',
    'metrics',
    'content',
    'delivery',
    'service',
    'gateway',
    'cloud',
    'storage',
    'relay',
    'hub',
  ],
};

function attackerDomain(style: 'service' | 'look-alike' | 'random', own: string, random: Random): string {
  if (style === 'look-alike') {
    const label = own.split('.')[0]!;
    return `${label}-${random.pick(['portal', 'webmail', 'support', 'login', 'info'])}.example`;
  }
  if (style === 'random') return `${random.hex(4)}${random.pick(['x', 'q', 'z'])}${random.hex(6)}.example`;
  return `${random.pick(words.first)}-${random.pick(words.second)}${random.int(90) + 10}.example`;
}

/** Numbers of a provider nobody of everyday life has begin this far from the end. */
const spare = 400;

/** An address the attacker rents: of a hosting provider, from the end of its numbers, where nobody else is met. */
export function rentedAddress(world: World, random: Random): string {
  const { providers } = world.internet;
  const hosting = providers.filter(provider => provider.kind === 'hosting' || provider.kind === 'cloud');
  const provider = random.pick(hosting.length > 0 ? hosting : providers);
  const count = addressesOf(provider);
  return outsideAddress(world.seed, provider, count - 1 - random.int(Math.min(spare, count)));
}

const nobody = (rule: CastRule) =>
  new HinomiError('DRILL_CAST_EMPTY', `nothing of this organisation fits ${JSON.stringify(rule)}`, {
    remedy: 'Choose another organisation, more staff, or another seed.',
    status: 422,
  });

/** Binds one name; `taken` keeps persons, hosts and names apart. */
function bind(
  world: World,
  day: number,
  rule: CastRule,
  cast: Record<string, Bound>,
  taken: Set<unknown>,
  random: Random,
): Bound {
  const scene = sceneOf(world);
  const { organisation } = world;
  const atDesk = (person: Person): boolean => {
    const plan = scene.plan(person, day);
    return plan !== undefined && !plan.remote && !person.department.shifts && !taken.has(person);
  };
  const chosen = (candidates: readonly (readonly Person[])[]): Person => {
    for (const list of candidates) {
      if (list.length === 0) continue;
      const person = random.pick(list);
      taken.add(person).add(person.pc);
      return person;
    }
    throw nobody(rule);
  };

  switch (rule.kind) {
    case 'person': {
      const fellow = rule.colleagueOf === undefined ? undefined : cast[rule.colleagueOf];
      const duty = rule.duty ?? 'staff';
      const duties = organisation.people.filter(person => person.duty === duty);
      const present = duties.filter(atDesk);
      const near =
        fellow?.kind === 'person'
          ? present.filter(person => person.department === fellow.person.department)
          : present;
      const temper = near.filter(person =>
        rule.wary === 'low' ? person.awareness < 0.45 : rule.wary === 'high' ? person.awareness > 0.6 : true,
      );
      const seen = temper.filter(person => person.pc.sysmon);
      const anybody = organisation.people.filter(atDesk);
      return { kind: 'person', person: chosen([seen, temper, near, present, anybody]) };
    }
    case 'people': {
      const present = organisation.people.filter(atDesk);
      const people: Person[] = [];
      for (let i = 0; i < rule.count && present.length > 0; i++)
        people.push(...present.splice(random.int(present.length), 1));
      return { kind: 'people', people };
    }
    case 'host': {
      for (const role of rule.role) {
        const hosts = scene.role(role as HostRole).filter(host => !taken.has(host));
        if (hosts.length > 0) {
          const host = random.pick(hosts);
          taken.add(host);
          return { kind: 'host', host };
        }
      }
      const any =
        scene.role(rule.role[0] as HostRole)[0] ?? scene.windowsServers[0] ?? organisation.hosts[0]!;
      return { kind: 'host', host: any };
    }
    case 'hosts': {
      const all =
        rule.of === 'pc'
          ? organisation.people.filter(atDesk).map(person => person.pc)
          : rule.of === 'controller'
            ? organisation.hosts.filter(host => host.kind === 'controller')
            : [...scene.windowsServers];
      const hosts: Host[] = [];
      for (let i = 0; i < rule.count && all.length > 0; i++)
        hosts.push(...all.splice(random.int(all.length), 1));
      if (hosts.length === 0) throw nobody(rule);
      return { kind: 'hosts', hosts };
    }
    case 'server':
      return {
        kind: 'host',
        host: rule.of === 'public-site' ? publicSite(scene) : applicationOf(scene).host,
      };
    case 'jewel': {
      const jewels = organisation.crownJewels.filter(jewel => jewel.files.length > 0 && !taken.has(jewel));
      const jewel = random.pick(jewels.length > 0 ? jewels : organisation.crownJewels);
      taken.add(jewel);
      return { kind: 'jewel', jewel };
    }
    case 'service-account': {
      // Built-in accounts are no services anybody runs.
      const services = organisation.serviceAccounts.filter(
        one => !/^(krbtgt|administrator|guest)$/i.test(one.account),
      );
      const privileged = services.filter(account => account.privileged);
      const list = privileged.length > 0 ? privileged : services;
      if (list.length === 0) throw nobody(rule);
      const { account, sid } = random.pick(list);
      return { kind: 'account', account, sid };
    }
    case 'domain': {
      let domain = '';
      do domain = attackerDomain(rule.style, organisation.domain, random);
      while (taken.has(domain) || world.internet.sites.some(site => site.domain === domain));
      taken.add(domain);
      return { kind: 'domain', domain, address: rentedAddress(world, random) };
    }
    case 'address':
      return { kind: 'addresses', addresses: [rentedAddress(world, random)] };
    case 'addresses':
      return {
        kind: 'addresses',
        addresses: [...new Set(Array.from({ length: rule.count }, () => rentedAddress(world, random)))],
      };
    case 'sender': {
      const address = rentedAddress(world, random);
      const partners = world.internet.correspondents.filter(
        one => one.kind === 'partner' || one.kind === 'government',
      );
      const partner = partners.length > 0 ? random.pick(partners) : undefined;
      const name = partner?.name.ja ?? '事務局';
      if (rule.style === 'partner' && partner) {
        const [local, domain] = partner.mail.split('@');
        const mail = `${local}@${domain!.replace(/\.([a-z]+)$/, '-group.$1')}`;
        return { kind: 'sender', name, mail, server: `mail.${mail.split('@')[1]}`, address };
      }
      const mail = `${random.pick(['info', 'tanaka', 'sato', 'kenkyu', 'jimukyoku'])}.${random.int(9000) + 1000}@free-mail.example`;
      return { kind: 'sender', name, mail, server: `out${random.int(20) + 1}.free-mail.example`, address };
    }
    case 'site': {
      const sites = world.internet.sites.filter(site => site.category === rule.category);
      return { kind: 'site', site: random.pick(sites.length > 0 ? sites : world.internet.sites) };
    }
    case 'choice': {
      const other = rule.like === undefined ? undefined : cast[rule.like];
      const place = other?.kind === 'text' ? other.place % rule.of.length : random.int(rule.of.length);
      return { kind: 'text', text: rule.of[place]!, place };
    }
  }
}

/** Binds the whole cast in the order it is written; one stream for each name, so a new name shifts no other. */
export function bindCast(world: World, scenario: Scenario, seed: number, day: number): Cast {
  const cast: Record<string, Bound> = {};
  const taken = new Set<unknown>();
  for (const [name, rule] of Object.entries(scenario.cast))
    cast[name] = bind(world, day, rule, cast, taken, stream(world.seed, seed, 'cast', name));
  return cast;
}

/** What `$name.property` says in texts and in parameters of actions; undefined when there is no such thing. */
export function castText(cast: Cast, reference: string): string | undefined {
  const [name = '', property = ''] = reference.replace(/^\$/, '').split('.');
  const bound = cast[name];
  if (!bound) return undefined;
  const host = (host: Host) => (property === 'ip' ? host.ip : host.name);
  switch (bound.kind) {
    case 'person': {
      const { person } = bound;
      if (property === 'host' || property === 'ip') return host(person.pc);
      if (property === 'mail') return person.mail;
      if (property === 'name') return person.name.ja;
      return person.account;
    }
    case 'people':
      return bound.people[Number(property) || 0]?.account;
    case 'host':
      return host(bound.host);
    case 'hosts':
      return bound.hosts[Number(property) || 0]?.name;
    case 'jewel':
      return property === 'host'
        ? bound.jewel.host.name
        : property === 'id'
          ? bound.jewel.id
          : bound.jewel.name.ja;
    case 'account':
      return bound.account;
    case 'domain':
      return property === 'ip' ? bound.address : bound.domain;
    case 'addresses':
      return property === 'all' ? bound.addresses.join(', ') : bound.addresses[Number(property) || 0];
    case 'sender':
      return property === 'name' ? bound.name : property === 'ip' ? bound.address : bound.mail;
    case 'site':
      return bound.site.domain;
    case 'text':
      return bound.text;
  }
}
