// An inject as staff write or change it: its words in both languages, who says it, when it comes, what is expected.
import { ActionIcon, Button, Drawer, MultiSelect, NumberInput, Select } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { type WorldChannel, type WorldRole, worldRoles } from '#model/drill/inject.ts';
import type { Localized } from '#model/localized.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Both, filled, isEmpty, unfilled } from './both.tsx';
import type { InjectLine } from './inject.ts';
import { Trigger, triggerForm, triggerOf } from './trigger.tsx';

const nothing: Localized = { ja: '', en: '' };
const channels: readonly WorldChannel[] = ['mail', 'chat', 'phone'];

interface Rule {
  id: string;
  text: Localized;
  weight: number;
}

/** What the form begins with: an inject to be changed, or an empty one. */
function firstForm(inject: InjectLine | undefined, first: 'ja' | 'en') {
  const shown = (text: Localized | undefined) => (text ? unfilled(text, first) : nothing);
  const wants = inject?.expectation;
  return {
    title: shown(inject?.title),
    text: shown(inject?.text),
    role: inject?.from.role ?? ('boss' as WorldRole),
    person: shown(inject?.from.person),
    channel: inject?.channel ?? ('phone' as WorldChannel),
    trigger: triggerForm(inject?.trigger),
    wants: (inject ? (wants?.answer ?? 'none') : 'text') as 'none' | 'text' | 'action',
    expectation: shown(wants?.text),
    minutes: wants?.minutes ?? 60,
    teams: [...(inject?.teams ?? [])],
    rubric: (inject?.rubric ?? []).map(
      (one): Rule => ({ id: one.id, text: shown(one.text), weight: one.weight }),
    ),
  };
}

/** The first `r<number>` that is not taken. */
function freeId(taken: readonly Rule[]): string {
  for (let number = 1; ; number++) if (!taken.some(one => one.id === `r${number}`)) return `r${number}`;
}

export function InjectForm({
  exercise,
  inject,
  onClose,
}: {
  exercise: ExerciseView;
  /** The inject to be changed; a new one without it. */
  inject?: InjectLine;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const first = exercise.language;
  const [form, setForm] = useState(() => firstForm(inject, first));
  const { rubric } = form;
  const set = (patch: Partial<typeof form>) => setForm(known => ({ ...known, ...patch }));
  const setRubric = (change: (known: Rule[]) => Rule[]) =>
    setForm(known => ({ ...known, rubric: change(known.rubric) }));
  const rule = (index: number, patch: Partial<Rule>) =>
    setRubric(known => known.map((one, at) => (at === index ? { ...one, ...patch } : one)));
  const trigger = triggerOf(form.trigger);
  const path = `/drill/exercises/${exercise.id}/injects`;
  const make = useChange(
    () =>
      send(inject ? 'PATCH' : 'POST', inject ? `${path}/${encodeURIComponent(inject.id)}` : path, {
        title: filled(form.title),
        text: filled(form.text),
        from: { role: form.role, ...(isEmpty(form.person) ? {} : { person: filled(form.person) }) },
        channel: form.channel,
        ...(inject ? {} : { state: 'scheduled' }),
        trigger,
        ...(form.wants === 'none'
          ? // What is no longer wanted has to be said.
            inject?.expectation
            ? { expectation: null }
            : {}
          : {
              expectation: {
                text: filled(isEmpty(form.expectation) ? form.title : form.expectation),
                answer: form.wants,
                minutes: form.minutes,
              },
            }),
        rubric: rubric.filter(one => !isEmpty(one.text)).map(one => ({ ...one, text: filled(one.text) })),
        teams: form.teams,
      }),
    { refresh: ['drill'], done: inject ? 'class.injects.changed' : 'class.injects.made', after: onClose },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (trigger) make.mutate();
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      title={t(inject ? 'class.injects.edit' : 'class.injects.new')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form className="form" onSubmit={submit}>
        <Both
          label={t('class.injects.what')}
          value={form.title}
          onChange={title => set({ title })}
          first={first}
          max={200}
          required
          autoFocus
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
          <Select
            label={t('class.cell.channel')}
            value={form.channel}
            onChange={value => set({ channel: (value ?? 'mail') as WorldChannel })}
            data={channels.map(value => ({ value, label: t(`class.channel.${value}`) }))}
          />
        </div>
        <Both
          label={t('class.injects.person')}
          value={form.person}
          onChange={person => set({ person })}
          first={first}
          max={100}
        />
        <Both
          label={t('class.injects.text')}
          value={form.text}
          onChange={text => set({ text })}
          first={first}
          max={10_000}
          lines={4}
          required
        />
        <Trigger
          exercise={exercise}
          {...(inject ? { inject: inject.name } : {})}
          value={form.trigger}
          onChange={value => set({ trigger: value })}
        />
        <div className="form-row">
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
          <Both
            label={t('class.injects.good')}
            value={form.expectation}
            onChange={expectation => set({ expectation })}
            first={first}
            max={2000}
            lines={2}
          />
        )}
        {rubric.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a form, in their order
          <div key={index} className="rubric-line">
            <Both
              label={t('class.injects.rule')}
              value={one.text}
              onChange={text => rule(index, { text })}
              first={first}
              max={500}
            />
            <NumberInput
              label={t('class.injects.weight')}
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
            onClick={() => setRubric(known => [...known, { id: freeId(known), text: nothing, weight: 50 }])}
          >
            {t('class.injects.addRule')}
          </Button>
          <Button
            type="submit"
            loading={make.isPending}
            disabled={isEmpty(form.title) || isEmpty(form.text) || !trigger}
          >
            {t(inject ? 'class.injects.save' : 'class.injects.make')}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
