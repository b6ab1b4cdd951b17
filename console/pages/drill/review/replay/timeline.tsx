// One timeline: the world's truth above the axis, what the team did below it, and losses over time under both.

import { inRows } from '#model/drill/in-rows.ts';
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
import { textWidth } from './layout.ts';

const left = 74;
const right = 12;
const rowHeight = 18;
const laneHeight = 22;
const lanes = ['do', 'say', 'know', 'mark'] as const;

/** The horizontal scale all pictures of one replay share. */
const timeScale = (from: number, to: number, width: number): Scale => scale(from, to, left, width - right);

type WorldStep = DebriefView['world'][number];

/** The attack's steps in rows: bar, the time until the team noticed, the name; none covers another. */
function placeSteps(
  world: readonly WorldStep[],
  x: Scale,
  width: number,
  nameOf: (step: WorldStep, index: number) => string,
) {
  const boxes = world.map((step, index) => {
    const from = x(step.at);
    const to = Math.max(from + 5, x(step.end), step.noticed === undefined ? 0 : x(step.noticed));
    const name = nameOf(step, index);
    const wide = textWidth(name, 10.5) + 6;
    // A name that has no room to the right stands to the left of its bar.
    const before = to + wide > width;
    return { step, name, before, from, to, x: before ? from - wide : from, width: to - from + wide };
  });
  return inRows(boxes, box => box, 14);
}

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
  const placed = (width: number) =>
    placeSteps(world, timeScale(start, end, width), width, (step, index) =>
      width < 620 ? String(index + 1) : `${index + 1} ${side(step.title)}`,
    );
  const top = (width: number) => 22 + Math.max(1, placed(width).rows) * rowHeight;
  return (
    <Picture
      label={t('review.replay.picture', { steps: world.length, doings: events.length })}
      height={width => top(width) + 30 + lanes.length * laneHeight}
      className="rv-timeline"
    >
      {(width, height) => {
        const x = timeScale(start, end, width);
        const axis = top(width) + 6;
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
            {placed(width).placed.map(({ item: { step, name, before, from, to }, row }) => (
              <StepBar
                key={step.id}
                step={step}
                name={name}
                label={before ? { x: from - 4, anchor: 'end' } : { x: to + 4, anchor: 'start' }}
                x={x}
                y={20 + row * rowHeight}
                ahead={step.at > at}
                onOpen={() => onAt(step.at)}
              />
            ))}
            <line className="rv-axis" x1={left} x2={width - right} y1={axis - 3} y2={axis - 3} />
            {lanes.map((lane, index) => {
              const y = axis + 30 + index * laneHeight;
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
                      >
                        <title>{`${simClock(one.at, false)} ${side(one.text)}`}</title>
                      </circle>
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

function StepBar({
  step,
  name,
  label,
  x,
  y,
  ahead,
  onOpen,
}: {
  step: WorldStep;
  name: string;
  label: { x: number; anchor: 'start' | 'end' };
  x: Scale;
  y: number;
  ahead: boolean;
  onOpen: () => void;
}) {
  const { side } = useI18n();
  const from = x(step.at);
  const wide = Math.max(5, x(step.end) - from);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the picture has the same as buttons
    <g className={ahead ? 'rv-step ahead' : 'rv-step'} onClick={onOpen}>
      <title>{`${simClock(step.at, false)} ${side(step.title)}`}</title>
      {step.noticed === undefined ? null : (
        <path className="rv-eye" d={`M${from + wide} ${y + 7}H${x(step.noticed)}m0 -6v12`} />
      )}
      <rect className={`rv-step-bar ${step.outcome}`} x={from} y={y} width={wide} height={14} rx={2} />
      <text className="rv-step-name" x={label.x} y={y + 11} textAnchor={label.anchor}>
        {name}
      </text>
    </g>
  );
}

export interface Curve {
  id: string;
  /** Look of the line; its id where none is given. */
  look?: string;
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
                className={`rv-curve ${curve.look ?? curve.id}`}
                d={stepPath(binSteps(curve.steps, from, to, columns), x, y)}
              />
            ))}
            {at === undefined ? null : (
              <>
                <line className="rv-cursor" x1={x(at)} x2={x(at)} y1={4} y2={height - 18} />
                {curves.map(curve => (
                  <circle
                    key={curve.id}
                    className={`rv-curve-dot ${curve.look ?? curve.id}`}
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
            <path className={`rv-curve ${curve.look ?? curve.id}`} d="M1 4H21" />
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
