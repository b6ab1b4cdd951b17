// Skills the team and oneself have shown in this exercise.
import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../../../i18n/context.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { reviewQueries } from '../data.ts';
import { Statements } from './statements.tsx';

export function TeamSkills({ team }: { team: string }) {
  const { t } = useI18n();
  const skills = useQuery(reviewQueries.skills(team));
  return (
    <Loaded query={skills}>
      {found => (
        <div className="columns two">
          {found.mine ? (
            <Panel title={t('review.skills.me')}>
              <Statements statements={found.mine} />
            </Panel>
          ) : null}
          <Panel title={t('review.skills.team')}>
            <Statements statements={found.team} />
          </Panel>
        </div>
      )}
    </Loaded>
  );
}
