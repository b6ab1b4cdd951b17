// The instructor's wall: clock and programme above, the teams below, the ground truth behind. It may hang on a wall.
import { ActionIcon, Button, Tabs, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { To } from '../../../../parts/link.tsx';
import { PageHead } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { drillQueries } from '../../shared/api.ts';
import { useExerciseStream } from '../../shared/live.ts';
import { ExerciseStateTag } from '../exercise-card.tsx';
import { ExerciseWays } from '../exercise-page.tsx';
import { useHandedOut } from '../handed-out.ts';
import { ClockBar } from './clock-bar.tsx';
import { PhasePanel } from './phase-panel.tsx';
import { TeamCard } from './team-card.tsx';
import { Truth } from './truth.tsx';
import { useWallKeys } from './wall-keys.ts';
import { WorldPanel } from './world-panel.tsx';

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(drillQueries.exercise(id));
  useExerciseStream(id);
  return <Loaded query={query}>{exercise => <Wall exercise={exercise} />}</Loaded>;
}

const defaults = { tab: 'teams', full: '' };

function Wall({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [view, setView] = useView(defaults);
  const handedOut = useHandedOut(exercise.id);
  const { role } = exercise.place;
  const instructor = role === 'instructor';
  const full = view.full === '1';
  const [asked, setAsked] = useState<'next'>();
  useWallKeys(exercise, {
    next: () => setAsked('next'),
    full: () => setView({ full: full ? '' : '1' }, true),
  });
  const base = `/drill/exercises/${exercise.id}`;
  if (role === 'trainee')
    return (
      <Empty
        title={t('class.wall.notForYou')}
        action={
          <Button onClick={() => void navigate({ to: `/drill/desk/${exercise.place.team}` })}>
            {t('class.toDesk')}
          </Button>
        }
      />
    );
  return (
    <div className={`class-wall ${full ? 'is-full' : ''}`}>
      <PageHead
        title={
          <span className="row">
            {exercise.name}
            <ExerciseStateTag
              state={exercise.state}
              phase={exercise.phase ? exercise.programme.phases[exercise.phase.index] : undefined}
            />
          </span>
        }
        plain={exercise.name}
        {...(full ? {} : { back: { to: '/drill', label: t('class.title') } })}
        actions={
          <>
            {full ? null : <ExerciseWays exercise={exercise} />}
            <Tooltip label={t(full ? 'class.wall.leave' : 'class.wall.full')}>
              <ActionIcon
                variant="default"
                aria-label={t(full ? 'class.wall.leave' : 'class.wall.full')}
                aria-keyshortcuts="f"
                onClick={() => setView({ full: full ? '' : '1' }, true)}
              >
                <Icon name={full ? 'close' : 'wall'} />
              </ActionIcon>
            </Tooltip>
          </>
        }
      />
      {instructor && handedOut.length > 0 && exercise.state !== 'ended' ? (
        <p className="notice wall-notice">
          {t('class.wall.links', { count: handedOut.length })}{' '}
          <To to={`${base}/people`}>{t('class.wall.toLinks')}</To>
        </p>
      ) : null}
      <WorldPanel exercise={exercise} />
      <ClockBar exercise={exercise} />
      <PhasePanel exercise={exercise} asked={asked === 'next'} onAnswered={() => setAsked(undefined)} />
      {role === 'observer' ? (
        <Teams exercise={exercise} />
      ) : (
        <Tabs value={view.tab} onChange={tab => setView({ tab: tab ?? 'teams' }, true)}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="teams">{t('class.wall.teams')}</Tabs.Tab>
            <Tabs.Tab value="truth">{t('class.truth')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="teams">
            <Teams exercise={exercise} />
          </Tabs.Panel>
          <Tabs.Panel value="truth">
            <Truth exercise={exercise} />
          </Tabs.Panel>
        </Tabs>
      )}
      {instructor && exercise.state !== 'ended' ? (
        <p className="wall-keys muted fine">
          <span>
            <kbd>Space</kbd> {t('class.keys.run')}
          </span>
          <span>
            <kbd>+</kbd> <kbd>-</kbd> {t('class.clock.speed')}
          </span>
          <span>
            <kbd>n</kbd> {t('class.keys.next')}
          </span>
          <span>
            <kbd>f</kbd> {t('class.wall.full')}
          </span>
        </p>
      ) : null}
    </div>
  );
}

function Teams({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const query = useQuery({ ...drillQueries.wall(exercise.id), refetchInterval: 15_000 });
  return (
    <Loaded query={query}>
      {wall =>
        wall.teams.length === 0 ? (
          <Empty title={t('class.wall.noTeams')}>{t('class.wall.noTeams.text')}</Empty>
        ) : (
          <ul className="team-cards">
            {wall.teams.map(team => (
              <li key={team.id}>
                <TeamCard exercise={exercise} team={team} milestones={wall.milestones} now={wall.clock.now} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
