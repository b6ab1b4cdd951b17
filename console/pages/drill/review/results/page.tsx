// Review of one team by staff.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useI18n } from '../../../../i18n/context.tsx';
import { PageHead } from '../../../../parts/page.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { HereProvider } from '../../desk/context.tsx';
import { drillQueries } from '../../shared/api.ts';
import { useExerciseStream } from '../../shared/live.ts';
import { TeamReview } from './team-review.tsx';

export function Page() {
  const { id = '', team = '' } = useParams({ strict: false }) as { id?: string; team?: string };
  const { t } = useI18n();
  const desk = useQuery(drillQueries.desk(team));
  useExerciseStream(id);
  return (
    <Loaded query={desk} lines={12}>
      {found => (
        <HereProvider value={{ team, desk: found }}>
          <TeamReview
            key={team}
            head={
              <PageHead
                title={t('review.team.title', { team: found.team.name })}
                lead={found.exercise.name}
                back={{ to: `/drill/exercises/${id}/review`, label: t('review.compare') }}
              />
            }
          />
        </HereProvider>
      )}
    </Loaded>
  );
}
