// Alerts of the monitoring service and of systems, newest first, and what detection tools report; from each one goes to the logs around it.
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { visibleBlock } from '../../../../parts/hostile.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simStamp } from '../../shared/clock.ts';
import { saidIn, ToView, useHere } from '../context.tsx';
import { deskQueries, type Message, useDeskChange } from '../data.ts';
import { around } from '../logs/view.ts';
import { isAlert, namedIn } from '../messages.ts';
import { searchFor, Thing } from '../parts/thing.tsx';
import { Detections } from './detections.tsx';

const defaults = { show: 'all', alert: '', sev: '', src: '', sort: '' };

export function View() {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const [view, setView] = useView(defaults);
  const query = useQuery(deskQueries.messages(team));
  const read = useDeskChange<string[]>(ids => ['POST', 'read', { ids }], ['messages']);
  return (
    <Loaded query={query} lines={8}>
      {({ items }) => {
        const alerts = items.filter(one => one.direction === 'in' && isAlert(one)).toReversed();
        const unread = alerts.filter(one => !one.read).map(one => one.id);
        const shown = view.show === 'new' ? alerts.filter(one => !one.read) : alerts;
        return (
          <>
            <div className="row desk-tools">
              <SegmentedControl
                size="xs"
                value={view.show}
                onChange={show => setView({ show })}
                data={[
                  { value: 'all', label: t('desk.alerts.all', { n: alerts.length }) },
                  { value: 'new', label: t('desk.alerts.new', { n: unread.length }) },
                  { value: 'tools', label: t('desk.alerts.tools') },
                ]}
                aria-label={t('desk.alerts.show')}
              />
              {desk.canWrite && unread.length > 0 && view.show !== 'tools' ? (
                <Button variant="default" onClick={() => read.mutate(unread.slice(0, 200))}>
                  {t('desk.alerts.readAll')}
                </Button>
              ) : null}
            </div>
            {view.show === 'tools' ? (
              <Detections filter={view} onFilter={patch => setView(patch)} />
            ) : shown.length === 0 ? (
              <Empty title={t('desk.alerts.none')}>{t('desk.alerts.none.text')}</Empty>
            ) : (
              <ol className="alert-list" aria-live="polite">
                {shown.map(one => (
                  <AlertItem
                    key={one.id}
                    alert={one}
                    current={one.id === view.alert}
                    onRead={() => read.mutate([one.id])}
                  />
                ))}
              </ol>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function AlertItem({ alert, current, onRead }: { alert: Message; current: boolean; onRead: () => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { desk } = useHere();
  const { subject, text } = saidIn(i18n, alert);
  const names = namedIn(alert);
  const first = names.find(one => one.type === 'host') ?? names[0];
  const keep = useDeskChange(
    () => [
      'POST',
      'case/evidence',
      { fields: { note: `${simStamp(alert.at)} ${t(`desk.role.${alert.role}`)}: ${text}`.slice(0, 4_000) } },
    ],
    ['case'],
    { done: 'desk.case.added' },
  );
  return (
    <li className={`alert-item ${alert.read ? 'read' : 'unread'} ${current ? 'current' : ''}`}>
      <p className="row">
        <time className="num">{simStamp(alert.at).slice(5)}</time>
        <Tag tone={alert.role === 'monitoring' ? 'warn' : 'info'} icon="alerts">
          {t(`desk.role.${alert.role}`)}
        </Tag>
        {alert.read ? null : <strong className="new-mark">{t('desk.alerts.unread')}</strong>}
        {subject ? <strong>{visibleText(subject)}</strong> : null}
      </p>
      <p className="alert-text">{visibleBlock(text)}</p>
      {names.length > 0 ? (
        <p className="things">
          {names.map(({ type, value }) => (
            <Thing key={`${type} ${value}`} type={type} value={value} />
          ))}
        </p>
      ) : null}
      <p className="row">
        <ToView view="logs" search={around(alert.at, first ? searchFor(first.type, first.value) : '', 30)}>
          <Icon name="search" size={13} /> {t('desk.alerts.around')}
        </ToView>
        {desk.canWrite ? (
          <>
            <button type="button" className="link-button" onClick={() => keep.mutate()}>
              <Icon name="plus" size={13} /> {t('desk.alerts.keep')}
            </button>
            {alert.read ? null : (
              <button type="button" className="link-button" onClick={onRead}>
                <Icon name="check" size={13} /> {t('desk.alerts.read')}
              </button>
            )}
          </>
        ) : null}
      </p>
    </li>
  );
}
