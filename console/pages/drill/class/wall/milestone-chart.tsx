// Milestones of a team over the simulated window: a stair that rises with each one, the same axes for every team.
import { useI18n } from '../../../../i18n/context.tsx';
import { simClock } from '../../shared/clock.ts';

const width = 300;
const height = 54;
const pad = 5;

export function MilestoneChart({
  milestones,
  reached,
  start,
  end,
  now,
}: {
  milestones: readonly { id: string }[];
  reached: Readonly<Record<string, number>>;
  start: number;
  end: number;
  now: number;
}) {
  const { t, has } = useI18n();
  const name = (id: string) => {
    const key = `class.milestone.${id}`;
    return has(key) ? t(key) : id;
  };
  const most = Math.max(1, milestones.length);
  const x = (at: number) =>
    pad + (width - 2 * pad) * Math.min(1, Math.max(0, (at - start) / Math.max(1, end - start)));
  const y = (count: number) => height - pad - (height - 2 * pad) * (count / most);
  const steps = milestones
    .flatMap(({ id }) => (reached[id] === undefined ? [] : [{ id, at: reached[id] }]))
    .sort((a, b) => a.at - b.at);
  const open = milestones.find(({ id }) => reached[id] === undefined);
  const stair = steps.map((step, index) => `H${x(step.at)}V${y(index + 1)}`).join('');
  const last = steps.at(-1);
  return (
    <div className="milestones">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path
          className="milestone-grid"
          d={`M${pad} ${y(most)}H${width - pad}M${pad} ${y(most / 2)}H${width - pad}`}
        />
        <path className="milestone-floor" d={`M${pad} ${y(0)}H${width - pad}`} />
        <path className="milestone-now" d={`M${x(now)} ${pad}V${height - pad}`} />
        <path className="milestone-area" d={`M${pad} ${y(0)}${stair}H${x(now)}V${y(0)}Z`} />
        <path className="milestone-stair" d={`M${pad} ${y(0)}${stair}H${x(now)}`} />
      </svg>
      <ol className="milestone-dots">
        {milestones.map(({ id }) => {
          const at = reached[id];
          const title = at === undefined ? name(id) : `${name(id)} ${simClock(at, false)}`;
          return (
            <li key={id} className={at === undefined ? '' : 'done'} title={title}>
              <span className="off-screen">
                {at === undefined ? t('class.milestone.open', { name: name(id) }) : title}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="milestone-text">
        <strong className="num">
          {steps.length}/{milestones.length}
        </strong>{' '}
        {last ? `${name(last.id)} ${simClock(last.at, false)}` : t('class.milestone.none')}
        {open && last ? <span className="muted"> → {name(open.id)}</span> : null}
      </p>
    </div>
  );
}
