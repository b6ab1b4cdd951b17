// Teams: names and numbers of seats; one more team.
import { Button, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView, SeatOut } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { To } from '../../../../parts/link.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { keepHandedOut } from '../handed-out.ts';

type Team = ExerciseView['teams'][number];

export function Teams({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const instructor = exercise.place.role === 'instructor';
  return (
    <Panel title={t('class.wall.teams')}>
      <ul className="team-list">
        {exercise.teams.map(team => (
          <li key={team.id} className="team-line">
            <span className="team-number">{team.number}</span>
            {instructor ? <Rename exercise={exercise.id} team={team} /> : <span>{team.name}</span>}
            <span className="muted num">
              {t('class.people.taken', { members: team.members, seats: team.seats })}
            </span>
            <To to={`/drill/desk/${team.id}`}>{t('class.wall.look')}</To>
          </li>
        ))}
      </ul>
      {instructor ? <Add exercise={exercise} /> : null}
    </Panel>
  );
}

function Rename({ exercise, team }: { exercise: string; team: Team }) {
  const { t } = useI18n();
  const [name, setName] = useState(team.name);
  const rename = useChange(
    () => send('PATCH', `/drill/exercises/${exercise}/teams/${team.id}`, { name: name.trim() }),
    {
      refresh: ['drill'],
    },
  );
  const done = () => {
    if (name.trim() === '') setName(team.name);
    else if (name.trim() !== team.name) rename.mutate();
  };
  return (
    <TextInput
      aria-label={t('class.people.teamName', { number: team.number })}
      size="xs"
      value={name}
      onChange={event => setName(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={event => event.key === 'Enter' && done()}
      maxLength={80}
    />
  );
}

function Add({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [seats, setSeats] = useState(4);
  const add = useChange<void, { seats: SeatOut[] }>(
    () =>
      send('POST', `/drill/exercises/${exercise.id}/teams`, {
        name: name.trim() || t('class.teamName', { number: exercise.teams.length + 1 }),
        seats,
      }),
    {
      refresh: ['drill'],
      after: made => {
        keepHandedOut(exercise.id, made.seats);
        setName('');
      },
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className="team-add" onSubmit={submit}>
      <TextInput
        label={t('class.people.newTeam')}
        placeholder={t('class.teamName', { number: exercise.teams.length + 1 })}
        value={name}
        onChange={event => setName(event.currentTarget.value)}
        maxLength={80}
      />
      <NumberInput
        label={t('class.new.seats')}
        value={seats}
        onChange={value => setSeats(Number(value))}
        min={1}
        max={12}
        clampBehavior="blur"
        allowDecimal={false}
      />
      <Button type="submit" variant="default" loading={add.isPending}>
        {t('class.people.addTeam')}
      </Button>
    </form>
  );
}
