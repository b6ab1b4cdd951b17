// Indicators: what is, was or may be on the lists.
import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useRights } from '../../lib/hooks.ts';
import { useView } from '../../lib/view.ts';
import { Icon } from '../../parts/icon.tsx';
import { useIndicatorColumns } from '../../parts/indicator-table.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { PagedTable } from '../../parts/table.tsx';
import { indicatorStatuses } from '../../parts/tags.tsx';
import { AddIndicator, indicatorTypeNames } from './add.tsx';
import { ImportIndicators } from './import.tsx';

const defaults = { status: '', type: '', q: '', add: '', import: '' };

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const [view, setView] = useView(defaults);
  const [text, setText] = useState(view.q);
  const query = useInfiniteQuery(
    queries.indicators({ status: view.status, type: view.type, q: view.q, limit: 100 }),
  );
  const columns = useIndicatorColumns();
  const filtered = view.status !== '' || view.type !== '' || view.q !== '';
  return (
    <>
      <PageHead
        title={t('nav.indicators')}
        lead={t('indicators.lead')}
        actions={
          may('list') ? (
            <>
              <Button variant="default" onClick={() => setView({ import: '1' })}>
                {t('indicators.import')}
              </Button>
              <Button leftSection={<Icon name="plus" />} onClick={() => setView({ add: '1' })}>
                {t('indicators.add')}
              </Button>
            </>
          ) : null
        }
      />
      <form
        className="filters"
        onSubmit={event => {
          event.preventDefault();
          setView({ q: text.trim() });
        }}
      >
        <TextInput
          label={t('search')}
          data-search-bar
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onBlur={() => setView({ q: text.trim() }, true)}
          placeholder={t('indicators.search')}
          w={260}
        />
        <Select
          label={t('status')}
          value={view.status}
          onChange={status => setView({ status: status ?? '' })}
          data={[
            { value: '', label: t('any') },
            ...indicatorStatuses.map(value => ({
              value: value as string,
              label: t(`indicator.status.${value}`),
            })),
          ]}
          w={170}
        />
        <Select
          label={t('indicator.type')}
          value={view.type}
          onChange={type => setView({ type: type ?? '' })}
          data={[
            { value: '', label: t('any') },
            ...indicatorTypeNames.map(value => ({
              value: value as string,
              label: t(`indicator.type.${value}`),
            })),
          ]}
          w={170}
        />
      </form>
      <Panel flush>
        <PagedTable
          query={query}
          columns={columns}
          rowKey={item => item.id}
          label={t('nav.indicators')}
          empty={
            <Empty
              title={t(filtered ? 'indicators.emptyFiltered' : 'indicators.empty')}
              action={
                may('list') ? (
                  <Button onClick={() => setView({ add: '1' })}>{t('indicators.add')}</Button>
                ) : null
              }
            >
              {t('indicators.empty.text')}
            </Empty>
          }
        />
      </Panel>
      <AddIndicator opened={view.add === '1'} onClose={() => setView({ add: '' })} />
      <ImportIndicators opened={view.import === '1'} onClose={() => setView({ import: '' })} />
    </>
  );
}
