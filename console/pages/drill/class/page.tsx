// The exercises one has a place in: where everybody of an exercise begins.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useI18n } from '../../../i18n/context.tsx';
import { useRights } from '../../../lib/hooks.ts';
import { Icon } from '../../../parts/icon.tsx';
import { PageHead, Panel } from '../../../parts/page.tsx';
import { Empty, Loaded } from '../../../parts/states.tsx';
import { drillQueries } from '../shared/api.ts';
import { ExerciseCard } from './exercise-card.tsx';
import { Join } from './join.tsx';
import { useExample } from './make.ts';

const standing: Readonly<Record<string, number>> = {
  running: 0,
  paused: 1,
  ready: 2,
  preparing: 2,
  failed: 3,
};

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const navigate = useNavigate();
  const query = useQuery({ ...drillQueries.exercises(), refetchInterval: 10_000 });
  const example = useExample();
  const runs = may('drill-run');
  // Staff get their places from the instructor, trainees by card or code.
  const crew = may('drill-observe');
  const start = (
    <Button
      variant={query.data?.items.length === 0 ? 'filled' : 'default'}
      leftSection={<Icon name="exercises" />}
      loading={example.pending}
      onClick={example.start}
    >
      {t('class.example.start')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('class.title')}
        lead={t(runs ? 'class.lead.staff' : 'class.lead')}
        actions={
          <>
            <Button variant="default" onClick={() => void navigate({ to: '/drill/skills' })}>
              {t('review.skills')}
            </Button>
            {may('drill-author') ? (
              <Button variant="default" onClick={() => void navigate({ to: '/drill/authoring' })}>
                {t('review.author')}
              </Button>
            ) : null}
            {runs ? (
              <>
                <Button variant="default" onClick={() => void navigate({ to: '/drill/worlds' })}>
                  {t('class.worlds')}
                </Button>
                {query.data && query.data.items.length > 0 ? start : null}
                <Button
                  leftSection={<Icon name="plus" />}
                  onClick={() => void navigate({ to: '/drill/new' })}
                >
                  {t('class.new')}
                </Button>
              </>
            ) : null}
          </>
        }
      />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <Empty
                title={t(runs ? 'class.empty.staff' : 'class.empty')}
                action={runs ? start : crew ? null : <Join />}
              >
                {t(runs ? 'class.empty.staff.text' : crew ? 'class.empty.crew.text' : 'class.empty.text')}
              </Empty>
            </Panel>
          ) : (
            <>
              <ul className="exercise-cards">
                {[...items]
                  .sort((a, b) => (standing[a.state] ?? 4) - (standing[b.state] ?? 4))
                  .map(item => (
                    <li key={item.id}>
                      <ExerciseCard item={item} />
                    </li>
                  ))}
              </ul>
              {crew ? null : (
                <Panel title={t('class.join.title')}>
                  <Join />
                </Panel>
              )}
            </>
          )
        }
      </Loaded>
    </>
  );
}
