// One team at a glance: how far it is, whether it needs somebody, what waits.
import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ExerciseView, WallView } from '#model/drill/api.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange } from '../../../../lib/hooks.ts';
import { Icon, type IconName } from '../../../../parts/icon.tsx';
import { To } from '../../../../parts/link.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { simClock } from '../../shared/clock.ts';
import { MilestoneChart } from './milestone-chart.tsx';

export type WallTeam = WallView['teams'][number];

const stuckTone = { ok: 'ok', slow: 'warn', stuck: 'fail', idle: 'idle' } as const;
const attackerTone = {
  waiting: 'idle',
  active: 'fail',
  sleeping: 'warn',
  gone: 'ok',
  finished: 'fail',
} as const satisfies Record<string, string>;
const helpers: readonly string[] = ['instructor', 'assistant'];

export function TeamCard({
  exercise,
  team,
  milestones,
  now,
}: {
  exercise: ExerciseView;
  team: WallTeam;
  milestones: readonly { id: string }[];
  /** Simulated time of what is shown. */
  now: number;
}) {
  const { t, has, drillText, number } = useI18n();
  const staff = exercise.place.role !== 'observer';
  // How a team gets on is a question only while it works on the case.
  const phase = exercise.phase && exercise.programme.phases[exercise.phase.index];
  const works = phase?.kind === 'exercise' || phase?.kind === 'report';
  const seats = exercise.teams.find(one => one.id === team.id)?.seats ?? team.online.length;
  const attackerKey = `class.attacker.${team.attacker}`;
  const lastKey = `class.entry.${team.last?.kind}`;
  const byKey = `class.role.${team.last?.by}`;
  return (
    <article className={`team-card stuck-${works ? team.stuck.level : 'idle'}`}>
      <header>
        <h2>
          <span className="team-number">{team.number}</span> {team.name}
        </h2>
        {works ? <Tag tone={stuckTone[team.stuck.level]}>{t(`class.stuck.${team.stuck.level}`)}</Tag> : null}
      </header>
      {works ? <p className="team-why">{drillText(team.stuck.why)}</p> : null}
      <MilestoneChart
        milestones={milestones}
        reached={team.milestones}
        start={exercise.simStart}
        end={exercise.simEnd}
        now={now}
      />
      <dl className="team-figures">
        <Figure
          label={t('class.wall.online')}
          value={`${team.online.length}/${seats}`}
          warn={team.online.length === 0}
        />
        <Figure
          label={t('class.wall.unanswered')}
          value={number(team.unanswered)}
          warn={team.unanswered > 0}
        />
        <Figure
          label={t('class.wall.actions')}
          value={`${team.actions.done}`}
          note={t('class.wall.actions.note', {
            underWay: team.actions.underWay,
            waiting: team.actions.waiting,
          })}
          warn={team.actions.waiting > 0}
        />
        <Figure
          label={t('class.injects')}
          value={`${team.injects.submitted + team.injects.graded}/${
            team.injects.pending + team.injects.submitted + team.injects.graded
          }`}
          {...(team.injects.overdue > 0
            ? { note: t('class.wall.overdue', { count: team.injects.overdue }), warn: true }
            : {})}
        />
        <Figure
          label={t('class.wall.report')}
          value={
            team.report.state === 'submitted'
              ? t('class.wall.submitted')
              : `${team.report.parts}/${team.report.of}`
          }
        />
        <Figure label={t('class.wall.hints')} value={number(team.hints)} />
        <Figure
          label={t('class.promises')}
          value={`${team.promises.kept}/${team.promises.kept + team.promises.broken + team.promises.open}`}
          {...(team.promises.broken > 0
            ? { note: t('class.wall.broken', { count: team.promises.broken }), warn: true }
            : {})}
        />
        <Figure label={t('class.wall.cost')} value={number(Math.round(team.businessCost))} />
        {team.loss === undefined ? null : (
          <Figure label={t('class.wall.loss')} value={number(Math.round(team.loss))} warn={team.loss > 0} />
        )}
      </dl>
      <footer>
        {team.attacker === undefined ? null : (
          <Tag
            tone={attackerTone[team.attacker as keyof typeof attackerTone] ?? 'idle'}
            icon={'campaigns' as IconName}
          >
            {has(attackerKey) ? t(attackerKey) : team.attacker}
          </Tag>
        )}
        <span className="team-last muted">
          {team.last
            ? `${simClock(team.last.at, false)} ${has(lastKey) ? t(lastKey) : team.last.kind}${team.last.by ? ` · ${has(byKey) ? t(byKey) : team.last.by}` : ''}`
            : t('class.wall.nothingYet')}
        </span>
        <span className="row">
          {staff ? <To to={`/drill/desk/${team.id}`}>{t('class.wall.look')}</To> : null}
          {helpers.includes(exercise.place.role) && exercise.state !== 'ended' ? (
            <Advise exercise={exercise.id} team={team} />
          ) : null}
        </span>
      </footer>
    </article>
  );
}

function Figure({
  label,
  value,
  note,
  warn = false,
}: {
  label: string;
  value: string;
  note?: string;
  warn?: boolean;
}) {
  return (
    <div className={warn ? 'warns' : ''}>
      <dt>{label}</dt>
      <dd>
        {warn ? <Icon name="warn" size={12} /> : null}
        {value}
        {note ? <small>{note}</small> : null}
      </dd>
    </div>
  );
}

/** A word to a team, free of charge. */
function Advise({ exercise, team }: { exercise: string; team: WallTeam }) {
  const { t } = useI18n();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const say = useChange(() => send('POST', `/drill/exercises/${exercise}/hints`, { team: team.id, text }), {
    done: 'class.advise.done',
    after: () => {
      setOpened(false);
      setText('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say.mutate();
  };
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpened(true)}>
        {t('class.advise')}
      </button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('class.advise.title', { team: team.name })}
        size="sm"
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <form className="form" onSubmit={submit}>
          <Textarea
            label={t('class.advise.text')}
            description={t('class.advise.help')}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            autosize
            minRows={3}
            maxLength={4000}
            data-autofocus
            required
          />
          <div className="form-actions">
            <Button type="submit" loading={say.isPending} disabled={text.trim() === ''}>
              {t('class.send')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
