// Results at the desk, from the critique on.
import { useI18n } from '../../../../i18n/context.tsx';
import { Empty } from '../../../../parts/states.tsx';
import { useHere } from '../../desk/context.tsx';
import { TeamReview } from './team-review.tsx';

export function View() {
  const { t } = useI18n();
  const { desk } = useHere();
  if (desk.exercise.place.role === 'trainee' && !desk.exercise.resultsOpen)
    return <Empty title={t('review.closed')}>{t('review.closed.text')}</Empty>;
  return <TeamReview />;
}
