// The programme: where it is, what the instructor does now, what comes next.
import { Button, Modal } from '@mantine/core';
import type { ExerciseView } from '#model/drill/api.ts';
import { minute } from '#model/time.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { countdown, serverNow, usePhaseLeft } from '../../shared/clock.ts';
import { ProgrammeStrip } from '../programme-strip.tsx';
import { useEnterPhase, useTurn } from './control.ts';

const roleText = {
  instructor: 'instructor',
  assistant: 'instructor',
  'white-cell': 'whiteCell',
  evaluator: 'evaluator',
  observer: 'trainee',
  trainee: 'trainee',
} as const;

export function PhasePanel({
  exercise,
  asked,
  onAnswered,
}: {
  exercise: ExerciseView;
  /** The key for the next phase was pressed. */
  asked: boolean;
  onAnswered: () => void;
}) {
  const { t, side } = useI18n();
  const { phase, programme, place } = exercise;
  const left = usePhaseLeft(phase);
  const instructor = place.role === 'instructor' && exercise.state !== 'ended';
  const now = phase ? programme.phases[phase.index] : undefined;
  const next = programme.phases[phase ? phase.index + 1 : 0];
  const enter = useEnterPhase(exercise.id, onAnswered);
  const turn = useTurn(exercise.id, onAnswered);
  const share = phase && now ? (serverNow() - phase.startedAt) / Math.max(1, now.minutes * minute) : 0;
  const waits = next?.clock === 'run' && exercise.world?.state !== 'ready';
  const goOn = () => {
    if (!phase) turn.mutate({ do: 'start' });
    else if (next) enter.mutate(next.id);
    else turn.mutate({ do: 'end' });
  };
  const label = next ? t('class.phase.next', { phase: side(next.title) }) : t('class.clock.end');
  return (
    <section className="phase-panel" aria-label={t('class.phases')}>
      <ProgrammeStrip phases={programme.phases} now={phase ? phase.index : -1} share={share} />
      <div className="phase-text">
        <div>
          <p className="phase-now">
            {now ? (
              <>
                <strong>{side(now.title)}</strong>
                {exercise.state === 'ended' ? null : (
                  <span className={`phase-left ${left < 0 ? 'is-over' : ''}`}>
                    {t(left < 0 ? 'class.phase.over' : 'class.phase.left', {
                      time: countdown(Math.abs(left)),
                    })}
                  </span>
                )}
              </>
            ) : (
              <strong>{t('class.phase.before')}</strong>
            )}
          </p>
          {now ? <p>{side(now.roles[roleText[place.role]])}</p> : <p>{t('class.phase.before.text')}</p>}
        </div>
        <div className="phase-next">
          {next && exercise.state !== 'ended' ? (
            <p className="muted">
              {t('class.phase.then')} <span className="strong">{side(next.title)}</span>{' '}
              {t('class.minutes', { count: next.minutes })}
            </p>
          ) : null}
          {instructor ? (
            <Button
              size="sm"
              variant={phase && left > 0 ? 'default' : 'filled'}
              rightSection={<Icon name="right" />}
              loading={enter.isPending || turn.isPending}
              disabled={waits}
              title={waits ? t('class.phase.waits') : undefined}
              onClick={goOn}
              aria-keyshortcuts="n"
            >
              {label}
            </Button>
          ) : null}
          {instructor && waits ? <p className="muted fine">{t('class.phase.waits')}</p> : null}
        </div>
      </div>
      <Modal
        opened={asked && instructor}
        onClose={onAnswered}
        title={label}
        size="sm"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <p>{t('class.phase.sure')}</p>
        <div className="form-actions">
          <Button variant="default" onClick={onAnswered}>
            {t('cancel')}
          </Button>
          <Button data-autofocus disabled={waits} onClick={goOn}>
            {label}
          </Button>
        </div>
      </Modal>
    </section>
  );
}
