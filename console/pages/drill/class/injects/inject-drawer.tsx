// One inject: its words, what is expected, and how each team stands; firing and marking.
import { Button, Drawer, SegmentedControl, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { minute } from '#model/time.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Facts } from '../../../../parts/page.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock } from '../../shared/clock.ts';
import { conditionTerms, useCondition } from './condition.ts';
import type { InjectLine } from './inject.ts';

const cell: readonly string[] = ['instructor', 'assistant', 'white-cell'];
const helpers: readonly string[] = ['instructor', 'assistant'];
const markers: readonly string[] = ['instructor', 'assistant', 'evaluator'];
const tone = { draft: 'idle', scheduled: 'idle', pending: 'warn', submitted: 'info', graded: 'ok' } as const;

export function InjectDrawer({
  exercise,
  inject,
  onClose,
  onEdit,
}: {
  exercise: ExerciseView;
  inject: InjectLine;
  onClose: () => void;
  onEdit: () => void;
}) {
  const { t, side } = useI18n();
  const { data: terms } = useQuery(conditionTerms(exercise.id));
  const condition = useCondition(terms);
  const { role } = exercise.place;
  const path = `/drill/exercises/${exercise.id}/injects/${encodeURIComponent(inject.id)}`;
  const open = exercise.state !== 'ended';
  const fire = useChange<string[] | undefined>(
    teams => send('POST', `${path}/fire`, teams ? { teams } : {}),
    {
      refresh: ['drill'],
      done: 'class.injects.fired',
    },
  );
  const state = useChange<'draft' | 'scheduled'>(to => send('PATCH', path, { state: to }), {
    refresh: ['drill'],
  });
  const remove = useChange(() => send('DELETE', path), { refresh: ['drill'], after: onClose });
  const waiting = inject.perTeam.filter(one => one.state === 'draft' || one.state === 'scheduled');
  return (
    <Drawer
      opened
      onClose={onClose}
      title={side(inject.title)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className="stack">
        <p className="inject-words">{side(inject.text)}</p>
        <Facts
          items={[
            [
              t('class.injects.from'),
              `${t(`class.worldRole.${inject.from.role}`)}${inject.from.person ? ` (${side(inject.from.person)})` : ''} · ${t(`class.channel.${inject.channel}`)}`,
            ],
            [
              t('class.injects.when'),
              inject.trigger.kind === 'clock'
                ? simClock(exercise.simStart + inject.trigger.minutes * minute, false)
                : inject.trigger.kind === 'hand'
                  ? t('class.trigger.hand')
                  : condition(inject.trigger.when),
            ],
            inject.expectation
              ? [
                  t('class.injects.wants'),
                  [
                    `${t(`class.wants.${inject.expectation.answer}`)} (${t('class.minutes', { count: inject.expectation.minutes })})`,
                    // One who writes none finds the title there.
                    ...(side(inject.expectation.text) === side(inject.title)
                      ? []
                      : [side(inject.expectation.text)]),
                  ].join(' · '),
                ]
              : false,
            inject.rubric.length > 0
              ? [
                  t('class.injects.rubric'),
                  <ul key="rubric">
                    {inject.rubric.map(one => (
                      <li key={one.id}>
                        {side(one.text)} <span className="muted">{one.weight}</span>
                      </li>
                    ))}
                  </ul>,
                ]
              : false,
          ]}
        />
        <div className="row">
          {cell.includes(role) && open && waiting.length > 0 ? (
            <Button loading={fire.isPending} onClick={() => fire.mutate(undefined)}>
              {t('class.injects.fire')}
            </Button>
          ) : null}
          {helpers.includes(role) && waiting.length > 0 ? (
            <Button
              variant="default"
              loading={state.isPending}
              onClick={() => state.mutate(inject.state === 'draft' ? 'scheduled' : 'draft')}
            >
              {t(inject.state === 'draft' ? 'class.injects.schedule' : 'class.injects.hold')}
            </Button>
          ) : null}
          {helpers.includes(role) && open ? (
            <Button variant="default" onClick={onEdit}>
              {t('class.injects.edit')}…
            </Button>
          ) : null}
          {helpers.includes(role) && inject.origin === 'staff' && waiting.length === inject.perTeam.length ? (
            <Confirm
              subtle
              label={t('class.injects.remove')}
              text={t('class.injects.remove.text')}
              loading={remove.isPending}
              onConfirm={() => remove.mutate()}
            />
          ) : null}
        </div>
        {inject.perTeam.map(one => {
          const team = exercise.teams.find(other => other.id === one.team);
          return (
            <section key={one.team} className="inject-team">
              <h3 className="row">
                {team?.name}
                <Tag tone={tone[one.state]}>{t(`class.injectState.${one.state}`)}</Tag>
                {one.firedAt === undefined ? null : (
                  <span className="muted num">
                    {simClock(one.firedAt, false)}
                    {one.due === undefined ? '' : ` → ${simClock(one.due, false)}`}
                  </span>
                )}
                {one.overdue && one.state === 'pending' ? (
                  <Tag tone="fail">{t('class.injects.late')}</Tag>
                ) : null}
                {one.mark === undefined ? null : <span className="strong num">{one.mark} %</span>}
                {cell.includes(role) && open && waiting.includes(one) ? (
                  <button type="button" className="link-button" onClick={() => fire.mutate([one.team])}>
                    {t('class.injects.fireOne')}
                  </button>
                ) : null}
              </h3>
              {one.thread
                .filter(entry => entry.text)
                .map(entry => (
                  <p key={`${entry.at} ${entry.step} ${entry.text}`} className="inject-answer">
                    <span className="num muted">
                      {simClock(entry.at, false)} {t(`class.injectStep.${entry.step as 'answered'}`)}
                    </span>{' '}
                    {entry.text}
                  </p>
                ))}
              {markers.includes(role) && inject.rubric.length > 0 && one.firedAt !== undefined ? (
                <Marking key={one.state} path={path} inject={inject} line={one} />
              ) : null}
            </section>
          );
        })}
      </div>
    </Drawer>
  );
}

type Mark = 0 | 50 | 100;

function Marking({
  path,
  inject,
  line,
}: {
  path: string;
  inject: InjectLine;
  line: InjectLine['perTeam'][number];
}) {
  const { t, side } = useI18n();
  const [marks, setMarks] = useState<Record<string, Mark>>(
    () => Object.fromEntries(Object.entries(line.marks ?? {})) as Record<string, Mark>,
  );
  const [comment, setComment] = useState('');
  const grade = useChange(() => send('POST', `${path}/grade`, { team: line.team, marks, comment }), {
    refresh: ['drill'],
    done: 'class.injects.marked',
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    grade.mutate();
  };
  return (
    <details className="marking" open={line.state === 'submitted'}>
      <summary>{t('class.injects.mark')}</summary>
      <form className="form" onSubmit={submit}>
        {inject.rubric.map(rule => (
          <div key={rule.id} className="marking-rule">
            <span>{side(rule.text)}</span>
            <SegmentedControl
              size="xs"
              aria-label={side(rule.text)}
              value={String(marks[rule.id] ?? '')}
              onChange={value => setMarks({ ...marks, [rule.id]: Number(value) as Mark })}
              data={[
                { value: '0', label: t('class.mark.0') },
                { value: '50', label: t('class.mark.50') },
                { value: '100', label: t('class.mark.100') },
              ]}
            />
          </div>
        ))}
        <Textarea
          label={t('class.injects.comment')}
          value={comment}
          onChange={event => setComment(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={4000}
        />
        <div className="form-actions">
          <Button
            type="submit"
            loading={grade.isPending}
            disabled={inject.rubric.some(rule => marks[rule.id] === undefined)}
          >
            {t('class.injects.saveMark')}
          </Button>
        </div>
      </form>
    </details>
  );
}
