// Seats and people: teams, who sits where, entry cards, enrolment from a list, staff, the class code.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Static } from 'typebox';
import type { ExerciseView, SeatView } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import type { List } from '../../../../api/types.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Copy } from '../../../../parts/hostile.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { type Column, DataTable } from '../../../../parts/table.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { Time } from '../../../../parts/time.tsx';
import { exerciseKey, exerciseRead } from '../../shared/api.ts';
import { ExercisePage } from '../exercise-page.tsx';
import { keepHandedOut, useHandedOut } from '../handed-out.ts';
import { Cards } from './cards.tsx';
import { Crew } from './crew.tsx';
import { Enrol } from './enrol.tsx';
import { Teams } from './teams.tsx';

type Seat = Static<typeof SeatView>;

export function Page() {
  const { t } = useI18n();
  return (
    <ExercisePage here="people" title={t('class.people.title')} lead={t('class.people.lead')}>
      {exercise => <People exercise={exercise} />}
    </ExercisePage>
  );
}

function People({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const handedOut = useHandedOut(exercise.id);
  const instructor = exercise.place.role === 'instructor';
  return (
    <div className="people">
      {handedOut.length > 0 ? <Cards exercise={exercise} seats={handedOut} /> : null}
      <div className="columns main-side">
        <div className="stack-panels">
          <Seats exercise={exercise} />
          {instructor ? <Enrol exercise={exercise} /> : null}
        </div>
        <div className="stack-panels">
          {exercise.joinCode ? (
            <Panel title={t('class.join.code')}>
              <p className="join-code">
                <span className="join-code-text">{exercise.joinCode}</span> <Copy value={exercise.joinCode} />
              </p>
              <p className="muted">{t('class.people.code')}</p>
            </Panel>
          ) : null}
          <Teams exercise={exercise} />
          <Crew exercise={exercise} />
          {instructor ? <Remove exercise={exercise.id} /> : null}
        </div>
      </div>
    </div>
  );
}

/** Removes the exercise with everything that was written in it. */
function Remove({ exercise }: { exercise: string }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useChange(() => send('DELETE', `/drill/exercises/${exercise}`), {
    done: 'class.remove.done',
    after: () => {
      client.removeQueries({ queryKey: exerciseKey(exercise) });
      void client.invalidateQueries({ queryKey: ['drill', 'exercises'] });
      void navigate({ to: '/drill' });
    },
  });
  return (
    <Panel title={t('class.remove.title')}>
      <div className="stack tight">
        <p className="muted">{t('class.remove.what')}</p>
        <div>
          <Confirm
            subtle
            label={t('class.remove')}
            text={t('class.remove.text')}
            loading={remove.isPending}
            onConfirm={() => remove.mutate()}
          />
        </div>
      </div>
    </Panel>
  );
}

function Seats({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const query = useQuery(exerciseRead<List<Seat>>(exercise.id, 'seats'));
  const path = `/drill/exercises/${exercise.id}/seats`;
  const link = useChange<Seat[]>(
    async seats => {
      for (const seat of seats) {
        const made = await send<{ link: string }>('POST', `${path}/${seat.account}/link`);
        keepHandedOut(exercise.id, [
          {
            team: seat.team,
            teamName: seat.teamName,
            account: seat.account,
            name: seat.name,
            link: made.link,
            ...(seat.person ? { person: seat.person.name } : {}),
          },
        ]);
      }
    },
    { refresh: ['drill'] },
  );
  const remove = useChange<Seat>(seat => send('DELETE', `${path}/${seat.account}`), { refresh: ['drill'] });
  // Cards got lost, or the tab that showed them was closed: all who have not entered get new ones.
  const outside = query.data?.items.filter(one => one.entered === undefined) ?? [];
  const columns: Column<Seat>[] = [
    { id: 'team', head: t('class.people.team'), cell: item => item.teamName },
    { id: 'name', head: t('class.people.account'), cell: item => <span className="mono">{item.name}</span> },
    {
      id: 'person',
      head: t('class.people.person'),
      wide: true,
      cell: item =>
        item.person ? (
          <span title={[item.person.mail, item.person.organisation].filter(Boolean).join(' · ')}>
            {item.person.name}
          </span>
        ) : (
          <span className="muted">{t('class.people.nobody')}</span>
        ),
    },
    {
      id: 'state',
      head: t('class.people.entered'),
      cell: item =>
        item.entered === undefined ? (
          <Tag tone={item.linkValid ? 'info' : 'idle'}>
            {t(item.linkValid ? 'class.people.linkValid' : 'class.people.noLink')}
          </Tag>
        ) : (
          <Time at={item.entered} as="relative" />
        ),
    },
    {
      id: 'ways',
      head: <span className="off-screen">{t('class.people.ways')}</span>,
      cell: item => (
        <span className="row tight one-line">
          <button type="button" className="link-button" onClick={() => link.mutate([item])}>
            {t('class.people.newLink')}
          </button>
          {exercise.place.role === 'instructor' ? (
            <Confirm
              subtle
              label={t('class.people.remove')}
              text={t('class.people.remove.text')}
              onConfirm={() => remove.mutate(item)}
            />
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <Panel
      title={t('class.people.seats')}
      flush
      aside={
        outside.length > 1 ? (
          <Button variant="default" loading={link.isPending} onClick={() => link.mutate(outside)}>
            {t('class.people.newLinks', { count: outside.length })}
          </Button>
        ) : null
      }
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('class.people.empty')}>{t('class.people.empty.text')}</Empty>
          ) : (
            <DataTable
              label={t('class.people.seats')}
              items={items}
              columns={columns}
              rowKey={item => item.account}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
