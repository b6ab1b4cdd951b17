// Alerts of an intrusion detection system, one finding a rule and source.
import { hour } from '#model/time.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

export const idsAlert: Detector = {
  id: 'ids-alert',
  summary: { en: 'Alert of an intrusion detection system', ja: '侵入検知システムの警報' },
  references: [],
  gap: hour,
  series: seriesSql({
    subject: ipText('source.ip'),
    protocol: '`rule.id`',
    weight: '1',
    where: "`event.category` = 'intrusion_detection' AND `event.action` = 'alert'",
  }),
  worthMeasuring: () => true,
  evidence: burst =>
    `\`event.category\` = 'intrusion_detection' AND ${ipIs('source.ip', burst.subject)} AND \`rule.id\` = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    // Informational rules stay events; they are searched, not reported.
    if (measure.severity > 0 && measure.severity < 40) return undefined;
    return {
      rsit: 'ids-alert',
      techniques: [],
      severity: Math.min(80, Math.max(30, measure.severity)),
      confidence: 50,
      title: {
        id: 'finding.ids-alert',
        values: {
          source: burst.subject,
          rule: measure.ruleName || burst.protocol,
          alerts: measure.events,
          targets: measure.targets,
        },
      },
      subjects: [{ role: 'attacker', type: 'ip', value: burst.subject }],
      unseen: [...blindSpots(measure), { id: 'unseen.rule-quality', values: {} }],
    };
  },
};
