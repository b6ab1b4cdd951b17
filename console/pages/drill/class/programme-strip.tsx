// The phases of a programme as a strip; the length of a piece is the length of its phase.
import type { Phase } from '#model/drill/programme.ts';
import { useI18n } from '../../../i18n/context.tsx';

/** `now` marks the phase that runs; those before it are over. `share` is how far it is, 0 to 1. */
export function ProgrammeStrip({
  phases,
  now,
  share = 0,
}: {
  phases: readonly Phase[];
  now?: number;
  share?: number;
}) {
  const { t, side } = useI18n();
  const total = phases.reduce((sum, phase) => sum + phase.minutes, 0);
  let x = 0;
  return (
    <svg
      className="strip"
      viewBox="0 0 1000 26"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('class.phases')}
    >
      {phases.map((phase, index) => {
        const width = (phase.minutes / total) * 1000;
        const left = x;
        x += width;
        const state = now === undefined ? 'plan' : index < now ? 'over' : index === now ? 'now' : 'ahead';
        return (
          <g key={phase.id} className={`strip-piece kind-${phase.kind} is-${state}`}>
            <title>{`${side(phase.title)} · ${t('class.minutes', { count: phase.minutes })}`}</title>
            <rect x={left} y={0} width={Math.max(2, width - 3)} height={26} rx={2} />
            {state === 'now' ? (
              <rect
                className="strip-done"
                x={left}
                y={0}
                width={Math.max(2, width - 3) * Math.min(1, Math.max(0.02, share))}
                height={26}
                rx={2}
              />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
