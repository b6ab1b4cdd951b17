// Simulated organisations on this platform: how far they are loaded, what they hold; exercises share them.
import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DrillWorld } from '#model/drill/world.ts';
import { send } from '../../../../api/client.ts';
import type { List } from '../../../../api/types.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange, useRights } from '../../../../lib/hooks.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { PageHead, Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { type Column, DataTable } from '../../../../parts/table.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { Time } from '../../../../parts/time.tsx';
import { drillQueries, drillRead } from '../../shared/api.ts';
import { WorldError } from '../wall/world-panel.tsx';

const tone = { waiting: 'info', loading: 'info', ready: 'ok', failed: 'fail' } as const;

export function Page() {
  const { t, side, number, percent, duration } = useI18n();
  const may = useRights();
  const [open, setOpen] = useState<string>();
  const profiles = useQuery(drillQueries.profiles());
  const query = useQuery({
    ...drillRead<List<DrillWorld>>(['worlds'], '/worlds'),
    refetchInterval: ({ state }) =>
      state.data?.items.some(one => one.state === 'loading' || one.state === 'waiting') ? 1_500 : 15_000,
  });
  const remove = useChange<string>(id => send('DELETE', `/drill/worlds/${encodeURIComponent(id)}`), {
    refresh: ['drill'],
  });
  const columns: Column<DrillWorld>[] = [
    {
      id: 'name',
      head: t('class.new.organisation'),
      wide: true,
      cell: item => {
        const profile = profiles.data?.items.find(one => one.id === item.profile);
        return (
          <button
            type="button"
            className="link-button strong"
            aria-expanded={open === item.id}
            onClick={() => setOpen(open === item.id ? undefined : item.id)}
          >
            {profile ? side(profile.name) : item.profile}
          </button>
        );
      },
    },
    { id: 'staff', head: t('class.new.staff'), number: true, cell: item => number(item.staff) },
    { id: 'days', head: t('class.new.days'), number: true, cell: item => item.days },
    { id: 'seed', head: t('class.new.seed'), number: true, cell: item => item.seed, desk: true },
    {
      id: 'state',
      head: t('status'),
      cell: item =>
        item.state === 'loading' || item.state === 'waiting' ? (
          <span className="world-progress">
            <Progress value={item.progress * 100} aria-label={t('class.world.progress')} />
            <span className="num">{percent(item.progress)}</span>
          </span>
        ) : (
          <Tag tone={tone[item.state]}>{t(`class.worldState.${item.state}`)}</Tag>
        ),
    },
    { id: 'lines', head: t('class.worlds.lines'), number: true, cell: item => number(item.lines) },
    {
      id: 'seconds',
      head: t('class.worlds.took'),
      number: true,
      cell: item => (item.seconds > 0 ? duration(item.seconds * 1000) : '–'),
      desk: true,
    },
    {
      id: 'created',
      head: t('class.worlds.made'),
      cell: item => <Time at={item.created} as="relative" />,
      desk: true,
    },
    ...(may('drill-admin')
      ? [
          {
            id: 'remove',
            head: <span className="off-screen">{t('class.people.ways')}</span>,
            cell: (item: DrillWorld) => (
              <Confirm
                subtle
                label={t('class.worlds.remove')}
                text={t('class.worlds.remove.text')}
                onConfirm={() => remove.mutate(item.id)}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHead
        title={t('class.worlds')}
        lead={t('class.worlds.lead')}
        back={{ to: '/drill', label: t('class.title') }}
      />
      <Loaded query={query}>
        {({ items }) => {
          const shown = items.find(one => one.id === open);
          return (
            <>
              <Panel flush>
                {items.length === 0 ? (
                  <Empty title={t('class.worlds.empty')}>{t('class.worlds.empty.text')}</Empty>
                ) : (
                  <DataTable
                    label={t('class.worlds')}
                    items={items}
                    columns={columns}
                    rowKey={item => item.id}
                  />
                )}
              </Panel>
              {shown ? <Holdings key={shown.id} world={shown} /> : null}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** Lines of a world per source. */
function Holdings({ world }: { world: DrillWorld }) {
  const { t, side, number } = useI18n();
  const sources = useQuery(drillQueries.sources());
  const items = Object.entries(world.kinds ?? {}).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...items.map(([, lines]) => lines));
  return (
    <Panel title={t('class.worlds.sources')}>
      {world.error ? (
        <p>
          <WorldError error={world.error} />
        </p>
      ) : items.length === 0 ? (
        <p className="muted">{t('class.worlds.notYet')}</p>
      ) : null}
      <ul className="holdings">
        {items.map(([id, lines]) => {
          const source = sources.data?.items.find(one => one.id === id);
          return (
            <li key={id} className="holding">
              <span>{source ? side(source.title) : id}</span>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect className="holding-bar" width={(lines / most) * 100} height={6} />
              </svg>
              <span className="num">{number(lines)}</span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
