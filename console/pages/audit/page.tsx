// The audit log: who did what, in a chain that shows tampering.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '#model/record/account.ts';
import { visibleText } from '#model/visible.ts';
import { get } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { AuditCheck } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { Hostile } from '../../parts/hostile.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, PagedTable } from '../../parts/table.tsx';
import { Tag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

export function Page() {
  const { t, number } = useI18n();
  const query = useInfiniteQuery(queries.audit());
  const verify = useChange(() => get<AuditCheck>('/audit/verify'));
  const columns: Column<AuditEntry>[] = [
    { id: 'sequence', head: '#', number: true, cell: item => item.sequence },
    { id: 'at', head: t('time'), cell: item => <Time at={item.at} as="stamp" /> },
    { id: 'actor', head: t('audit.actor'), cell: item => <Hostile value={item.actor} /> },
    { id: 'from', head: t('audit.from'), cell: item => <Hostile value={item.from || '–'} /> },
    { id: 'action', head: t('audit.action'), cell: item => <code>{item.action}</code> },
    { id: 'object', head: t('audit.object'), cell: item => <Hostile value={item.object} max={60} /> },
    {
      id: 'detail',
      head: t('audit.detail'),
      wide: true,
      cell: item =>
        Object.entries(item.detail)
          .map(([name, value]) => `${name}: ${visibleText(String(value)).slice(0, 200)}`)
          .join(' · '),
    },
    {
      id: 'hash',
      head: t('audit.hash'),
      cell: item => <code title={item.hash}>{item.hash.slice(0, 10)}</code>,
      desk: true,
    },
  ];
  return (
    <>
      <PageHead
        title={t('nav.audit')}
        lead={t('audit.lead')}
        actions={
          <>
            {verify.data ? (
              verify.data.ok ? (
                <Tag tone="ok">{t('audit.ok', { n: verify.data.entries })}</Tag>
              ) : (
                <Tag tone="fail">{t('audit.broken', { n: number(verify.data.brokenAt ?? 0) })}</Tag>
              )
            ) : null}
            <Button variant="default" onClick={() => verify.mutate()} loading={verify.isPending}>
              {t('audit.verify')}
            </Button>
          </>
        }
      />
      <Panel flush>
        <PagedTable
          query={query}
          columns={columns}
          rowKey={item => String(item.sequence)}
          label={t('nav.audit')}
          empty={<Empty title={t('audit.empty')} />}
        />
      </Panel>
    </>
  );
}
