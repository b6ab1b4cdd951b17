// What a robot has found so far, with the lines it found it by, and the case made of it.
import type { Case, EntityType } from '#model/drill/case.ts';
import type { Line } from './desk.ts';

export interface Findings {
  entities: Map<string, { type: EntityType; value: string; at: number; lines: string[] }>;
  route: { from: string; to: string; technique: string; at: number }[];
  timeline: { technique: string; host: string; at: number; lines: string[] }[];
}

export const makeFindings = (): Findings => ({ entities: new Map(), route: [], timeline: [] });

export function note(
  found: Findings,
  type: EntityType,
  value: string,
  line?: Line,
  at = line?.at ?? 0,
): boolean {
  const key = `${type} ${value}`;
  if (value === '' || found.entities.has(key)) return false;
  found.entities.set(key, { type, value, at, lines: line ? [line.id] : [] });
  return true;
}

/** One item of the timeline a technique and host. */
export function tell(found: Findings, technique: string, line: Line): void {
  if (!found.timeline.some(one => one.technique === technique && one.host === line.host))
    found.timeline.push({ technique, host: line.host, at: line.at, lines: [line.id] });
}

export const named = (found: Findings, type: EntityType): string[] =>
  [...found.entities.values()].filter(one => one.type === type).map(one => one.value);

/** The case at the end; `seen` says when each thing was first put into it. */
export function caseOf(found: Findings, seen: ReadonlyMap<string, number>): Case {
  const by = 'robot';
  return {
    evidence: [],
    entities: [...found.entities].map(([key, { type, value, lines }], i) => ({
      id: `e${i}`,
      by,
      at: seen.get(key) ?? 0,
      type,
      value,
      verdict: 'compromised',
      note: '',
      evidence: lines,
    })),
    timeline: [...found.timeline]
      .sort((a, b) => a.at - b.at)
      .map(({ technique, host, at, lines }, i) => ({
        id: `t${i}`,
        by,
        at,
        when: at,
        text: technique,
        technique,
        host,
        evidence: lines,
      })),
    hypotheses: [],
    decisions: [],
    route: found.route.map(({ from, to, technique, at }, i) => ({
      id: `r${i}`,
      by,
      at,
      from,
      to,
      technique,
      when: at,
    })),
  };
}
