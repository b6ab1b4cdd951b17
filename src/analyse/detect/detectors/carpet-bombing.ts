// Carpet bombing: a reflection or flood spread over a prefix so that no single address stands out.
import { minute } from '#model/time.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { literal, seriesSql } from '../sql.ts';

const prefixOf = `if(startsWith(toString(\`destination.ip\`), '::ffff:'),
  concat(replaceOne(toString(tupleElement(IPv6CIDRToRange(\`destination.ip\`, 120), 1)), '::ffff:', ''), '/24'),
  concat(toString(tupleElement(IPv6CIDRToRange(\`destination.ip\`, 48), 1)), '/48'))`;

const protocol = "if(`network.protocol` = '', `network.transport`, `network.protocol`)";
const where = "`hinomi.class` IN ('reflected-response', 'flood')";

export const carpetBombing: Detector = {
  id: 'carpet-bombing',
  summary: { en: 'Attack spread over a whole prefix', ja: 'ネットワーク全体に分散した攻撃' },
  references: ['https://attack.mitre.org/techniques/T1498/'],
  gap: 15 * minute,
  series: seriesSql({
    subject: prefixOf,
    protocol,
    weight: '`network.packets`',
    where,
  }),
  worthMeasuring: burst => burst.weight >= 200,
  evidence: burst =>
    `${where} AND ${prefixOf} = ${literal(burst.subject)} AND ${protocol} = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    if (measure.targets < 8 || measure.packets < 200) return undefined;
    const seconds = Math.max(1, (burst.end - burst.start) / 1000);
    return {
      rsit: 'ddos',
      techniques: ['T1498'],
      severity: Math.min(95, Math.round(50 + 12 * Math.log10(1 + burst.peak))),
      confidence: Math.min(95, 55 + Math.round(8 * Math.log2(measure.targets))),
      title: {
        id: 'finding.carpet-bombing',
        values: {
          prefix: burst.subject,
          protocol: burst.protocol,
          targets: measure.targets,
          packets: measure.packets,
        },
      },
      subjects: [{ role: 'victim', type: 'prefix', value: burst.subject }],
      rate: { peak: Math.round(burst.peak), mean: Math.round(measure.packets / seconds), unit: 'packets/s' },
      unseen: [...blindSpots(measure), { id: 'unseen.forged-source', values: {} }],
    };
  },
};
