// A finding with its evidence and what it could not see.
import type { Finding } from '#model/record/finding.ts';
import { protocolName } from '#model/vocab/names.ts';
import { useI18n } from '../i18n/context.tsx';
import { useAgentNames } from '../lib/hooks.ts';
import { CodeBlock } from './hostile.tsx';
import { InputName } from './input-name.tsx';
import { To } from './link.tsx';
import { Facts } from './page.tsx';
import { Subjects } from './subjects.tsx';
import { Confidence, Severity, Tag, useRsit } from './tags.tsx';
import { Span } from './time.tsx';

export function FindingFacts({ finding }: { finding: Finding }) {
  const { t, compact } = useI18n();
  const sensorName = useAgentNames();
  const rsit = useRsit();
  return (
    <Facts
      items={[
        [t('finding.subjects'), <Subjects key="s" subjects={finding.subjects} />],
        [
          t('finding.when'),
          <Span key="w" start={finding.start} end={finding.end} ongoing={finding.ongoing} />,
        ],
        [t('severity'), <Severity key="v" value={finding.severity} />],
        [t('confidence'), <Confidence key="c" value={finding.confidence} />],
        [t('rsit'), rsit(finding.rsit)],
        [t('finding.protocol'), protocolName(finding.protocol ?? '')],
        finding.rate !== undefined && [
          t('finding.rate'),
          t('finding.rate.value', {
            peak: compact(finding.rate.peak),
            mean: compact(finding.rate.mean),
            unit: t(`unit.${finding.rate.unit}`),
          }),
        ],
        [
          t('finding.evidence'),
          t('finding.evidence.value', { count: finding.evidence.count, packets: finding.evidence.packets }),
        ],
        finding.techniques.length > 0 && ['ATT&CK', finding.techniques.join(', ')],
        [t('finding.detector'), <code key="d">{finding.detector}</code>],
        finding.sensors.length > 0 && [t('finding.sensors'), finding.sensors.map(sensorName).join(', ')],
        finding.inputs.length > 0 && [
          t('finding.inputs'),
          <span key="i" className="row">
            {finding.inputs.slice(0, 5).map(input => (
              <InputName key={input} id={input} />
            ))}
          </span>,
        ],
      ]}
    />
  );
}

/** What the detector could not see from where it stood: shown with every finding, so that nobody reads too much into it. */
export function Unseen({ finding }: { finding: Finding }) {
  const { t, message } = useI18n();
  return (
    <div className="unseen">
      <h3>{t('finding.unseen')}</h3>
      {finding.unseen.length > 0 ? (
        <ul>
          {finding.unseen.map(item => (
            <li key={item.id + JSON.stringify(item.values)}>{message(item)}</li>
          ))}
        </ul>
      ) : (
        <p className="muted">{t('finding.unseen.none')}</p>
      )}
    </div>
  );
}

export function FindingCard({ finding }: { finding: Finding }) {
  const { t, message } = useI18n();
  return (
    <article className="finding-card">
      <header className="row">
        <h3 className="grow">
          <To to={`/findings/${finding.id}`}>{message(finding.title)}</To>
        </h3>
        {finding.ongoing ? <Tag tone="fail">{t('finding.ongoing')}</Tag> : null}
      </header>
      <FindingFacts finding={finding} />
      <Unseen finding={finding} />
      <details>
        <summary>{t('finding.query')}</summary>
        <CodeBlock text={finding.evidence.query} label={t('finding.query')} wrap />
        <To to="/events" search={{ tab: 'sql', sql: finding.evidence.query }}>
          {t('finding.query.open')}
        </To>
      </details>
    </article>
  );
}
