// Users and roles.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '#model/record/account.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { type Column, DataTable } from '../../parts/table.tsx';
import { StateTag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';
import { roleNames, UserForm } from './user-form.tsx';

export function Page() {
  const { t, list } = useI18n();
  const query = useQuery(queries.users());
  const [editing, setEditing] = useState<Account | 'new'>();
  const columns: Column<Account>[] = [
    {
      id: 'name',
      head: t('login.name'),
      cell: item => (
        <button type="button" className="link-button strong" onClick={() => setEditing(item)}>
          {item.name}
        </button>
      ),
    },
    { id: 'display', head: t('user.displayName'), wide: true, cell: item => item.displayName },
    { id: 'roles', head: t('user.roles'), cell: item => list(item.roles.map(role => t(`userRole.${role}`))) },
    {
      id: 'state',
      head: t('status'),
      cell: item => <StateTag state={item.disabled ? 'disabled' : 'active'} />,
    },
    { id: 'totp', head: t('user.totp'), cell: item => (item.totp ? t('on') : t('off')) },
    {
      id: 'source',
      head: t('user.source'),
      cell: item => t(item.oidc ? 'user.source.oidc' : 'user.source.local'),
      desk: true,
    },
    { id: 'last', head: t('user.lastLogin'), cell: item => <Time at={item.lastLogin} as="relative" /> },
  ];
  return (
    <>
      <PageHead
        title={t('nav.users')}
        lead={t('users.lead')}
        actions={
          <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
            {t('users.add')}
          </Button>
        }
      />
      <Panel flush>
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('users.empty')} />
            ) : (
              <DataTable label={t('nav.users')} items={items} columns={columns} rowKey={item => item.id} />
            )
          }
        </Loaded>
      </Panel>
      <Panel title={t('users.roles')}>
        <dl className="roles">
          {roleNames.map(role => (
            <div key={role}>
              <dt>{t(`userRole.${role}`)}</dt>
              <dd>{t(`userRole.${role}.text`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {editing ? (
        <UserForm account={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      ) : null}
    </>
  );
}
