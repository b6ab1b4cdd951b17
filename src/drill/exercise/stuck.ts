// Which team needs somebody at its desk: how long nothing moved on, measured against what the phase allows.
import type { TeamState } from './state.ts';

export interface Stuck {
  level: 'ok' | 'slow' | 'stuck' | 'idle';
  /** Minutes of the time of day since the team got on. */
  minutes: number;
  why: { key: string; values: Record<string, string | number> };
}

export interface StuckInput {
  state: Pick<TeamState, 'looked' | 'milestones' | 'case' | 'actions'>;
  /** Time of day, and when the phase began. */
  real: number;
  since: number;
  /** Time of day of the last entry that moved the case on; undefined when there was none in the phase. */
  progressReal: number | undefined;
  /** Time of day somebody of the team did anything at all. */
  seenReal: number | undefined;
  /** Planned length of the phase, minutes. */
  phaseMinutes: number;
}

/**
 * `idle`: nobody did anything; `stuck`: they look and look and get nowhere; `slow`: half of that. A fifteenth of the
 * phase, at least 2 and at most 15 minutes, is a usual pause between two steps forward.
 */
export function stuckness(input: StuckInput): Stuck {
  const { real, since } = input;
  const usual = Math.min(15, Math.max(2, input.phaseMinutes / 15));
  const minutes = Math.max(0, real - Math.max(since, input.progressReal ?? since)) / 60_000;
  const away = Math.max(0, real - Math.max(since, input.seenReal ?? since)) / 60_000;
  const rounded = Math.round(minutes);
  const looks = input.state.looked.filter(one => one.real > (input.progressReal ?? since)).length;
  if (away > usual)
    return {
      level: 'idle',
      minutes: rounded,
      why: { key: 'drill.stuck.idle', values: { minutes: Math.round(away) } },
    };
  if (minutes > 2 * usual)
    return {
      level: 'stuck',
      minutes: rounded,
      why: {
        key: looks > 0 ? 'drill.stuck.searching' : 'drill.stuck.nothing',
        values: { minutes: rounded, looks },
      },
    };
  if (minutes > usual)
    return {
      level: 'slow',
      minutes: rounded,
      why: { key: 'drill.stuck.slow', values: { minutes: rounded } },
    };
  return { level: 'ok', minutes: rounded, why: { key: 'drill.stuck.ok', values: {} } };
}
