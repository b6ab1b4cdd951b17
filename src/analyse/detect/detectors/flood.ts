// Direct flood of one address (SYN, ACK, UDP …), seen at or in front of the victim.
import { minute } from '#model/time.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

export const flood: Detector = {
  id: 'flood',
  summary: { en: 'Direct flood of one address', ja: '特定アドレスへの直接フラッド攻撃' },
  references: ['https://attack.mitre.org/techniques/T1498/001/'],
  gap: 10 * minute,
  series: seriesSql({
    subject: ipText('destination.ip'),
    protocol:
      "concat(`network.transport`, if(`destination.port` > 0, concat('/', toString(`destination.port`)), ''))",
    weight: '`network.packets`',
    where: "`hinomi.class` = 'flood'",
  }),
  worthMeasuring: burst => burst.weight >= 200,
  evidence: burst => {
    const [transport, port] = burst.protocol.split('/');
    return `\`hinomi.class\` = 'flood' AND ${ipIs('destination.ip', burst.subject)} AND \`network.transport\` = ${literal(transport ?? '')} AND \`destination.port\` = ${Number(port ?? 0)}`;
  },
  judge: (burst, measure) => {
    if (measure.packets < 200) return undefined;
    const seconds = Math.max(1, (burst.end - burst.start) / 1000);
    return {
      rsit: 'ddos',
      techniques: ['T1498.001'],
      severity: Math.min(95, Math.round(40 + 12 * Math.log10(1 + burst.peak))),
      confidence: Math.min(95, Math.round(55 + 10 * Math.log10(measure.packets / 100))),
      title: {
        id: 'finding.flood',
        values: { victim: burst.subject, protocol: burst.protocol, packets: measure.packets },
      },
      subjects: [{ role: 'victim', type: 'ip', value: burst.subject }],
      rate: { peak: Math.round(burst.peak), mean: Math.round(measure.packets / seconds), unit: 'packets/s' },
      unseen: [...blindSpots(measure), { id: 'unseen.forged-source', values: {} }],
    };
  },
};
