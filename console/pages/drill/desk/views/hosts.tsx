// Hosts, accounts and mail of the organisation: lists to look things up in, and what is known of each.
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { withCondition } from '#model/search/format.ts';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Facts, Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { DataTable } from '../../../../parts/table.tsx';
import { simClock, simNow, simStamp } from '../../shared/clock.ts';
import { TakenList } from '../actions/taken.tsx';
import { ToView, useHere } from '../context.tsx';
import { type AccountInfo, deskQueries, type HostInfo } from '../data.ts';
import { Brief } from '../logs/lines.tsx';
import { Thing } from '../parts/thing.tsx';
import { VerdictTag } from '../parts/verdict.tsx';
import { MailPane, Mails } from './mails.tsx';

const defaults = { tab: 'hosts', q: '', segment: '', host: '', account: '', mail: '' };
type SetView = (patch: Partial<Record<keyof typeof defaults, string>>, replace?: boolean) => void;
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
              <AccountPane key={chosen} account={chosen} onHost={host => setView({ tab: 'hosts', host })} />
            ) : (
              <HostPane key={chosen} name={chosen} setView={setView} />
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
                    one.owner
                      ? `${side(one.owner.name)} (${side(one.owner.department)})`
                      : one.roles.join(', '),
                },
                ...(slim ? [] : [{ id: 'os', head: 'OS', cell: (one: HostInfo) => one.os, desk: true }]),
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

/** What the team says of it and how many actions it took on it. */
function Known({ of }: { of: Pick<HostInfo, 'actions' | 'verdict'> }) {
  const { t } = useI18n();
  return (
    <span className="row tight">
      {of.verdict ? <VerdictTag verdict={of.verdict} /> : null}
      {of.actions.length > 0 ? (
        <span className="muted">{t('desk.hosts.actionsTaken', { n: of.actions.length })}</span>
      ) : null}
      {of.verdict || of.actions.length > 0 ? null : <span className="muted">–</span>}
    </span>
  );
}

function HostPane({ name, setView }: { name: string; setView: SetView }) {
  const { t, side } = useI18n();
  const { team } = useHere();
  const query = useQuery(deskQueries.host(team, name));
  return (
    <Panel
      title={<span className="mono">{visibleText(name)}</span>}
      aside={<Close onClose={() => setView({ host: '' })} />}
    >
      <Loaded query={query}>
        {host => (
          <div className="stack">
            <p className="things">
              <Thing type="host" value={host.name} />
              <Thing type="ip" value={host.ip} />
              {host.owner ? <Thing type="account" value={host.owner.account} /> : null}
              <Known of={host} />
            </p>
            <Facts
              items={[
                [
                  'FQDN',
                  <span key="f" className="mono">
                    {host.fqdn}
                  </span>,
                ],
                [
                  'MAC',
                  <span key="m" className="mono">
                    {host.mac}
                  </span>,
                ],
                ['OS', host.os],
                [t('desk.hosts.kind'), t(`desk.kind.${host.kind}` as 'desk.kind.pc')],
                [t('desk.hosts.roles'), host.roles.join(', ')],
                [t('desk.hosts.segment'), host.segment],
                [
                  t('desk.hosts.owner'),
                  host.owner ? `${side(host.owner.name)} (${side(host.owner.department)})` : '',
                ],
              ]}
            />
            <TakenOn numbers={host.actions} />
            <Recent q={withCondition('', 'host', host.name)} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function AccountPane({ account, onHost }: { account: string; onHost: (host: string) => void }) {
  const { t, side } = useI18n();
  const { team } = useHere();
  const [, setView] = useView(defaults);
  const query = useQuery(deskQueries.account(team, account));
  const facts = (one: AccountInfo) => (
    <Facts
      items={[
        [t('name'), side(one.name)],
        [t('desk.hosts.department'), side(one.department)],
        [t('desk.hosts.title'), side(one.title)],
        [t('desk.type.email'), one.mail],
        [t('desk.hosts.phone'), one.phone],
        [
          t('desk.type.host'),
          one.pc ? (
            <button key="pc" type="button" className="link-button mono" onClick={() => onHost(one.pc)}>
              {one.pc}
            </button>
          ) : (
            ''
          ),
        ],
        [t('desk.hosts.privileged'), one.privileged ? t('desk.yes') : ''],
      ]}
    />
  );
  return (
    <Panel
      title={<span className="mono">{visibleText(account)}</span>}
      aside={<Close onClose={() => setView({ account: '' })} />}
    >
      <Loaded query={query}>
        {one => (
          <div className="stack">
            <p className="things">
              <Thing type="account" value={one.account} />
              {one.mail ? <Thing type="email" value={one.mail} /> : null}
              {one.pc ? <Thing type="host" value={one.pc} /> : null}
              <Known of={one} />
            </p>
            {facts(one)}
            <TakenOn numbers={one.actions} />
            <Recent q={withCondition('', 'user', one.account)} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function Close({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  return (
    <button type="button" className="link-button" onClick={onClose}>
      {t('close')}
    </button>
  );
}

function TakenOn({ numbers }: { numbers: readonly number[] }) {
  const { t } = useI18n();
  if (numbers.length === 0) return null;
  return (
    <section>
      <h3>{t('desk.taken')}</h3>
      <TakenList only={numbers} />
    </section>
  );
}

/** The newest lines about something. */
function Recent({ q }: { q: string }) {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const [asOf] = useState(() => simNow(desk.clock));
  const query = useQuery(deskQueries.recent(team, { q, to: asOf, limit: 15 }, asOf));
  return (
    <section>
      <h3 className="row">
        {t('desk.hosts.recent')}
        <ToView view="logs" search={{ q }}>
          {t('desk.thing.search')}
        </ToView>
      </h3>
      <Loaded query={query} lines={5}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('desk.logs.none')}</p>
          ) : (
            <ol className="context-lines recent">
              {items.map(line => (
                <li key={line.id}>
                  <ToView
                    view="logs"
                    search={{ q, line: line.id }}
                    className="line-time"
                    title={simStamp(line.at)}
                  >
                    {simClock(line.at)}
                  </ToView>
                  <span className="muted">{line.source}</span>
                  <bdi title={visibleBlock(line.text).slice(0, 1_000)}>
                    <Brief line={line} />
                    {visibleBlock(line.text).slice(0, 240)}
                  </bdi>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}
