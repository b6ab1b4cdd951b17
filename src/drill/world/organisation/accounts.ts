// Names, logon names and security identifiers.
import type { PeopleNames } from '../profile/lists.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import { hashKeys, type Random } from '../random.ts';
import { weighted, zipf } from '../weighted.ts';

/** A person's name as drawn: written and romanised. */
export interface FullName {
  family: readonly [ja: string, en: string];
  given: readonly [ja: string, en: string];
}

/** Draws names by how common they are (lists are sorted by that). */
export function nameDrawer(lists: PeopleNames): (random: Random) => FullName {
  const byRank = <T>(list: readonly T[]) => {
    const ranks = new Map(list.map((item, rank) => [item, rank]));
    // A large offset: the most common family name of Japan has about 1.5 % of the people, not 15 %.
    return weighted(list, item => zipf(ranks.get(item)!, 40));
  };
  const family = byRank(lists.family);
  const female = byRank(lists.female);
  const male = byRank(lists.male);
  return random => ({ family: family(random), given: (random.chance(0.5) ? female : male)(random) });
}

/**
 * Gives logon names no two people share: who comes second gets a 2, as administrators do. Depends on those before alone.
 * Numbers as account names carry the number of the person.
 */
export function accountMaker(style: OrganisationProfile['accounts'], seed: number) {
  const taken = new Map<string, number>();
  const base = hashKeys(seed, 'personnel-number') % 50_000;
  return (name: FullName, k: number): string => {
    const family = name.family[1].toLowerCase();
    const given = name.given[1].toLowerCase();
    if (style === 'number') return `e${100_000 + base + k * 7}`;
    const wanted = {
      'family.initial': `${family}.${given[0]}`,
      'given.family': `${given}.${family}`,
      'initial-family': `${given[0]}-${family}`,
    }[style];
    // 20 characters is what sAMAccountName holds; 17 leave room for a number.
    const short = wanted.slice(0, 17);
    const count = (taken.get(short) ?? 0) + 1;
    taken.set(short, count);
    return count === 1 ? short : `${short}${count}`;
  };
}

/** Relative identifiers: built-in below 1000, service accounts and servers from 1100, people and their PCs from 2000. */
export const serviceRid = (n: number): number => 1103 + n;
export const serverRid = (n: number): number => 1300 + n;
/** Four numbers for each person: the account on the first, the PC on the last. */
export const personRid = (k: number): number => 2000 + 4 * k;
export const pcRid = (k: number): number => 2003 + 4 * k;

/** Domain part of all identifiers. */
export const domainSidOf = (seed: number): string =>
  `S-1-5-21-${[1, 2, 3].map(part => 100_000_000 + (hashKeys(seed, 'domain-sid', part) % 3_900_000_000)).join('-')}`;
