// What a round of analysis works with, composed the same way for the server and for the CLI.
import type { Proposal } from '#analyse/indicators/propose.ts';
import type { Incident } from '#model/record/incident.ts';
import { type Clock, day } from '#model/time.ts';
import type { EventStore } from '#store/events/port.ts';
import type { Records } from '#store/records/records.ts';
import type { NewIndicator } from '#warn/indicators/make.ts';
import type { IndicatorService } from '#warn/indicators/service.ts';
import type { NotifyService } from '#warn/notify/service.ts';
import type { Settings } from '../config/settings.ts';
import type { AnalysisDeps } from './cycle.ts';

/** Who decided, for indicators listed by the rule that lists confident proposals. */
export const autoListRule = 'rule:auto-list';

/** Turns proposals into indicators: listed by rule when the settings say so, else candidates for a person. */
export function proposer(
  indicators: Pick<IndicatorService, 'addAll'>,
  settings: Pick<Settings, 'indicators.autoList' | 'indicators.autoListConfidence'>,
): (proposals: Proposal[]) => Promise<void> {
  return async proposals => {
    const inputs = proposals.map((proposal): NewIndicator => {
      const sure =
        settings['indicators.autoList'] && proposal.confidence >= settings['indicators.autoListConfidence'];
      return {
        type: proposal.type,
        value: proposal.value,
        confidence: proposal.confidence,
        reason: proposal.reason,
        days: Math.max(1, Math.round(proposal.lifetime / day)),
        labels: proposal.labels,
        findings: [proposal.finding],
        events: proposal.events,
        exercise: proposal.exercise,
        status: sure ? 'active' : 'candidate',
      };
    });
    // Allow-listed and malformed values are refused one by one; the others are kept.
    await indicators.addAll(inputs, autoListRule);
  };
}

/** Composes what a round of analysis needs from the services. */
export function analysisDeps(parts: {
  store: EventStore;
  records: Records;
  settings: Settings;
  clock: Clock;
  indicators: IndicatorService;
  notify: Pick<NotifyService, 'raise'>;
  publish: AnalysisDeps['publish'];
}): AnalysisDeps {
  return {
    store: parts.store,
    records: parts.records,
    clock: parts.clock,
    publish: parts.publish,
    propose: proposer(parts.indicators, parts.settings),
    raise: async (incident: Incident) => void (await parts.notify.raise(incident)),
  };
}
