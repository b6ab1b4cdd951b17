// Reflection (DRDoS) under way: reflectors' answers arriving at a victim, or forged requests arriving at our baits.
// References: AmpPot (RAID 2015), "SoK: DDoS honeypots" (EuroS&P 2023), NICT/Merit practice for victim = address.
import { minute } from '#model/time.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Burst, Detector, Measure } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

/** Reflectors that refuse answer with ICMP, which has no application protocol. */
const protocol = "if(`network.protocol` = '', `network.transport`, `network.protocol`)";

const confidenceOf = (burst: Burst, measure: Measure): number => {
  const many = Math.min(1, Math.log10(Math.max(1, measure.packets)) / 4);
  const spread = Math.min(1, Math.log2(Math.max(1, measure.sources)) / 6);
  return Math.round(50 + 30 * many + 15 * spread + (burst.end - burst.start > minute ? 4 : 0));
};

/** At the victim (or a tap in front of it): many reflectors answer one address. */
export const reflectionAtVictim: Detector = {
  id: 'reflection-victim',
  summary: { en: 'Reflection attack arriving at a victim', ja: '被害側で観測したリフレクション攻撃' },
  references: ['https://attack.mitre.org/techniques/T1498/002/'],
  gap: 15 * minute,
  series: seriesSql({
    subject: ipText('destination.ip'),
    protocol,
    weight: '`network.packets`',
    where: "`hinomi.class` = 'reflected-response'",
  }),
  worthMeasuring: burst => burst.weight >= 50,
  evidence: burst =>
    `\`hinomi.class\` = 'reflected-response' AND ${ipIs('destination.ip', burst.subject)} AND ${protocol} = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    if (measure.packets < 50) return undefined;
    const seconds = Math.max(1, (burst.end - burst.start) / 1000);
    return {
      rsit: 'ddos',
      techniques: ['T1498.002'],
      severity: Math.min(95, Math.round(45 + 12 * Math.log10(1 + burst.peak))),
      confidence: confidenceOf(burst, measure),
      title: {
        id: 'finding.reflection.victim',
        values: {
          victim: burst.subject,
          protocol: burst.protocol,
          reflectors: measure.sources,
          packets: measure.packets,
        },
      },
      subjects: [{ role: 'victim', type: 'ip', value: burst.subject }],
      rate: { peak: round(burst.peak), mean: round(measure.packets / seconds), unit: 'packets/s' },
      unseen: [...blindSpots(measure), { id: 'unseen.forged-source', values: {} }],
    };
  },
};

/** At our baits: one claimed source asks reflectors for large answers; the claimed source is the victim. */
export const reflectionAtBait: Detector = {
  id: 'reflection-bait',
  summary: { en: 'Reflection attack abusing our baits', ja: '当方のおとりを悪用するリフレクション攻撃' },
  references: ['https://attack.mitre.org/techniques/T1498/002/'],
  gap: 15 * minute,
  series: seriesSql({
    subject: ipText('source.ip'),
    protocol,
    weight: 'greatest(`network.packets`, 1)',
    where: "`event.action` = 'amplification-request' OR `hinomi.class` = 'amplification-request'",
  }),
  worthMeasuring: burst => burst.weight >= 20,
  evidence: burst =>
    `(\`event.action\` = 'amplification-request' OR \`hinomi.class\` = 'amplification-request') AND ${ipIs('source.ip', burst.subject)} AND ${protocol} = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    // A scanner asks many baits a few times each; a victim is asked about again and again at the same bait.
    if (measure.packets < 20 || measure.packets / Math.max(1, measure.targets) < 5) return undefined;
    const seconds = Math.max(1, (burst.end - burst.start) / 1000);
    return {
      rsit: 'ddos',
      techniques: ['T1498.002'],
      severity: Math.min(85, Math.round(40 + 12 * Math.log10(1 + measure.packets / 10))),
      confidence: Math.min(95, Math.round(45 + 18 * Math.log10(measure.packets / 5))),
      title: {
        id: 'finding.reflection.bait',
        values: {
          victim: burst.subject,
          protocol: burst.protocol,
          packets: measure.packets,
          baits: measure.targets,
        },
      },
      subjects: [{ role: 'victim', type: 'ip', value: burst.subject }],
      rate: { peak: round(burst.peak), mean: round(measure.packets / seconds), unit: 'packets/s' },
      unseen: [...blindSpots(measure), { id: 'unseen.other-reflectors', values: {} }],
    };
  },
};

const round = (value: number): number => Math.round(value * 100) / 100;
