// One field of an action's form: hosts, accounts and segments are offered while typing, what the case holds first.
import { Autocomplete, NumberInput, Select, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useHere } from '../context.tsx';
import { deskQueries } from '../data.ts';
import { useHostNames } from '../parts/names.ts';
import { type Field, lastWord, wrong } from './form.ts';

/** Kinds of entities of the case that fit a field. */
const typesFor: Readonly<Record<string, readonly string[]>> = {
  host: ['host'],
  account: ['account'],
  name: ['domain'],
  address: ['ip'],
  url: ['url'],
  sender: ['email'],
  indicator: ['domain', 'ip', 'url', 'sha256', 'email'],
};

function useOffers(field: Field, typed: string): { value: string; note: string }[] {
  const { side, t } = useI18n();
  const { team } = useHere();
  const { roles } = useHostNames();
  const [q] = useDebouncedValue(typed, 200);
  const on = { staleTime: 30_000 };
  const hosts = useQuery({
    ...deskQueries.hosts(team, { q, limit: 12 }),
    ...on,
    enabled: field.pick === 'host',
  });
  const accounts = useQuery({
    ...deskQueries.accounts(team, { q, limit: 12 }),
    ...on,
    enabled: field.pick === 'account',
  });
  const briefing = useQuery({ ...deskQueries.briefing(team), enabled: field.pick === 'segment' });
  const entities = useQuery({
    ...deskQueries.case(team),
    enabled: typesFor[field.pick] !== undefined,
  }).data?.entities;
  const inCase = (entities ?? [])
    .filter(one => typesFor[field.pick]?.includes(one.type) && one.verdict !== 'benign')
    .map(one => ({ value: one.value, note: t(`desk.verdict.${one.verdict}`) }));
  return [
    ...inCase.filter(one => one.value.toLowerCase().includes(typed.toLowerCase())),
    ...(field.pick === 'host' ? (hosts.data?.items ?? []) : []).map(one => ({
      value: one.name,
      note: `${one.ip} ${one.owner ? side(one.owner.name) : roles(one)}`,
    })),
    ...(field.pick === 'account' ? (accounts.data?.items ?? []) : []).map(one => ({
      value: one.account,
      note: `${side(one.name)} ${side(one.department)}`,
    })),
    ...(briefing.data?.map.segments ?? [])
      .filter(one => field.pick === 'segment' && `${one.id} ${side(one.name)}`.includes(typed))
      .map(one => ({ value: one.id, note: `${side(one.name)} ${one.cidr}` })),
  ].filter((one, index, all) => all.findIndex(other => other.value === one.value) === index);
}

export function FieldInput({
  field,
  value,
  tried,
  onChange,
}: {
  field: Field;
  value: string;
  /** Whether one tried to send: only then empty fields are told. */
  tried: boolean;
  onChange: (value: string) => void;
}) {
  const { t, has } = useI18n();
  const [before, word] = lastWord(value, field.many);
  const offers = useOffers(field, word);
  const named = `desk.form.${field.title}`;
  const label = has(named) ? t(named) : field.title;
  const problem = wrong(field, value);
  const error = problem && (tried || problem !== 'missing') ? t(`desk.form.wrong.${problem}`) : undefined;
  const common = {
    label,
    withAsterisk: field.required,
    ...(error && (tried || value.trim() !== '') ? { error } : {}),
    ...(field.many ? { description: t('desk.form.many') } : {}),
  };
  if (field.options)
    return (
      <Select
        {...common}
        value={value || null}
        data={[...field.options]}
        onChange={next => onChange(next ?? '')}
      />
    );
  if (field.pick === 'number')
    return (
      <NumberInput
        {...common}
        value={value}
        allowDecimal={false}
        {...(field.least === undefined ? {} : { min: field.least })}
        onChange={next => onChange(String(next))}
      />
    );
  if (field.pick === 'text')
    return (
      <Textarea
        {...common}
        value={value}
        rows={5}
        maxLength={field.most}
        onChange={event => onChange(event.currentTarget.value)}
      />
    );
  const notes = new Map(offers.map(one => [before + one.value, one.note]));
  return (
    <Autocomplete
      {...common}
      value={value}
      onChange={onChange}
      data={[...notes.keys()]}
      filter={({ options }) => options}
      withScrollArea={false}
      renderOption={({ option }) => (
        <span className="offer-line">
          <bdi className="mono">{visibleText(option.value.slice(before.length))}</bdi>
          <small>{notes.get(option.value)}</small>
        </span>
      )}
      limit={16}
      maxLength={field.most}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
