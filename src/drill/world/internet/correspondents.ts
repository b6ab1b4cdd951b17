// People and machines outside that write to the organisation.
import type { Correspondent, Provider } from '../entities.ts';
import { type FullName, nameDrawer } from '../organisation/accounts.ts';
import type { Profile } from '../profile/profile.ts';
import { type Random, stream } from '../random.ts';
import { outsideAddress } from './providers.ts';

type Kind = Correspondent['kind'];

/** How many of each: a base, and one more for so many people (citizens and partners grow with the organisation). */
const amounts: readonly [Kind, base: number, per: number][] = [
  ['partner', 40, 20],
  ['citizen', 60, 10],
  ['newsletter', 30, Number.POSITIVE_INFINITY],
  ['vendor', 24, 200],
  ['government', 24, 400],
  ['spam', 80, Number.POSITIVE_INFINITY],
];

/** Numbers of provider addresses from here on belong to mail servers; sites come before. */
const mailServers = 2600;

export function makeCorrespondents(
  seed: number,
  profile: Profile,
  staff: number,
  providers: readonly Provider[],
): Correspondent[] {
  const { internet, organisation } = profile;
  const drawName = nameDrawer(profile.people);
  const hosting = providers.filter(provider => provider.kind === 'hosting' || provider.kind === 'cloud');
  const abroad = hosting.filter(provider => provider.country !== 'JP');
  const servers = new Map<string, string>();
  // One mail server a domain, known to all who write from there; numbered in the order domains are declared.
  const serverOf = (domain: string, at: readonly Provider[]): string => {
    let address = servers.get(domain);
    if (!address) {
      const n = servers.size;
      address = outsideAddress(seed, at[n % at.length]!, mailServers + n);
      servers.set(domain, address);
    }
    return address;
  };
  const houses: Record<
    Exclude<Kind, 'citizen' | 'spam'>,
    readonly { name: { ja: string; en: string }; domain: string }[]
  > = {
    partner: organisation.partners,
    newsletter: internet.newsletters,
    vendor: internet.vendors,
    government: internet.offices,
  };
  for (const domain of internet.mailboxes) serverOf(domain, hosting);
  for (const house of Object.values(houses).flat()) serverOf(house.domain, hosting);

  const make = (kind: Kind, n: number): Correspondent => {
    const random = stream(seed, 'correspondent', kind, n);
    const person = drawName(random);
    if (kind === 'citizen') {
      const domain = random.pick(internet.mailboxes);
      return {
        name: display(person),
        mail: `${nickname(person, random)}@${domain}`,
        address: serverOf(domain, hosting),
        server: `mx${random.between(1, 4)}.${domain}`,
        kind,
      };
    }
    if (kind === 'spam') {
      const [word] = random.pick(random.pick(internet.tail).words);
      const domain = `${word}-${random.hex(4)}.example`;
      return {
        name: {
          ja: random.pick(['会員サポート', 'お客様センター', '抽選事務局', '特別ご案内']),
          en: random.pick(['Member support', 'Prize desk', 'Special offer', 'Customer centre']),
        },
        mail: `info@${domain}`,
        address: serverOf(domain, abroad),
        server: `mail.${domain}`,
        kind,
      };
    }
    const house = houses[kind][n % houses[kind].length]!;
    // Newsletters and some others come from a desk; the rest from people with a house after their name.
    const desk = kind === 'newsletter' || random.chance(0.15);
    return {
      name: desk
        ? house.name
        : { ja: `${display(person).ja}(${house.name.ja})`, en: `${display(person).en} (${house.name.en})` },
      mail: `${desk ? random.pick(['info', 'news', 'support', 'office']) : `${person.given[1]}.${person.family[1]}`.toLowerCase()}@${house.domain}`,
      address: serverOf(house.domain, hosting),
      server: `mail.${house.domain}`,
      kind,
    };
  };
  return amounts.flatMap(([kind, base, per]) =>
    Array.from({ length: base + Math.floor(staff / per) }, (_, n) => make(kind, n)),
  );
}

const display = (name: FullName) => ({
  ja: `${name.family[0]} ${name.given[0]}`,
  en: `${name.given[1]} ${name.family[1]}`,
});

const nickname = (name: FullName, random: Random): string => {
  const given = name.given[1].toLowerCase();
  const family = name.family[1].toLowerCase();
  return random.pick([
    `${given}.${family}`,
    `${family}${random.between(1, 99)}`,
    `${given}${random.between(1950, 2009)}`,
    `${given}_${family}`,
  ]);
};
