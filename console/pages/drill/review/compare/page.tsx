// The class after the exercise: how teams spread, what they did differently, what tests and skills say. Never a ranking.
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import type { CompareView } from '#model/drill/review.ts';
import { apiUrl } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useRights } from '../../../../lib/hooks.ts';
import { useView } from '../../../../lib/view.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { To } from '../../../../parts/link.tsx';
import { PageHead, Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { ExerciseWays } from '../../class/exercise-page.tsx';
import { drillQueries } from '../../shared/api.ts';
import { simClock } from '../../shared/clock.ts';
import { useExerciseStream } from '../../shared/live.ts';
import { ofExercise, reviewQueries } from '../data.ts';
import { CurveLegend, Curves } from '../replay/timeline.tsx';
import { sentence } from '../text.ts';
import { ClassSkillsPanel } from './class-skills.tsx';
import { ClassTests } from './class-tests.tsx';
import { DotPlot } from './dot-plot.tsx';

const defaults = { part: 'teams', team: '' };
const parts = ['teams', 'doings', 'tests', 'skills'] as const;
const markers: readonly string[] = ['instructor', 'assistant', 'evaluator'];

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const exercise = useQuery(drillQueries.exercise(id));
  useExerciseStream(id);
  return <Loaded query={exercise}>{found => <Review exercise={found} />}</Loaded>;
}

function Review({ exercise }: { exercise: ExerciseView }) {
  const { t, language } = useI18n();
  const may = useRights();
  const [view, setView] = useView(defaults);
  const { role } = exercise.place;
  const shown = parts.filter(part => markers.includes(role) || part === 'teams' || part === 'doings');
  const part = shown.find(one => one === view.part) ?? 'teams';
  const base = `/drill/exercises/${exercise.id}`;
  return (
    <>
      <PageHead
        title={t('review.compare')}
        lead={t('review.compare.lead')}
        back={{ to: base, label: exercise.name }}
        actions={
          <>
            <ExerciseWays exercise={exercise} here="review" />
            {exercise.place.role === 'observer' || exercise.teams.length === 0 ? null : (
              <ToSave href={apiUrl(ofExercise(exercise.id, 'debrief/compare.pdf'), { lang: language })}>
                {t('review.compare.pdf')}
              </ToSave>
            )}
            {exercise.teams.length > 0 && (role === 'instructor' || role === 'assistant') ? (
              <ToSave href={apiUrl(ofExercise(exercise.id, 'certificates.pdf'), { lang: language })}>
                {t('review.certificates.pdf')}
              </ToSave>
            ) : null}
            {role === 'instructor' && may('drill-run') ? (
              <ToSave href={apiUrl(ofExercise(exercise.id, 'xapi'))}>{t('review.xapi')}</ToSave>
            ) : null}
          </>
        }
      />
      <div className="row rv-review-head">
        <SegmentedControl
          value={part}
          onChange={next => setView({ part: next })}
          aria-label={t('review.compare')}
          data={shown.map(one => ({ value: one, label: t(`review.class.${one}`) }))}
        />
        {part === 'teams' || part === 'doings' ? (
          <Select
            aria-label={t('review.team.choose')}
            placeholder={t('review.team.choose')}
            clearable
            value={view.team || null}
            onChange={team => setView({ team: team ?? '' }, true)}
            data={exercise.teams.map(team => ({ value: team.id, label: team.name }))}
          />
        ) : null}
      </div>
      {part === 'tests' ? (
        <ClassTests exercise={exercise.id} />
      ) : part === 'skills' ? (
        <ClassSkillsPanel exercise={exercise.id} />
      ) : (
        <Compared exercise={exercise} part={part} chosen={view.team} />
      )}
    </>
  );
}

/** A file of the exercise. */
const ToSave = ({ href, children }: { href: string; children: ReactNode }) => (
  <Button component="a" href={href} download variant="default" leftSection={<Icon name="download" />}>
    {children}
  </Button>
);

function Compared({
  exercise,
  part,
  chosen,
}: {
  exercise: ExerciseView;
  part: 'teams' | 'doings';
  chosen: string;
}) {
  const compare = useQuery(reviewQueries.compare(exercise.id));
  return (
    <Loaded query={compare} lines={12}>
      {found =>
        part === 'teams' ? (
          <Teams exercise={exercise.id} compare={found} chosen={chosen} />
        ) : (
          <Doings compare={found} chosen={chosen} />
        )
      }
    </Loaded>
  );
}

const namesOf = (compare: CompareView) => {
  const names = new Map(compare.teams.map(one => [one.team, one.teamName]));
  return (team: string) => names.get(team) ?? team;
};

function Teams({ exercise, compare, chosen }: { exercise: string; compare: CompareView; chosen: string }) {
  const i18n = useI18n();
  const { t, drillText } = i18n;
  const nameOf = namesOf(compare);
  const shared = { chosen, nameOf };
  return (
    <div className="stack-panels">
      <Panel title={t('review.teams')}>
        <ul className="rv-teams">
          {compare.teams.map(one => (
            <li key={one.team}>
              <To to={`/drill/exercises/${exercise}/review/${one.team}`}>{one.teamName}</To>
            </li>
          ))}
        </ul>
        <p className="muted">{t('review.teams.text')}</p>
      </Panel>
      <Panel title={t('review.different')}>
        {compare.different.length === 0 ? <Empty title={t('review.different.none')} /> : null}
        <ul className="rv-different">
          {compare.different.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
            <li key={index} className={one.teams.includes(chosen) ? 'chosen' : ''}>
              {sentence(i18n, one.text)}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('review.dimensions')} aside={t('review.dimensions.text')}>
        <div className="rv-plots">
          {compare.criteria
            .filter(one => one.of > 0)
            .map(one => (
              <figure key={one.id}>
                <figcaption>{drillText(one.title)}</figcaption>
                <DotPlot
                  values={one.points.map(({ team, points }) => ({ team, value: points }))}
                  spread={one.spread}
                  high={one.of}
                  unit=""
                  label={drillText(one.title)}
                  {...shared}
                />
              </figure>
            ))}
        </div>
      </Panel>
      <Panel title={t('review.measures')}>
        <div className="rv-plots">
          {compare.measures.map(one => (
            <Measure key={one.id} measure={one} chosen={chosen} nameOf={nameOf} />
          ))}
        </div>
      </Panel>
    </div>
  );
}

function Measure({
  measure,
  chosen,
  nameOf,
}: {
  measure: CompareView['measures'][number];
  chosen: string;
  nameOf: (team: string) => string;
}) {
  const { t, has, list } = useI18n();
  const key = `review.measure.${measure.id}`;
  const name = has(key) ? t(key) : measure.id;
  const unit = t(`review.unit.${measure.unit}`);
  const reached = measure.values.flatMap(({ team, value }) => (value === null ? [] : [{ team, value }]));
  const missing = measure.values.filter(one => one.value === null).map(one => nameOf(one.team));
  return (
    <figure>
      <figcaption>
        {name} <span className="muted">{unit}</span>
      </figcaption>
      {reached.length > 0 ? (
        <DotPlot
          values={reached}
          spread={measure.spread}
          high={Math.max(measure.unit === 'count' ? 5 : 1, ...reached.map(one => one.value))}
          unit={unit}
          label={name}
          chosen={chosen}
          nameOf={nameOf}
        />
      ) : null}
      {missing.length > 0 ? (
        <p className="muted">{t('review.measure.never', { teams: list(missing) })}</p>
      ) : null}
    </figure>
  );
}

function Doings({ compare, chosen }: { compare: CompareView; chosen: string }) {
  const { t, side, has } = useI18n();
  const nameOf = namesOf(compare);
  const steps = [...compare.curves.map(one => one.points), compare.nothing, compare.best].flat();
  const from = Math.min(...steps.map(one => one.at));
  const to = Math.max(...steps.map(one => one.at));
  const curves = [
    { id: 'nothing', label: t('review.course.nothing'), steps: compare.nothing },
    { id: 'best', label: t('review.course.best'), steps: compare.best },
    ...compare.curves.map(one => ({
      id: one.team,
      look: one.team === chosen ? 'team' : 'thin',
      label: nameOf(one.team),
      steps: one.points,
    })),
  ];
  const milestoneName = (id: string) => {
    const key = `class.milestone.${id}`;
    return has(key) ? t(key) : id;
  };
  return (
    <div className="stack-panels">
      <Panel title={t('review.replay.loss')}>
        {steps.length > 0 ? (
          <>
            <Curves curves={curves} from={from} to={to} height={220} label={t('review.replay.loss')} />
            <CurveLegend curves={curves} />
          </>
        ) : (
          <Empty title={t('review.different.none')} />
        )}
      </Panel>
      <Panel title={t('review.milestones')} flush>
        <Matrix
          label={t('review.milestones')}
          none={t('class.milestone.none')}
          teams={compare.teams}
          chosen={chosen}
          rows={compare.milestones.map(one => ({
            id: one.id,
            name: milestoneName(one.id),
            cell: team => {
              const at = one.values.find(value => value.team === team)?.at;
              return at == null ? '–' : simClock(at, false);
            },
          }))}
        />
      </Panel>
      <Panel title={t('review.actions')} flush>
        <Matrix
          label={t('review.actions')}
          none={t('desk.taken.none')}
          teams={compare.teams}
          chosen={chosen}
          rows={compare.actions.map(one => ({
            id: one.action,
            name: side(one.title),
            cell: team => {
              const value = one.values.find(other => other.team === team);
              if (!value || value.count === 0) return '–';
              return t('review.actions.cell', {
                count: value.count,
                right: value.right,
                first: value.first === undefined ? '–' : simClock(value.first, false),
              });
            },
          }))}
        />
        {compare.actions.length > 0 ? <p className="rv-pad muted">{t('review.actions.text')}</p> : null}
      </Panel>
    </div>
  );
}

/** Something for every team, teams as columns in their own order. */
function Matrix({
  label,
  none,
  teams,
  rows,
  chosen,
}: {
  label: string;
  /** Said when there is no row yet. */
  none: string;
  teams: CompareView['teams'];
  rows: readonly { id: string; name: string; cell: (team: string) => string }[];
  chosen: string;
}) {
  if (rows.length === 0) return <Empty title={none} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="rv-matrix" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <td />
            {teams.map(one => (
              <th key={one.team} scope="col" className={one.team === chosen ? 'chosen' : ''}>
                {one.teamName}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              {teams.map(one => (
                <td key={one.team} className={one.team === chosen ? 'num chosen' : 'num'}>
                  {row.cell(one.team)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
