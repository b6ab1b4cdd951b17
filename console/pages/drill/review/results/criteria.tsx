// The score by dimension: a bar each, its reasons below it, every reason with the log line that shows it.
import { Button, NumberInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BecauseView, criterionGroups, type ScoreView } from '#model/drill/review.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { Time } from '../../../../parts/time.tsx';
import { exerciseKey } from '../../shared/api.ts';
import { ofExercise, reviewQueries } from '../data.ts';
import { points, sentence, whoName } from '../text.ts';
import { ProofButton } from './line.tsx';

type CriterionInfo = ScoreView['criteria'][number];

/** `exercise` is given where corrections may be made. */
export function Criteria({ score, exercise }: { score: ScoreView; exercise?: string | undefined }) {
  const { t } = useI18n();
  return criterionGroups.map(group => {
    const inside = score.criteria.filter(one => one.group === group && one.of > 0);
    if (inside.length === 0) return null;
    const sum = (pick: (one: CriterionInfo) => number) => inside.reduce((all, one) => all + pick(one), 0);
    return (
      <Panel
        key={group}
        title={t(`review.group.${group}`)}
        aside={t('review.points', { points: points(sum(one => one.points)), of: points(sum(one => one.of)) })}
      >
        {inside.map(one => (
          <CriterionOf key={one.id} criterion={one} team={score.team} exercise={exercise} />
        ))}
      </Panel>
    );
  });
}

function CriterionOf({
  criterion,
  team,
  exercise,
}: {
  criterion: CriterionInfo;
  team: string;
  exercise: string | undefined;
}) {
  const i18n = useI18n();
  const { t, drillText } = i18n;
  const { correction } = criterion;
  return (
    <details className="rv-criterion">
      <summary>
        <span className="rv-criterion-name">
          <Icon name="right" size={14} />
          {drillText(criterion.title)}
        </span>
        <Bar value={criterion.points} of={criterion.of} />
        <span className="num rv-criterion-points">
          {t('review.points', { points: points(criterion.points), of: points(criterion.of) })}
        </span>
        {correction ? <Tag tone="info">{t('review.corrected')}</Tag> : null}
      </summary>
      <div className="rv-criterion-body">
        <p className="muted">{drillText(criterion.why)}</p>
        {correction ? (
          <p className="rv-correction">
            {t('review.correction.note', {
              from: points(criterion.computed),
              to: points(correction.points),
              by: whoName(i18n, correction.label),
            })}{' '}
            <Time at={correction.at} /> “{correction.reason}”
          </p>
        ) : null}
        <Reasons because={criterion.because} />
        {exercise ? <Correct criterion={criterion} team={team} exercise={exercise} /> : null}
      </div>
    </details>
  );
}

/** Why points were given or not. */
export function Reasons({ because }: { because: readonly BecauseView[] }) {
  const i18n = useI18n();
  return (
    <ul className="rv-reasons">
      {because.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
        <li key={index} className={one.good === null ? '' : one.good ? 'good' : 'bad'}>
          <span className="rv-reason-mark">
            {one.good === null ? '·' : <Icon name={one.good ? 'check' : 'close'} size={13} />}
            {one.good === null ? null : (
              <span className="off-screen">{i18n.t(one.good ? 'review.good' : 'review.bad')}</span>
            )}
          </span>
          <span>
            {sentence(i18n, one.text)} {one.proof ? <ProofButton proof={one.proof} /> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bar({ value, of }: { value: number; of: number }) {
  return (
    <svg className="rv-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="rv-bar-all" width={100} height={8} />
      <rect className="rv-bar-got" width={(100 * value) / of} height={8} />
    </svg>
  );
}

function Correct({
  criterion,
  team,
  exercise,
}: {
  criterion: CriterionInfo;
  team: string;
  exercise: string;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [value, setValue] = useState<number | string>(criterion.points);
  const [reason, setReason] = useState('');
  const correct = useChange(
    (given: number | null) =>
      send<ScoreView>('POST', ofExercise(exercise, `scores/${team}/corrections`), {
        criterion: criterion.id,
        points: given,
        reason,
      }),
    {
      done: 'review.correction.done',
      after: score => {
        client.setQueryData(reviewQueries.score(team).queryKey, score);
        void client.invalidateQueries({ queryKey: exerciseKey(exercise, 'scores') });
        setOpen(false);
        setReason('');
      },
    },
  );
  if (!open)
    return (
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t('review.correction')}
      </Button>
    );
  const short = reason.trim().length < 10;
  return (
    <form
      className="form rv-correct"
      onSubmit={event => {
        event.preventDefault();
        if (typeof value === 'number' && !short) correct.mutate(value);
      }}
    >
      <NumberInput
        label={t('review.correction.points')}
        description={t('review.correction.computed', { points: points(criterion.computed) })}
        value={value}
        onChange={setValue}
        min={0}
        max={criterion.of}
        step={0.5}
        decimalScale={2}
      />
      <Textarea
        label={t('review.correction.reason')}
        description={t('review.correction.help')}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        maxLength={1000}
        autosize
        minRows={2}
      />
      <div className="form-actions">
        <Button variant="default" onClick={() => setOpen(false)}>
          {t('cancel')}
        </Button>
        {criterion.correction ? (
          <Button
            variant="default"
            disabled={short}
            loading={correct.isPending}
            onClick={() => correct.mutate(null)}
          >
            {t('review.correction.back')}
          </Button>
        ) : null}
        <Button type="submit" disabled={short || typeof value !== 'number'} loading={correct.isPending}>
          {t('review.correction.save')}
        </Button>
      </div>
    </form>
  );
}
