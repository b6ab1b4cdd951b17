// Steps of the attack per team on one time axis: what was done, what the team stopped, what is still to come.
import { hour } from '#model/time.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { simClock } from '../../shared/clock.ts';
import { nameOf, type Step, type Truth } from './truth.tsx';

type Outcome = 'done' | 'under-way' | 'failed' | 'ahead';

interface Lane {
  id: string;
  name: string;
  truth: Truth | undefined;
}

const left = 110;
const width = 1000;
const lane = 30;

/** Whole hours within the window, few enough to be read. */
function ticks(start: number, end: number): number[] {
  const apart = Math.max(1, Math.ceil((end - start) / hour / 10)) * hour;
  const first = Math.ceil(start / apart) * apart;
  return Array.from(
    { length: Math.max(0, Math.floor((end - first) / apart) + 1) },
    (_, index) => first + index * apart,
  );
}

export function TruthLanes({
  lanes,
  start,
  end,
  now,
  chosen,
  onChoose,
}: {
  lanes: readonly Lane[];
  start: number;
  end: number;
  now: number;
  chosen: { team: string; step: string };
  onChoose: (team: string, step: Step) => void;
}) {
  const { t, side } = useI18n();
  // Scenarios begin before the class does: their first steps stand at the left edge.
  const first = Math.min(start, ...lanes.flatMap(one => one.truth?.steps.map(step => step.at) ?? []));
  const from = Math.max(first, start - 4 * hour);
  const x = (at: number) =>
    left + (width - left - 8) * Math.min(1, Math.max(0, (at - from) / Math.max(1, end - from)));
  const height = lanes.length * lane + 24;
  return (
    <div className="lanes-box">
      <svg className="lanes" viewBox={`0 0 ${width} ${height}`} aria-label={t('class.truth.steps')}>
        {ticks(from, end).map(at => (
          <g key={at}>
            <path className="lane-tick" d={`M${x(at)} 0V${height - 18}`} />
            <text x={x(at)} y={height - 5} textAnchor="middle">
              {simClock(at, false)}
            </text>
          </g>
        ))}
        {lanes.map((one, index) => {
          const y = index * lane + lane / 2;
          const step = (item: Step, outcome: Outcome) => {
            const name = `${one.name}: ${simClock(item.at)} ${item.title ? side(item.title) : item.step} · ${t(`class.outcome.${outcome}`)}`;
            const current = chosen.team === one.id && chosen.step === nameOf(item);
            const choose = () => onChoose(one.id, item);
            return (
              // biome-ignore lint/a11y/useSemanticElements: a button inside a drawing
              <g
                key={`${nameOf(item)} ${outcome}`}
                className={`lane-step is-${outcome} ${current ? 'current' : ''}`}
                role="button"
                tabIndex={0}
                aria-label={name}
                aria-pressed={current}
                onClick={choose}
                onKeyDown={event => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  event.stopPropagation();
                  choose();
                }}
              >
                <title>{name}</title>
                {outcome === 'failed' ? (
                  <path d={`M${x(item.at) - 5} ${y - 5}l10 10m0 -10l-10 10`} />
                ) : (
                  <circle cx={x(item.at)} cy={y} r={6} />
                )}
              </g>
            );
          };
          return (
            <g key={one.id}>
              <text className="lane-name" x={0} y={y + 4}>
                {one.name.length > 12 ? `${one.name.slice(0, 11)}…` : one.name}
              </text>
              <path className="lane-line" d={`M${left} ${y}H${width - 8}`} />
              {one.truth?.ahead.map(item => step(item, 'ahead'))}
              {one.truth?.steps.map(item => step(item, item.outcome as Outcome))}
            </g>
          );
        })}
        <path className="lane-now" d={`M${x(now)} 0V${height - 18}`} />
      </svg>
      <p className="lanes-legend muted">
        <span className="is-done">{t('class.outcome.done')}</span>
        <span className="is-under-way">{t('class.outcome.under-way')}</span>
        <span className="is-failed">{t('class.outcome.failed')}</span>
        <span className="is-ahead">{t('class.outcome.ahead')}</span>
      </p>
    </div>
  );
}
