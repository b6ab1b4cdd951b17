// When an inject comes: by hand, at a time, or when a condition holds; everything is chosen by its name.
import { ActionIcon, Button, Checkbox, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ConditionTerms, ExerciseView } from '#model/drill/api.ts';
import { actionStatuses, type InjectTrigger, stepStatuses } from '#model/drill/inject.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { conditionTerms, useCondition } from './condition.ts';
import {
  isComplete,
  newRow,
  type Row,
  type RowKind,
  type Rows,
  rowKinds,
  toCondition,
  toRows,
} from './rows.ts';

export interface TriggerForm {
  /** `kept`: a condition nested deeper than the form says, left as it is. */
  kind: InjectTrigger['kind'] | 'kept';
  minutes: number;
  when: Rows;
  kept?: InjectTrigger;
}

export function triggerForm(trigger: InjectTrigger | undefined): TriggerForm {
  const plain: TriggerForm = { kind: 'hand', minutes: 60, when: { join: 'all', rows: [newRow()] } };
  if (trigger?.kind === 'clock') return { ...plain, kind: 'clock', minutes: trigger.minutes };
  if (trigger?.kind !== 'condition') return plain;
  const when = toRows(trigger.when);
  return when ? { ...plain, kind: 'condition', when } : { ...plain, kind: 'kept', kept: trigger };
}

/** The trigger of a form; undefined while something is missing. */
export function triggerOf({ kind, minutes, when, kept }: TriggerForm): InjectTrigger | undefined {
  if (kind === 'kept') return kept;
  if (kind === 'hand') return { kind };
  if (kind === 'clock') return { kind, minutes };
  return when.rows.every(isComplete) ? { kind, when: toCondition(when) } : undefined;
}

export function Trigger({
  exercise,
  inject,
  value,
  onChange,
}: {
  exercise: ExerciseView;
  /** Short name of the inject itself: it cannot wait for itself. */
  inject?: string;
  value: TriggerForm;
  onChange: (value: TriggerForm) => void;
}) {
  const { t } = useI18n();
  const { data: terms } = useQuery(conditionTerms(exercise.id));
  const say = useCondition(terms);
  const { when } = value;
  const rows = (change: Row[]) => onChange({ ...value, when: { ...when, rows: change } });
  return (
    <fieldset className="trigger-form">
      <legend>{t('class.injects.when')}</legend>
      <div className="form-row">
        <Select
          aria-label={t('class.injects.when')}
          value={value.kind}
          onChange={kind => onChange({ ...value, kind: kind as TriggerForm['kind'] })}
          allowDeselect={false}
          data={(['hand', 'clock', 'condition', ...(value.kept ? (['kept'] as const) : [])] as const).map(
            kind => ({
              value: kind,
              label: t(`class.trigger.${kind}`),
            }),
          )}
        />
        {value.kind === 'clock' ? (
          <NumberInput
            aria-label={t('class.injects.after')}
            suffix={` ${t('class.injects.afterUnit')}`}
            value={value.minutes}
            onChange={minutes => onChange({ ...value, minutes: Number(minutes) })}
            min={0}
            max={100_000}
            clampBehavior="blur"
          />
        ) : null}
      </div>
      {value.kind === 'kept' && value.kept?.kind === 'condition' ? (
        <p className="muted">{say(value.kept.when)}</p>
      ) : null}
      {value.kind === 'condition' ? (
        <>
          {when.rows.length > 1 ? (
            <SegmentedControl
              size="xs"
              aria-label={t('class.condition.join')}
              value={when.join}
              onChange={join => onChange({ ...value, when: { ...when, join: join as Rows['join'] } })}
              data={(['all', 'any'] as const).map(join => ({
                value: join,
                label: t(`class.condition.${join}`),
              }))}
            />
          ) : null}
          {when.rows.map((row, index) => (
            <ConditionRow
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a form, in their order
              key={index}
              terms={terms}
              inject={inject}
              row={row}
              number={index + 1}
              onChange={patch =>
                rows(when.rows.map((one, at) => (at === index ? { ...one, ...patch } : one)))
              }
              onDrop={
                when.rows.length > 1 ? () => rows(when.rows.filter((_, at) => at !== index)) : undefined
              }
            />
          ))}
          <div className="row">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Icon name="plus" size={14} />}
              disabled={when.rows.length >= 10}
              onClick={() => rows([...when.rows, newRow()])}
            >
              {t('class.condition.add')}
            </Button>
          </div>
          <p className="muted" aria-live="polite">
            {when.rows.every(isComplete)
              ? t('class.condition.says', { condition: say(toCondition(when)) })
              : t('class.condition.missing')}
          </p>
        </>
      ) : null}
    </fieldset>
  );
}

const injectKinds: readonly RowKind[] = ['injectSubmitted', 'injectOverdue', 'messageAnswered'];

function ConditionRow({
  terms,
  inject,
  row,
  number,
  onChange,
  onDrop,
}: {
  terms: ConditionTerms | undefined;
  inject: string | undefined;
  row: Row;
  number: number;
  onChange: (patch: Partial<Row>) => void;
  onDrop: (() => void) | undefined;
}) {
  const { t, side, has } = useI18n();
  const { kind } = row;
  const milestone = (id: string) => {
    const key = `class.milestone.${id}`;
    return has(key) ? t(key) : id;
  };
  const titled = (list: ConditionTerms['steps'] | undefined) =>
    (list ?? []).map(({ id, title }) => ({ value: id, label: side(title) }));
  const choices =
    kind === 'step'
      ? titled(terms?.steps)
      : kind === 'action'
        ? titled(terms?.actions)
        : kind === 'phase'
          ? titled(terms?.phases)
          : kind === 'milestone'
            ? (terms?.milestones ?? []).map(id => ({ value: id, label: milestone(id) }))
            : injectKinds.includes(kind)
              ? titled(terms?.injects.filter(one => one.id !== inject))
              : undefined;
  return (
    <fieldset className="condition-row" aria-label={t('class.condition.row', { number })}>
      <Select
        aria-label={t('class.condition.what')}
        value={kind}
        onChange={value => onChange({ kind: value as RowKind, name: '' })}
        allowDeselect={false}
        data={rowKinds.map(value => ({ value, label: t(`class.condition.${value}`) }))}
      />
      {choices ? (
        <Select
          aria-label={t(`class.condition.${kind}`)}
          placeholder={t('class.condition.choose')}
          value={row.name || null}
          onChange={name => onChange({ name: name ?? '' })}
          allowDeselect={false}
          searchable
          data={choices}
        />
      ) : (
        <NumberInput
          aria-label={t(`class.condition.${kind}`)}
          suffix={` ${t(kind === 'loss' ? 'class.condition.points' : 'class.condition.minutesUnit')}`}
          value={row.amount}
          onChange={amount => onChange({ amount: Number(amount) })}
          min={kind === 'noActionFor' ? 1 : 0}
          max={100_000}
          clampBehavior="blur"
        />
      )}
      {kind === 'step' ? (
        <Select
          aria-label={t('class.condition.status')}
          value={row.stepStatus}
          onChange={value => onChange({ stepStatus: value as Row['stepStatus'] })}
          allowDeselect={false}
          data={stepStatuses.map(value => ({ value, label: t(`class.stepStatus.${value}`) }))}
        />
      ) : kind === 'action' ? (
        <Select
          aria-label={t('class.condition.status')}
          value={row.actionStatus}
          onChange={value => onChange({ actionStatus: value as Row['actionStatus'] })}
          allowDeselect={false}
          data={(['any', ...actionStatuses] as const).map(value => ({
            value,
            label: t(`class.actionStatus.${value}`),
          }))}
        />
      ) : null}
      <Checkbox
        label={t('class.condition.not')}
        checked={row.not}
        onChange={event => onChange({ not: event.currentTarget.checked })}
      />
      {onDrop ? (
        <ActionIcon aria-label={t('class.condition.drop', { number })} onClick={onDrop}>
          <Icon name="trash" />
        </ActionIcon>
      ) : null}
    </fieldset>
  );
}
