// What the team is told before it begins: the situation, the organisation, whom to call, what matters most, the network.
import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../../../i18n/context.tsx';
import { Facts, Panel } from '../../../../parts/page.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { ToView, useHere } from '../context.tsx';
import { deskQueries } from '../data.ts';
import { NetworkMap } from './network.tsx';

export function View() {
  const i18n = useI18n();
  const { t, side } = i18n;
  const { team, desk } = useHere();
  const query = useQuery(deskQueries.briefing(team));
  const plan = desk.exercise.programme.phases.find(one => one.id === desk.phase?.id);
  return (
    <Loaded query={query} lines={14}>
      {({ organisation, text, crownJewels, contacts, calendar, map }) => (
        <>
          <div className="columns main-side">
            <div className="stack">
              <Panel title={t('desk.briefing.situation')}>
                <div className="prose">
                  {side(text)
                    .split(/\n{2,}/)
                    .map(paragraph => (
                      <p key={paragraph}>{paragraph}</p>
                    ))}
                </div>
              </Panel>
              {plan ? (
                <Panel title={t('desk.briefing.now', { phase: side(plan.title) })}>
                  <p>{side(plan.roles.trainee)}</p>
                </Panel>
              ) : null}
              <Panel title={t('desk.briefing.jewels')}>
                <ul className="stack tight">
                  {crownJewels.map(one => (
                    <li key={one.id} className="row">
                      <strong>◆ {side(one.name)}</strong>
                      <ToView view="hosts" search={{ host: one.host }} className="link mono">
                        {one.host}
                      </ToView>
                      <span className="mono muted">{one.location}</span>
                    </li>
                  ))}
                </ul>
              </Panel>
            </div>
            <div className="stack">
              <Panel title={side(organisation.name)}>
                <Facts
                  items={[
                    [t('desk.briefing.people'), i18n.number(organisation.people)],
                    [t('desk.briefing.hosts'), i18n.number(organisation.hosts)],
                    [
                      t('desk.type.domain'),
                      <span key="d" className="mono">
                        {organisation.domain}
                      </span>,
                    ],
                    [
                      t('desk.briefing.ad'),
                      <span key="a" className="mono">
                        {organisation.adDomain} ({organisation.netbios})
                      </span>,
                    ],
                    [
                      t('desk.briefing.address'),
                      <span key="p" className="mono">
                        {organisation.publicAddress}
                      </span>,
                    ],
                    [
                      t('desk.briefing.departments'),
                      organisation.departments
                        .filter(one => one.people > 0)
                        .map(one => `${side(one.name)} ${one.people}`)
                        .join(t('desk.comma')),
                    ],
                  ]}
                />
              </Panel>
              <Panel title={t('desk.briefing.contacts')}>
                <ul className="stack tight">
                  {contacts
                    .filter(one => one.role !== 'monitoring' && one.role !== 'system')
                    .map(one => (
                      <li key={one.role} className="row">
                        <ToView view="messages" search={{ thread: one.role }}>
                          {side(one.title)}
                        </ToView>
                        <span className="muted">
                          {one.channels.map(channel => t(`desk.channel.${channel}`)).join(t('desk.comma'))}
                        </span>
                      </li>
                    ))}
                </ul>
              </Panel>
              <Panel title={t('desk.briefing.calendar')}>
                <ul className="stack tight">
                  {calendar.map(one => (
                    <li key={one.date} className="row">
                      <span className="num">{one.date}</span>
                      <span className="muted">
                        {one.holiday
                          ? side(one.holiday)
                          : t(one.working ? 'desk.briefing.working' : 'desk.briefing.dayOff')}
                      </span>
                    </li>
                  ))}
                </ul>
              </Panel>
            </div>
          </div>
          <Panel title={t('desk.map')} aside={<span>{t('desk.map.key')}</span>} className="map-of-network">
            <NetworkMap map={map} jewels={new Set(crownJewels.map(one => one.host))} />
          </Panel>
        </>
      )}
    </Loaded>
  );
}
