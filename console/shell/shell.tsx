// The frame around every page of a signed-in account.
import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { startLive } from '../api/live.ts';
import { useI18n } from '../i18n/context.tsx';
import { KeysHelp, useGlobalKeys } from './keys.tsx';
import { Nav } from './nav.tsx';
import { Palette } from './palette.tsx';
import { TopBar } from './top-bar.tsx';

export function Shell() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [menu, menuState] = useDisclosure(false);
  const [help, helpState] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: state => state.location.pathname });
  useGlobalKeys(helpState.open);
  useEffect(() => startLive(client), [client]);
  // A new page starts at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the path changes
  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [path]);

  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <div className="shell-nav">
        <Nav />
      </div>
      <header className="shell-top">
        <TopBar onMenu={menuState.open} onSearch={spotlight.open} onHelp={helpState.open} />
      </header>
      <main id="main" className="shell-main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <Drawer
        opened={menu}
        onClose={menuState.close}
        position="left"
        size={260}
        withCloseButton={false}
        padding={0}
        title={t('nav.label')}
        classNames={{ header: 'off-screen', content: 'nav-drawer', body: 'nav-drawer-body' }}
      >
        <Nav onNavigate={menuState.close} />
      </Drawer>
      <Palette />
      <KeysHelp opened={help} onClose={helpState.close} />
    </div>
  );
}
