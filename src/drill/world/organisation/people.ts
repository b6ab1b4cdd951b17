// The people, each drawn from a stream of their own, with their PC, telephone, printer corner and habits.

import type { Localized } from '#model/localized.ts';
import { addressIn } from '../address.ts';
import type { Department, Duty, Host, Internet, Person } from '../entities.ts';
import { outsideAddress } from '../internet/providers.ts';
import { duties } from '../profile/duties.ts';
import type { Profile } from '../profile/profile.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import { hashKeys, type Random, stream } from '../random.ts';
import { weighted } from '../weighted.ts';
import { accountMaker, nameDrawer, personRid } from './accounts.ts';
import { makeHost, type Site } from './hosts.ts';
import { peoplePerPrinter, peoplePerSegment } from './network.ts';
import { workingTimes } from './working-times.ts';

/** One in so many people does this, and at least one of each in any organisation. */
const every: readonly [Duty, number][] = [
  ['executive', 400],
  ['system-administrator', 150],
  ['help-desk', 300],
];

/** Who is what: administrators and leaders sit at fixed places of the list, which seed shifts. */
function dutyOf(seed: number, k: number, contractors: number, random: Random): Duty {
  const drawn = random.next();
  // Three rows of three places: no two duties want the same person.
  for (const [index, [duty, step]] of every.entries())
    if (k % step === index * 3 + (hashKeys(seed, 'duty', duty) % 3)) return duty;
  return drawn < contractors ? 'contractor' : 'staff';
}

/** @returns people with their PCs and telephones, and the printers of their offices. */
export function makePeople(
  site: Site,
  profile: Profile,
  staff: number,
  departments: readonly Department[],
  internet: Internet,
  domainSid: string,
): { people: Person[]; machines: Host[] } {
  const { organisation } = profile;
  const drawName = nameDrawer(profile.people);
  const account = accountMaker(organisation.accounts, site.seed);
  const drawDepartment = weighted(departments, department => department.share);
  const task = (wanted: string) =>
    departments[
      Math.max(
        0,
        organisation.departments.findIndex(department => department.task === wanted),
      )
    ]!;
  const home = {
    executive: task('leadership'),
    'system-administrator': task('systems'),
    'help-desk': task('systems'),
  };
  const titleOf = titleDrawer(organisation);
  const drawSite = weighted(internet.sites, one => one.weight);
  const lines = internet.providers.filter(
    provider => provider.kind === 'access' && provider.country === 'JP',
  );
  const rankIn = new Map<Department, number>();
  const people: Person[] = [];
  const machines: Host[] = [];

  for (let k = 0; k < staff; k++) {
    const id = `p${String(k).padStart(5, '0')}`;
    const random = stream(site.seed, id, 'person');
    const name = drawName(random);
    let duty = dutyOf(site.seed, k, organisation.contractors, random);
    const drawn = drawDepartment(random);
    const department = home[duty as keyof typeof home] ?? drawn;
    const rank = rankIn.get(department) ?? 0;
    rankIn.set(department, rank + 1);
    // The first of a department leads it, and so does about every twelfth after.
    if ((duty === 'staff' || duty === 'contractor') && rank % 12 === 0) duty = 'manager';
    const segment = site.network.office(department, rank);
    const place = rank % peoplePerSegment;
    const pc = makeHost(site, {
      name: `PC-${String(k + 1).padStart(4, '0')}`,
      kind: 'pc',
      roles: [],
      os: random.chance(organisation.windows10) ? 'windows-10' : 'windows-11',
      ip: addressIn(segment.cidr, 20 + place),
      segment,
      number: k,
    });
    machines.push(pc);
    let smartphone: Host | undefined;
    if (random.chance(organisation.phones)) {
      smartphone = makeHost(site, {
        name: `MB-${String(k + 1).padStart(4, '0')}`,
        kind: 'smartphone',
        roles: [],
        os: 'mobile',
        ...site.network.wireless(k),
        number: k,
      });
      machines.push(smartphone);
    }
    if (place % peoplePerPrinter === 0) {
      const printer = place / peoplePerPrinter;
      machines.push(
        makeHost(site, {
          name: `PR-${segment.cidr.split('.').slice(1, 3).join('-')}-${printer + 1}`,
          kind: 'printer',
          roles: ['print'],
          os: 'appliance',
          ip: addressIn(segment.cidr, 240 + printer),
          segment,
          number: (department.index * 32 + Math.floor(rank / peoplePerSegment)) * 8 + printer,
        }),
      );
    }
    const logon = account(name, k);
    // Pareto-like: half the people are below 0.8, one in a hundred above 4.
    const pace = Math.min(8, random.lognormal(-0.2, 0.65));
    const person: Person = {
      index: k,
      id,
      name: { ja: `${name.family[0]} ${name.given[0]}`, en: `${name.given[1]} ${name.family[1]}` },
      department,
      duty,
      title: titleOf(duty, k, random),
      account: logon,
      mail: `${logon}@${organisation.domain}`,
      sid: `${domainSid}-${personRid(k)}`,
      pc,
      phone: String(20_000 + k),
      smartphone,
      home: outsideAddress(site.seed, lines[k % lines.length]!, 200 + Math.floor(k / lines.length)),
      ...workingTimes(organisation, department, duty, random),
      pace,
      awareness: awarenessOf(duty, random),
      remote: department.shifts
        ? 0
        : Math.min(1, organisation.remote * 2 * random.next() * (duty === 'contractor' ? 0.3 : 1)),
      favourites: favouritesOf(random, () => drawSite(random).index),
    };
    pc.owner = person;
    if (smartphone) smartphone.owner = person;
    people.push(person);
  }
  return { people, machines };
}

/** Titles by weight; the first executive is the head and has the first executive title, which nobody else has. */
function titleDrawer(profile: OrganisationProfile) {
  const head = profile.ranks.find(rank => rank.duty === 'executive')!;
  const others = profile.ranks.filter(rank => rank !== head);
  const draw = new Map(
    duties.map(duty => {
      const ranks = others.filter(rank => rank.duty === duty);
      return [duty, weighted(ranks.length > 0 ? ranks : [head], rank => rank.weight)];
    }),
  );
  return (duty: Duty, k: number, random: Random): Localized =>
    (duty === 'executive' && k < every[0]![1] ? head : draw.get(duty)!(random)).title;
}

/** Mean of three uniform numbers: most people are in the middle, some at either end; those who run systems are warier. */
function awarenessOf(duty: Duty, random: Random): number {
  const middle = (random.next() + random.next() + random.next()) / 3;
  const trained = duty === 'system-administrator' || duty === 'help-desk' ? 0.35 : 0;
  return Math.min(1, middle * 0.9 + trained);
}

/** Six to twenty different sites; the popular ones turn up in most lists because they are drawn by weight. */
function favouritesOf(random: Random, draw: () => number): number[] {
  const wanted = random.between(6, 20);
  const found = new Set<number>();
  for (let tries = 0; found.size < wanted && tries < 60; tries++) found.add(draw());
  return [...found];
}
