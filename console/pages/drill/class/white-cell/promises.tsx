// What was promised, by whom, until when, and whether it was kept.
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Static } from 'typebox';
import type { ExerciseView, PromiseView } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import type { List } from '../../../../api/types.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Panel } from '../../../../parts/page.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { exerciseRead } from '../../shared/api.ts';
import { simClock, useSimNow } from '../../shared/clock.ts';
import type { CellRole } from './cell.ts';

type Promised = Static<typeof PromiseView>;
const order = { open: 0, broken: 1, kept: 2 } as const;
const tone = { open: 'info', kept: 'ok', broken: 'fail' } as const;

export function Promises({ exercise, roles }: { exercise: ExerciseView; roles: CellRole[] }) {
  const { t, side } = useI18n();
  const query = useQuery({
    ...exerciseRead<List<Promised>>(exercise.id, 'promises'),
    refetchInterval: 10_000,
  });
  const now = useSimNow(exercise.clock, exercise.simEnd);
  const [adding, setAdding] = useState(false);
  const settle = useChange<{ item: Promised; state: 'kept' | 'broken' }>(
    ({ item, state }) =>
      send('PATCH', `/drill/exercises/${exercise.id}/promises/${encodeURIComponent(item.id)}`, {
        team: item.team,
        state,
      }),
    { refresh: ['drill'] },
  );
  const items = [...(query.data?.items ?? [])].sort(
    (a, b) => order[a.state] - order[b.state] || a.due - b.due,
  );
  const roleName = (role: string) => {
    const found = roles.find(one => one.role === role);
    return found ? side(found.title) : role;
  };
  return (
    <Panel
      title={t('class.cell.promises')}
      aside={
        <Button variant="default" onClick={() => setAdding(known => !known)} aria-expanded={adding}>
          {t('class.cell.promises.add')}
        </Button>
      }
    >
      {adding ? <Add exercise={exercise} roles={roles} onDone={() => setAdding(false)} /> : null}
      {items.length === 0 ? (
        <p className="muted">{t('class.cell.promises.none')}</p>
      ) : (
        <ul className="cell-list">
          {items.map(item => {
            const team = exercise.teams.find(one => one.id === item.team)?.name ?? '';
            return (
              <li key={item.id} className="promise">
                <span className={`num ${item.state === 'open' && item.due < now ? 'is-taken' : 'muted'}`}>
                  {simClock(item.due, false)}
                </span>
                <span className="promise-text">
                  <strong>
                    {item.side === 'team'
                      ? `${team} → ${roleName(item.to)}`
                      : `${roleName(item.to)} → ${team}`}
                  </strong>{' '}
                  {item.text}
                </span>
                {item.state === 'open' ? (
                  <span className="row tight">
                    <Button variant="default" onClick={() => settle.mutate({ item, state: 'kept' })}>
                      {t('class.promise.kept')}
                    </Button>
                    <Button variant="default" onClick={() => settle.mutate({ item, state: 'broken' })}>
                      {t('class.promise.broken')}
                    </Button>
                  </span>
                ) : (
                  <Tag tone={tone[item.state]}>{t(`class.promise.${item.state}`)}</Tag>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

function Add({ exercise, roles, onDone }: { exercise: ExerciseView; roles: CellRole[]; onDone: () => void }) {
  const { t, side } = useI18n();
  const [form, setForm] = useState({
    team: exercise.teams[0]?.id ?? '',
    side: 'team',
    to: roles[0]?.role ?? 'boss',
    text: '',
    dueMinutes: 60,
  });
  const add = useChange(() => send('POST', `/drill/exercises/${exercise.id}/promises`, form), {
    refresh: ['drill'],
    after: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className="form promise-form" onSubmit={submit}>
      <div className="form-row">
        <Select
          label={t('class.cell.promise.who')}
          value={form.side}
          onChange={value => setForm({ ...form, side: value ?? 'team' })}
          data={[
            { value: 'team', label: t('class.cell.promise.team') },
            { value: 'white-cell', label: t('class.cell') },
          ]}
        />
        <Select
          label={t('class.truth.team')}
          value={form.team}
          onChange={value => setForm({ ...form, team: value ?? '' })}
          data={exercise.teams.map(team => ({ value: team.id, label: team.name }))}
        />
        <Select
          label={t('class.cell.as')}
          value={form.to}
          onChange={value => setForm({ ...form, to: (value ?? 'boss') as typeof form.to })}
          data={roles.map(one => ({ value: one.role, label: side(one.title) }))}
        />
        <NumberInput
          label={t('class.cell.promise.due')}
          value={form.dueMinutes}
          onChange={value => setForm({ ...form, dueMinutes: Number(value) })}
          min={1}
          max={1440}
          clampBehavior="blur"
        />
      </div>
      <TextInput
        label={t('class.cell.promise.what')}
        value={form.text}
        onChange={event => setForm({ ...form, text: event.currentTarget.value })}
        maxLength={1000}
        required
      />
      <div className="form-actions">
        <Button type="submit" loading={add.isPending} disabled={form.text.trim() === ''}>
          {t('class.cell.promises.note')}
        </Button>
      </div>
    </form>
  );
}
