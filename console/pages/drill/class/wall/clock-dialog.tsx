// What asks before it is done: jump to a time, rewind, branch, end.
import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { parseSim, simStamp } from '../../shared/clock.ts';
import { useTurn } from './control.ts';

export type ClockQuestion = 'jump' | 'rewind' | 'branch' | 'end';

const fieldOf = (at: number): string => simStamp(at, false).replace(' ', 'T');

export function ClockDialog({
  exercise,
  question,
  now,
  onClose,
}: {
  exercise: ExerciseView;
  question: ClockQuestion | undefined;
  now: number;
  onClose: () => void;
}) {
  const { t } = useI18n();
  return (
    <Modal
      opened={question !== undefined}
      onClose={onClose}
      title={question ? t(`class.clock.${question}`) : ''}
      size="sm"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {question ? <Question exercise={exercise} question={question} now={now} onClose={onClose} /> : null}
    </Modal>
  );
}

function Question({
  exercise,
  question,
  now,
  onClose,
}: {
  exercise: ExerciseView;
  question: ClockQuestion;
  now: number;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [time, setTime] = useState('');
  const [name, setName] = useState('');
  const [teams, setTeams] = useState<string[]>([]);
  // The clock goes on while one thinks; what was written first stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: filled once, when the question is put
  useEffect(() => setTime(fieldOf(now)), []);
  const turn = useTurn(exercise.id, onClose);
  const branch = useChange<number, { exercise: ExerciseView }>(
    at =>
      send('POST', `/drill/exercises/${exercise.id}/branch`, {
        at,
        ...(teams.length > 0 ? { teams } : {}),
        ...(name.trim() ? { name: name.trim() } : {}),
      }),
    {
      refresh: ['drill'],
      after: made => {
        onClose();
        void navigate({ to: `/drill/exercises/${made.exercise.id}` });
      },
    },
  );
  const at = parseSim(time);
  const timed = question !== 'end';
  const fits =
    at !== undefined &&
    at >= exercise.simStart &&
    at <= exercise.simEnd &&
    (question === 'jump' ? at > now - 60_000 : at <= now);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (question === 'end') turn.mutate({ do: 'end' });
    else if (at === undefined) return;
    else if (question === 'branch') branch.mutate(at);
    else turn.mutate({ do: question, to: at });
  };
  return (
    <form className="form" onSubmit={submit}>
      <p>{t(`class.clock.${question}.text`)}</p>
      {timed ? (
        <TextInput
          type="datetime-local"
          label={t('class.clock.moment')}
          description={t('class.clock.moment.help')}
          min={fieldOf(exercise.simStart)}
          max={fieldOf(question === 'jump' ? exercise.simEnd : now)}
          value={time}
          onChange={event => setTime(event.currentTarget.value)}
          required
        />
      ) : null}
      {question === 'branch' ? (
        <>
          <MultiSelect
            label={t('class.wall.teams')}
            placeholder={teams.length > 0 ? '' : t('class.everyTeam')}
            value={teams}
            onChange={setTeams}
            data={exercise.teams.map(team => ({ value: team.id, label: team.name }))}
            clearButtonProps={{ 'aria-label': t('clear') }}
            clearable
          />
          <TextInput
            label={t('class.new.name')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            maxLength={120}
          />
        </>
      ) : null}
      <div className="form-actions">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="submit"
          color={question === 'end' || question === 'rewind' ? 'red' : 'blue'}
          disabled={timed && !fits}
          loading={turn.isPending || branch.isPending}
        >
          {t(`class.clock.${question}`)}
        </Button>
      </div>
    </form>
  );
}
