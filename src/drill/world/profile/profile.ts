// Everything a world is made from besides numbers: one plain, validated object, so that it can be handed to a worker.
import type { InternetLists, PeopleNames } from './lists.ts';
import type { OrganisationProfile } from './schema.ts';

export interface Profile {
  organisation: OrganisationProfile;
  people: PeopleNames;
  internet: InternetLists;
}
