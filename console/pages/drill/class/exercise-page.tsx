// The frame of a page inside an exercise: its name, its clock, the ways to its other pages.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { useI18n } from '../../../i18n/context.tsx';
import { To } from '../../../parts/link.tsx';
import { PageHead } from '../../../parts/page.tsx';
import { Empty, Loaded } from '../../../parts/states.tsx';
import { drillQueries } from '../shared/api.ts';
import { simClock, useSimNow } from '../shared/clock.ts';
import { useExerciseStream } from '../shared/live.ts';

type Role = ExerciseView['place']['role'];

const pages = [
  { path: 'white-cell', label: 'class.cell', roles: ['instructor', 'assistant', 'white-cell'] },
  { path: 'injects', label: 'class.injects', roles: ['instructor', 'assistant', 'white-cell', 'evaluator'] },
  { path: 'people', label: 'class.people.title', roles: ['instructor', 'assistant'] },
  { path: 'marks', label: 'review.marks', roles: ['instructor', 'assistant', 'evaluator'] },
  {
    path: 'review',
    label: 'review.compare',
    roles: ['instructor', 'assistant', 'evaluator', 'white-cell'],
  },
] as const satisfies readonly { path: string; label: string; roles: readonly Role[] }[];

/** The pages of an exercise one's place opens, besides the wall. */
export function ExerciseWays({
  exercise,
  here,
}: {
  exercise: ExerciseView;
  here?: (typeof pages)[number]['path'];
}) {
  const { t } = useI18n();
  const mine = pages.filter(one => (one.roles as readonly Role[]).includes(exercise.place.role));
  return (
    <nav className="wall-ways" aria-label={t('class.ways')}>
      {here ? <To to={`/drill/exercises/${exercise.id}`}>{t('class.toWall')}</To> : null}
      {mine
        .filter(one => one.path !== here)
        .map(one => (
          <To key={one.path} to={`/drill/exercises/${exercise.id}/${one.path}`}>
            {t(one.label)}
          </To>
        ))}
    </nav>
  );
}

/** Loads the exercise of the address, keeps it live, and shows the page to whom it is for. */
export function ExercisePage({
  here,
  title,
  lead,
  actions,
  children,
}: {
  here: (typeof pages)[number]['path'];
  title: string;
  lead: string;
  actions?: (exercise: ExerciseView) => ReactNode;
  children: (exercise: ExerciseView) => ReactNode;
}) {
  const { t } = useI18n();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(drillQueries.exercise(id));
  useExerciseStream(id);
  const roles: readonly Role[] = pages.find(one => one.path === here)!.roles;
  return (
    <Loaded query={query}>
      {exercise => (
        <>
          <PageHead
            title={title}
            lead={lead}
            back={{ to: `/drill/exercises/${exercise.id}`, label: exercise.name }}
            actions={
              <>
                <SmallClock exercise={exercise} />
                <ExerciseWays exercise={exercise} here={here} />
                {actions?.(exercise)}
              </>
            }
          />
          {roles.includes(exercise.place.role) ? (
            children(exercise)
          ) : (
            <Empty title={t('class.notYours.title')}>{t('class.notYourPlace')}</Empty>
          )}
        </>
      )}
    </Loaded>
  );
}

function SmallClock({ exercise }: { exercise: ExerciseView }) {
  const { t, side } = useI18n();
  const now = useSimNow(exercise.clock, exercise.simEnd);
  const phase = exercise.phase ? exercise.programme.phases[exercise.phase.index] : undefined;
  return (
    <span className={`small-clock sim-clock is-${exercise.clock.state}`}>
      <span className="small-time">{simClock(now)}</span>
      <span className="sim-date">{phase ? side(phase.title) : t(`class.clock.${exercise.clock.state}`)}</span>
    </span>
  );
}
