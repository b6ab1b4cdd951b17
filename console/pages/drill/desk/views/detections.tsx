// Reports of detection tools with the severity their lines state: filtered, sorted, each a way to its line.
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type DetectionSeverity, type DetectionView, detectionSeverities } from '#model/drill/api.ts';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simStamp } from '../../shared/clock.ts';
import { ToView, useHere } from '../context.tsx';
import { deskQueries, useDeskChange } from '../data.ts';
import { findsIn } from '../logs/finds.ts';
import { around } from '../logs/view.ts';
import { searchFor, Thing } from '../parts/thing.tsx';
import { bySeverity, chosenBy } from './severities.ts';

const tones = { critical: 'fail', high: 'fail', medium: 'warn', low: 'info', unstated: 'idle' } as const;
const page = 50;

export interface DetectionFilter {
  sev: string;
  src: string;
  sort: string;
}

export function Detections({
  filter,
  onFilter,
}: {
  filter: DetectionFilter;
  onFilter: (patch: Partial<DetectionFilter>) => void;
}) {
  const { t } = useI18n();
  const { team } = useHere();
  const query = useQuery(deskQueries.detections(team));
  const [count, setCount] = useState(page);
  return (
    <Loaded query={query} lines={8}>
      {({ items, more }) => {
        const shown = items.filter(one => chosenBy(one, filter));
        if (filter.sort === 'severity') shown.sort(bySeverity);
        const sources = [...new Set(items.map(one => one.line.source))];
        const level = (severity: DetectionSeverity) =>
          `${t(`desk.severity.${severity}`)} (${items.filter(one => one.severity === severity).length})`;
        return (
          <>
            <div className="row desk-tools">
              <Select
                size="xs"
                aria-label={t('desk.severity')}
                value={filter.sev || 'all'}
                onChange={value => onFilter({ sev: value === 'all' ? '' : (value ?? '') })}
                allowDeselect={false}
                data={[
                  { value: 'all', label: t('desk.severity.all', { n: items.length }) },
                  ...detectionSeverities
                    .filter(
                      severity => severity !== 'unstated' || items.some(one => one.severity === severity),
                    )
                    .map(severity => ({ value: severity, label: level(severity) })),
                ]}
              />
              <Select
                size="xs"
                aria-label={t('desk.detections.source')}
                value={filter.src || 'all'}
                onChange={value => onFilter({ src: value === 'all' ? '' : (value ?? '') })}
                allowDeselect={false}
                data={[
                  { value: 'all', label: t('desk.detections.everySource') },
                  ...sources.map(source => ({ value: source, label: source })),
                ]}
              />
              <Select
                size="xs"
                aria-label={t('desk.detections.sort')}
                value={filter.sort || 'new'}
                onChange={value => onFilter({ sort: value === 'new' ? '' : (value ?? '') })}
                allowDeselect={false}
                data={[
                  { value: 'new', label: t('desk.detections.sort.new') },
                  { value: 'severity', label: t('desk.detections.sort.severity') },
                ]}
              />
            </div>
            <p className="muted desk-tools">{t('desk.detections.text')}</p>
            {shown.length === 0 ? (
              <Empty title={t('desk.detections.none')}>{t('desk.detections.none.text')}</Empty>
            ) : (
              <ol className="alert-list">
                {shown.slice(0, count).map(one => (
                  <DetectionItem key={one.line.id} detection={one} />
                ))}
              </ol>
            )}
            {shown.length > count ? (
              <Button variant="default" onClick={() => setCount(count + page)}>
                {t('desk.detections.more', { n: Math.min(page, shown.length - count) })}
              </Button>
            ) : more ? (
              <p className="muted">{t('desk.detections.older', { n: items.length })}</p>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

function DetectionItem({
  detection: { line, severity, stated, name, category },
}: {
  detection: DetectionView;
}) {
  const { t } = useI18n();
  const { desk } = useHere();
  const keep = useDeskChange(
    () => ['POST', 'case/evidence', { fields: { line, note: name.slice(0, 4_000) } }],
    ['case'],
    { done: 'desk.case.added' },
  );
  const things = findsIn({ ...line, text: '', object: '' });
  return (
    <li className="alert-item read">
      <p className="row">
        <time className="num">{simStamp(line.at).slice(5)}</time>
        <span title={stated}>
          <Tag tone={tones[severity]}>{t(`desk.severity.${severity}`)}</Tag>
        </span>
        <strong className="grow">{visibleText(name)}</strong>
        <span className="muted mono">{line.source}</span>
      </p>
      <p className="muted">{[category, stated].filter(Boolean).map(visibleText).join(' · ')}</p>
      {things.length > 0 ? (
        <p className="things">
          {things.map(({ type, value }) => (
            <Thing key={`${type} ${value}`} type={type} value={value} />
          ))}
        </p>
      ) : null}
      <p className="row">
        <ToView view="logs" search={around(line.at, line.host ? searchFor('host', line.host) : '', 30)}>
          <Icon name="search" size={13} /> {t('desk.alerts.around')}
        </ToView>
        {desk.canWrite ? (
          <button type="button" className="link-button" onClick={() => keep.mutate()}>
            <Icon name="plus" size={13} /> {t('desk.alerts.keep')}
          </button>
        ) : null}
      </p>
    </li>
  );
}
