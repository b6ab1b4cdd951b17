// A source that looks for hosts or services: many targets or many ports, or a named tool.
import { minute } from '#model/time.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

export const scan: Detector = {
  id: 'scan',
  summary: { en: 'Scanning source', ja: '走査（スキャン）元' },
  references: ['https://attack.mitre.org/techniques/T1595/001/'],
  gap: 30 * minute,
  series: seriesSql({
    subject: ipText('source.ip'),
    protocol: '`network.transport`',
    weight: '`network.packets`',
    where: "`hinomi.class` = 'scan'",
  }),
  worthMeasuring: burst => burst.weight >= 20,
  evidence: burst =>
    `\`hinomi.class\` = 'scan' AND ${ipIs('source.ip', burst.subject)} AND \`network.transport\` = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    const vertical = measure.ports >= 20;
    const horizontal = measure.targets >= 20;
    if (!vertical && !horizontal && !(measure.tool && measure.packets >= 50)) return undefined;
    const shape = vertical && horizontal ? 'block' : vertical ? 'vertical' : 'horizontal';
    const seconds = Math.max(1, (burst.end - burst.start) / 1000);
    return {
      rsit: 'scanner',
      techniques: [vertical ? 'T1046' : 'T1595.001'],
      severity: Math.min(40, Math.round(10 + 6 * Math.log10(measure.packets))),
      confidence: Math.min(95, Math.round(60 + 10 * Math.log10(measure.packets / 10))),
      title: {
        id: measure.tool ? `finding.scan.${shape}.tool` : `finding.scan.${shape}`,
        values: {
          source: burst.subject,
          protocol: burst.protocol,
          targets: measure.targets,
          ports: measure.ports,
          tool: measure.tool,
        },
      },
      subjects: [{ role: 'attacker', type: 'ip', value: burst.subject }],
      rate: {
        peak: Math.round(burst.peak * 100) / 100,
        mean: Math.round((measure.packets / seconds) * 100) / 100,
        unit: 'packets/s',
      },
      unseen: blindSpots(measure),
    };
  },
};
