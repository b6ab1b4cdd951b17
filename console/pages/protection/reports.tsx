// What blocked people tell us: mistakes they report, and that they went on anyway.
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Report } from '#model/record/report.ts';
import { visibleText } from '#model/visible.ts';
import { send } from '../../api/client.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, useRights } from '../../lib/hooks.ts';
import { Hostile } from '../../parts/hostile.tsx';
import { To } from '../../parts/link.tsx';
import { Tag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

const decisions = ['accepted', 'rejected'] as const;

export function Reports({ items }: { items: readonly Report[] }) {
  return (
    <ul className="reports">
      {items.map(report => (
        <ReportEntry key={report.id} report={report} />
      ))}
    </ul>
  );
}

function ReportEntry({ report }: { report: Report }) {
  const { t } = useI18n();
  const may = useRights();
  const [note, setNote] = useState('');
  const decide = useChange(
    (decision: (typeof decisions)[number]) => send('PATCH', `/reports/${report.id}`, { decision, note }),
    { refresh: ['reports', 'indicators', 'protection'], done: 'saved' },
  );
  const open = report.kind === 'mistake' && report.status === 'open';
  return (
    <li>
      <p className="row">
        <Tag tone={open ? 'warn' : 'idle'}>{t(`report.kind.${report.kind}`)}</Tag>
        <Hostile value={report.domain} kind="domain" />
        <Time at={report.at} as="stamp" />
        {report.indicator ? <To to={`/indicators/${report.indicator}`}>{t('report.indicator')}</To> : null}
        {report.status === 'open' ? null : <Tag tone="ok">{t(`report.status.${report.status}`)}</Tag>}
      </p>
      {report.text ? (
        <p className="report-text">
          <Hostile value={report.text} max={2_000} />
        </p>
      ) : null}
      {report.note ? <p className="muted">{visibleText(report.note)}</p> : null}
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
