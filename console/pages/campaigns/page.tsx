// Campaigns: activity of several sources that shows one hand.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Campaign } from '#model/record/campaign.ts';
import { protocolName, toolName } from '#model/vocab/names.ts';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { To } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { type Column, PagedTable } from '../../parts/table.tsx';
import { Confidence } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

export function Page() {
  const { t, message, compact } = useI18n();
  const query = useInfiniteQuery(queries.campaigns());
  const columns: Column<Campaign>[] = [
    {
      id: 'title',
      head: t('campaign'),
      wide: true,
      cell: item => <To to={`/campaigns/${item.id}`}>{message(item.title)}</To>,
    },
    { id: 'tool', head: t('campaign.tool'), cell: item => toolName(item.shared.tool) || '–' },
    {
      id: 'ports',
      head: t('campaign.ports'),
      cell: item => `${protocolName(item.shared.protocol)} ${item.shared.ports.slice(0, 6).join(', ')}`,
    },
    { id: 'sources', head: t('total.sources'), number: true, cell: item => compact(item.sources) },
    { id: 'targets', head: t('campaign.targets'), number: true, cell: item => compact(item.targets) },
    { id: 'packets', head: t('total.packets'), number: true, cell: item => compact(item.packets) },
    { id: 'confidence', head: t('confidence'), cell: item => <Confidence value={item.confidence} /> },
    { id: 'start', head: t('campaign.first'), cell: item => <Time at={item.start} />, desk: true },
    { id: 'end', head: t('campaign.last'), cell: item => <Time at={item.end} /> },
  ];
  return (
    <>
      <PageHead title={t('nav.campaigns')} lead={t('campaigns.lead')} />
      <Panel flush>
        <PagedTable
          query={query}
          columns={columns}
          rowKey={item => item.id}
          label={t('nav.campaigns')}
          empty={
            <Empty title={t('campaigns.empty')} command="./hinomi ingest pcap capture.pcap">
              {t('campaigns.empty.text')}
            </Empty>
          }
        />
      </Panel>
    </>
  );
}
