// Work on an incident: status, assignee, TLP, note.
import { Button, Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Incident, IncidentStatus } from '#model/record/incident.ts';
import type { Tlp } from '#model/vocab/tlp.ts';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Panel } from '../../parts/page.tsx';
import { incidentStatuses, tlpLabels } from '../../parts/tags.tsx';

interface Patch {
  status?: IncidentStatus;
  assignee?: string;
  tlp?: Tlp;
  note?: string;
}

export function IncidentActions({ incident }: { incident: Incident }) {
  const { t } = useI18n();
  const session = useQuery(queries.session());
  const me = session.data?.account?.name ?? '';
  const [note, setNote] = useState('');
  const change = useChange((patch: Patch) => send('PATCH', `/incidents/${incident.id}`, patch), {
    refresh: ['incidents', 'overview'],
    done: 'saved',
    after: (_result, patch) => {
      if (patch.note !== undefined) setNote('');
    },
  });
  return (
    <Panel title={t('incident.work')}>
      <div className="form">
        <Select
          label={t('status')}
          value={incident.status}
          onChange={value => {
            if (value && value !== incident.status) change.mutate({ status: value as IncidentStatus });
          }}
          data={incidentStatuses.map(value => ({ value, label: t(`incident.status.${value}`) }))}
        />
        <Select
          label="TLP"
          value={incident.tlp}
          onChange={value => {
            if (value && value !== incident.tlp) change.mutate({ tlp: value as Tlp });
          }}
          data={tlpLabels.map(value => ({ value, label: `TLP:${value.toUpperCase()}` }))}
        />
        <div className="row">
          <span className="grow">
            <span className="muted">{t('incident.assignee')}:</span> {incident.assignee ?? '–'}
          </span>
          {incident.assignee === me ? (
            <Button
              variant="default"
              onClick={() => change.mutate({ assignee: '' })}
              loading={change.isPending}
            >
              {t('incident.release')}
            </Button>
          ) : (
            <Button
              variant="default"
              onClick={() => change.mutate({ assignee: me })}
              loading={change.isPending}
            >
              {t('incident.take')}
            </Button>
          )}
        </div>
        <Textarea
          label={t('incident.note')}
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={10_000}
        />
        <div className="form-actions">
          <Button
            disabled={note.trim() === ''}
            loading={change.isPending}
            onClick={() => change.mutate({ note: note.trim() })}
          >
            {t('incident.addNote')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
