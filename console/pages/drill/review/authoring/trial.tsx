// The dry run: four robot teams play; is the scenario solvable, how long is it, how far apart are the scores?
import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuthoringRequest, TrialView } from '#model/drill/authoring.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Facts, Panel } from '../../../../parts/page.tsx';
import { Failure } from '../../../../parts/states.tsx';
import { DataTable } from '../../../../parts/table.tsx';
import { authoringQueries } from './data.ts';

export function Trial({ request }: { request: AuthoringRequest }) {
  const { t } = useI18n();
  const [asked, setAsked] = useState(false);
  const { data, error, refetch } = useQuery({
    ...authoringQueries.trial(request),
    enabled: asked,
    refetchInterval: query => (query.state.data?.state === 'running' ? 1_000 : false),
  });
  const running = asked && !error && (data === undefined || data.state === 'running');
  const begin = () => {
    setAsked(true);
    if (asked) void refetch();
  };
  return (
    <Panel title={t('review.author.try')}>
      <div className="rv-try">
        <p>{t('review.author.try.text')}</p>
        {data?.state === 'done' ? null : (
          <Button onClick={begin} loading={running}>
            {t('review.author.try.run')}
          </Button>
        )}
        {running ? <Underway view={data} /> : null}
        <p aria-live="polite">{data?.state === 'failed' ? t('review.author.try.failed') : null}</p>
      </div>
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data?.result ? <Result result={data.result} /> : null}
    </Panel>
  );
}

/** How far the robots are, with the time left. */
function Underway({ view }: { view: TrialView | undefined }) {
  const { t } = useI18n();
  const { progress, seconds = 0 } = view ?? {};
  if (!progress) return <p role="status">{t('review.author.try.waiting', { n: seconds })}</p>;
  const { stage, robot = '', done, of, share, secondsLeft: left } = progress;
  const robotName = t(robotNames[robot] ?? 'review.author.robot.none');
  return (
    <div className="rv-trial">
      <Progress value={100 * share} aria-label={t('review.author.try')} />
      <p role="status">
        {t('review.author.try.done', { done, of })}{' '}
        {t(`review.author.try.stage.${stage}`, { robot: robotName })}{' '}
        <span className="muted num">
          {left === undefined
            ? t('review.author.try.running', { n: seconds })
            : t('review.author.try.left', { n: left })}
        </span>
      </p>
    </div>
  );
}

function Result({ result }: { result: NonNullable<TrialView['result']> }) {
  const { t } = useI18n();
  const listed = (values: readonly string[]) =>
    values.length === 0 ? t('review.author.none') : values.join(', ');
  return (
    <>
      <Facts
        items={[
          [t('review.author.verdict'), t(result.fit ? 'review.author.fit' : 'review.author.unfit')],
          [t('review.author.solvable'), t('review.author.percent', { n: Math.round(100 * result.solvable) })],
          [
            t('review.author.length'),
            t('review.author.minutes', { n: result.length.attack, of: result.length.window }),
          ],
          [
            t('review.author.apart'),
            t('review.author.points', { n: Math.round(10 * result.separation) / 10 }),
          ],
          [t('review.author.shortCuts'), listed(result.shortCuts)],
          [t('review.author.unproved'), listed(result.unproved)],
          [t('review.author.everyday'), listed(result.everyday)],
          [t('review.author.markers'), listed(result.markers)],
        ]}
      />
      <DataTable
        items={result.robots}
        rowKey={one => one.id}
        label={t('review.author.robots')}
        columns={[
          {
            id: 'id',
            head: t('review.author.robots'),
            cell: one => t(robotNames[one.id] ?? 'review.author.robot.none'),
          },
          { id: 'score', head: t('review.author.score'), number: true, cell: one => one.score.toFixed(1) },
          { id: 'loss', head: t('review.author.loss'), number: true, cell: one => one.loss.toFixed(1) },
          { id: 'cost', head: t('review.author.cost'), number: true, cell: one => one.cost.toFixed(1) },
          { id: 'actions', head: t('review.author.acts'), number: true, cell: one => one.actions },
        ]}
      />
    </>
  );
}

const robotNames: Readonly<Record<string, `review.author.robot.${'none' | 'novice' | 'good' | 'best'}`>> = {
  none: 'review.author.robot.none',
  novice: 'review.author.robot.novice',
  good: 'review.author.robot.good',
  best: 'review.author.robot.best',
};
