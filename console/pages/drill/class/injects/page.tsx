// The master scenario events list: what comes when, how it stands with each team, firing by hand, marking.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import type { InjectState } from '#model/drill/inject.ts';
import { minute } from '#model/time.ts';
import type { List } from '../../../../api/types.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { type Column, DataTable } from '../../../../parts/table.tsx';
import { exerciseRead } from '../../shared/api.ts';
import { simClock } from '../../shared/clock.ts';
import { ExercisePage } from '../exercise-page.tsx';
import { conditionTerms, useCondition } from './condition.ts';
import type { InjectLine } from './inject.ts';
import { InjectDrawer } from './inject-drawer.tsx';
import { InjectForm } from './inject-form.tsx';

const helpers: readonly string[] = ['instructor', 'assistant'];
const defaults = { inject: '' };

export function Page() {
  const { t } = useI18n();
  const [adding, setAdding] = useState(false);
  return (
    <ExercisePage
      here="injects"
      title={t('class.injects.title')}
      lead={t('class.injects.lead')}
      actions={exercise =>
        helpers.includes(exercise.place.role) ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('class.injects.new')}…
          </Button>
        ) : null
      }
    >
      {exercise => (
        <>
          <Injects exercise={exercise} />
          {adding ? <InjectForm exercise={exercise} onClose={() => setAdding(false)} /> : null}
        </>
      )}
    </ExercisePage>
  );
}

const states = [
  'pending',
  'submitted',
  'graded',
  'scheduled',
  'draft',
] as const satisfies readonly InjectState[];

function Injects({ exercise }: { exercise: ExerciseView }) {
  const { t, side } = useI18n();
  const { data: terms } = useQuery(conditionTerms(exercise.id));
  const condition = useCondition(terms);
  const [view, setView] = useView(defaults);
  const [editing, setEditing] = useState(false);
  const query = useQuery({
    ...exerciseRead<List<InjectLine>>(exercise.id, 'injects'),
    refetchInterval: 10_000,
  });
  const due = (item: InjectLine) =>
    item.trigger.kind === 'clock' ? item.trigger.minutes : Number.POSITIVE_INFINITY;
  const when = (item: InjectLine) =>
    item.trigger.kind === 'clock' ? (
      <span className="num">{simClock(exercise.simStart + item.trigger.minutes * minute, false)}</span>
    ) : item.trigger.kind === 'hand' ? (
      t('class.trigger.hand')
    ) : (
      condition(item.trigger.when)
    );
  const columns: Column<InjectLine>[] = [
    { id: 'when', head: t('class.injects.when'), cell: when },
    {
      id: 'title',
      head: t('class.injects.what'),
      wide: true,
      cell: item => (
        <button type="button" className="link-button strong" onClick={() => setView({ inject: item.id })}>
          {side(item.title)}
        </button>
      ),
    },
    {
      id: 'from',
      head: t('class.injects.from'),
      cell: item => `${t(`class.worldRole.${item.from.role}`)} · ${t(`class.channel.${item.channel}`)}`,
    },
    {
      id: 'wants',
      head: t('class.injects.wants'),
      cell: item => t(`class.wants.${item.expectation?.answer ?? 'none'}`),
      desk: true,
    },
    {
      id: 'origin',
      head: t('class.injects.origin'),
      cell: item => t(`class.origin.${item.origin}`),
      desk: true,
    },
    {
      id: 'state',
      head: t('class.injects.state'),
      cell: item => <Standing item={item} />,
    },
  ];
  return (
    <Loaded query={query}>
      {({ items }) => {
        const open = items.find(one => one.id === view.inject);
        return (
          <>
            <Panel flush>
              {items.length === 0 ? (
                <Empty title={t('class.injects.empty')}>{t('class.injects.empty.text')}</Empty>
              ) : (
                <DataTable
                  label={t('class.injects.title')}
                  items={[...items].sort((a, b) => due(a) - due(b) || a.created - b.created)}
                  columns={columns}
                  rowKey={item => item.id}
                />
              )}
            </Panel>
            {open && !editing ? (
              <InjectDrawer
                exercise={exercise}
                inject={open}
                onClose={() => setView({ inject: '' })}
                onEdit={() => setEditing(true)}
              />
            ) : null}
            {open && editing ? (
              <InjectForm exercise={exercise} inject={open} onClose={() => setEditing(false)} />
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

/** How many teams stand where. */
function Standing({ item }: { item: InjectLine }) {
  const { t } = useI18n();
  const late = item.perTeam.filter(one => one.overdue && one.state === 'pending').length;
  return (
    <span className="standing">
      {states.map(state => {
        const count = item.perTeam.filter(one => one.state === state).length;
        return count === 0 ? null : (
          <span key={state} className={`stand-${state}`}>
            {t(`class.injectState.${state}`)} {count}
          </span>
        );
      })}
      {late > 0 ? <span className="is-taken">{t('class.wall.overdue', { count: late })}</span> : null}
    </span>
  );
}
