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

export function FlowStrip({
  flows,
  names = {},
}: {
  flows: readonly StreamFlow[];
  names?: Record<string, string>;
}) {
  const { t, compact, percent, duration } = useI18n();
  const reason = useFlowReason();
  if (flows.length === 0) return <Empty title={t('flow.empty')}>{t('flow.empty.text')}</Empty>;
  return (
    <ul className="flows">
      {flows.map(flow => {
        const share = flow.expected > 0 ? Math.min(1, flow.received / flow.expected) : 1;
        return (
          <li key={`${flow.agent}/${flow.stream}`}>
            <StateTag state={flow.state} />
            <span className="flow-name">
              <b>{flow.stream}</b> <span className="muted">{names[flow.agent] ?? flow.agent}</span>
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
                {compact(flow.received)} / {compact(flow.expected)} ({percent(share)})
              </span>
              <span className="muted">
                {t('flow.lag', { value: duration(flow.lag) })} · {t('flow.canary')}{' '}
                <Time at={flow.lastCanary} as="relative" />
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
