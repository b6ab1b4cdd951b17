// The action desk: what administrators can do, and what the team did.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { MessageKey } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { type SearchValues, useView } from '../../../../lib/view.ts';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { type Action, deskQueries } from '../data.ts';
import { Ask } from './ask.tsx';
import { TakenList } from './taken.tsx';

const defaults = { action: '', taken: '' };

export function View() {
  const { t } = useI18n();
  const [view, setView] = useView(defaults);
  const given = useSearch({ strict: false }) as SearchValues;
  const query = useQuery(deskQueries.actionList());
  return (
    <Loaded query={query} lines={12}>
      {({ items }) => {
        const action = items.find(one => one.id === view.action);
        return (
          <div className={action ? 'action-desk chosen' : 'action-desk'}>
            <Catalogue
              items={items}
              chosen={view.action}
              onChoose={id => setView({ action: id, taken: '' })}
            />
            <Panel className="ask-panel">
              <button
                type="button"
                className="link-button phone-only"
                onClick={() => setView({ action: '', taken: '' })}
              >
                ‹ {t('desk.actions.back')}
              </button>
              {action ? (
                <Ask
                  key={formKey(action.id, given)}
                  action={action}
                  given={given}
                  onTaken={taken => setView({ taken: String(taken.number) }, true)}
                />
              ) : (
                <Empty title={t('desk.actions.choose')}>{t('desk.actions.choose.text')}</Empty>
              )}
            </Panel>
            <Panel title={t('desk.taken')} className="taken-panel">
              <TakenList current={Number(view.taken)} />
            </Panel>
          </div>
        );
      }}
    </Loaded>
  );
}

/** A link with other values is another form; what was taken last is not part of it. */
const formKey = (action: string, given: SearchValues): string =>
  JSON.stringify([action, Object.entries(given).filter(([name]) => name !== 'taken')]);

function Catalogue({
  items,
  chosen,
  onChoose,
}: {
  items: readonly Action[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t, has, side } = useI18n();
  const [q, setQ] = useState('');
  const groups = useMemo(() => {
    const wanted = q.trim().toLowerCase();
    const fits = (one: Action) =>
      [one.id, one.title.ja, one.title.en, side(one.summary)].some(text =>
        text.toLowerCase().includes(wanted),
      );
    return Map.groupBy(items.filter(fits), one => one.group);
  }, [items, q, side]);
  return (
    <nav className="panel catalogue" aria-label={t('desk.actions.list')}>
      <TextInput
        data-search-bar
        aria-label={t('desk.actions.find')}
        placeholder={t('desk.actions.find')}
        value={q}
        onChange={event => setQ(event.currentTarget.value)}
      />
      {[...groups].map(([group, actions]) => {
        const key: MessageKey | string = `desk.group.${group}`;
        return (
          <div key={group}>
            <h2>{has(key) ? t(key) : group}</h2>
            <ul>
              {actions.map(one => (
                <li key={one.id}>
                  <button
                    type="button"
                    className={one.id === chosen ? 'catalogue-item chosen' : 'catalogue-item'}
                    aria-pressed={one.id === chosen}
                    title={side(one.summary)}
                    onClick={() => onChoose(one.id)}
                  >
                    <span>{side(one.title)}</span>
                    <small>
                      {one.approval ? `${t('desk.actions.needsBoss')} · ` : ''}
                      {t('desk.minutes', { n: one.minutes.most })}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
