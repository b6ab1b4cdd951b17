// The command palette (Ctrl-K): go anywhere, search events for what was typed, switch theme, language and zone.
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { parseIp } from '#model/ip.ts';
import { useI18n } from '../i18n/context.tsx';
import { useRights } from '../lib/hooks.ts';
import { addTerm } from '../lib/search-text.ts';
import { Icon } from '../parts/icon.tsx';
import { useScheme } from '../parts/tags.tsx';
import { schemeOptions } from '../theme/theme.ts';
import { allPlaces } from './nav.ts';
import { useSignOut } from './top-bar.tsx';

export function Palette() {
  const i18n = useI18n();
  const { t } = i18n;
  const may = useRights();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme(schemeOptions);
  const scheme = useScheme();
  const [query, setQuery] = useState('');
  const typed = query.trim();

  const go = (to: string, search: Record<string, string> = {}) =>
    void navigate({ to, search: search as never });
  const places: SpotlightActionData[] = allPlaces
    .filter(place => may(place.right))
    .map(place => ({
      id: place.id,
      label: t(place.label),
      leftSection: <Icon name={place.id} />,
      rightSection: <kbd>g {place.key}</kbd>,
      keywords: [place.id],
      onClick: () => go(place.to),
    }));
  const watching: SpotlightActionData[] = [
    {
      id: 'upload',
      label: t('inputs.add'),
      leftSection: <Icon name="inputs" />,
      onClick: () => go('/inputs'),
    },
    {
      id: 'list-indicator',
      label: t('indicators.add'),
      leftSection: <Icon name="plus" />,
      onClick: () => go('/indicators', { add: '1' }),
    },
  ];
  const actions: SpotlightActionData[] = [
    ...(may('read') ? watching : []),
    {
      id: 'theme',
      label: t(scheme === 'dark' ? 'theme.toLight' : 'theme.toDark'),
      leftSection: <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />,
      onClick: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
    },
    {
      id: 'language',
      label: i18n.language === 'ja' ? 'English' : '日本語',
      keywords: ['language', 'english', 'japanese', '言語', '英語'],
      leftSection: <Icon name="language" />,
      onClick: () => i18n.setLanguage(i18n.language === 'ja' ? 'en' : 'ja'),
    },
    {
      id: 'utc',
      label: t(i18n.utc ? 'clock.toLocal' : 'clock.toUtc'),
      keywords: ['utc'],
      leftSection: <Icon name="clock" />,
      onClick: () => i18n.setUtc(!i18n.utc),
    },
    {
      id: 'account',
      label: t('nav.account'),
      leftSection: <Icon name="account" />,
      onClick: () => go('/account'),
    },
    { id: 'sign-out', label: t('account.signOut'), leftSection: <Icon name="logout" />, onClick: signOut },
  ];
  const searches: SpotlightActionData[] = [];
  const searchable = typed !== '' && may('read');
  if (searchable && parseIp(typed))
    searches.push(
      ...(['source.ip', 'destination.ip'] as const).map(field => ({
        id: field,
        label: t(field === 'source.ip' ? 'palette.fromAddress' : 'palette.toAddress', { value: typed }),
        keywords: [typed],
        leftSection: <Icon name="search" />,
        onClick: () => go('/events', { q: addTerm('', field, typed), last: 'all' }),
      })),
    );
  if (searchable)
    searches.push({
      id: 'search',
      label: t('palette.searchEvents', { value: typed }),
      keywords: [typed],
      leftSection: <Icon name="search" />,
      onClick: () => go('/events', { q: typed }),
    });

  return (
    <Spotlight
      lockScroll={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      query={query}
      onQueryChange={setQuery}
      clearQueryOnClose
      highlightQuery={false}
      scrollable
      maxHeight={420}
      nothingFound={t('palette.nothing')}
      searchProps={{
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
        leftSection: <Icon name="search" />,
      }}
      actions={[
        ...(searches.length > 0 ? [{ group: t('palette.search'), actions: searches }] : []),
        { group: t('palette.goTo'), actions: places },
        { group: t('palette.do'), actions },
      ]}
    />
  );
}
