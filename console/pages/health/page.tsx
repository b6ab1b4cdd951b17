// Health: every process, store, honeypot and check; what does not work says why and what to do.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { visibleText } from '#model/visible.ts';
import { queries } from '../../api/queries.ts';
import type { Health } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { StateTag, stateTone, Tag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

export function Page() {
  const { t } = useI18n();
  const query = useQuery({ ...queries.health(), refetchInterval: 10_000 });
  return (
    <>
      <PageHead title={t('nav.health')} lead={t('health.lead')} />
      <Loaded query={query}>{health => <Body health={health} />}</Loaded>
    </>
  );
}

function Body({ health }: { health: Health }) {
  const { t, number } = useI18n();
  const problems = health.checks.filter(check => check.state !== 'ok');
  const stores = flatten(health.stores);
  return (
    <div className="stack-panels">
      <Panel title={t('health.overall')}>
        {problems.length === 0 ? (
          <p className="row">
            <StateTag state={health.status} /> {t('health.allWell')}
          </p>
        ) : (
          <ul className="checks">
            {problems.map(check => (
              <Check key={check.id} check={check} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('health.processes')} flush>
        <DataTable
          label={t('health.processes')}
          items={health.processes}
          rowKey={item => item.name}
          columns={[
            { id: 'name', head: t('name'), cell: item => <span className="strong">{item.name}</span> },
            { id: 'state', head: t('status'), cell: item => <StateTag state={item.state} /> },
            { id: 'pid', head: 'PID', number: true, cell: item => item.pid ?? '–', desk: true },
            {
              id: 'restarts',
              head: t('health.restarts'),
              number: true,
              cell: item => number(item.restarts ?? 0),
            },
            { id: 'since', head: t('health.since'), cell: item => <Time at={item.since} as="relative" /> },
            {
              id: 'reason',
              head: t('health.reason'),
              wide: true,
              cell: item => (
                <>
                  {item.reason ? visibleText(item.reason) : '–'}
                  {item.remedy ? <span className="remedy">{visibleText(item.remedy)}</span> : null}
                </>
              ),
            },
          ]}
        />
      </Panel>
      <div className="columns two">
        <Panel title={t('health.honeypots')} flush>
          {health.honeypots.length === 0 ? (
            <Empty title={t('health.noHoneypots')} />
          ) : (
            <DataTable
              label={t('health.honeypots')}
              items={health.honeypots}
              rowKey={item => `${item.id}${item.port}`}
              columns={[
                { id: 'id', head: t('name'), cell: item => <span className="strong">{item.id}</span> },
                { id: 'port', head: t('port'), number: true, cell: item => item.port },
                { id: 'state', head: t('status'), cell: item => <StateTag state={item.state} /> },
                {
                  id: 'reason',
                  head: t('health.reason'),
                  wide: true,
                  cell: item => (
                    <>
                      {visibleText(item.reason ?? '') || '–'}
                      {item.remedy ? <span className="remedy">{visibleText(item.remedy)}</span> : null}
                    </>
                  ),
                },
              ]}
            />
          )}
        </Panel>
        <div className="stack-panels">
          <Panel title={t('health.stores')}>
            {stores.length === 0 ? <p className="muted">{t('none')}</p> : <Facts items={stores} />}
          </Panel>
          <Panel title={t('health.checks')}>
            <ul className="checks">
              {health.checks.map(check => (
                <Check key={check.id} check={check} />
              ))}
            </ul>
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Check({ check }: { check: Health['checks'][number] }) {
  const { t, has } = useI18n();
  const key = `check.${check.code}`;
  // Remedies that are commands to type are the same in every language.
  const remedyKey = `${key}.remedy`;
  return (
    <li>
      <Tag tone={stateTone(check.state)}>{t(`state.${check.state}`)}</Tag>
      <span>
        {visibleText(has(key) ? t(key, check.values) : check.text)}
        {check.remedy ? (
          <span className="remedy">{visibleText(has(remedyKey) ? t(remedyKey) : check.remedy)}</span>
        ) : null}
      </span>
    </li>
  );
}

/** Whatever the stores tell about themselves, as names and values. */
function flatten(value: unknown, prefix = '', depth = 0): (readonly [string, ReactNode])[] {
  if (typeof value === 'boolean') return [[prefix, <StateTag key={prefix} state={value ? 'ok' : 'fail'} />]];
  if (value === null || value === undefined) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => {
      const named = (item as { name?: unknown } | null)?.name;
      return flatten(item, typeof named === 'string' ? named : `${prefix}${index + 1}`, depth + 1);
    });
  if (typeof value !== 'object') return [[prefix, visibleText(String(value))]];
  if (depth > 3) return [];
  return Object.entries(value)
    .filter(([name]) => name !== 'name')
    .flatMap(([name, item]) => flatten(item, prefix ? `${prefix} · ${name}` : name, depth + 1));
}
