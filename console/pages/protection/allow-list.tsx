// Never to be listed: popular and own names and networks.
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, useRights } from '../../lib/hooks.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Hostile } from '../../parts/hostile.tsx';
import { Panel } from '../../parts/page.tsx';
import { Empty, Failure, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';

export function AllowList() {
  const { t } = useI18n();
  const may = useRights();
  const query = useQuery(queries.allowList());
  const remove = useChange((id: string) => send('DELETE', `/allow-list/${id}`), {
    refresh: ['allow-list'],
    done: 'removed',
  });
  return (
    <div className="stack-panels">
      {may('list') ? <AddEntry /> : null}
      <Panel flush>
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('allow.empty')}>{t('allow.empty.text')}</Empty>
            ) : (
              <DataTable
                label={t('allow.title')}
                items={items}
                rowKey={item => item.id}
                columns={[
                  { id: 'value', head: t('indicator.value'), cell: item => <Hostile value={item.value} /> },
                  { id: 'type', head: t('indicator.type'), cell: item => t(`indicator.type.${item.type}`) },
                  { id: 'reason', head: t('allow.reason'), wide: true, cell: item => item.reason },
                  { id: 'by', head: t('by'), cell: item => item.by },
                  { id: 'created', head: t('created'), cell: item => <Time at={item.created} as="day" /> },
                  {
                    id: 'remove',
                    head: <span className="off-screen">{t('actions')}</span>,
                    cell: item =>
                      may('list') ? (
                        <Confirm
                          subtle
                          label={t('remove')}
                          text={t('allow.remove.text', { value: item.value })}
                          onConfirm={() => remove.mutate(item.id)}
                        />
                      ) : null,
                  },
                ]}
              />
            )
          }
        </Loaded>
      </Panel>
    </div>
  );
}

function AddEntry() {
  const { t } = useI18n();
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [type, setType] = useState<'domain' | 'cidr'>('domain');
  const add = useChange(() => send('POST', '/allow-list', { type, value: value.trim(), reason }), {
    refresh: ['allow-list', 'indicators'],
    done: 'saved',
    quiet: true,
    after: () => {
      setValue('');
      setReason('');
    },
  });
  return (
    <Panel title={t('allow.add')}>
      <form
        className="filters inline-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Select
          label={t('indicator.type')}
          value={type}
          onChange={next => next && setType(next as 'domain' | 'cidr')}
          data={(['domain', 'cidr'] as const).map(name => ({
            value: name,
            label: t(`indicator.type.${name}`),
          }))}
          w={150}
        />
        <TextInput
          label={t('indicator.value')}
          value={value}
          onChange={event => setValue(event.currentTarget.value)}
          required
          maxLength={253}
        />
        <TextInput
          label={t('allow.reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          required
          maxLength={500}
          className="grow"
        />
        <Button type="submit" size="sm" loading={add.isPending}>
          {t('add')}
        </Button>
      </form>
      {add.error ? <Failure error={add.error} /> : null}
    </Panel>
  );
}
