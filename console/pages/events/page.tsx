// Events: search, narrow down, look at one, take along; and SQL for analysts.
import { Tabs } from '@mantine/core';
import { useI18n } from '../../i18n/context.tsx';
import { useRights } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { PageHead } from '../../parts/page.tsx';
import { EventDrawer } from './drawer.tsx';
import { Search } from './search.tsx';
import { SqlTab } from './sql.tsx';
import { eventsDefaults } from './view.ts';

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const [view, setView] = useView(eventsDefaults);
  return (
    <div className="events">
      <PageHead title={t('nav.events')} />
      <Tabs value={view.tab} onChange={tab => setView({ tab: tab ?? 'search' })} className="events-tabs">
        {may('query') ? (
          <Tabs.List>
            <Tabs.Tab value="search">{t('events.search')}</Tabs.Tab>
            <Tabs.Tab value="sql">SQL</Tabs.Tab>
          </Tabs.List>
        ) : null}
        <Tabs.Panel value="search" className="events-panel">
          <Search view={view} setView={setView} />
        </Tabs.Panel>
        <Tabs.Panel value="sql" className="events-panel">
          <SqlTab sql={view.sql} onSql={sql => setView({ sql }, true)} />
        </Tabs.Panel>
      </Tabs>
      <EventDrawer view={view} setView={setView} />
    </div>
  );
}
