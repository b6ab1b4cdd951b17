// Indicators as a table; used by their own page and wherever a record leads to some.
import type { Indicator } from '#model/record/indicator.ts';
import { useI18n } from '../i18n/context.tsx';
import { Hostile } from './hostile.tsx';
import { To } from './link.tsx';
import type { Column } from './table.tsx';
import { Confidence, IndicatorStatusTag } from './tags.tsx';
import { Time } from './time.tsx';

export const indicatorKind = (type: Indicator['type']): 'url' | 'domain' | 'text' =>
  type === 'url' ? 'url' : type === 'domain' || type === 'nameserver' ? 'domain' : 'text';

export function useIndicatorColumns(): Column<Indicator>[] {
  const { t, number, message } = useI18n();
  return [
    {
      id: 'value',
      head: t('indicator.value'),
      cell: item => (
        <To to={`/indicators/${item.id}`}>
          <Hostile value={item.value} kind={indicatorKind(item.type)} max={44} />
          {item.subdomains ? <span className="muted"> {t('indicator.subdomains.short')}</span> : null}
        </To>
      ),
    },
    { id: 'type', head: t('indicator.type'), cell: item => t(`indicator.type.${item.type}`) },
    { id: 'status', head: t('status'), cell: item => <IndicatorStatusTag status={item.status} /> },
    { id: 'confidence', head: t('confidence'), cell: item => <Confidence value={item.confidence} /> },
    { id: 'reason', head: t('indicator.reason'), wide: true, cell: item => message(item.reason) },
    { id: 'sightings', head: t('indicator.sightings'), number: true, cell: item => number(item.sightings) },
    { id: 'until', head: t('indicator.until'), cell: item => <Time at={item.validUntil} as="day" /> },
  ];
}
