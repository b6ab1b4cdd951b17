// Everything about one team after the exercise, for the team itself and for staff.
import { Button, Menu, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ExerciseView } from '#model/drill/api.ts';
import type { DebriefView } from '#model/drill/review.ts';
import { apiUrl } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useView } from '../../../../lib/view.ts';
import { Icon } from '../../../../parts/icon.tsx';
import { To } from '../../../../parts/link.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Loaded } from '../../../../parts/states.tsx';
import { useHere } from '../../desk/context.tsx';
import { ofDesk, reviewQueries } from '../data.ts';
import { ReportText } from '../marks/report-text.tsx';
import { Replay } from '../replay/replay.tsx';
import { WhatIfPanel } from '../replay/what-if.tsx';
import { TeamSkills } from '../skills/team-skills.tsx';
import { LineDrawer } from './line.tsx';
import { Score } from './score.tsx';

const defaults = { part: 'score' };
const parts = ['score', 'replay', 'what-if', 'report', 'skills'] as const;
type Part = (typeof parts)[number];
/** White cell may look at the course of a team, not at its marks. */
const markers: readonly string[] = ['instructor', 'assistant', 'evaluator'];

/** The desk of the team must be around it (HereProvider). `head` stands above. */
export function TeamReview({ head }: { head?: ReactNode }) {
  const { t } = useI18n();
  const { team, desk } = useHere();
  const { place } = desk.exercise;
  const [view, setView] = useView(defaults);
  const shown = parts.filter(part =>
    part === 'skills'
      ? place.role === 'trainee'
      : part === 'report'
        ? markers.includes(place.role)
        : part === 'replay' || place.role !== 'white-cell' || part === 'score',
  );
  const part: Part = shown.find(one => one === view.part) ?? 'score';
  return (
    <LineDrawer team={team}>
      {head ?? <h1 className="off-screen">{t('review.results')}</h1>}
      <div className="row rv-review-head">
        <SegmentedControl
          value={part}
          onChange={next => setView({ part: next })}
          aria-label={t('review.results')}
          data={shown.map(one => ({ value: one, label: t(`review.part.${one}`) }))}
        />
        <Papers team={team} place={place} me={desk.me} language={desk.exercise.language} />
      </div>
      {part === 'score' ? (
        <TeamScore team={team} exercise={desk.exercise} />
      ) : part === 'skills' ? (
        <TeamSkills team={team} />
      ) : part === 'report' ? (
        <MarkedReport team={team} exercise={desk.exercise.id} />
      ) : (
        <Debrief team={team} part={part} />
      )}
    </LineDrawer>
  );
}

function TeamScore({ team, exercise }: { team: string; exercise: ExerciseView }) {
  const score = useQuery(reviewQueries.score(team));
  const may = ['instructor', 'evaluator'].includes(exercise.place.role);
  return (
    <Loaded query={score} lines={10}>
      {found => <Score score={found} exercise={may ? exercise.id : undefined} />}
    </Loaded>
  );
}

/** The report with what the machine found in it, and what its markers judged. */
function MarkedReport({ team, exercise }: { team: string; exercise: string }) {
  const { t } = useI18n();
  const marks = useQuery(reviewQueries.marks(exercise));
  return (
    <Loaded query={marks}>
      {({ teams }) => {
        const mine = teams.find(one => one.team === team);
        if (!mine) return null;
        return (
          <Panel
            title={t('review.marks.report')}
            aside={
              <>
                {mine.factsPercent === undefined
                  ? null
                  : t('review.marks.facts', { percent: Math.round(mine.factsPercent) })}
                {mine.judgement === undefined
                  ? null
                  : t('review.marks.judgement', { percent: Math.round(mine.judgement) })}
                <To to={`/drill/exercises/${exercise}/marks`} search={{ team }}>
                  {t('review.marks')}
                </To>
              </>
            }
          >
            <ReportText team={team} facts={mine.facts} />
          </Panel>
        );
      }}
    </Loaded>
  );
}

function Debrief({ team, part }: { team: string; part: 'replay' | 'what-if' }) {
  const debrief = useQuery(reviewQueries.debrief(team));
  return (
    <Loaded query={debrief} lines={12}>
      {found => <AtMoment debrief={found} part={part} />}
    </Loaded>
  );
}

/** Replay and what-ifs share the moment one looks at. */
function AtMoment({ debrief, part }: { debrief: DebriefView; part: 'replay' | 'what-if' }) {
  const [at, setAt] = useState(debrief.end);
  return part === 'replay' ? (
    <Replay debrief={debrief} at={at} onAt={setAt} />
  ) : (
    <WhatIfPanel debrief={debrief} at={at} />
  );
}

/** Papers to look at and print in a tab of their own, and as files to keep. */
function Papers({
  team,
  place,
  me,
  language,
}: {
  team: string;
  place: ExerciseView['place'];
  me: string;
  language: 'ja' | 'en';
}) {
  const { t, language: mine } = useI18n();
  const { desk } = useHere();
  if (place.role === 'white-cell' || place.role === 'observer') return null;
  const members =
    place.role === 'trainee'
      ? [{ account: me, label: t('review.paper.certificate') }]
      : markers.includes(place.role) && place.role !== 'evaluator'
        ? desk.team.members.map(one => ({
            account: one.account,
            label: t('review.paper.certificateOf', { name: one.label }),
          }))
        : [];
  const papers: { path: string; label: string; query?: Record<string, string> }[] = [
    { path: 'slides', label: t('review.paper.slides') },
    { path: 'paper', label: t('review.paper.result') },
    ...members.map(({ account, label }) => ({ path: 'certificate', label, query: { account } })),
  ];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="download" />}>
          {t('review.papers')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('review.papers.view')}</Menu.Label>
        {papers.map(({ path, label, query }) => (
          <Menu.Item
            key={label}
            component="a"
            href={apiUrl(ofDesk(team, path), { lang: language, ...query })}
            target="_blank"
            rel="noreferrer"
            rightSection={<Icon name="external" size={13} />}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('review.papers.pdf')}</Menu.Label>
        {papers.map(({ path, label, query }) => (
          <Menu.Item
            key={label}
            component="a"
            href={apiUrl(ofDesk(team, `${path}.pdf`), { lang: mine, ...query })}
            download
            aria-label={`${label} PDF`}
            rightSection={<Icon name="download" size={13} />}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
