// The overview's short lists.
import { protocolName } from '#model/vocab/names.ts';
import type { Overview } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { addTerm } from '../../lib/search-text.ts';
import { To } from '../../parts/link.tsx';
import { Empty } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table.tsx';
import { Severity, Tag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';
import { lastOf } from './map-panel.tsx';

export function FindingBrief({ findings }: { findings: Overview['findings'] }) {
  const { t, message } = useI18n();
  if (findings.length === 0) return <Empty title={t('findings.empty')}>{t('findings.empty.text')}</Empty>;
  return (
    <ul className="brief">
      {findings.slice(0, 12).map(finding => (
        <li key={finding.id}>
          <Severity value={finding.severity} brief />
          <To
            to={finding.incident ? `/incidents/${finding.incident}` : `/findings/${finding.id}`}
            className="brief-text"
          >
            {message(finding.title)}
          </To>
          <span className="brief-side">
            {finding.ongoing ? (
              <Tag tone="fail">{t('finding.ongoing')}</Tag>
            ) : (
              <Time at={finding.end} as="relative" />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function CampaignBrief({ campaigns }: { campaigns: Overview['campaigns'] }) {
  const { t, message, compact } = useI18n();
  if (campaigns.length === 0) return <Empty title={t('campaigns.empty')}>{t('campaigns.empty.text')}</Empty>;
  return (
    <DataTable
      label={t('overview.campaigns')}
      items={campaigns.slice(0, 8)}
      rowKey={campaign => campaign.id}
      columns={[
        {
          id: 'title',
          head: t('campaign'),
          wide: true,
          cell: campaign => <To to={`/campaigns/${campaign.id}`}>{message(campaign.title)}</To>,
        },
        {
          id: 'sources',
          head: t('total.sources'),
          number: true,
          cell: campaign => compact(campaign.sources),
        },
        {
          id: 'packets',
          head: t('total.packets'),
          number: true,
          cell: campaign => compact(campaign.packets),
        },
        { id: 'end', head: t('campaign.last'), cell: campaign => <Time at={campaign.end} as="relative" /> },
      ]}
    />
  );
}

export function PortTable({ ports, hours }: { ports: Overview['topPorts']; hours: number }) {
  const { t, compact } = useI18n();
  if (ports.length === 0) return <Empty title={t('overview.ports.empty')} />;
  const most = Math.max(...ports.map(port => port.events));
  return (
    <ul className="bars-list">
      {ports.slice(0, 9).map(port => (
        <li key={`${port.port}/${port.protocol}`}>
          <To
            to="/events"
            search={{ q: addTerm('', 'destination.port', String(port.port)), last: lastOf(hours) }}
            className="bars-row"
          >
            <span className="bars-name">
              <b>{port.port}</b> {protocolName(port.protocol)}
            </span>
            <span className="bars-track">
              <i style={{ width: `${(port.events / most) * 100}%` }} />
            </span>
            <span className="bars-value" title={t('ports.sources', { n: port.sources })}>
              {compact(port.events)}
            </span>
          </To>
        </li>
      ))}
    </ul>
  );
}
