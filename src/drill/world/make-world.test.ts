import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressIn, inBlock, sizeOf } from './address.ts';
import type { Host, Person, World } from './entities.ts';
import { addressesOf, outsideAddress, providerOf } from './internet/providers.ts';
import { hostsWithRole, hostWithRole, machineSid } from './lookup.ts';
import { makeWorld } from './make-world.ts';
import { loadProfile } from './profile/load-profile.ts';

const ids = [
  'ministry',
  'prefecture',
  'municipality',
  'hospital',
  'manufacturer',
  'university',
  'bank',
  'small-firm',
];
const profiles = new Map(ids.map(id => [id, loadProfile(id)]));
const world = (id: string, staff: number, seed = 7): World =>
  makeWorld({ profile: profiles.get(id)!, staff, days: 2, seed });

/** Everything about a person but what is theirs by place in a list. */
function portrait(person: Person) {
  const machine = (host: Host | undefined) => host && { ...host, index: 0, owner: host.owner?.id };
  return { ...person, pc: machine(person.pc), smartphone: machine(person.smartphone) };
}
const text = (one: World) => JSON.stringify(one, (key, value) => (key === 'owner' ? value?.id : value));

const reserved = ['198.18.0.0/15', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];
const priv = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const inAny = (blocks: string[], ip: string) => blocks.some(block => inBlock(block, ip));
const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);

describe.each(ids)('the world of a %s', id => {
  const { least, usual } = profiles.get(id)!.organisation.staff;
  const one = world(id, Math.min(usual, 1200));
  const { organisation, internet } = one;

  it('gives every account, machine and address once', () => {
    unique(organisation.people.map(person => person.account));
    unique(organisation.people.map(person => person.mail));
    unique(organisation.people.map(person => person.phone));
    unique(organisation.people.map(person => person.home));
    unique(organisation.hosts.map(host => host.name));
    unique(organisation.hosts.map(host => host.ip));
    unique(organisation.hosts.map(host => host.mac));
    unique([
      ...organisation.people.map(person => person.sid),
      ...organisation.serviceAccounts.map(account => account.sid),
      ...organisation.hosts
        .filter(host => host.os.startsWith('windows'))
        .map(host => machineSid(organisation, host)),
    ]);
    unique(internet.sites.map(site => site.domain));
    unique(internet.sites.flatMap(site => site.addresses));
  });

  it('gives every machine an address of its segment, and segments that do not overlap', () => {
    for (const host of organisation.hosts) {
      expect(inBlock(host.segment.cidr, host.ip)).toBe(true);
      const last = addressIn(host.segment.cidr, sizeOf(host.segment.cidr) - 1);
      expect([addressIn(host.segment.cidr, 0), last]).not.toContain(host.ip);
    }
    for (const a of organisation.segments) {
      expect(inAny(priv, addressIn(a.cidr, 0))).toBe(true);
      for (const b of organisation.segments)
        if (a !== b) expect(inBlock(a.cidr, addressIn(b.cidr, 0)), `${a.id} ${b.id}`).toBe(false);
    }
  });

  it('keeps the outside in reserved ranges and under reserved names', () => {
    const outside = [
      ...internet.sites.flatMap(site => site.addresses),
      ...internet.correspondents.map(correspondent => correspondent.address),
      ...internet.scanners.map(scanner => scanner.address),
      ...organisation.people.map(person => person.home),
    ];
    for (const ip of outside) expect(providerOf(internet, ip), ip).toBeDefined();
    for (const ip of [
      ...outside,
      organisation.publicAddress,
      organisation.publicWeb,
      organisation.publicMail,
      organisation.publicDns,
      organisation.publicVpn,
    ])
      expect(inAny(reserved, ip), ip).toBe(true);
    for (const name of [
      organisation.domain,
      ...internet.sites.flatMap(site => [site.domain, ...site.hosts]),
      ...internet.correspondents.flatMap(one => [one.mail, one.server]),
    ])
      expect(name).toMatch(/\.example$/);
  });

  it('has what every organisation needs, and jewels on machines it has', () => {
    for (const role of [
      'firewall',
      'vpn',
      'dns',
      'mail',
      'mail-gateway',
      'web',
      'proxy',
      'file',
      'application',
      'database',
      'domain-controller',
      'print',
      'backup',
      'dhcp',
      'radius',
      'log',
      'antivirus',
      'update',
      'jump',
      'ids',
      'wireless',
    ] as const)
      expect(hostsWithRole(organisation, role), role).not.toHaveLength(0);
    for (const jewel of organisation.crownJewels) expect(organisation.hosts).toContain(jewel.host);
    const duties = organisation.people.map(person => person.duty);
    for (const duty of ['executive', 'manager', 'system-administrator', 'help-desk'] as const)
      expect(duties).toContain(duty);
    expect(organisation.people.every(person => person.pc.owner === person)).toBe(true);
    expect(organisation.hosts.every((host, index) => host.index === index)).toBe(true);
    expect(organisation.hosts.every(host => host.bootedAt < one.start)).toBe(true);
  });

  it('is complete with the fewest people too', () => {
    const small = world(id, least).organisation;
    const duties = small.people.map(person => person.duty);
    for (const duty of ['executive', 'system-administrator', 'help-desk'] as const)
      expect(duties).toContain(duty);
  });
});

describe('makeWorld', () => {
  it('is a pure function of its options', () => {
    expect(text(world('municipality', 300))).toBe(text(world('municipality', 300)));
    expect(text(world('municipality', 300, 8))).not.toBe(text(world('municipality', 300)));
  });

  it('leaves people as they are when more are added', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(...ids.slice(0, -1)),
        fc.integer({ min: 0, max: 199 }),
        (seed, id, k) => {
          const few = world(id, 200, seed).organisation.people[k]!;
          const many = world(id, 300, seed).organisation.people[k]!;
          expect(portrait(many)).toEqual(portrait(few));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves the internet as it is but for who writes', () => {
    const few = world('bank', 200).internet;
    const many = world('bank', 2000).internet;
    expect(many.sites).toEqual(few.sites);
    expect(many.scanners).toEqual(few.scanners);
    const mails = new Set(many.correspondents.map(one => `${one.kind} ${one.mail} ${one.address}`));
    for (const one of few.correspondents) expect(mails).toContain(`${one.kind} ${one.mail} ${one.address}`);
  });

  it('counts worked days and begins at local midnight', () => {
    const one = makeWorld({
      profile: profiles.get('bank')!,
      staff: 50,
      days: 2,
      seed: 1,
      start: '2026-04-17',
    });
    expect(new Date(one.start).toISOString()).toBe('2026-04-16T15:00:00.000Z');
    expect(one.days).toBe(4);
    expect(one.calendar.filter(day => day.working)).toHaveLength(2);
  });

  it('makes 10,000 people, none alike, in under three seconds', () => {
    const began = performance.now();
    const { organisation } = world('municipality', 10_000);
    const took = performance.now() - began;
    unique(organisation.people.map(person => person.account));
    unique(organisation.hosts.map(host => host.ip));
    unique(organisation.hosts.map(host => host.mac));
    unique(organisation.people.map(person => person.sid));
    for (const person of organisation.people) expect(person.account.length).toBeLessThanOrEqual(20);
    expect(took).toBeLessThan(3000);
  });

  it('has heavy tails where people have them', () => {
    const one = world('municipality', 5000);
    const paces = one.organisation.people.map(person => person.pace).toSorted((a, b) => a - b);
    const mean = paces.reduce((sum, pace) => sum + pace, 0) / paces.length;
    // Lognormal(-0.2, 0.65): mean exp(-0.2 + 0.65²/2) = 1.011, median exp(-0.2) = 0.819, 99th percentile 3.71.
    expect(mean).toBeGreaterThan(0.97);
    expect(mean).toBeLessThan(1.05);
    expect(paces[2500]).toBeCloseTo(0.819, 1);
    expect(paces[4950]).toBeGreaterThan(3.2);
    const weights = one.internet.sites.map(site => site.weight);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const head = weights.slice(0, 20).reduce((sum, weight) => sum + weight, 0);
    expect(head / total).toBeGreaterThan(0.3);
    expect(head / total).toBeLessThan(0.75);
  });

  it('puts shifts round the clock and offices around noon', () => {
    const { people } = world('hospital', 1000).organisation;
    const nurses = people.filter(person => person.department.shifts && person.duty !== 'manager');
    const at = (minute: number) =>
      nurses.filter(({ from, to }) => (from <= minute && minute < to) || to > minute + 1440).length /
      nurses.length;
    for (const minute of [180, 660, 1320]) expect(at(minute)).toBeGreaterThan(0.15);
    const others = people.filter(person => !person.department.shifts);
    expect(others.filter(({ from, to }) => from < 720 && to > 780).length).toBe(others.length);
  });

  it.each([
    ['staff', { staff: 19 }],
    ['staff', { staff: 10.5 }],
    ['days', { days: 0 }],
    ['seed', { seed: 2 ** 40 }],
  ])('refuses a bad %s', (field, change) => {
    expect(() =>
      makeWorld({ profile: profiles.get('municipality')!, staff: 50, days: 1, seed: 1, ...change }),
    ).toThrow(expect.objectContaining({ code: 'DRILL_WORLD', place: { field } }));
  });
});

describe('addresses of providers', () => {
  it('are a permutation of the usable addresses', () => {
    const { providers } = world('bank', 50).internet;
    for (const provider of providers.slice(0, 3)) {
      const all = Array.from({ length: addressesOf(provider) }, (_, n) => outsideAddress(3, provider, n));
      unique(all);
      expect(all.every(ip => provider.cidrs.some(cidr => inBlock(cidr, ip)))).toBe(true);
      expect(all.some(ip => /\.(0|255)$/.test(ip))).toBe(false);
      expect(() => outsideAddress(3, provider, all.length)).toThrow(RangeError);
    }
  });

  it('belong to nobody outside the providers’ ranges', () => {
    expect(providerOf(world('bank', 50).internet, '203.0.113.5')).toBeUndefined();
  });
});

describe('looking up', () => {
  it('finds hosts by role', () => {
    const { organisation } = world('manufacturer', 1200);
    // One controller for every 60 people.
    expect(hostsWithRole(organisation, 'plc')).toHaveLength(20);
    expect(hostWithRole(organisation, 'historian').name).toBe('HIST01');
    expect(() => hostWithRole(world('bank', 50).organisation, 'plc')).toThrow(RangeError);
  });
});
