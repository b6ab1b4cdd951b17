// The top bar: command palette, live state, clock and zone, theme, language, account.
import { ActionIcon, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { send } from '../api/client.ts';
import { useLiveState } from '../api/live.ts';
import { queries } from '../api/queries.ts';
import { useI18n } from '../i18n/context.tsx';
import { useNow, useRights } from '../lib/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { useScheme } from '../parts/tags.tsx';
import { schemeOptions } from '../theme/theme.ts';

export function TopBar({
  onMenu,
  onSearch,
  onHelp,
}: {
  onMenu: () => void;
  onSearch: () => void;
  onHelp: () => void;
}) {
  const { t } = useI18n();
  const may = useRights();
  return (
    <div className="top-bar">
      <ActionIcon className="phone-only" aria-label={t('nav.open')} onClick={onMenu} size="lg">
        <Icon name="menu" size={20} />
      </ActionIcon>
      <UnstyledButton className="palette-button" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span>{t('palette.open')}</span>
        <kbd>Ctrl K</kbd>
      </UnstyledButton>
      <div className="top-right">
        {may('read') ? <Live /> : null}
        <Clock />
        <Tooltip label={t('keys.title')}>
          <ActionIcon
            className="desk-only"
            aria-label={t('keys.title')}
            onClick={onHelp}
            aria-keyshortcuts="?"
          >
            <Icon name="keyboard" />
          </ActionIcon>
        </Tooltip>
        <ThemeButton />
        <AccountMenu />
      </div>
    </div>
  );
}

function Live() {
  const { t } = useI18n();
  const state = useLiveState();
  return (
    <Tooltip label={t(`live.${state}.help`)}>
      <span className={`live live-${state}`} role="status">
        <i aria-hidden="true" />
        <span className="live-text">{t(`live.${state}`)}</span>
      </span>
    </Tooltip>
  );
}

/** The clock tells the zone all times are shown in; pressing it switches between local time and UTC. */
function Clock() {
  const i18n = useI18n();
  const now = useNow(1_000);
  return (
    <Tooltip label={i18n.t(i18n.utc ? 'clock.toLocal' : 'clock.toUtc')}>
      <UnstyledButton
        className="clock"
        onClick={() => i18n.setUtc(!i18n.utc)}
        aria-label={i18n.t(i18n.utc ? 'clock.toLocal' : 'clock.toUtc')}
      >
        <span className="clock-time">{i18n.stamp(now).slice(11)}</span>
        <span className="clock-zone">{i18n.utc ? 'UTC' : zoneName(i18n.language, now)}</span>
      </UnstyledButton>
    </Tooltip>
  );
}

const zoneName = (language: string, now: number): string =>
  new Intl.DateTimeFormat(language, { timeZoneName: 'short' })
    .formatToParts(now)
    .find(part => part.type === 'timeZoneName')?.value ?? '';

function ThemeButton() {
  const { t } = useI18n();
  const { setColorScheme } = useMantineColorScheme(schemeOptions);
  const scheme = useScheme();
  const label = t(scheme === 'dark' ? 'theme.toLight' : 'theme.toDark');
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
        <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Ends the session, then shows the sign-in page. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => {
    void send('DELETE', '/session')
      .catch(() => undefined)
      .then(async () => {
        await navigate({ to: '/login' });
        client.clear();
      });
  };
}

function AccountMenu() {
  const { t, language, setLanguage } = useI18n();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { data } = useQuery(queries.session());
  const account = data?.account;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={t('account.menu')} variant="default" radius="xl">
          <Icon name="account" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{account ? account.displayName || account.name : ''}</Menu.Label>
        <Menu.Item leftSection={<Icon name="account" />} onClick={() => void navigate({ to: '/account' })}>
          {t('nav.account')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="language" />}
          lang={language === 'ja' ? 'en' : 'ja'}
          onClick={() => setLanguage(language === 'ja' ? 'en' : 'ja')}
        >
          {language === 'ja' ? 'English' : '日本語'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="logout" />} onClick={signOut}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
