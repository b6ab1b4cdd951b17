// One exercise in the list: how it stands and the way in.
import { useQuery } from '@tanstack/react-query';
import type { ExerciseState } from '#model/drill/exercise.ts';
import type { Phase } from '#model/drill/programme.ts';
import { useI18n } from '../../../i18n/context.tsx';
import { To } from '../../../parts/link.tsx';
import { Tag } from '../../../parts/tags.tsx';
import { Time } from '../../../parts/time.tsx';
import { drillQueries, type ExerciseLine } from '../shared/api.ts';
import { Picture } from './picture.tsx';

const tones = {
  preparing: 'info',
  ready: 'info',
  running: 'ok',
  paused: 'warn',
  ended: 'idle',
  failed: 'fail',
} as const satisfies Record<ExerciseState, string>;

/** How an exercise stands; `phase` is the one it is in, whose clock may be meant to stand. */
export function ExerciseStateTag({ state, phase }: { state: ExerciseState; phase?: Phase | undefined }) {
  const { t } = useI18n();
  if (state === 'paused' && phase?.clock === 'stop') return <Tag tone="ok">{t('class.state.phase')}</Tag>;
  return <Tag tone={tones[state]}>{t(`class.state.${state}`)}</Tag>;
}

const cell: readonly string[] = ['instructor', 'assistant', 'white-cell'];
const helpers: readonly string[] = ['instructor', 'assistant'];

export function ExerciseCard({ item }: { item: ExerciseLine }) {
  const { t, side } = useI18n();
  const profiles = useQuery(drillQueries.profiles());
  const scenarios = useQuery(drillQueries.scenarios());
  const programmes = useQuery(drillQueries.programmes());
  const profile = profiles.data?.items.find(one => one.id === item.profile);
  const scenario = scenarios.data?.items.find(one => one.id === item.scenario);
  const programme = programmes.data?.items.find(one => one.id === item.programme);
  const phase = programme?.phases.find(one => one.id === item.phase?.id);
  const { role } = item.place;
  const trainee = role === 'trainee';
  const way = trainee ? `/drill/desk/${item.place.team}` : `/drill/exercises/${item.id}`;
  return (
    <article className={`exercise-card state-${item.state}`}>
      <Picture of={item.profile} size={40} />
      <div className="exercise-card-text">
        <h2>
          <To to={way} className="card-link">
            {item.name}
          </To>
        </h2>
        <p className="row tight">
          <ExerciseStateTag state={item.state} phase={phase} />
          {phase ? <span className="strong">{side(phase.title)}</span> : null}
        </p>
        <p className="muted">
          {profile ? side(profile.name) : item.profile} · {t('class.people', { count: item.staff })}
          {scenario ? ` · ${side(scenario.title)}` : ''}
        </p>
        <p className="muted">
          {programme ? side(programme.title) : item.programme}
          {trainee ? '' : ` · ${t('class.teams', { count: item.teams })}`} ·{' '}
          <Time at={item.created} as="day" />
        </p>
        <p className="exercise-card-ways">
          <span className="place-tag">{t(`class.role.${role}`)}</span>
          <To to={way}>{t(trainee ? 'class.toDesk' : 'class.toWall')}</To>
          {cell.includes(role) ? (
            <To to={`/drill/exercises/${item.id}/white-cell`}>{t('class.cell')}</To>
          ) : null}
          {trainee || role === 'observer' ? null : (
            <To to={`/drill/exercises/${item.id}/injects`}>{t('class.injects')}</To>
          )}
          {helpers.includes(role) ? (
            <To to={`/drill/exercises/${item.id}/people`}>{t('class.people.title')}</To>
          ) : null}
        </p>
      </div>
    </article>
  );
}
