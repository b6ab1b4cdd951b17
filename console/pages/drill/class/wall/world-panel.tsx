// The organisation while its days are being generated and loaded; gone when it is ready.
import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ExerciseView } from '#model/drill/api.ts';
import type { DrillWorld } from '#model/drill/world.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { drillQueries } from '../../shared/api.ts';

/** Why a world could not be loaded, and what to do, in the reader's language where there are words. */
export function WorldError({ error }: { error: NonNullable<DrillWorld['error']> }) {
  const { errorText } = useI18n();
  return (
    <>
      {errorText(error.code) ?? error.message} {errorText(`${error.code}.remedy`) ?? error.remedy}
    </>
  );
}

export function WorldPanel({ exercise }: { exercise: ExerciseView }) {
  const { t, side, number, percent } = useI18n();
  const profiles = useQuery(drillQueries.profiles());
  const { world } = exercise;
  const again = useChange(
    () =>
      send('POST', '/drill/worlds', {
        profile: exercise.profile,
        staff: exercise.staff,
        days: exercise.days,
        seed: exercise.seed,
      }),
    { refresh: ['drill'] },
  );
  if (!world || world.state === 'ready') return null;
  const profile = profiles.data?.items.find(one => one.id === exercise.profile);
  const name = profile ? side(profile.name) : exercise.profile;
  return (
    <section className={`world-panel is-${world.state}`} role="status">
      {world.state === 'failed' ? (
        <>
          <p>
            <strong>{t('class.world.failed', { name })}</strong>{' '}
            {world.error ? <WorldError error={world.error} /> : null}
          </p>
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {t('retry')}
          </Button>
        </>
      ) : (
        <>
          <p>
            <strong>{t('class.world.loading', { name, people: exercise.staff, days: exercise.days })}</strong>{' '}
            <span className="num">
              {percent(world.progress)} · {t('class.world.lines', { lines: number(world.lines) })}
            </span>
          </p>
          <Progress value={world.progress * 100} aria-label={t('class.world.progress')} />
          <p className="muted fine">{t('class.world.meanwhile')}</p>
        </>
      )}
    </section>
  );
}
