// Sites people visit: a head everybody knows, a long tail made from words, and the organisation's partners.
import type { Provider, Site } from '../entities.ts';
import type { InternetLists } from '../profile/lists.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import { hashKeys, type Random, stream } from '../random.ts';
import { zipf } from '../weighted.ts';
import { outsideAddress } from './providers.ts';

type Draft = Pick<Site, 'domain' | 'category' | 'weight' | 'title'> & {
  hosts?: readonly string[] | undefined;
};

/** What a page of this kind loads besides itself: servers under its own name. */
const parts: Partial<Record<Site['category'], readonly string[]>> = {
  news: ['img', 'static'],
  shopping: ['img', 'api'],
  social: ['img', 'api', 'static'],
  video: ['img', 'stream', 'api'],
  cloud: ['api', 'login', 'files'],
  update: ['dl'],
};

/** Services of machines rather than people: their honest names look as arbitrary as an attacker's. */
const technical: ReadonlySet<Site['category']> = new Set(['cloud', 'advert', 'update', 'other']);

function nameOf(
  random: Random,
  lists: InternetLists,
  category: Site['category'],
  word: string,
  place: string,
) {
  const kind = technical.has(category) ? random.next() : 1;
  if (kind < 0.06)
    return `${random.hex(4)}${random.pick(['x', 'q', 'z', 'k'])}${random.hex(random.between(4, 7))}`;
  if (kind < 0.4)
    return `${random.pick(lists.technical.first)}-${random.pick(lists.technical.second)}${random.chance(0.7) ? random.between(2, 99) : ''}`;
  return random.pick([
    `${place}-${word}`,
    `${word}-${place}`,
    `${place}${word}`,
    `${place}-${word}${random.between(2, 24)}`,
  ]);
}

function tailOf(seed: number, lists: InternetLists): Draft[] {
  return lists.tail.flatMap(({ category, count, words }) =>
    Array.from({ length: count }, (_, n): Draft => {
      const random = stream(seed, 'site', category, n);
      const [word, title] = random.pick(words);
      const [place, placeTitle] = random.pick(lists.places);
      return {
        domain: `${nameOf(random, lists, category, word, place)}.example`,
        category,
        // Below the head: the tail falls off by Zipf's law, each site with luck of its own.
        weight: 12 * zipf(n, 8) * random.lognormal(0, 0.6),
        title: { ja: `${placeTitle}${title}`, en: `${place[0]!.toUpperCase()}${place.slice(1)} ${word}` },
      };
    }),
  );
}

/** Sites run for the organisation by others: honest names that begin like its own. */
function outsourced(profile: OrganisationProfile): Draft[] {
  const label = profile.domain.split('.')[0]!;
  return [
    { domain: `${label}-recruit.example`, suffix: { ja: '採用情報', en: 'careers' } },
    { domain: `${label}-event.example`, suffix: { ja: 'イベント案内', en: 'events' } },
    { domain: `${label}-elearning.example`, suffix: { ja: 'eラーニング', en: 'e-learning' } },
  ].map(({ domain, suffix }) => ({
    domain,
    category: 'other',
    weight: 2,
    title: { ja: `${profile.name.ja} ${suffix.ja}`, en: `${profile.name.en} ${suffix.en}` },
  }));
}

/** First come, first served: a name made twice belongs to the first. */
const once = (drafts: readonly Draft[]): Draft[] => [
  ...new Map(drafts.toReversed().map(draft => [draft.domain, draft])).values(),
];

/** All sites, the most wanted first. Depends on the seed and the profile, never on the number of people. */
export function makeSites(
  seed: number,
  lists: InternetLists,
  profile: OrganisationProfile,
  providers: readonly Provider[],
): Site[] {
  const drafts = once([
    ...lists.sites,
    ...profile.partners.map(
      (partner, n): Draft => ({
        domain: partner.domain,
        category: 'partner',
        weight: 8 * zipf(n, 2),
        title: partner.name,
      }),
    ),
    ...outsourced(profile),
    ...tailOf(seed, lists),
  ]);
  const counters = new Map<Provider, number>();
  const take = (provider: Provider): string => {
    const n = counters.get(provider) ?? 0;
    counters.set(provider, n + 1);
    return outsideAddress(seed, provider, n);
  };
  return drafts
    .map(draft => ({ ...draft, weight: draft.weight * (profile.habits.sites[draft.category] ?? 1) }))
    .sort((a, b) => b.weight - a.weight || (a.domain < b.domain ? -1 : 1))
    .map((draft, index) => {
      const random = stream(seed, draft.domain, 'site');
      const provider = random.pick(homesOf(draft.category, providers));
      const big = draft.weight > 4;
      return {
        index,
        domain: draft.domain,
        hosts: draft.hosts ?? [
          `www.${draft.domain}`,
          ...(parts[draft.category] ?? []).map(part => `${part}.${draft.domain}`),
        ],
        addresses: Array.from({ length: big ? random.between(2, 4) : 1 }, () => take(provider)),
        category: draft.category,
        weight: draft.weight,
        paths: pathsOf(random, lists.paths[draft.category] ?? lists.paths['other'] ?? ['/']),
        // A few small sites are still without encryption: those are the requests a proxy can read.
        tls: big || hashKeys(seed, draft.domain, 'tls') % 100 < 93,
        title: draft.title,
      };
    });
}

const homesOf = (category: Site['category'], providers: readonly Provider[]): Provider[] => {
  const wanted: readonly Provider['kind'][] =
    category === 'update' || category === 'video' || category === 'advert'
      ? ['cdn', 'cloud']
      : category === 'cloud' || category === 'social' || category === 'search'
        ? ['cloud']
        : ['hosting', 'cloud'];
  return providers.filter(provider => wanted.includes(provider.kind));
};

/** Numbers in braces are filled in: `/articles/{n}` becomes a handful of articles. */
function pathsOf(random: Random, patterns: readonly string[]): string[] {
  const paths = patterns.flatMap(pattern =>
    pattern.includes('{n}')
      ? Array.from({ length: random.between(2, 6) }, () =>
          pattern.replace('{n}', String(random.between(1000, 99_999))),
        )
      : [pattern],
  );
  return [...new Set(['/', ...paths])];
}
