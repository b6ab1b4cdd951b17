// The console's places: order, icon, go-to key and the right one needs to see it.
import type { Right } from '#model/vocab/role.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import type { IconName } from '../parts/icon.tsx';

export interface Place {
  id: IconName;
  to: string;
  label: MessageKey;
  /** Pressed after `g`. */
  key: string;
  right: Right;
}

const place = (
  id: IconName,
  label: MessageKey,
  key: string,
  right: Right = 'read',
  to = `/${id}`,
): Place => ({
  id,
  to,
  label,
  key,
  right,
});

/** Groups are the platform's verbs. */
export const navGroups: readonly { label: MessageKey; places: readonly Place[] }[] = [
  {
    label: 'nav.watch',
    places: [
      place('overview', 'nav.overview', 'o'),
      place('events', 'nav.events', 'e'),
      place('inputs', 'nav.inputs', 'n'),
      place('agents', 'nav.agents', 'a'),
    ],
  },
  {
    label: 'nav.analyse',
    places: [place('incidents', 'nav.incidents', 'i'), place('campaigns', 'nav.campaigns', 'c')],
  },
  {
    label: 'nav.warn',
    places: [
      place('indicators', 'nav.indicators', 'd'),
      place('protection', 'nav.protection', 'p'),
      place('alerts', 'nav.alerts', 'l'),
    ],
  },
  {
    label: 'nav.drill',
    places: [place('exercises', 'nav.exercises', 'x', 'drill-play', '/drill')],
  },
  {
    label: 'nav.system',
    places: [
      place('health', 'nav.health', 'h'),
      place('users', 'nav.users', 'u', 'users'),
      place('audit', 'nav.audit', 't', 'audit'),
      place('about', 'nav.about', 'b'),
    ],
  },
];

export const allPlaces: readonly Place[] = navGroups.flatMap(group => group.places);

type May = (right: Right) => boolean;

const everybody: readonly string[] = ['/', '/account'];

/** Whether an account may open the page at a path. Pages that belong to no place show what the platform watches. */
export function mayVisit(path: string, may: May): boolean {
  if (everybody.includes(path)) return true;
  const place = allPlaces.find(one => path === one.to || path.startsWith(`${one.to}/`));
  return may(place?.right ?? 'read');
}
