// The incident's history, newest first.
import type { Incident } from '#model/record/incident.ts';
import { useI18n } from '../../i18n/context.tsx';
import { visibleBlock } from '../../parts/hostile.tsx';
import { Panel } from '../../parts/page.tsx';
import { Time } from '../../parts/time.tsx';

export function History({ incident }: { incident: Incident }) {
  const { t, has } = useI18n();
  const status = (text: string) => {
    const key = `incident.status.${text}`;
    return has(key) ? t(key) : text;
  };
  return (
    <Panel title={t('incident.history')}>
      <ol className="history">
        {incident.entries.toReversed().map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an append-only list shown in reverse
          <li key={index}>
            <p className="history-head">
              <b>{t(`entry.${entry.kind}`)}</b> <span className="muted">{entry.by}</span>{' '}
              <Time at={entry.at} />
            </p>
            {entry.text ? (
              <p className="history-text">
                {entry.kind === 'status' ? status(entry.text) : visibleBlock(entry.text)}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
