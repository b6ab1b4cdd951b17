// Actions that wait for the manager's word.
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ActionView, ExerciseView, TakenAction } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import type { List } from '../../../../api/types.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Panel } from '../../../../parts/page.tsx';
import { drillRead, exerciseRead } from '../../shared/api.ts';
import { simClock } from '../../shared/clock.ts';

interface Waiting {
  team: string;
  teamName: string;
  action: TakenAction;
}
type Action = Static<typeof ActionView>;

export function Approvals({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const query = useQuery({
    ...exerciseRead<List<Waiting>>(exercise.id, 'approvals'),
    refetchInterval: 10_000,
  });
  const actions = useQuery(drillRead<List<Action>>(['actions'], '/actions'));
  const items = query.data?.items ?? [];
  return (
    <Panel
      title={t('class.cell.approvals')}
      aside={items.length > 0 ? <span className="cell-count">{items.length}</span> : null}
    >
      {items.length === 0 ? (
        <p className="muted">{t('class.cell.approvals.none')}</p>
      ) : (
        <ul className="cell-list">
          {items.map(item => (
            <li key={`${item.team} ${item.action.number}`}>
              <Decision
                exercise={exercise.id}
                item={item}
                action={actions.data?.items.find(one => one.id === item.action.action)}
              />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Decision({
  exercise,
  item,
  action,
}: {
  exercise: string;
  item: Waiting;
  action: Action | undefined;
}) {
  const { t, side } = useI18n();
  const [why, setWhy] = useState('');
  const decide = useChange<boolean>(
    approve =>
      send('POST', `/drill/exercises/${exercise}/approvals/${item.team}/${item.action.number}`, {
        approve,
        ...(why.trim() ? { why: why.trim() } : {}),
      }),
    { refresh: ['drill'] },
  );
  const values = Object.values(item.action.parameters).map(String).filter(Boolean);
  return (
    <div className="decision">
      <p>
        <span className="num muted">{simClock(item.action.at, false)}</span> <strong>{item.teamName}</strong>:{' '}
        {action ? side(action.title) : item.action.action} <span className="mono">{values.join(', ')}</span>
      </p>
      <p>{item.action.reason || <span className="muted">{t('class.cell.noReason')}</span>}</p>
      {action ? <p className="muted fine">{side(action.cost)}</p> : null}
      <div className="decision-line">
        <TextInput
          aria-label={t('class.cell.why')}
          placeholder={t('class.cell.why')}
          value={why}
          onChange={event => setWhy(event.currentTarget.value)}
          maxLength={2000}
        />
        <Button loading={decide.isPending} onClick={() => decide.mutate(true)}>
          {t('class.cell.approve')}
        </Button>
        <Button variant="default" loading={decide.isPending} onClick={() => decide.mutate(false)}>
          {t('class.cell.refuse')}
        </Button>
      </div>
    </div>
  );
}
