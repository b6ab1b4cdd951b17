// Segments, and which address a machine has in them. Every address follows from the machine's own place (rank in its
// department, number of the person), so that more people never move the addresses of those before them.
import { addressIn, blockIn } from '../address.ts';
import type { Department, Segment } from '../entities.ts';
import type { OrganisationProfile } from '../profile/schema.ts';

/** People of one department in one /24; the rest is for the gateway, printers and meeting rooms. */
export const peoplePerSegment = 200;
/** People who share a printer. */
export const peoplePerPrinter = 40;
const phonesPerSegment = 1000;
/** /24s kept for each department: 6,400 people. */
const segmentsPerDepartment = 32;

/** Segments as the machines in them are made. */
export interface Network {
  segments: Segment[];
  /** Segment of this id from the profile. @throws RangeError for one that is not there. */
  fixed(id: string): Segment;
  /** Where the person with this rank in the department sits. */
  office(department: Department, rank: number): Segment;
  /** Where the telephone of the k-th person is, and its address. */
  wireless(k: number): { segment: Segment; ip: string };
}

export function makeNetwork(profile: OrganisationProfile): Network {
  const segments: Segment[] = profile.segments.map(segment => ({ ...segment }));
  const byId = new Map(segments.map(segment => [segment.id, segment]));
  const once = (id: string, make: () => Segment): Segment => {
    const known = byId.get(id);
    if (known) return known;
    const segment = make();
    byId.set(id, segment);
    segments.push(segment);
    return segment;
  };
  return {
    segments,
    fixed(id) {
      const segment = byId.get(id);
      if (!segment) throw new RangeError(`no segment ${id}`);
      return segment;
    },
    office(department, rank) {
      const part = Math.floor(rank / peoplePerSegment);
      return once(`${department.id}-${part + 1}`, () => ({
        id: `${department.id}-${part + 1}`,
        name: {
          ja: `${department.name.ja} 第${part + 1}`,
          en: `${department.name.en} ${part + 1}`,
        },
        cidr: blockIn(profile.network.office, 24, department.index * segmentsPerDepartment + part),
        zone: 'office',
      }));
    },
    wireless(k) {
      const part = Math.floor(k / phonesPerSegment);
      const segment = once(`wireless-${part + 1}`, () => ({
        id: `wireless-${part + 1}`,
        name: { ja: `無線LAN ${part + 1}`, en: `Wireless ${part + 1}` },
        cidr: blockIn(profile.network.wireless, 22, part),
        zone: 'wireless',
      }));
      return { segment, ip: addressIn(segment.cidr, 10 + (k % phonesPerSegment)) };
    },
  };
}
