// The line above every view: whose desk it is, what time it is in the story, the phase, and who sits here.
import type { LiveState } from '../../../../api/live.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { countdown, simStamp, usePhaseLeft, useSimNow } from '../../shared/clock.ts';
import { type DeskViewName, isDeskView, useHere } from '../context.tsx';

export function Strip({ live, current }: { live: LiveState; current: DeskViewName }) {
  const { t } = useI18n();
  const { desk } = useHere();
  return (
    <header className="desk-strip">
      <h1 className="desk-name" title={desk.exercise.name}>
        {desk.team.name} <small>{desk.exercise.name}</small>
      </h1>
      <Clock />
      <PhaseLeft />
      {live === 'lost' ? (
        <Tag tone="fail">{t('desk.live.lost')}</Tag>
      ) : desk.canWrite ? null : (
        <Tag tone="info">{t(desk.clock.state === 'ended' ? 'desk.over' : 'desk.looking')}</Tag>
      )}
      <Members current={current} />
    </header>
  );
}

function Clock() {
  const { t } = useI18n();
  const { desk } = useHere();
  const now = useSimNow(desk.clock, desk.exercise.simEnd);
  const { state, speed } = desk.clock;
  return (
    <p className={`desk-clock is-${state}`} title={t('desk.clock')}>
      <Icon name="clock" size={15} />
      <span className="off-screen">{t('desk.clock')} </span>
      <time>{simStamp(now)}</time>
      <small>
        {state === 'running' && now >= desk.exercise.simEnd
          ? t('desk.clock.atEnd')
          : state === 'running'
            ? speed === 1
              ? ''
              : t('desk.speed', { n: Math.round(speed * 10) / 10 })
            : t(`desk.clock.${state}`)}
      </small>
    </p>
  );
}

function PhaseLeft() {
  const { t, side } = useI18n();
  const { desk } = useHere();
  const left = usePhaseLeft(desk.phase);
  const { phase } = desk;
  if (!phase) return null;
  const plan = desk.exercise.programme.phases.find(one => one.id === phase.id);
  return (
    <p className={left < 0 ? 'desk-phase late' : 'desk-phase'} title={plan ? side(plan.roles.trainee) : ''}>
      <strong>{plan ? side(plan.title) : phase.id}</strong>{' '}
      <span>
        {left < 0
          ? t('desk.phase.over', { time: countdown(-left) })
          : t('desk.phase.left', { time: countdown(left) })}
      </span>
    </p>
  );
}

function Members({ current }: { current: DeskViewName }) {
  const { t } = useI18n();
  const { desk } = useHere();
  return (
    <ul className="desk-members" aria-label={t('desk.members')}>
      {desk.team.members.map(one => (
        <li key={one.account} className={one.online ? 'on' : 'off'}>
          <i aria-hidden="true" />
          {one.label}
          {one.account === desk.me ? <small>{t('desk.me')}</small> : null}
          <small>
            {one.account === desk.me
              ? t(`desk.view.${current}`)
              : one.online
                ? isDeskView(one.on)
                  ? t(`desk.view.${one.on}`)
                  : ''
                : t('desk.away')}
          </small>
        </li>
      ))}
    </ul>
  );
}
