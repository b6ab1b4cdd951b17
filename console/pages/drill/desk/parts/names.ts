// Names of what descriptors list: sources, actions and what machines are, in the reader's language, and the colour of
// each source.
import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../../../i18n/context.tsx';
import { useScheme } from '../../../../parts/tags.tsx';
import { drillQueries } from '../../shared/api.ts';
import { deskQueries } from '../data.ts';

/** Title of an action; its id while it is not known. */
export function useActionTitle(): (id: string) => string {
  const { side } = useI18n();
  const { data } = useQuery(deskQueries.actionList());
  return id => {
    const found = data?.items.find(one => one.id === id);
    return found ? side(found.title) : id;
  };
}

/** What a machine serves as, and what runs on it. */
export function useHostNames(): {
  roles: (host: { roles: readonly string[] }) => string;
  os: (host: { os: string }) => string;
} {
  const { t, has } = useI18n();
  const named = (key: string, plain: string) => (has(key) ? t(key) : plain);
  return {
    roles: host => host.roles.map(role => named(`desk.hostRole.${role}`, role)).join(t('desk.comma')),
    os: host => named(`desk.os.${host.os}`, host.os),
  };
}

interface SourceName {
  title: string;
  summary: string;
  colour: string;
}

// Sources with most lines stand beside each other in the drawing over time and have the hues farthest apart.
const most: readonly string[] = [
  'zeek-conn',
  'firewall',
  'windows-security',
  'suricata',
  'auditd',
  'zeek-ssl',
  'apache-access',
  'postfix',
  'windows-sysmon',
  'zeek-dns',
];
const placeOf = (id: string, index: number): number => {
  const early = most.indexOf(id);
  return early < 0 ? most.length + index : early;
};

// With more sources than hues one can tell apart, those of like hue differ in how light they are.
const lightness = { light: [46, 30, 52, 38, 24], dark: [64, 80, 56, 72, 50] } as const;

/** Title and colour of a source. */
export function useSources(): { ids: readonly string[]; of: (id: string) => SourceName } {
  const { side } = useI18n();
  const scheme = useScheme();
  const { data } = useQuery(drillQueries.sources());
  const items = data?.items ?? [];
  const places = new Map(items.map((one, index) => [one.id, placeOf(one.id, index)]));
  return {
    ids: items.map(one => one.id),
    of: id => {
      const place = places.get(id);
      const found = items.find(one => one.id === id);
      return {
        title: found ? side(found.title) : id,
        summary: found ? side(found.summary) : '',
        colour:
          place === undefined
            ? 'var(--line-strong)'
            : `hsl(${Math.round((place * 137.508) % 360)} 48% ${lightness[scheme][place % 5]}%)`,
      };
    },
  };
}
