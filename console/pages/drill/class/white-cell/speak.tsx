// Speaking to teams unasked, as anybody of the story.
import { Button, Modal, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import type { WorldChannel, WorldRole } from '#model/drill/inject.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { type CellRole, useSpeak } from './cell.ts';

export function Speak({
  exercise,
  roles,
  onClose,
}: {
  exercise: ExerciseView;
  roles: CellRole[];
  onClose: () => void;
}) {
  const { t, side } = useI18n();
  const [teams, setTeams] = useState<string[]>([]);
  const [role, setRole] = useState<WorldRole>(roles[0]?.role ?? 'boss');
  const channels = roles.find(one => one.role === role)?.channels ?? [];
  const [channel, setChannel] = useState<WorldChannel>(channels[0] ?? 'mail');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const speak = useSpeak(exercise.id, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    speak.mutate({
      teams: teams.length === 0 ? 'all' : teams,
      as: { role },
      channel,
      ...(channel === 'mail' && subject.trim() ? { subject: subject.trim() } : {}),
      text,
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('class.cell.speak')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form className="form" onSubmit={submit}>
        <div className="form-row">
          <Select
            label={t('class.cell.as')}
            value={role}
            onChange={value => {
              const next = (value ?? 'boss') as WorldRole;
              setRole(next);
              const can = roles.find(one => one.role === next)?.channels ?? [];
              if (!can.includes(channel)) setChannel(can[0] ?? 'mail');
            }}
            data={roles.map(one => ({ value: one.role, label: side(one.title) }))}
          />
          <Select
            label={t('class.cell.channel')}
            value={channel}
            onChange={value => setChannel((value ?? 'mail') as WorldChannel)}
            data={channels.map(value => ({ value, label: t(`class.channel.${value}`) }))}
          />
        </div>
        <MultiSelect
          label={t('class.wall.teams')}
          placeholder={teams.length > 0 ? '' : t('class.everyTeam')}
          value={teams}
          onChange={setTeams}
          data={exercise.teams.map(team => ({ value: team.id, label: team.name }))}
          clearButtonProps={{ 'aria-label': t('clear') }}
          clearable
        />
        {channel === 'mail' ? (
          <TextInput
            label={t('class.cell.subject')}
            value={subject}
            onChange={event => setSubject(event.currentTarget.value)}
            maxLength={300}
          />
        ) : null}
        <Textarea
          label={t('class.cell.text')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          autosize
          minRows={4}
          maxLength={20_000}
          required
        />
        <div className="form-actions">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={speak.isPending} disabled={text.trim() === ''}>
            {t('class.send')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
