// Which skills the teams of the class have shown: a cell for each, the sentences of one team below.
import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StatementView } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { Tag } from '../../../../parts/tags.tsx';
import { type ClassSkills, reviewQueries } from '../data.ts';

import { Statements } from '../skills/statements.tsx';

export function ClassSkillsPanel({ exercise }: { exercise: string }) {
  const skills = useQuery(reviewQueries.classSkills(exercise));
  return <Loaded query={skills}>{found => <Skills skills={found} />}</Loaded>;
}

interface Row {
  id: string;
  name: string;
  statements: readonly StatementView[];
}

function Skills({ skills }: { skills: ClassSkills }) {
  const { t, side } = useI18n();
  const [who, setWho] = useState<'teams' | 'people'>('teams');
  const [chosen, choose] = useState<string | null>(null);
  const names = new Map(skills.teams.map(one => [one.team, one.teamName]));
  const rows: Row[] =
    who === 'teams'
      ? skills.teams.map(one => ({ id: one.team, name: one.teamName, statements: one.statements }))
      : skills.people.map(one => ({
          id: one.account,
          name: `${one.label} (${names.get(one.team) ?? '–'})`,
          statements: one.statements,
        }));
  const heads = rows[0]?.statements ?? [];
  const shown = rows.find(one => one.id === chosen) ?? rows[0];
  if (heads.length === 0) return <Empty title={t('review.skills.none')} />;
  return (
    <div className="stack-panels">
      <Panel
        title={t('review.skills.set')}
        flush
        aside={
          <SegmentedControl
            size="xs"
            value={who}
            onChange={next => {
              setWho(next as typeof who);
              choose(null);
            }}
            aria-label={t('review.skills.set')}
            data={[
              { value: 'teams', label: t('review.class.teams') },
              { value: 'people', label: t('review.class.people') },
            ]}
          />
        }
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section className="rv-matrix" tabIndex={0} aria-label={t('review.skills.set')}>
          <table>
            <thead>
              <tr>
                <td />
                {rows.map(row => (
                  <th key={row.id} scope="col">
                    {row.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {heads.map(head => (
                <tr key={head.skill}>
                  <th scope="row">{side(head.title)}</th>
                  {rows.map(row => (
                    <td key={row.id}>
                      <Verdict statement={row.statements.find(one => one.skill === head.skill)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Panel>
      {shown ? (
        <Panel
          title={t('review.skills.sentences')}
          aside={
            <Select
              size="xs"
              aria-label={t('review.skills.who')}
              value={shown.id}
              onChange={choose}
              allowDeselect={false}
              data={rows.map(row => ({ value: row.id, label: row.name }))}
            />
          }
        >
          <Statements statements={shown.statements} />
        </Panel>
      ) : null}
    </div>
  );
}

const tones = { can: 'ok', partly: 'warn', 'cannot-yet': 'fail', 'not-observed': 'idle' } as const;

function Verdict({ statement }: { statement: StatementView | undefined }) {
  const { t } = useI18n();
  if (!statement) return '–';
  return (
    <span className="row tight one-line">
      <Tag tone={tones[statement.verdict]}>{t(`review.verdict.${statement.verdict}`)}</Tag>
      {statement.opportunities > 0 ? (
        <span className="num muted">
          {statement.taken}/{statement.opportunities}
        </span>
      ) : null}
    </span>
  );
}
