// The exercise clock, and for instructors what turns it.
import { Button, Menu, Select } from '@mantine/core';
import { useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import { minute } from '#model/time.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Icon } from '../../../../parts/icon.tsx';
import { simClock, simStamp, useSimNow } from '../../shared/clock.ts';
import { ClockDialog, type ClockQuestion } from './clock-dialog.tsx';
import { speeds, useTurn } from './control.ts';

export function ClockBar({ exercise }: { exercise: ExerciseView }) {
  const { t, duration, number } = useI18n();
  const { clock, simStart, simEnd } = exercise;
  const now = useSimNow(clock, simEnd);
  const share = Math.min(1, Math.max(0, (now - simStart) / Math.max(1, simEnd - simStart)));
  return (
    <section className="clock-bar" aria-label={t('class.clock')}>
      <div className={`sim-clock is-${clock.state}`}>
        <span className="sim-time" role="timer" aria-live="off">
          {simClock(now)}
        </span>
        <span className="sim-date">
          {simStamp(now, false).slice(0, 10)} · {t(`class.clock.${clock.state}`)}
          {clock.state === 'running' ? ` · ×${number(clock.speed)}` : ''}
        </span>
      </div>
      <div className="sim-window">
        <svg viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
          <rect className="sim-window-all" width={1000} height={6} rx={3} />
          <rect className="sim-window-done" width={share * 1000} height={6} rx={3} />
        </svg>
        <span className="sim-window-ends">
          <span>{simClock(simStart, false)}</span>
          <span className="muted">
            {t('class.clock.left', { left: duration(Math.max(0, simEnd - now)) })}
          </span>
          <span>{simClock(simEnd, false)}</span>
        </span>
      </div>
      {exercise.place.role === 'instructor' ? <Controls exercise={exercise} now={now} /> : null}
    </section>
  );
}

function Controls({ exercise, now }: { exercise: ExerciseView; now: number }) {
  const { t, number } = useI18n();
  const { clock, phase, simEnd } = exercise;
  const [question, setQuestion] = useState<ClockQuestion>();
  const turn = useTurn(exercise.id);
  const runs = phase !== null && exercise.programme.phases[phase.index]?.clock === 'run';
  const running = clock.state === 'running';
  const ended = clock.state === 'ended';
  const ahead = (minutes: number) =>
    turn.mutate({ do: 'jump', to: Math.min(simEnd, now + minutes * minute) });
  if (ended)
    return (
      <div className="clock-controls">
        <Button variant="default" onClick={() => setQuestion('rewind')}>
          {t('class.clock.rewind')}…
        </Button>
        <Button variant="default" onClick={() => setQuestion('branch')}>
          {t('class.clock.branch')}…
        </Button>
        <ClockDialog
          exercise={exercise}
          question={question}
          now={now}
          onClose={() => setQuestion(undefined)}
        />
      </div>
    );
  return (
    <div className="clock-controls">
      {phase === null ? (
        <Button
          size="sm"
          leftSection={<Icon name="right" />}
          loading={turn.isPending}
          onClick={() => turn.mutate({ do: 'start' })}
          aria-keyshortcuts="Space"
        >
          {t('class.clock.start')}
        </Button>
      ) : (
        <Button
          size="sm"
          variant={running ? 'default' : 'filled'}
          loading={turn.isPending}
          disabled={!runs}
          onClick={() => turn.mutate({ do: running ? 'pause' : 'resume' })}
          aria-keyshortcuts="Space"
        >
          {t(running ? 'class.clock.pause' : 'class.clock.resume')}
        </Button>
      )}
      <Select
        className="speed"
        aria-label={t('class.clock.speed')}
        value={String(clock.speed)}
        onChange={value => value && turn.mutate({ do: 'speed', speed: Number(value) })}
        data={[...new Set([...speeds, clock.speed])]
          .sort((a, b) => a - b)
          .map(speed => ({ value: String(speed), label: `×${number(speed)}` }))}
        disabled={!runs}
      />
      <Button.Group>
        {[10, 30, 60].map(minutes => (
          <Button
            key={minutes}
            variant="default"
            disabled={!runs}
            aria-label={t('class.clock.jumpBy', { minutes })}
            onClick={() => ahead(minutes)}
          >
            +{minutes}
          </Button>
        ))}
      </Button.Group>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button variant="default" aria-label={t('class.clock.more')}>
            <Icon name="more" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!runs} onClick={() => setQuestion('jump')}>
            {t('class.clock.jump')}…
          </Menu.Item>
          <Menu.Item disabled={!phase} onClick={() => setQuestion('rewind')}>
            {t('class.clock.rewind')}…
          </Menu.Item>
          <Menu.Item disabled={!phase} onClick={() => setQuestion('branch')}>
            {t('class.clock.branch')}…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" disabled={!phase} onClick={() => setQuestion('end')}>
            {t('class.clock.end')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ClockDialog exercise={exercise} question={question} now={now} onClose={() => setQuestion(undefined)} />
    </div>
  );
}
