// Who runs the exercise with which place in it.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { type CrewRole, crewRoles } from '#model/drill/exercise.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';

export function Crew({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const [account, setAccount] = useState('');
  const [role, setRole] = useState<CrewRole>('white-cell');
  const path = `/drill/exercises/${exercise.id}/crew`;
  const add = useChange(() => send('POST', path, { account: account.trim(), role }), {
    refresh: ['drill'],
    after: () => setAccount(''),
  });
  const remove = useChange<string>(who => send('DELETE', `${path}/${who}`), { refresh: ['drill'] });
  const instructor = exercise.place.role === 'instructor';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Panel title={t('class.crew')}>
      <ul className="team-list">
        {exercise.crew.map(one => (
          <li key={one.account} className="team-line">
            <span className="grow">{one.displayName || one.name}</span>
            <span className="place-tag">{t(`class.role.${one.role}`)}</span>
            {instructor ? (
              <ActionIcon
                aria-label={t('class.crew.remove', { name: one.displayName || one.name })}
                onClick={() => remove.mutate(one.account)}
              >
                <Icon name="trash" />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
      {instructor ? (
        <form className="team-add" onSubmit={submit}>
          <TextInput
            label={t('class.crew.account')}
            value={account}
            onChange={event => setAccount(event.currentTarget.value)}
            autoComplete="off"
            maxLength={64}
            required
          />
          <Select
            label={t('class.crew.role')}
            value={role}
            onChange={value => setRole((value ?? 'white-cell') as CrewRole)}
            data={crewRoles.map(value => ({ value, label: t(`class.role.${value}`) }))}
          />
          <Button type="submit" variant="default" loading={add.isPending} disabled={account.trim() === ''}>
            {t('class.crew.add')}
          </Button>
        </form>
      ) : null}
    </Panel>
  );
}
