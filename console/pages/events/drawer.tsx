// One event in full: every field, where it came from, and what belongs to it.
import { ActionIcon, Drawer, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Event } from '#model/event/event.ts';
import { eventField, eventFields } from '#model/event/fields.ts';
import { visibleText } from '#model/visible.ts';
import { queries } from '../../api/queries.ts';
import type { EvidenceView } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { usePhone } from '../../lib/hooks.ts';
import { addTerm } from '../../lib/search-text.ts';
import { CodeBlock, Copy } from '../../parts/hostile.tsx';
import { Icon } from '../../parts/icon.tsx';
import { To } from '../../parts/link.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { ClassTag } from '../../parts/tags.tsx';
import { EventLine } from '../findings/finding.tsx';
import { fieldText } from './table.tsx';
import type { EventsView, SetEventsView } from './view.ts';

export function EventDrawer({ view, setView }: { view: EventsView; setView: SetEventsView }) {
  const { t } = useI18n();
  const phone = usePhone();
  const id = view.event;
  return (
    <Drawer
      opened={id !== ''}
      onClose={() => setView({ event: '' })}
      title={t('event')}
      size={phone ? '100%' : 560}
      withOverlay={phone}
      trapFocus={phone}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {id ? <Body id={id} view={view} setView={setView} /> : null}
    </Drawer>
  );
}

function Body({ id, view, setView }: { id: string; view: EventsView; setView: SetEventsView }) {
  const query = useQuery(queries.event(id));
  const filter = (field: string, value: string, exclude: boolean) =>
    setView({ q: addTerm(view.q, field, value, exclude), tab: 'search' });
  return (
    <Loaded query={query} lines={14}>
      {event => (
        <div className="stack">
          <Fields event={event} onFilter={filter} />
          <Evidence id={id} />
          <Related id={id} />
        </div>
      )}
    </Loaded>
  );
}

const order = new Map<string, number>(eventFields.map((field, index) => [field.name, index]));

function Fields({
  event,
  onFilter,
}: {
  event: Event;
  onFilter: (field: string, value: string, exclude: boolean) => void;
}) {
  const i18n = useI18n();
  const { t, language } = i18n;
  const rows = Object.entries(event)
    .filter(([name, value]) => name !== 'labels' && value !== '' && value !== null && value !== undefined)
    .sort(([a], [b]) => (order.get(a) ?? 999) - (order.get(b) ?? 999));
  const labels = Object.entries(event.labels ?? {});
  return (
    <dl className="event-fields">
      {[...rows, ...labels.map(([name, value]): [string, unknown] => [`labels.${name}`, value])].map(
        ([name, value]) => {
          const text = fieldText(i18n, name, value);
          const raw = Array.isArray(value) ? String(value[0] ?? '') : String(value);
          const filterable = name !== 'event.original' && !name.endsWith('timestamp') && raw.length < 500;
          return (
            <div key={name}>
              <dt title={eventField(name)?.[language]}>{visibleText(name)}</dt>
              <dd>
                {name === 'hinomi.class' ? (
                  <ClassTag name={raw} />
                ) : (
                  <span className="hostile">{text.slice(0, 2_000)}</span>
                )}
                <span className="field-tools">
                  {filterable ? (
                    <>
                      <Tooltip label={t('events.only')}>
                        <ActionIcon
                          size="xs"
                          aria-label={`${t('events.only')}: ${name}`}
                          onClick={() => onFilter(name, raw, false)}
                        >
                          <Icon name="plus" size={12} />
                        </ActionIcon>
                      </Tooltip>
                      <Tooltip label={t('events.without')}>
                        <ActionIcon
                          size="xs"
                          aria-label={`${t('events.without')}: ${name}`}
                          onClick={() => onFilter(name, raw, true)}
                        >
                          <Icon name="minus" size={12} />
                        </ActionIcon>
                      </Tooltip>
                    </>
                  ) : null}
                  <Copy value={raw} label={`${t('copy')}: ${name}`} />
                </span>
              </dd>
            </div>
          );
        },
      )}
    </dl>
  );
}

function Evidence({ id }: { id: string }) {
  const { t } = useI18n();
  const query = useQuery({ ...queries.evidence(id), retry: false });
  return (
    <section>
      <h2>{t('event.evidence')}</h2>
      <Loaded query={query} lines={3}>
        {evidence => <EvidenceBody evidence={evidence} />}
      </Loaded>
    </section>
  );
}

function EvidenceBody({ evidence }: { evidence: EvidenceView }) {
  const { t } = useI18n();
  const place = [
    evidence.file ? visibleText(evidence.file) : '',
    evidence.record > 0
      ? t(evidence.kind === 'packet' ? 'evidence.packet' : 'evidence.line', { n: evidence.record })
      : '',
    evidence.offset > 0 ? t('evidence.offset', { n: evidence.offset }) : '',
  ].filter(Boolean);
  const context = evidence.context.map(
    line => `${line.line === evidence.record ? '>' : ' '} ${String(line.line).padStart(6)}  ${line.text}`,
  );
  return (
    <div className="stack tight">
      <p className="muted hostile">{place.join(' · ')}</p>
      {evidence.reason ? <p className="muted">{t(`evidence.reason.${evidence.reason}`)}</p> : null}
      {evidence.text ? <CodeBlock text={evidence.text} label={t('event.evidence')} wrap /> : null}
      {evidence.hex ? <CodeBlock text={evidence.hex} label={t('event.packet')} /> : null}
      {context.length > 1 ? (
        <details>
          <summary>{t('event.context')}</summary>
          <CodeBlock text={context.join('\n')} label={t('event.context')} />
        </details>
      ) : null}
    </div>
  );
}

function Related({ id }: { id: string }) {
  const { t } = useI18n();
  const query = useQuery(queries.related(id));
  return (
    <section>
      <h2>{t('event.related')}</h2>
      <Loaded query={query} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('event.related.none')} />
          ) : (
            <ul className="event-list">
              {items.slice(0, 50).map(item => (
                <li key={item['event.id']}>
                  <To to="/events" search={{ event: item['event.id'], last: 'all' }}>
                    <EventLine event={item} />
                  </To>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
