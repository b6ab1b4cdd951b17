// One timeline: the world's truth above the axis, what the team did below it, and losses over time under both.

import type { DebriefView } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { organisationOffset, simClock } from '../../shared/clock.ts';
import { Picture } from '../charts/picture.tsx';
import {
  binSteps,
  heldAt,
  marks,
  type Scale,
  type Step,
  scale,
  stepPath,
  timeMarks,
} from '../charts/scale.ts';
import { Mark } from '../results/course.tsx';
import { inRows } from './layout.ts';

const left = 74;
const right = 12;
const rowHeight = 20;
const lanes = ['do', 'say', 'know', 'mark'] as const;

/** The horizontal scale all pictures of one replay share. */
const timeScale = (from: number, to: number, width: number): Scale => scale(from, to, left, width - right);

export function Timeline({
  debrief,
  at,
  onAt,
}: {
  debrief: DebriefView;
  at: number;
  onAt: (at: number) => void;
}) {
  const { t, side } = useI18n();
  const { start, end, world, events } = debrief;
  const count = (width: number) => {
    const x = timeScale(start, end, width);
    return inRows(world, one => ({ x: x(one.at), width: barWidth(x, one) + 26 }), 8).rows;
  };
  const top = (width: number) => 22 + Math.max(1, count(width)) * rowHeight;
  return (
    <Picture
      label={t('review.replay.picture', { steps: world.length, doings: events.length })}
      height={width => top(width) + 30 + lanes.length * 24}
      className="rv-timeline"
    >
      {(width, height) => {
        const x = timeScale(start, end, width);
        const axis = top(width) + 6;
        const { placed } = inRows(world, one => ({ x: x(one.at), width: barWidth(x, one) + 26 }), 8);
        return (
          <>
            <text className="rv-label" x={0} y={14}>
              {t('review.replay.world')}
            </text>
            {timeMarks(start, end, Math.max(2, Math.floor(width / 110)), organisationOffset).map(mark => (
              <g key={mark}>
                <line className="rv-grid" x1={x(mark)} x2={x(mark)} y1={18} y2={height} />
                <text className="rv-tick" x={x(mark)} y={axis + 12} textAnchor="middle">
                  {simClock(mark, false)}
                </text>
              </g>
            ))}
            {placed.map(({ item, row }) => {
              const y = 20 + row * rowHeight;
              const begun = item.at <= at;
              return (
                // The list beside the picture has the same as buttons.
                // biome-ignore lint/a11y/noStaticElementInteractions: see above
                <g
                  key={item.id}
                  className={begun ? 'rv-step' : 'rv-step ahead'}
                  onClick={() => onAt(item.at)}
                >
                  <title>{`${simClock(item.at)} ${side(item.title)}`}</title>
                  <rect
                    className={`rv-step-bar ${item.outcome}`}
                    x={x(item.at)}
                    y={y}
                    width={barWidth(x, item)}
                    height={14}
                    rx={2}
                  />
                  {item.noticed === undefined ? null : (
                    <path
                      className="rv-eye"
                      d={`M${x(item.noticed)} ${y - 1}v16`}
                      aria-label={t('review.replay.noticed')}
                    />
                  )}
                  <text className="rv-step-name" x={x(item.at) + barWidth(x, item) + 3} y={y + 11}>
                    {item.step}
                  </text>
                </g>
              );
            })}
            <line className="rv-axis" x1={left} x2={width - right} y1={axis - 3} y2={axis - 3} />
            {lanes.map((lane, index) => {
              const y = axis + 32 + index * 24;
              return (
                <g key={lane}>
                  <text className="rv-tick" x={0} y={y + 4}>
                    {t(`review.lane.${lane}`)}
                  </text>
                  <line className="rv-lane" x1={left} x2={width - right} y1={y} y2={y} />
                  {events
                    .filter(one => one.lane === lane)
                    .map(one => (
                      // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the picture has the same as buttons
                      <circle
                        key={one.id}
                        className={`rv-doing ${lane}${one.at <= at ? '' : ' ahead'}`}
                        cx={x(one.at)}
                        cy={y}
                        r={5}
                        onClick={() => onAt(one.at)}
                      />
                    ))}
                </g>
              );
            })}
            {(['detected', 'contained'] as const).map(id =>
              debrief.marks[id] === undefined ? null : (
                <Mark key={id} id={id} x={x(debrief.marks[id])} y={axis - 3} />
              ),
            )}
            <line className="rv-cursor" x1={x(at)} x2={x(at)} y1={0} y2={height} />
          </>
        );
      }}
    </Picture>
  );
}

const barWidth = (x: Scale, item: { at: number; end: number }): number =>
  Math.max(5, x(item.end) - x(item.at));

export interface Curve {
  id: string;
  label: string;
  steps: readonly Step[];
}

/** Step curves over the time of the replay. */
export function Curves({
  curves,
  from,
  to,
  at,
  label,
  height = 150,
}: {
  curves: readonly Curve[];
  from: number;
  to: number;
  at?: number;
  label: string;
  height?: number;
}) {
  const most = Math.max(1, ...curves.flatMap(curve => curve.steps.map(step => step.points)));
  return (
    <Picture label={label} height={height}>
      {width => {
        const x = timeScale(from, to, width);
        const y = scale(0, most, height - 20, 8);
        const columns = Math.max(2, Math.floor((width - left - right) / 2));
        return (
          <>
            {marks(0, most, 3).map(mark => (
              <g key={mark}>
                <line className="rv-grid" x1={left} x2={width - right} y1={y(mark)} y2={y(mark)} />
                <text className="rv-tick" x={left - 6} y={y(mark) + 4} textAnchor="end">
                  {mark}
                </text>
              </g>
            ))}
            {timeMarks(from, to, Math.max(2, Math.floor(width / 110)), organisationOffset).map(mark => (
              <text key={mark} className="rv-tick" x={x(mark)} y={height - 4} textAnchor="middle">
                {simClock(mark, false)}
              </text>
            ))}
            {curves.map(curve => (
              <path
                key={curve.id}
                className={`rv-curve ${curve.id}`}
                d={stepPath(binSteps(curve.steps, from, to, columns), x, y)}
              />
            ))}
            {at === undefined ? null : (
              <>
                <line className="rv-cursor" x1={x(at)} x2={x(at)} y1={4} y2={height - 18} />
                {curves.map(curve => (
                  <circle
                    key={curve.id}
                    className={`rv-curve-dot ${curve.id}`}
                    cx={x(at)}
                    cy={y(heldAt(curve.steps, at))}
                    r={4}
                  />
                ))}
              </>
            )}
          </>
        );
      }}
    </Picture>
  );
}

/** Names of curves with their lines. */
export function CurveLegend({ curves, at }: { curves: readonly Curve[]; at?: number | undefined }) {
  return (
    <ul className="rv-legend">
      {curves.map(curve => (
        <li key={curve.id}>
          <svg width={22} height={8} aria-hidden="true">
            <path className={`rv-curve ${curve.id}`} d="M1 4H21" />
          </svg>
          {curve.label}
          <strong className="num">
            {Math.round(
              10 * (at === undefined ? (curve.steps.at(-1)?.points ?? 0) : heldAt(curve.steps, at)),
            ) / 10}
          </strong>
        </li>
      ))}
    </ul>
  );
}
