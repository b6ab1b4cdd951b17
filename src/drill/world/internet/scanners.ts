// Who knocks on every door of the internet all day.
import type { Internet, Provider } from '../entities.ts';
import type { InternetLists } from '../profile/lists.ts';
import { stream } from '../random.ts';
import { outsideAddress } from './providers.ts';

const wanted: readonly (readonly number[])[] = [
  [23, 2323],
  [22],
  [22, 2222],
  [445],
  [3389],
  [80, 443, 8080, 8443],
  [1433],
  [5060],
  [6379],
  [8728],
  [5555],
  [123],
  [53],
  [161],
  [37215, 52869],
  [21],
  [25, 587],
  [5900],
];
const surveyed: readonly number[] = [
  21, 22, 25, 53, 80, 110, 123, 143, 161, 443, 445, 502, 993, 1433, 3306, 3389, 5432, 5900, 6379, 8080, 8443,
  27017,
];
/** Numbers of provider addresses from here on: after sites, homes and mail servers. */
const first = 3000;
const ordinary = 240;

/** Research surveys that say who they are, and ordinary scanners: infected devices at home and rented machines. */
export function makeScanners(
  seed: number,
  lists: InternetLists,
  providers: readonly Provider[],
): Internet['scanners'] {
  const rented = providers.filter(provider => provider.kind === 'hosting');
  const homes = providers.filter(provider => provider.kind === 'access');
  const surveys = lists.research.flatMap((house, h) =>
    Array.from({ length: 8 }, (_, n) => {
      const provider = rented[h % rented.length]!;
      return {
        address: outsideAddress(seed, provider, first + h * 8 + n),
        name: `scan-${n + 1}.${house.domain}`,
        ports: surveyed,
        benign: true,
      };
    }),
  );
  const others = Array.from({ length: ordinary }, (_, n) => {
    const random = stream(seed, 'scanner', n);
    const provider = random.pick(random.chance(0.7) ? homes : rented);
    return {
      address: outsideAddress(seed, provider, first + 200 + n),
      name: '',
      ports: random.pick(wanted),
      benign: false,
    };
  });
  return [...surveys, ...others];
}
