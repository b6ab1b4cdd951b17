// Somebody logged in at a honeypot and typed commands: hands (or a script) on the keyboard.
import { hour } from '#model/time.ts';
import { proposeAttackers } from '../../indicators/propose.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

export const intrusionSession: Detector = {
  id: 'intrusion-session',
  summary: { en: 'Commands run by an intruder at a honeypot', ja: 'ハニーポットで侵入者が実行したコマンド' },
  references: ['https://attack.mitre.org/techniques/T1059/004/'],
  gap: hour,
  series: seriesSql({
    subject: ipText('source.ip'),
    protocol: '`network.protocol`',
    weight: '1',
    where: "`event.action` = 'command' AND `observer.type` = 'honeypot'",
  }),
  worthMeasuring: () => true,
  propose: proposeAttackers,
  evidence: burst =>
    `\`event.action\` = 'command' AND \`observer.type\` = 'honeypot' AND ${ipIs('source.ip', burst.subject)} AND \`network.protocol\` = ${literal(burst.protocol)}`,
  judge: (burst, measure) => ({
    rsit: 'system-compromise',
    techniques: ['T1059.004', 'T1078'],
    severity: Math.min(65, 45 + Math.round(6 * Math.log2(1 + measure.events))),
    confidence: 95,
    title: {
      id: 'finding.intrusion-session',
      values: { source: burst.subject, protocol: burst.protocol, commands: measure.events },
    },
    subjects: [{ role: 'attacker', type: 'ip', value: burst.subject }],
    unseen: blindSpots(measure),
  }),
};
