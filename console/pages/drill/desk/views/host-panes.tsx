// What is known of one host or account: what it is, what was done to it, its newest log lines.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { withCondition } from '#model/search/format.ts';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Facts, Panel } from '../../../../parts/page.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { simClock, simNow, simStamp } from '../../shared/clock.ts';
import { TakenList } from '../actions/taken.tsx';
import { ToView, useHere } from '../context.tsx';
import { type AccountInfo, deskQueries, type HostInfo } from '../data.ts';
import { Brief } from '../logs/lines.tsx';
import { useHostNames } from '../parts/names.ts';
import { Thing } from '../parts/thing.tsx';
import { VerdictTag } from '../parts/verdict.tsx';

/** What the team says of it and how many actions it took on it. */
export function Known({ of }: { of: Pick<HostInfo, 'actions' | 'verdict'> }) {
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

export function HostPane({ name, onClose }: { name: string; onClose: () => void }) {
  const { t, side } = useI18n();
  const { team } = useHere();
  const { roles, os } = useHostNames();
  const query = useQuery(deskQueries.host(team, name));
  return (
    <Panel title={<span className="mono">{visibleText(name)}</span>} aside={<Close onClose={onClose} />}>
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
                ['OS', os(host)],
                [t('desk.hosts.kind'), t(`desk.kind.${host.kind}` as 'desk.kind.pc')],
                [t('desk.hosts.roles'), roles(host)],
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

export function AccountPane({
  account,
  onHost,
  onClose,
}: {
  account: string;
  onHost: (host: string) => void;
  onClose: () => void;
}) {
  const { t, side } = useI18n();
  const { team } = useHere();
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
    <Panel title={<span className="mono">{visibleText(account)}</span>} aside={<Close onClose={onClose} />}>
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
