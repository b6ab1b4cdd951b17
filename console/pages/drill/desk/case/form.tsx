// The form of one item of the case. When a colleague changes the item meanwhile, one is told before anything is lost.
import { Autocomplete, Button, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CasePart } from '#model/drill/case.ts';
import { visibleText } from '#model/visible.ts';
import type { MessageKey } from '../../../../i18n/catalogue.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { simStamp } from '../../shared/clock.ts';
import { useHere } from '../context.tsx';
import { type Case, deskQueries, useDeskChange } from '../data.ts';
import {
  type CaseField,
  caseForms,
  changedSince,
  type Draft,
  draftOf,
  emptyDraft,
  fieldsFrom,
  keptFields,
  wrongFields,
} from './draft.ts';

export interface AnyItem {
  id: string;
  by: string;
  label: string;
  at: number;
}

export function ItemForm({
  part,
  item,
  given,
  data,
  onClose,
}: {
  part: CasePart;
  /** The item as it is now; absent: a new one. */
  item?: AnyItem;
  /** What a new one begins with. */
  given?: Draft;
  data: Case;
  onClose: () => void;
}) {
  const { t } = useI18n();
  const [before, setBefore] = useState(item);
  const [draft, setDraft] = useState<Draft>(() =>
    item ? draftOf(part, { ...item }) : emptyDraft(part, given),
  );
  const [tried, setTried] = useState(false);
  const put = useDeskChange(
    () => [
      'POST',
      `case/${part}`,
      {
        ...(item ? { id: item.id } : {}),
        fields: fieldsFrom(part, draft, item ? keptFields(part, { ...item }) : {}),
      },
    ],
    ['case', 'hosts', 'accounts'],
    { after: onClose },
  );
  const wrong = wrongFields(part, draft);
  const conflict = item && before && changedSince(part, { ...before }, { ...item });
  return (
    <form
      className="form case-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setTried(true);
        if (wrong.length === 0) put.mutate();
      }}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      {conflict ? (
        <div className="conflict" role="alert">
          <p>
            <Icon name="warn" size={15} /> {t('desk.case.conflict', { who: item.label })}
          </p>
          <p className="row">
            <Button
              variant="default"
              onClick={() => {
                setDraft(draftOf(part, { ...item }));
                setBefore(item);
              }}
            >
              {t('desk.case.takeTheirs')}
            </Button>
            <Button variant="default" onClick={() => setBefore(item)}>
              {t('desk.case.keepMine')}
            </Button>
          </p>
        </div>
      ) : null}
      <div className="form-row">
        {caseForms[part].map((field, index) => (
          <FieldInput
            key={field.name}
            part={part}
            field={field}
            focus={index === 0}
            value={draft[field.name] ?? ''}
            data={data}
            bad={tried && wrong.includes(field.name)}
            onChange={value => setDraft({ ...draft, [field.name]: value })}
          />
        ))}
      </div>
      <div className="form-actions">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={put.isPending} disabled={conflict === true}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function FieldInput({
  part,
  field,
  focus,
  value,
  data,
  bad,
  onChange,
}: {
  part: CasePart;
  field: CaseField;
  focus: boolean;
  value: string;
  data: Case;
  bad: boolean;
  onChange: (value: string) => void;
}) {
  const { t } = useI18n();
  const { team } = useHere();
  const hosts = useQuery({
    ...deskQueries.hosts(team, { q: value, limit: 10 }),
    enabled: field.kind === 'host',
  });
  const techniques = useQuery({ ...deskQueries.techniques(), enabled: field.kind === 'technique' });
  const label = t(
    `desk.case.field.${part === 'decisions' && field.name === 'text' ? 'decision' : field.name}` as MessageKey,
  );
  const common = {
    label,
    withAsterisk: field.required === true,
    ...(bad ? { error: t('desk.form.wrong.form') } : {}),
    ...(focus ? { 'data-autofocus': true } : {}),
  };
  if (field.kind === 'choice')
    return (
      <Select
        {...common}
        value={value}
        onChange={next => onChange(next ?? '')}
        data={(field.options ?? []).map(one => ({
          value: one,
          label: t(
            (field.name === 'type'
              ? `desk.type.${one}`
              : field.name === 'verdict'
                ? `desk.verdict.${one}`
                : `desk.hypothesis.${one}`) as MessageKey,
          ),
        }))}
      />
    );
  if (field.kind === 'evidence')
    return data.evidence.length === 0 ? null : (
      <MultiSelect
        {...common}
        className="wide-field"
        value={value.split(',').filter(Boolean)}
        onChange={next => onChange(next.join(','))}
        data={data.evidence.map(one => ({
          value: one.id,
          label: visibleText(
            `${one.line ? `${simStamp(one.line.at).slice(5)} ${one.line.source} ` : ''}${one.note || one.line?.object || one.line?.code || ''}`,
          ).slice(0, 70),
        }))}
        searchable
      />
    );
  if (field.kind === 'time')
    return (
      <TextInput
        {...common}
        type="datetime-local"
        step={1}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
      />
    );
  if (field.kind === 'host' || field.kind === 'technique') {
    const offers =
      field.kind === 'host'
        ? [
            ...(part === 'route' && field.name === 'from' ? ['internet'] : []),
            ...(hosts.data?.items ?? []).map(one => one.name),
          ]
        : [];
    const names = new Map(
      field.kind === 'technique' ? techniques.data?.items.map(one => [one.id, one.name]) : [],
    );
    const wanted = value.toLowerCase();
    const listed =
      field.kind === 'technique'
        ? [...names].filter(([id, name]) => `${id} ${name}`.toLowerCase().includes(wanted)).map(([id]) => id)
        : offers;
    return (
      <Autocomplete
        {...common}
        value={value}
        onChange={onChange}
        data={[...new Set(listed)]}
        filter={({ options }) => options}
        withScrollArea={false}
        limit={20}
        renderOption={({ option }) => (
          <span className="offer-line">
            <span className="mono">{option.value}</span>
            <small>{names.get(option.value) ?? ''}</small>
          </span>
        )}
        {...(names.get(value) ? { description: names.get(value) } : {})}
      />
    );
  }
  return field.kind === 'area' ? (
    <Textarea
      {...common}
      className="wide-field"
      value={value}
      rows={2}
      maxLength={field.name === 'text' ? 2_000 : 4_000}
      onChange={event => onChange(event.currentTarget.value)}
    />
  ) : (
    <TextInput
      {...common}
      className="wide-field"
      value={value}
      maxLength={2_000}
      spellCheck={false}
      onChange={event => onChange(event.currentTarget.value)}
    />
  );
}
