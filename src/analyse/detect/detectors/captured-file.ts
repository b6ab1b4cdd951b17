// A file left at a honeypot, by its hash.
import { hour } from '#model/time.ts';
import { proposeHashes } from '../../indicators/propose.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector } from '../detector.ts';
import { literal, seriesSql } from '../sql.ts';

const hash = "if(`file.hash.sha256` != '', `file.hash.sha256`, `file.hash.md5`)";
const where = `\`event.action\` IN ('file-captured', 'download-request') AND ${hash} != ''`;

export const capturedFile: Detector = {
  id: 'captured-file',
  summary: { en: 'File left at a honeypot', ja: 'ハニーポットに置かれたファイル' },
  references: ['https://attack.mitre.org/techniques/T1105/'],
  gap: 24 * hour,
  series: seriesSql({ subject: hash, protocol: "''", weight: '1', where }),
  worthMeasuring: () => true,
  propose: proposeHashes,
  evidence: burst => `${where} AND ${hash} = ${literal(burst.subject)}`,
  judge: (burst, measure) => ({
    rsit: 'malware-distribution',
    techniques: ['T1105'],
    severity: 55,
    confidence: Math.min(90, 50 + 10 * Math.round(Math.log2(1 + measure.sources))),
    title: {
      id: 'finding.captured-file',
      values: { hash: burst.subject, times: measure.events, sources: measure.sources },
    },
    subjects: [
      { role: 'infrastructure', type: 'hash', value: burst.subject },
      ...measure.topSources
        .slice(0, 8)
        .map(value => ({ role: 'attacker' as const, type: 'ip' as const, value })),
    ],
    unseen: [...blindSpots(measure), { id: 'unseen.not-executed', values: {} }],
  }),
};
