// One's own record over the years, and that of organisations for those who run the platform.
import { useQuery } from '@tanstack/react-query';
import type { Estimate } from '#model/drill/sitting.ts';
import { send } from '../../../../api/client.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { useChange, useRights } from '../../../../lib/hooks.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { PageHead, Panel } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { DataTable } from '../../../../parts/table.tsx';
import { Time } from '../../../../parts/time.tsx';
import { Picture } from '../charts/picture.tsx';
import { marks, scale } from '../charts/scale.ts';
import { ShareBand } from '../charts/share-band.tsx';
import { type MySkills, type OrganisationSkills, reviewQueries } from '../data.ts';
import { plusMinus } from '../text.ts';
import { Statements } from './statements.tsx';

const entryName = (kind: string) =>
  kind === 'sitting' ? ('review.entry.sitting' as const) : ('review.entry.exercise' as const);

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const mine = useQuery(reviewQueries.mySkills());
  return (
    <>
      <PageHead
        title={t('review.skills')}
        lead={t('review.skills.lead')}
        back={{ to: '/drill', label: t('review.exercises') }}
      />
      <div className="stack-panels">
        <Loaded query={mine}>{found => <Mine record={found} />}</Loaded>
        {may('drill-admin') ? <Organisations /> : null}
      </div>
    </>
  );
}

function Mine({ record }: { record: MySkills }) {
  const { t } = useI18n();
  const forget = useChange(() => send('DELETE', '/drill/skills/mine'), {
    refresh: ['drill'],
    done: 'review.skills.forgotten',
  });
  if (record.entries.length === 0 && record.latest.length === 0)
    return (
      <Panel title={t('review.skills.mine')}>
        <Empty title={t('review.skills.empty')}>{t('review.skills.empty.text')}</Empty>
      </Panel>
    );
  return (
    <>
      <Panel title={t('review.skills.years')}>
        <Years entries={record.entries} />
      </Panel>
      <Panel title={t('review.skills.latest')}>
        <Statements statements={record.latest} />
      </Panel>
      <Panel title={t('review.skills.data')}>
        <p>{t('review.skills.data.text')}</p>
        <Confirm
          label={t('review.skills.forget')}
          text={t('review.skills.forget.text')}
          loading={forget.isPending}
          onConfirm={() => forget.mutate()}
        />
      </Panel>
    </>
  );
}

/** Estimates over the years: a band for the error of each, no line between what are different tests. */
function Years({ entries }: { entries: MySkills['entries'] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const measured = entries.flatMap(one => (one.percent ? [{ ...one, percent: one.percent }] : []));
  const from = Math.min(...measured.map(one => one.at));
  const to = Math.max(...measured.map(one => one.at));
  return (
    <>
      {measured.length > 0 ? (
        <Picture
          height={190}
          label={`${t('review.skills.years')}: ${i18n.list(
            measured.map(one => `${i18n.day(one.at)} ${plusMinus(i18n, one.percent)}`),
          )}`}
        >
          {(width, height) => {
            const x = scale(from, to, 60, width - 30);
            const y = scale(0, 100, height - 24, 10);
            return (
              <>
                {marks(0, 100, 4).map(mark => (
                  <g key={mark}>
                    <line className="rv-grid" x1={36} x2={width - 8} y1={y(mark)} y2={y(mark)} />
                    <text className="rv-tick" x={30} y={y(mark) + 4} textAnchor="end">
                      {mark}
                    </text>
                  </g>
                ))}
                {measured.map((one, index) => (
                  <g key={`${one.ref}:${one.at}`}>
                    <title>{`${i18n.day(one.at)} ${t(entryName(one.kind))} ${plusMinus(i18n, one.percent)}`}</title>
                    <rect
                      className={`rv-band ${one.kind === 'sitting' ? 'before' : 'after'}`}
                      x={x(one.at) - 5}
                      width={10}
                      y={y(Math.min(100, one.percent.high))}
                      height={Math.max(
                        2,
                        y(Math.max(0, one.percent.low)) - y(Math.min(100, one.percent.high)),
                      )}
                      rx={5}
                    />
                    <circle
                      className={`rv-point ${one.kind === 'sitting' ? 'before' : 'after'}`}
                      cx={x(one.at)}
                      cy={y(one.percent.value)}
                      r={5}
                    />
                    {index === 0 || index === measured.length - 1 ? (
                      <text
                        className="rv-tick"
                        x={x(one.at)}
                        y={height - 6}
                        textAnchor={index === 0 ? 'start' : 'end'}
                      >
                        {i18n.day(one.at)}
                      </text>
                    ) : null}
                  </g>
                ))}
              </>
            );
          }}
        </Picture>
      ) : null}
      <DataTable
        label={t('review.skills.years')}
        items={entries}
        rowKey={one => `${one.kind}:${one.ref}:${one.at}`}
        columns={[
          { id: 'at', head: t('review.skills.at'), cell: one => <Time at={one.at} as="day" /> },
          { id: 'kind', head: t('review.skills.what'), cell: one => t(entryName(one.kind)) },
          {
            id: 'percent',
            head: t('review.skills.estimate'),
            number: true,
            cell: one => (one.percent ? plusMinus(i18n, one.percent) : '–'),
          },
        ]}
      />
    </>
  );
}

function Organisations() {
  const { t } = useI18n();
  const query = useQuery(reviewQueries.organisations());
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Panel title={t('review.skills.organisations')}>
            <Empty title={t('review.skills.organisations.none')}>{t('review.skills.withheld')}</Empty>
          </Panel>
        ) : (
          items.map(one => <Organisation key={one.organisation} organisation={one} />)
        )
      }
    </Loaded>
  );
}

function Organisation({ organisation: { organisation, years } }: { organisation: OrganisationSkills }) {
  const i18n = useI18n();
  const { t, side } = i18n;
  const rows = years.flatMap(year => year.skills.map(skill => ({ ...skill, year: year.year })));
  return (
    <Panel title={organisation || t('review.skills.noOrganisation')} flush>
      <p className="rv-pad muted">
        {years
          .map(year =>
            t('review.skills.year', {
              year: String(year.year),
              people: year.people,
              estimate: year.percent ? plusMinus(i18n, year.percent) : '–',
            }),
          )
          .join(' · ')}
      </p>
      <DataTable
        label={organisation}
        items={rows}
        rowKey={row => `${row.year}:${row.skill}`}
        columns={[
          { id: 'year', head: t('review.skills.inYear'), cell: row => row.year },
          { id: 'skill', head: t('review.skills.skill'), cell: row => side(row.title) },
          { id: 'people', head: t('review.skills.people'), number: true, cell: row => row.people },
          {
            id: 'can',
            head: t('review.skills.can'),
            wide: true,
            cell: row => (row.can ? <Can share={row.can} /> : t('review.skills.few')),
          },
        ]}
      />
    </Panel>
  );
}

function Can({ share }: { share: Estimate }) {
  const { t } = useI18n();
  const figure = t('review.skills.percent', {
    value: Math.round(share.value * 100),
    se: Math.round(share.se * 100),
  });
  return (
    <span className="rv-can">
      <span className="num">{figure}</span>
      <ShareBand share={share} label={figure} />
    </span>
  );
}
