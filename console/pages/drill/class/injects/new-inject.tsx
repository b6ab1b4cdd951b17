// A new inject, written in the language of the exercise; what the other language lacks says the same.
import {
  ActionIcon,
  Button,
  Drawer,
  MultiSelect,
  NumberInput,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { type WorldChannel, type WorldRole, worldRoles } from '#model/drill/inject.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Icon } from '../../../../parts/icon.tsx';

const both = (text: string) => ({ ja: text.trim(), en: text.trim() });
const channels: readonly WorldChannel[] = ['mail', 'chat', 'phone'];

export function NewInject({ exercise, onClose }: { exercise: ExerciseView; onClose: () => void }) {
  const { t } = useI18n();
  const [form, setForm] = useState({
    title: '',
    text: '',
    role: 'boss' as WorldRole,
    person: '',
    channel: 'phone' as WorldChannel,
    trigger: 'hand' as 'hand' | 'clock',
    after: 60,
    wants: 'text' as 'none' | 'text' | 'action',
    expectation: '',
    minutes: 60,
    teams: [] as string[],
  });
  const [rubric, setRubric] = useState<{ text: string; weight: number }[]>([]);
  const set = (patch: Partial<typeof form>) => setForm(known => ({ ...known, ...patch }));
  const rule = (index: number, patch: Partial<(typeof rubric)[number]>) =>
    setRubric(known => known.map((one, at) => (at === index ? { ...one, ...patch } : one)));
  const make = useChange(
    () =>
      send('POST', `/drill/exercises/${exercise.id}/injects`, {
        title: both(form.title),
        text: both(form.text),
        from: { role: form.role, ...(form.person.trim() ? { person: both(form.person) } : {}) },
        channel: form.channel,
        state: 'scheduled',
        trigger: form.trigger === 'hand' ? { kind: 'hand' } : { kind: 'clock', minutes: form.after },
        ...(form.wants === 'none'
          ? {}
          : {
              expectation: {
                text: both(form.expectation.trim() || form.title),
                answer: form.wants,
                minutes: form.minutes,
              },
            }),
        rubric: rubric
          .filter(one => one.text.trim())
          .map((one, index) => ({ id: `r${index + 1}`, text: both(one.text), weight: one.weight })),
        teams: form.teams,
      }),
    { refresh: ['drill'], done: 'class.injects.made', after: onClose },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      title={t('class.injects.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t('class.injects.what')}
          value={form.title}
          onChange={event => set({ title: event.currentTarget.value })}
          maxLength={200}
          data-autofocus
          required
        />
        <div className="form-row">
          <Select
            label={t('class.injects.from')}
            value={form.role}
            onChange={value => set({ role: (value ?? 'boss') as WorldRole })}
            data={worldRoles
              .filter(value => value !== 'system')
              .map(value => ({ value, label: t(`class.worldRole.${value}`) }))}
          />
          <TextInput
            label={t('class.injects.person')}
            value={form.person}
            onChange={event => set({ person: event.currentTarget.value })}
            maxLength={100}
          />
          <Select
            label={t('class.cell.channel')}
            value={form.channel}
            onChange={value => set({ channel: (value ?? 'mail') as WorldChannel })}
            data={channels.map(value => ({ value, label: t(`class.channel.${value}`) }))}
          />
        </div>
        <Textarea
          label={t('class.injects.text')}
          value={form.text}
          onChange={event => set({ text: event.currentTarget.value })}
          autosize
          minRows={4}
          maxLength={10_000}
          required
        />
        <div className="form-row">
          <Select
            label={t('class.injects.when')}
            value={form.trigger}
            onChange={value => set({ trigger: (value ?? 'hand') as 'hand' | 'clock' })}
            data={(['hand', 'clock'] as const).map(value => ({ value, label: t(`class.trigger.${value}`) }))}
          />
          {form.trigger === 'clock' ? (
            <NumberInput
              label={t('class.injects.after')}
              value={form.after}
              onChange={value => set({ after: Number(value) })}
              min={0}
              max={100_000}
              clampBehavior="blur"
            />
          ) : null}
          <MultiSelect
            label={t('class.wall.teams')}
            placeholder={form.teams.length > 0 ? '' : t('class.everyTeam')}
            value={form.teams}
            onChange={teams => set({ teams })}
            data={exercise.teams.map(team => ({ value: team.id, label: team.name }))}
            clearButtonProps={{ 'aria-label': t('clear') }}
            clearable
          />
        </div>
        <div className="form-row">
          <Select
            label={t('class.injects.wants')}
            value={form.wants}
            onChange={value => set({ wants: (value ?? 'none') as typeof form.wants })}
            data={(['text', 'action', 'none'] as const).map(value => ({
              value,
              label: t(`class.wants.${value}`),
            }))}
          />
          {form.wants === 'none' ? null : (
            <NumberInput
              label={t('class.injects.within')}
              value={form.minutes}
              onChange={value => set({ minutes: Number(value) })}
              min={1}
              max={10_000}
              clampBehavior="blur"
            />
          )}
        </div>
        {form.wants === 'none' ? null : (
          <TextInput
            label={t('class.injects.good')}
            value={form.expectation}
            onChange={event => set({ expectation: event.currentTarget.value })}
            maxLength={2000}
          />
        )}
        {rubric.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a form, in their order
          <div key={index} className="rubric-line">
            <TextInput
              aria-label={t('class.injects.rule')}
              placeholder={t('class.injects.rule')}
              value={one.text}
              onChange={event => rule(index, { text: event.currentTarget.value })}
              maxLength={500}
            />
            <NumberInput
              aria-label={t('class.injects.weight')}
              value={one.weight}
              onChange={value => rule(index, { weight: Number(value) })}
              min={0}
              max={100}
              clampBehavior="blur"
            />
            <ActionIcon
              aria-label={t('class.injects.dropRule')}
              onClick={() => setRubric(known => known.filter((_, at) => at !== index))}
            >
              <Icon name="trash" />
            </ActionIcon>
          </div>
        ))}
        <div className="form-actions">
          <Button
            variant="default"
            disabled={rubric.length >= 10}
            onClick={() => setRubric(known => [...known, { text: '', weight: 50 }])}
          >
            {t('class.injects.addRule')}
          </Button>
          <Button
            type="submit"
            loading={make.isPending}
            disabled={form.title.trim() === '' || form.text.trim() === ''}
          >
            {t('class.injects.make')}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
