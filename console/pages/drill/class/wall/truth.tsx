// Ground truth: how the attack went with every team and would go on, and what it left behind.
import { Select } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ExerciseView, TruthView } from '#model/drill/api.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Hostile } from '../../../../parts/hostile.tsx';
import { Facts, Panel } from '../../../../parts/page.tsx';
import { Failure, Waiting } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { drillRead } from '../../shared/api.ts';
import { simClock, useSimNow } from '../../shared/clock.ts';
import { TruthLanes } from './truth-lanes.tsx';

export type Truth = Static<typeof TruthView>;
export type Step = Truth['steps'][number];

/** So many teams are drawn; the list above them leads to any other. */
const drawn = 12;
const defaults = { team: '', step: '' };
/** Good for the attacker is bad for the team. */
const outcomeTone = { done: 'fail', 'under-way': 'warn', failed: 'ok', ahead: 'idle' } as const;
const outcomeIcon = { done: 'warn', 'under-way': 'clock', failed: 'ok', ahead: 'quiet' } as const;

export function Truth({ exercise }: { exercise: ExerciseView }) {
  const { t } = useI18n();
  const [view, setView] = useView(defaults);
  const now = useSimNow(exercise.clock, exercise.simEnd);
  const team = exercise.teams.find(one => one.id === view.team) ?? exercise.teams[0];
  const shown = exercise.teams.slice(0, drawn);
  if (team && !shown.includes(team)) shown.push(team);
  const answers = useQueries({
    queries: shown.map(one => ({
      ...drillRead<Truth>(['exercise', exercise.id, 'truth', one.id], `/exercises/${exercise.id}/truth`, {
        team: one.id,
      }),
      refetchInterval: 10_000,
    })),
  });
  const mine = answers[shown.findIndex(one => one.id === team?.id)];
  const failed = answers.find(one => one.error)?.error;
  if (failed) return <Failure error={failed} />;
  if (!team || !mine?.data) return <Waiting lines={8} />;
  const steps = [...mine.data.steps, ...mine.data.ahead];
  const step = steps.find(one => nameOf(one) === view.step);
  return (
    <div className="stack-panels">
      <Panel
        title={t('class.truth.steps')}
        aside={
          <Select
            aria-label={t('class.truth.team')}
            value={team.id}
            onChange={value => setView({ team: value ?? '', step: '' }, true)}
            data={exercise.teams.map(one => ({ value: one.id, label: one.name }))}
          />
        }
      >
        <TruthLanes
          lanes={shown.map((one, index) => ({ id: one.id, name: one.name, truth: answers[index]?.data }))}
          start={exercise.simStart}
          end={exercise.simEnd}
          now={now}
          chosen={{ team: team.id, step: view.step }}
          onChoose={(lane, chosen) => setView({ team: lane, step: nameOf(chosen) }, true)}
        />
        {step ? (
          <StepFacts
            step={step}
            ahead={mine.data.ahead.includes(step)}
            onClose={() => setView({ step: '' }, true)}
          />
        ) : (
          <StepList truth={mine.data} onChoose={one => setView({ step: nameOf(one) }, true)} />
        )}
      </Panel>
      <TruthFacts truth={mine.data} />
    </div>
  );
}

export const nameOf = (step: Step): string => `${step.step}.${step.attempt}`;

function StepFacts({ step, ahead, onClose }: { step: Step; ahead: boolean; onClose: () => void }) {
  const { t, side, list, drillText } = useI18n();
  const outcome = ahead ? 'ahead' : (step.outcome as keyof typeof outcomeTone);
  return (
    <div className="step-facts">
      <h3 className="row">
        <span className="num">{simClock(step.at)}</span>
        {step.title ? side(step.title) : step.step}
        <Tag tone={outcomeTone[outcome] ?? 'idle'} icon={outcomeIcon[outcome] ?? 'quiet'}>
          {t(`class.outcome.${outcome}`)}
        </Tag>
        <button type="button" className="link-button" onClick={onClose}>
          {t('class.truth.all')}
        </button>
      </h3>
      <Facts
        items={[
          [t('class.truth.technique'), step.techniques.join(', ')],
          [
            t('class.truth.why'),
            step.why
              ? drillText({ key: step.why.startsWith('drill.') ? step.why : `drill.why.${step.why}` })
              : '',
          ],
          [t('class.truth.hosts'), list(step.hosts)],
          [t('class.truth.accounts'), list(step.accounts)],
          [
            t('class.truth.indicators'),
            step.indicators.length > 0 ? (
              <span key="values" className="values">
                {step.indicators.map(one => (
                  <Hostile key={`${one.type} ${one.value}`} value={one.value} copy={false} />
                ))}
              </span>
            ) : (
              ''
            ),
          ],
          [t('class.truth.files'), list(step.files)],
        ]}
      />
    </div>
  );
}

function StepList({ truth, onChoose }: { truth: Truth; onChoose: (step: Step) => void }) {
  const { t, side } = useI18n();
  const line = (step: Step, outcome: keyof typeof outcomeTone) => (
    <li key={nameOf(step)}>
      <span className="num muted">{simClock(step.at)}</span>
      <button type="button" className="link-button" onClick={() => onChoose(step)}>
        {step.title ? side(step.title) : step.step}
      </button>
      <Tag tone={outcomeTone[outcome] ?? 'idle'} icon={outcomeIcon[outcome] ?? 'quiet'}>
        {t(`class.outcome.${outcome}`)}
      </Tag>
      <span className="muted step-where">{step.hosts.join(' ')}</span>
    </li>
  );
  return (
    <ol className="step-list">
      {truth.steps.map(step => line(step, step.outcome as keyof typeof outcomeTone))}
      {truth.ahead.map(step => line(step, 'ahead'))}
    </ol>
  );
}

function TruthFacts({ truth }: { truth: Truth }) {
  const { t, has, list, number } = useI18n();
  const loss = (kind: string) => {
    const key = `class.loss.${kind}`;
    return has(key) ? t(key) : kind;
  };
  return (
    <div className="columns two">
      <Panel title={t('class.truth.answer')}>
        <Facts
          items={[
            [
              t('class.truth.entry'),
              `${simClock(truth.truth.entry.at)} ${truth.truth.entry.host} ${truth.truth.entry.account}`,
            ],
            [t('class.truth.hosts'), list(truth.truth.hosts)],
            [t('class.truth.accounts'), list(truth.truth.accounts)],
            [
              t('class.truth.indicators'),
              <span key="values" className="values">
                {truth.truth.indicators.map(one => (
                  <Hostile key={`${one.type} ${one.value}`} value={one.value} copy={false} />
                ))}
              </span>,
            ],
            [t('class.truth.files'), list(truth.truth.files)],
          ]}
        />
      </Panel>
      <Panel title={t('class.truth.standing')}>
        <Facts
          items={[
            [t('class.truth.remainingHosts'), list(truth.remaining.hosts) || t('class.truth.nothing')],
            [t('class.truth.remainingAccounts'), list(truth.remaining.accounts) || t('class.truth.nothing')],
            [
              t('class.truth.losses'),
              truth.losses.length === 0 ? (
                t('class.truth.nothing')
              ) : (
                <ul key="losses">
                  {truth.losses.map(one => (
                    <li key={`${one.at} ${one.kind} ${one.what}`}>
                      {simClock(one.at)} {loss(one.kind)} {one.what} ({number(Math.round(one.points))})
                    </li>
                  ))}
                </ul>
              ),
            ],
          ]}
        />
      </Panel>
    </div>
  );
}
