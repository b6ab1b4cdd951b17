// What blocked people tell us: mistakes they report, and that they went on anyway.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import type { MistakeReport } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, useRights } from '../../lib/hooks.ts';
import { Hostile } from '../../parts/hostile.tsx';
import { To } from '../../parts/link.tsx';
import { Tag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

const decisions = ['accepted', 'rejected'] as const;

export function Reports({ items }: { items: readonly MistakeReport[] }) {
  return (
    <ul className="reports">
      {items.map(report => (
        <Report key={report.id} report={report} />
      ))}
    </ul>
  );
}

function Report({ report }: { report: MistakeReport }) {
  const { t, has } = useI18n();
  const may = useRights();
  const [note, setNote] = useState('');
  const decide = useChange(
    (decision: (typeof decisions)[number]) => send('PATCH', `/reports/${report.id}`, { decision, note }),
    { refresh: ['reports', 'indicators', 'protection'], done: 'saved' },
  );
  const kindKey = `report.kind.${report.kind ?? 'mistake'}`;
  const decisionKey = `report.decision.${report.decision ?? ''}`;
  const open = !report.decision && report.status !== 'closed' && report.kind !== 'continue';
  return (
    <li>
      <p className="row">
        <Tag tone={open ? 'warn' : 'idle'}>{has(kindKey) ? t(kindKey) : report.kind}</Tag>
        {report.value ? <Hostile value={report.value} kind="domain" /> : null}
        <Time at={report.at ?? report.created} as="stamp" />
        {report.indicator ? <To to={`/indicators/${report.indicator}`}>{t('report.indicator')}</To> : null}
        {report.decision ? <Tag tone="ok">{has(decisionKey) ? t(decisionKey) : report.decision}</Tag> : null}
      </p>
      {report.note ? (
        <p className="report-text">
          <Hostile value={report.note} max={2_000} />
        </p>
      ) : null}
      {report.contact ? (
        <p className="muted">
          {t('report.contact')} <Hostile value={report.contact} copy />
        </p>
      ) : null}
      {open && may('list') ? (
        <div className="report-decide">
          <Textarea
            aria-label={t('indicator.note')}
            placeholder={t('indicator.note')}
            value={note}
            onChange={event => setNote(event.currentTarget.value)}
            autosize
            minRows={1}
            maxLength={2_000}
            className="grow"
          />
          {decisions.map(decision => (
            <Button
              key={decision}
              variant="default"
              loading={decide.isPending}
              onClick={() => decide.mutate(decision)}
            >
              {t(`report.decide.${decision}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  );
}
