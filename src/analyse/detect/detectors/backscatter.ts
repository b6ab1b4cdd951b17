// Backscatter: a victim answers packets forged in our addresses' names, so somebody floods it.
// Corsaro's thresholds (≥ 25 packets) without its 60 s floor: short pulses are reported with less confidence.
import { minute } from '#model/time.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

export const backscatter: Detector = {
  id: 'backscatter',
  summary: {
    en: 'Victim of a forged-source flood seen by its answers',
    ja: '応答パケットから推定した送信元詐称フラッドの被害者',
  },
  references: [
    'https://attack.mitre.org/techniques/T1498/001/',
    'Moore et al., Inferring Internet Denial-of-Service Activity, 2001',
  ],
  gap: 10 * minute,
  series: seriesSql({
    subject: ipText('source.ip'),
    protocol: '`network.transport`',
    weight: '`network.packets`',
    where: "`hinomi.class` = 'backscatter'",
  }),
  worthMeasuring: burst => burst.weight >= 25,
  evidence: burst =>
    `\`hinomi.class\` = 'backscatter' AND ${ipIs('source.ip', burst.subject)} AND \`network.transport\` = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    // A service that merely talks to one wrong address is no victim: forged sources are spread.
    if (measure.packets < 25 || measure.targets < 3) return undefined;
    const seconds = Math.max(1, (burst.end - burst.start) / 1000);
    return {
      rsit: 'ddos',
      techniques: ['T1498.001'],
      severity: Math.min(90, Math.round(40 + 12 * Math.log10(measure.packets / 10))),
      confidence: Math.min(95, Math.round(40 + 12 * Math.log10(measure.packets) + (seconds >= 60 ? 15 : 0))),
      title: {
        id: 'finding.backscatter',
        values: {
          victim: burst.subject,
          protocol: burst.protocol,
          packets: measure.packets,
          targets: measure.targets,
        },
      },
      subjects: [{ role: 'victim', type: 'ip', value: burst.subject }],
      rate: {
        peak: Math.round(burst.peak * 100) / 100,
        mean: Math.round((measure.packets / seconds) * 100) / 100,
        unit: 'packets/s',
      },
      unseen: [...blindSpots(measure), { id: 'unseen.sample-of-flood', values: {} }],
    };
  },
};
