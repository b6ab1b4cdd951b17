// A new exercise: organisation, scenario, programme, teams. Everything has a sensible value before the first click.
import { Button, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useI18n } from '../../../i18n/context.tsx';
import { PageHead, Panel } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/states.tsx';
import { Tag } from '../../../parts/tags.tsx';
import { drillQueries, type Profile, type ProgrammeInfo, type Scenario } from '../shared/api.ts';
import { type NewExercise, useMake } from './make.ts';
import { Picture } from './picture.tsx';
import { ProgrammeStrip } from './programme-strip.tsx';

export function Page() {
  const { t } = useI18n();
  const profiles = useQuery(drillQueries.profiles());
  const scenarios = useQuery(drillQueries.scenarios());
  const programmes = useQuery(drillQueries.programmes());
  return (
    <>
      <PageHead
        title={t('class.new.title')}
        lead={t('class.new.lead')}
        back={{ to: '/drill', label: t('class.title') }}
      />
      <Loaded query={profiles}>
        {organisations => (
          <Loaded query={scenarios}>
            {library => (
              <Loaded query={programmes}>
                {plans => (
                  <Form profiles={organisations.items} scenarios={library.items} programmes={plans.items} />
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

/** One of several, each with a picture and a few words. */
function Pick({
  name,
  value,
  chosen,
  onChoose,
  picture,
  title,
  children,
}: {
  name: string;
  value: string;
  chosen: string;
  onChoose: (value: string) => void;
  picture?: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <label className="pick">
      <input
        type="radio"
        name={name}
        value={value}
        checked={value === chosen}
        onChange={() => onChoose(value)}
      />
      {picture ? <Picture of={picture} /> : null}
      <span className="pick-text">
        <strong>{title}</strong>
        {children}
      </span>
    </label>
  );
}

// Simple scenarios come after the complete ones, easier before harder.
const byUse = (a: Scenario, b: Scenario): number =>
  Number(b.complete) - Number(a.complete) || a.level - b.level || a.id.localeCompare(b.id);

function Form({
  profiles,
  scenarios,
  programmes,
}: {
  profiles: Profile[];
  scenarios: Scenario[];
  programmes: ProgrammeInfo[];
}) {
  const i18n = useI18n();
  const { t, side, number } = i18n;
  const make = useMake();
  const sorted = [...scenarios].sort(byUse);
  const [form, setForm] = useState<Omit<NewExercise, 'teams'>>(() => ({
    name: '',
    profile: profiles.find(one => one.id === 'municipality')?.id ?? profiles[0]!.id,
    staff: 500,
    days: 2,
    seed: 1 + Math.floor(Math.random() * 99_999),
    scenario: sorted.find(one => one.id === 'targeted-mail')?.id ?? sorted[0]!.id,
    programme: programmes.find(one => one.id === 'half-day')?.id ?? programmes[0]!.id,
    language: i18n.language,
    options: { approval: 'white-cell', ownVariants: false, hints: true },
    access: 'links',
  }));
  const [teams, setTeams] = useState(3);
  const [seats, setSeats] = useState(4);
  const set = (patch: Partial<typeof form>) => setForm(known => ({ ...known, ...patch }));
  const option = (patch: Partial<NewExercise['options']>) => set({ options: { ...form.options, ...patch } });
  const profile = profiles.find(one => one.id === form.profile)!;
  const scenario = scenarios.find(one => one.id === form.scenario)!;
  const programme = programmes.find(one => one.id === form.programme)!;
  const { least, most } = profile.staff;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { name, ...rest } = form;
    make.mutate({
      ...rest,
      ...(name?.trim() ? { name: name.trim() } : {}),
      teams: Array.from({ length: teams }, (_, index) => ({
        name: t('class.teamName', { number: index + 1 }),
        seats,
      })),
    });
  };

  return (
    <form className="new-exercise" onSubmit={submit}>
      <div className="stack-panels">
        <Panel title={t('class.new.organisation')}>
          <fieldset className="picks">
            <legend className="off-screen">{t('class.new.organisation')}</legend>
            {profiles.map(one => (
              <Pick
                key={one.id}
                name="profile"
                value={one.id}
                chosen={form.profile}
                picture={one.id}
                title={side(one.name)}
                onChoose={id => {
                  const limits = profiles.find(other => other.id === id)!.staff;
                  set({ profile: id, staff: Math.min(limits.most, Math.max(limits.least, form.staff)) });
                }}
              >
                <span>{side(one.summary)}</span>
                <span className="muted">{t('class.new.usually', { count: one.staff.usual })}</span>
              </Pick>
            ))}
          </fieldset>
          <div className="form-row spaced">
            <NumberInput
              label={t('class.new.staff')}
              description={t('class.new.staff.help', { least, most })}
              value={form.staff}
              onChange={value => set({ staff: Number(value) })}
              min={least}
              max={most}
              step={50}
              clampBehavior="blur"
              allowDecimal={false}
              required
            />
            <NumberInput
              label={t('class.new.days')}
              description={t('class.new.days.help')}
              value={form.days}
              onChange={value => set({ days: Number(value) })}
              min={2}
              max={10}
              clampBehavior="blur"
              allowDecimal={false}
              required
            />
            <NumberInput
              label={t('class.new.seed')}
              description={t('class.new.seed.help')}
              value={form.seed}
              onChange={value => set({ seed: Number(value) })}
              min={0}
              max={2_147_483_647}
              clampBehavior="blur"
              allowDecimal={false}
              required
            />
          </div>
        </Panel>
        <Panel title={t('class.new.scenario')}>
          <fieldset className="picks">
            <legend className="off-screen">{t('class.new.scenario')}</legend>
            {sorted.map(one => (
              <Pick
                key={one.id}
                name="scenario"
                value={one.id}
                chosen={form.scenario}
                picture={one.id}
                title={side(one.title)}
                onChoose={id => set({ scenario: id })}
              >
                <span>{side(one.summary)}</span>
                <span className="row tight">
                  <span className="muted">
                    {t('class.new.level', { level: one.level, hours: one.hours })}
                  </span>
                  {one.complete ? null : <Tag tone="idle">{t('class.new.simple')}</Tag>}
                </span>
              </Pick>
            ))}
          </fieldset>
        </Panel>
        <Panel title={t('class.new.programme')}>
          <fieldset className="picks wide">
            <legend className="off-screen">{t('class.new.programme')}</legend>
            {programmes.map(one => (
              <Pick
                key={one.id}
                name="programme"
                value={one.id}
                chosen={form.programme}
                title={side(one.title)}
                onChoose={id => set({ programme: id })}
              >
                <span>{side(one.summary)}</span>
                <ProgrammeStrip phases={one.phases} />
              </Pick>
            ))}
          </fieldset>
        </Panel>
      </div>
      <aside className="new-summary">
        <Panel title={t('class.new.class')}>
          <div className="form">
            <TextInput
              label={t('class.new.name')}
              placeholder={side(scenario.title)}
              value={form.name ?? ''}
              onChange={event => set({ name: event.currentTarget.value })}
              maxLength={120}
            />
            <div className="form-row">
              <NumberInput
                label={t('class.new.teams')}
                value={teams}
                onChange={value => setTeams(Number(value))}
                min={1}
                max={300}
                clampBehavior="blur"
                allowDecimal={false}
                required
              />
              <NumberInput
                label={t('class.new.seats')}
                value={seats}
                onChange={value => setSeats(Number(value))}
                min={1}
                max={12}
                clampBehavior="blur"
                allowDecimal={false}
                required
              />
            </div>
            <Select
              label={t('class.new.access')}
              value={form.access}
              onChange={value => set({ access: (value ?? 'links') as NewExercise['access'] })}
              data={(['links', 'passwords', 'none'] as const).map(value => ({
                value,
                label: t(`class.access.${value}`),
              }))}
            />
            <div>
              <p className="field-label">{t('class.new.language')}</p>
              <SegmentedControl
                fullWidth
                size="xs"
                aria-label={t('class.new.language')}
                value={form.language}
                onChange={value => set({ language: value as 'ja' | 'en' })}
                data={[
                  { value: 'ja', label: '日本語' },
                  { value: 'en', label: 'English' },
                ]}
              />
            </div>
            <Switch
              label={t('class.new.approval')}
              description={t('class.new.approval.help')}
              checked={form.options.approval === 'white-cell'}
              onChange={event => option({ approval: event.currentTarget.checked ? 'white-cell' : 'auto' })}
            />
            <Switch
              label={t('class.new.variants')}
              description={t('class.new.variants.help')}
              checked={form.options.ownVariants}
              onChange={event => option({ ownVariants: event.currentTarget.checked })}
            />
            <Switch
              label={t('class.new.hints')}
              description={t('class.new.hints.help')}
              checked={form.options.hints}
              onChange={event => option({ hints: event.currentTarget.checked })}
            />
            <p className="new-sum">
              {t('class.new.sum', {
                organisation: side(profile.name),
                scenario: side(scenario.title),
                programme: side(programme.title),
                people: number(teams * seats),
              })}
            </p>
            <Button type="submit" size="sm" loading={make.isPending}>
              {t('class.new.make')}
            </Button>
          </div>
        </Panel>
        {scenario.brief ? (
          <Panel title={t('class.new.brief')}>
            <p className="brief-text-long">{side(scenario.brief)}</p>
          </Panel>
        ) : null}
      </aside>
    </form>
  );
}
