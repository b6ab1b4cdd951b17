// Marking of reports by rubric, two markers apart from each other: own marks only until both are in, then agreement.
import { Button, Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { AgreementView, MarksView, TeamMarks } from '#model/drill/review.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { useView } from '../../../../lib/view.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { PageHead, Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { Time } from '../../../../parts/time.tsx';
import { ExerciseWays } from '../../class/exercise-page.tsx';
import { storyText } from '../../desk/context.tsx';
import { drillQueries, exerciseKey } from '../../shared/api.ts';
import { useExerciseStream } from '../../shared/live.ts';
import { ofExercise, reviewQueries } from '../data.ts';
import { LineDrawer } from '../results/line.tsx';
import { points, whoName } from '../text.ts';
import { ReportText } from './report-text.tsx';

const defaults = { team: '' };

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { t } = useI18n();
  const exercise = useQuery(drillQueries.exercise(id));
  const marks = useQuery(reviewQueries.marks(id));
  useExerciseStream(id);
  return (
    <>
      <PageHead
        title={t('review.marks')}
        lead={t('review.marks.lead')}
        back={{ to: `/drill/exercises/${id}`, label: exercise.data?.name ?? '' }}
        actions={exercise.data ? <ExerciseWays exercise={exercise.data} here="marks" /> : null}
      />
      <Loaded query={marks} lines={12}>
        {found => <Marking exercise={id} view={found} />}
      </Loaded>
    </>
  );
}

function Marking({ exercise, view }: { exercise: string; view: MarksView }) {
  const { t } = useI18n();
  const [state, setState] = useView(defaults);
  const team = view.teams.find(one => one.team === state.team) ?? view.teams[0];
  if (!team) return <Empty title={t('review.marks.noTeam')} />;
  return (
    <LineDrawer key={team.team} team={team.team}>
      <div className="row rv-review-head">
        <Select
          aria-label={t('review.team.choose')}
          value={team.team}
          allowDeselect={false}
          onChange={next => setState({ team: next ?? '' })}
          data={view.teams.map(one => ({
            value: one.team,
            label: `${one.teamName} · ${t(one.mine.submittedAt ? 'review.marks.in' : 'review.marks.open')}`,
          }))}
        />
        <Markers team={team} />
        <span className="grow" />
        <AgreementLine title={t('review.marks.class')} agreement={view.class} />
      </div>
      <div className="columns two">
        <Panel
          className="rv-beside"
          title={t('review.marks.report')}
          aside={
            <>
              {team.report.submittedAt ? <Time at={team.report.submittedAt} /> : null}
              {team.factsPercent === undefined
                ? null
                : t('review.marks.facts', { percent: Math.round(team.factsPercent) })}
            </>
          }
        >
          <ReportText team={team.team} facts={team.facts} />
        </Panel>
        <Panel
          title={t('review.marks.rubric')}
          aside={
            team.judgement === undefined
              ? null
              : t('review.marks.judgement', { percent: Math.round(team.judgement) })
          }
        >
          <Rubric exercise={exercise} rubric={view.rubric} team={team} />
        </Panel>
      </div>
    </LineDrawer>
  );
}

function Markers({ team }: { team: TeamMarks }) {
  const i18n = useI18n();
  const { t } = i18n;
  if (team.markers.length === 0) return <span className="muted">{t('review.marks.nobody')}</span>;
  return (
    <span className="row tight">
      {team.markers.map(one => (
        <Tag key={one.account} tone={one.submitted ? 'ok' : 'info'}>
          {whoName(i18n, one.label)} {t(one.submitted ? 'review.marks.in' : 'review.marks.open')}
        </Tag>
      ))}
    </span>
  );
}

function AgreementLine({ title, agreement }: { title: string; agreement: AgreementView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { percent, kappa, alpha, missing, units } = agreement;
  const said = [
    ...(percent === undefined ? [] : [t('review.marks.percent', { percent: Math.round(percent) })]),
    ...(kappa === undefined ? [] : [`κ ${kappa.toFixed(2)}`]),
    ...(alpha === undefined ? [] : [`α ${alpha.toFixed(2)}`]),
  ];
  return (
    <span className="muted num">
      {title}:{' '}
      {[
        ...(said.length > 0 ? [`${said.join(' · ')} (${t('review.marks.units', { units })})`] : []),
        ...(missing ? [storyText(i18n, missing)] : []),
      ].join(' ') || '–'}
    </span>
  );
}

type Marks = TeamMarks['mine']['marks'];
type Judged = Marks[string];

function Rubric({
  exercise,
  rubric,
  team,
}: {
  exercise: string;
  rubric: MarksView['rubric'];
  team: TeamMarks;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const done = team.mine.submittedAt !== undefined;
  const [marks, setMarks] = useState<Marks>(team.mine.marks);
  const save = useChange(
    (given: { marks: Marks; submit: boolean }) =>
      send<TeamMarks>('POST', ofExercise(exercise, 'marks'), { team: team.team, ...given }),
    {
      after: (kept, given) => {
        client.setQueryData(
          reviewQueries.marks(exercise).queryKey,
          known =>
            known && { ...known, teams: known.teams.map(one => (one.team === kept.team ? kept : one)) },
        );
        if (given.submit) void client.invalidateQueries({ queryKey: exerciseKey(exercise, 'marks') });
      },
    },
  );
  const { mutate } = save;
  // A mark is kept as it is given; a comment when its writing rests.
  useEffect(() => {
    if (done || marks === team.mine.marks) return;
    const timer = setTimeout(() => mutate({ marks, submit: false }), 800);
    return () => clearTimeout(timer);
  }, [marks, done, mutate, team.mine.marks]);
  const given = rubric.filter(one => marks[one.id]).length;
  const put = (id: string, patch: Partial<Judged>) =>
    setMarks(known => ({ ...known, [id]: { mark: 0, comment: '', ...known[id], ...patch } }));
  return (
    <>
      <p className="muted">{t(team.open ? 'review.marks.opened' : 'review.marks.apart')}</p>
      {team.agreement ? (
        <AgreementLine title={t('review.marks.agreement')} agreement={team.agreement} />
      ) : null}
      {rubric.map(one => (
        <Criterion
          key={one.id}
          criterion={one}
          mark={marks[one.id]}
          others={(team.others ?? []).flatMap(other =>
            other.marks[one.id] ? [{ label: other.label, ...other.marks[one.id]! }] : [],
          )}
          locked={done}
          onMark={patch => put(one.id, patch)}
        />
      ))}
      {done ? (
        <p className="muted">
          {t('review.marks.handedIn')} <Time at={team.mine.submittedAt} />
        </p>
      ) : (
        <div className="form-actions">
          <span className="muted grow" role="status">
            {save.isPending ? t('review.test.saving') : t('review.marks.given', { given, of: rubric.length })}
          </span>
          {given < rubric.length ? (
            <Button disabled>{t('review.marks.handIn')}</Button>
          ) : (
            <Confirm
              label={t('review.marks.handIn')}
              text={t('review.marks.handIn.text')}
              loading={save.isPending}
              onConfirm={() => mutate({ marks, submit: true })}
            />
          )}
        </div>
      )}
    </>
  );
}

function Criterion({
  criterion,
  mark,
  others,
  locked,
  onMark,
}: {
  criterion: MarksView['rubric'][number];
  mark: Judged | undefined;
  others: readonly (Judged & { label: string })[];
  locked: boolean;
  onMark: (patch: Partial<Judged>) => void;
}) {
  const i18n = useI18n();
  const { t, side } = i18n;
  const title = side(criterion.title);
  return (
    <section className="rv-rubric">
      <h3>
        {title}{' '}
        <span className="muted">{t('review.marks.weight', { weight: points(criterion.weight) })}</span>
      </h3>
      <p className="muted">{side(criterion.help)}</p>
      <ul className="rv-options" aria-label={title}>
        {criterion.levels.map(level => (
          <li key={level.mark}>
            <label className={mark?.mark === level.mark ? 'rv-option on' : 'rv-option'}>
              <input
                type="radio"
                name={criterion.id}
                disabled={locked}
                checked={mark?.mark === level.mark}
                onChange={() => onMark({ mark: level.mark })}
              />
              <strong className="num rv-level">{level.mark}</strong>
              <span className="grow">{side(level.text)}</span>
            </label>
          </li>
        ))}
      </ul>
      {mark && !(locked && mark.comment === '') ? (
        <Textarea
          aria-label={t('review.marks.comment')}
          placeholder={t('review.marks.comment')}
          value={mark.comment}
          readOnly={locked}
          maxLength={2000}
          autosize
          minRows={1}
          onChange={event => onMark({ comment: event.currentTarget.value })}
        />
      ) : null}
      {others.map(other => (
        <p key={other.label} className="rv-other">
          <strong>{whoName(i18n, other.label)}</strong> <span className="num">{other.mark}</span>{' '}
          {other.comment ? `“${other.comment}”` : ''}
        </p>
      ))}
    </section>
  );
}
