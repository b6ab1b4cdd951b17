// For authors: what a class would meet in a scenario, and a dry run with robot teams before people play it.
import { Button, NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuthoringRequest } from '#model/drill/authoring.ts';
import { ApiError } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useRights } from '../../../../lib/hooks.ts';
import { PageHead, Panel } from '../../../../parts/page.tsx';
import { Failure, Loaded } from '../../../../parts/states.tsx';
import { drillQueries } from '../../shared/api.ts';
import { Course } from './course.tsx';
import { authoringQueries } from './data.ts';
import { Trial } from './trial.tsx';

export function Page() {
  const { t, side } = useI18n();
  const may = useRights();
  const profiles = useQuery(drillQueries.profiles()).data?.items ?? [];
  const scenarios = useQuery(drillQueries.scenarios()).data?.items ?? [];
  const [form, setForm] = useState<AuthoringRequest>({
    profile: 'municipality',
    scenario: 'targeted-mail',
    staff: 120,
    seed: 7,
  });
  const [shown, setShown] = useState<AuthoringRequest>();
  return (
    <>
      <PageHead
        title={t('review.author')}
        lead={t('review.author.lead')}
        back={{ to: '/drill', label: t('review.exercises') }}
      />
      {may('drill-author') ? null : <Failure error={new ApiError(403, { code: 'FORBIDDEN' })} />}
      <div className="stack-panels" hidden={!may('drill-author')}>
        <Panel>
          <form
            className="rv-author-form"
            onSubmit={event => {
              event.preventDefault();
              setShown(form);
            }}
          >
            <Select
              label={t('review.author.scenario')}
              data={scenarios.map(one => ({ value: one.id, label: side(one.title) }))}
              value={form.scenario}
              onChange={scenario => setForm({ ...form, scenario: scenario ?? form.scenario })}
              allowDeselect={false}
              searchable
            />
            <Select
              label={t('review.author.profile')}
              data={profiles.map(one => ({ value: one.id, label: side(one.name) }))}
              value={form.profile}
              onChange={profile => setForm({ ...form, profile: profile ?? form.profile })}
              allowDeselect={false}
            />
            <NumberInput
              label={t('review.author.staff')}
              min={20}
              max={400}
              value={form.staff}
              onChange={staff => setForm({ ...form, staff: Number(staff) })}
            />
            <NumberInput
              label={t('review.author.seed')}
              min={0}
              max={2_147_483_647}
              value={form.seed}
              onChange={seed => setForm({ ...form, seed: Number(seed) })}
            />
            <Button type="submit">{t('review.author.show')}</Button>
          </form>
        </Panel>
        {shown ? <Shown key={JSON.stringify(shown)} request={shown} /> : null}
      </div>
    </>
  );
}

function Shown({ request }: { request: AuthoringRequest }) {
  const preview = useQuery(authoringQueries.preview(request));
  return (
    <Loaded query={preview}>
      {found => (
        <Course preview={found}>
          <Trial request={request} />
        </Course>
      )}
    </Loaded>
  );
}
