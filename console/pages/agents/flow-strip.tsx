// Proof of flow: for each stream of each sensor what was expected, what arrived, and why when it does not flow.
import type { StreamFlow } from '#model/record/agent.ts';
import { visibleText } from '#model/visible.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Empty } from '../../parts/states.tsx';
import { StateTag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';

/** Why a stream does not flow, in words. */
export function useFlowReason(): (flow: StreamFlow) => string {
  const { has, t } = useI18n();
  return flow => {
    if (!flow.reason) return '';
    const values = { ...flow };
    return has(flow.reason) ? t(flow.reason, values) : visibleText(flow.reason);
  };
}

/** What needs a look comes first. */
const urgency: readonly StreamFlow['state'][] = ['failed', 'silent', 'losing', 'late', 'flowing', 'quiet'];

export function FlowStrip({
  flows,
  nameOf,
  brief = false,
}: {
  flows: readonly StreamFlow[];
  /** Name of an agent, where streams of several agents stand together. */
  nameOf?: (agent: string) => string;
  /** Quiet streams share one line. */
  brief?: boolean;
}) {
  const { t, compact, percent, duration, list } = useI18n();
  const reason = useFlowReason();
  if (flows.length === 0) return <Empty title={t('flow.empty')}>{t('flow.empty.text')}</Empty>;
  const sorted = flows.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
  const quiet = brief ? sorted.filter(flow => flow.state === 'quiet') : [];
  return (
    <ul className="flows">
      {sorted.slice(0, sorted.length - quiet.length).map(flow => {
        const share = flow.expected > 0 ? Math.min(1, flow.received / flow.expected) : 1;
        return (
          <li key={`${flow.agent}/${flow.stream}`}>
            <StateTag state={flow.state} />
            <span className="flow-name">
              <b>{flow.stream}</b> {nameOf ? <span className="muted">{nameOf(flow.agent)}</span> : null}
              {flow.reason ? <span className="flow-reason">{reason(flow)}</span> : null}
            </span>
            <span className="flow-numbers">
              <span
                title={t('flow.received.title', {
                  received: flow.received,
                  expected: flow.expected,
                  dropped: flow.dropped,
                })}
              >
                {flow.expected > 0
                  ? `${compact(flow.received)} / ${compact(flow.expected)} (${percent(share)})`
                  : t('flow.none')}
              </span>
              <span className="muted">
                {t('flow.lag', { value: duration(flow.lag) })} · {t('flow.canary')}{' '}
                <Time at={flow.lastCanary} as="relative" />
              </span>
            </span>
          </li>
        );
      })}
      {quiet.length > 0 ? (
        <li>
          <StateTag state="quiet" />
          <span className="flow-name">
            {list(quiet.map(flow => flow.stream.replace(/^honeypot\./, '')))}
            <span className="flow-reason">{t('flow.nothing-to-send')}</span>
          </span>
        </li>
      ) : null}
    </ul>
  );
}
