// API tokens: for programs that act for me, with no more rights than I have.
import { Button, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Role } from '#model/vocab/role.ts';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CodeBlock } from '../../parts/hostile.tsx';
import { Panel } from '../../parts/page.tsx';
import { Empty, Failure, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';

export function Tokens({ roles }: { roles: readonly Role[] }) {
  const { t, list } = useI18n();
  const query = useQuery(queries.tokens());
  const [name, setName] = useState('');
  const [held, setHeld] = useState<string[]>([...roles]);
  const [days, setDays] = useState<number | string>(90);
  const make = useChange(
    () => send<{ token: string }>('POST', '/me/tokens', { name, roles: held, days: Number(days) || 90 }),
    { refresh: ['tokens'], quiet: true, after: () => setName('') },
  );
  const remove = useChange((id: string) => send('DELETE', `/me/tokens/${id}`), {
    refresh: ['tokens'],
    done: 'removed',
  });
  return (
    <Panel title={t('tokens.title')}>
      <div className="form">
        <p className="muted">{t('tokens.text')}</p>
        <form
          className="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <div className="form-row">
            <TextInput
              label={t('name')}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
              required
              maxLength={100}
            />
            <NumberInput label={t('tokens.days')} value={days} onChange={setDays} min={1} max={366} />
          </div>
          <MultiSelect
            label={t('user.roles')}
            value={held}
            onChange={setHeld}
            data={roles.map(role => ({ value: role, label: t(`userRole.${role}`) }))}
            clearButtonProps={{ 'aria-label': t('clear') }}
          />
          {make.error ? <Failure error={make.error} /> : null}
          <div className="form-actions">
            <Button type="submit" variant="default" loading={make.isPending}>
              {t('tokens.make')}
            </Button>
          </div>
        </form>
        {make.data ? (
          <div role="status" className="notice">
            <p>{t('tokens.once')}</p>
            <CodeBlock text={make.data.token} label={t('tokens.token')} wrap />
          </div>
        ) : null}
        <Loaded query={query} lines={2}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('tokens.empty')} />
            ) : (
              <DataTable
                label={t('tokens.title')}
                items={items}
                rowKey={item => item.id}
                columns={[
                  { id: 'name', head: t('name'), cell: item => item.name },
                  {
                    id: 'roles',
                    head: t('user.roles'),
                    cell: item => list(item.roles.map(role => t(`userRole.${role}`))),
                  },
                  {
                    id: 'expires',
                    head: t('tokens.expires'),
                    cell: item => <Time at={item.expires} as="day" />,
                  },
                  {
                    id: 'used',
                    head: t('tokens.used'),
                    cell: item => <Time at={item.lastUsed} as="relative" />,
                  },
                  {
                    id: 'remove',
                    head: <span className="off-screen">{t('actions')}</span>,
                    cell: item => (
                      <Confirm
                        subtle
                        label={t('remove')}
                        text={t('tokens.remove.text')}
                        onConfirm={() => remove.mutate(item.id)}
                      />
                    ),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </div>
    </Panel>
  );
}
