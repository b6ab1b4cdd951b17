// The frame around every page of a signed-in account.
import { Button, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { startLive } from '../api/live.ts';
import { useI18n } from '../i18n/context.tsx';
import { useRights } from '../lib/hooks.ts';
import { Empty } from '../parts/states.tsx';
import { KeysHelp, useGlobalKeys } from './keys.tsx';
import { mayVisit } from './nav.ts';
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
  const may = useRights();
  // People of exercises have no part in what the platform watches.
  const watches = may('read');
  useEffect(() => (watches ? startLive(client) : undefined), [client, watches]);
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
        {mayVisit(path, may) ? <Outlet /> : <NotYours />}
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

/** A page outside the rights of the account. */
function NotYours() {
  const { t } = useI18n();
  const navigate = useNavigate();
  return (
    <>
      <h1 className="off-screen">{t('class.notYours.title')}</h1>
      <Empty
        title={t('class.notYours.title')}
        action={<Button onClick={() => void navigate({ to: '/' })}>{t('class.notYours.action')}</Button>}
      >
        {t('class.notYours.text')}
      </Empty>
    </>
  );
}
