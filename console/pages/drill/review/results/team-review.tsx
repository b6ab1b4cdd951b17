// Everything about one team after the exercise, for the team itself and for staff.
import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../../../i18n/context.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { reviewQueries } from '../data.ts';
import { LineDrawer } from './line.tsx';
import { Score } from './score.tsx';

export function TeamReview({ team, exercise }: { team: string; exercise?: string | undefined }) {
  const { t } = useI18n();
  const score = useQuery(reviewQueries.score(team));
  return (
    <LineDrawer team={team}>
      <h1 className="off-screen">{t('review.results')}</h1>
      <Loaded query={score} lines={10}>
        {found => <Score score={found} exercise={exercise} />}
      </Loaded>
    </LineDrawer>
  );
}
