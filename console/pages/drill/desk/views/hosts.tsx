// Hosts, accounts and mail of the organisation: lists to look things up in, and what is known of each.
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { DataTable } from '../../../../parts/table.tsx';
import { useHere } from '../context.tsx';
import { type AccountInfo, deskQueries, type HostInfo } from '../data.ts';
import { useHostNames } from '../parts/names.ts';
import { AccountPane, HostPane, Known } from './host-panes.tsx';
import { MailPane, Mails } from './mails.tsx';

const defaults = { tab: 'hosts', q: '', segment: '', host: '', account: '', mail: '' };
const tabs = ['hosts', 'accounts', 'mails'] as const;

export function View() {
  const { t, side } = useI18n();
  const { team } = useHere();
  const [view, setView] = useView(defaults);
  const segments = useQuery(deskQueries.briefing(team)).data?.map.segments ?? [];
  const [typed, setTyped] = useState(view.q);
  const [q] = useDebouncedValue(typed, 250);
  const chosen = view.tab === 'mails' ? view.mail : view.tab === 'accounts' ? view.account : view.host;
  return (
    <>
      <div className="row desk-tools">
        <SegmentedControl
          size="xs"
          aria-label={t('desk.hosts.what')}
          value={view.tab}
          onChange={tab => setView({ tab })}
          data={tabs.map(value => ({ value, label: t(`desk.hosts.${value}`) }))}
        />
        <TextInput
          data-search-bar
          aria-label={t('desk.hosts.find')}
          placeholder={t(
            `desk.hosts.find.${view.tab === 'mails' ? 'mails' : view.tab === 'accounts' ? 'accounts' : 'hosts'}`,
          )}
          value={typed}
          w={280}
          maxLength={200}
          onChange={event => {
            setTyped(event.currentTarget.value);
            setView({ q: event.currentTarget.value }, true);
          }}
        />
        {view.tab === 'hosts' ? (
          <Select
            aria-label={t('desk.hosts.segment')}
            value={view.segment}
            onChange={segment => setView({ segment: segment ?? '' })}
            data={[
              { value: '', label: t('desk.hosts.anySegment') },
              ...segments.map(one => ({ value: one.id, label: `${side(one.name)} (${one.hosts})` })),
            ]}
            w={220}
          />
        ) : null}
      </div>
      <div className={chosen ? 'look-up chosen' : 'look-up'}>
        <div className="panel flush look-list">
          {view.tab === 'mails' ? (
            <Mails q={q} chosen={view.mail} onChoose={mail => setView({ mail })} />
          ) : view.tab === 'accounts' ? (
            <Accounts q={q} slim={view.account !== ''} onChoose={account => setView({ account })} />
          ) : (
            <Hosts
              q={q}
              slim={view.host !== ''}
              segment={view.segment}
              onChoose={host => setView({ host })}
            />
          )}
        </div>
        {chosen ? (
          <div className="look-detail">
            {view.tab === 'mails' ? (
              <MailPane key={chosen} id={chosen} />
            ) : view.tab === 'accounts' ? (
              <AccountPane
                key={chosen}
                account={chosen}
                onHost={host => setView({ tab: 'hosts', host })}
                onClose={() => setView({ account: '' })}
              />
            ) : (
              <HostPane key={chosen} name={chosen} onClose={() => setView({ host: '' })} />
            )}
          </div>
        ) : null}
      </div>
    </>
  );
}

function Hosts({
  q,
  slim,
  segment,
  onChoose,
}: {
  q: string;
  /** Beside a detail: fewer columns. */
  slim: boolean;
  segment: string;
  onChoose: (host: string) => void;
}) {
  const { t, side } = useI18n();
  const { team } = useHere();
  const { roles, os } = useHostNames();
  const query = useQuery({
    ...deskQueries.hosts(team, { q, segment, limit: 300 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={query} lines={14}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty title={t('desk.hosts.none')} />
        ) : (
          <>
            <DataTable
              items={items}
              rowKey={one => one.name}
              label={t('desk.hosts.hosts')}
              columns={[
                {
                  id: 'name',
                  head: t('desk.type.host'),
                  cell: one => (
                    <button type="button" className="link-button mono" onClick={() => onChoose(one.name)}>
                      {one.name}
                    </button>
                  ),
                },
                { id: 'ip', head: t('desk.type.ip'), cell: one => <span className="mono">{one.ip}</span> },
                {
                  id: 'who',
                  head: t('desk.hosts.use'),
                  cell: one =>
                    one.owner ? `${side(one.owner.name)} (${side(one.owner.department)})` : roles(one),
                },
                ...(slim ? [] : [{ id: 'os', head: 'OS', cell: (one: HostInfo) => os(one), desk: true }]),
                { id: 'state', head: t('desk.hosts.state'), cell: one => <Known of={one} /> },
              ]}
            />
            {next ? <p className="more muted">{t('desk.hosts.moreThere')}</p> : null}
          </>
        )
      }
    </Loaded>
  );
}

function Accounts({ q, slim, onChoose }: { q: string; slim: boolean; onChoose: (account: string) => void }) {
  const { t, side } = useI18n();
  const { team } = useHere();
  const query = useQuery({
    ...deskQueries.accounts(team, { q, limit: 300 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={query} lines={14}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty title={t('desk.hosts.none')} />
        ) : (
          <>
            <DataTable
              items={items}
              rowKey={one => one.account}
              label={t('desk.hosts.accounts')}
              columns={[
                {
                  id: 'account',
                  head: t('desk.type.account'),
                  cell: one => (
                    <button type="button" className="link-button mono" onClick={() => onChoose(one.account)}>
                      {one.account}
                    </button>
                  ),
                },
                { id: 'name', head: t('name'), cell: one => side(one.name) },
                { id: 'department', head: t('desk.hosts.department'), cell: one => side(one.department) },
                ...(slim
                  ? []
                  : [
                      {
                        id: 'pc',
                        head: t('desk.type.host'),
                        cell: (one: AccountInfo) => <span className="mono">{one.pc}</span>,
                        desk: true,
                      },
                    ]),
                {
                  id: 'state',
                  head: t('desk.hosts.state'),
                  cell: one => (
                    <>
                      {one.privileged ? (
                        <span className="tag tone-info">{t('desk.hosts.privileged')}</span>
                      ) : null}{' '}
                      <Known of={one} />
                    </>
                  ),
                },
              ]}
            />
            {next ? <p className="more muted">{t('desk.hosts.moreThere')}</p> : null}
          </>
        )
      }
    </Loaded>
  );
}
