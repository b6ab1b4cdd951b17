// Severities of reports: their order, and what a filter lets through. Pure.
import { type DetectionView, detectionSeverities } from '#model/drill/api.ts';

/** The gravest first, of the same the newest. */
export const bySeverity = (
  a: Pick<DetectionView, 'severity' | 'line'>,
  b: Pick<DetectionView, 'severity' | 'line'>,
): number =>
  detectionSeverities.indexOf(a.severity) - detectionSeverities.indexOf(b.severity) || b.line.at - a.line.at;

/** Whether a report is one of those asked for; an empty filter asks for all. */
export const chosenBy = (one: DetectionView, { sev, src }: { sev: string; src: string }): boolean =>
  (sev === '' || one.severity === sev) && (src === '' || one.line.source === src);
