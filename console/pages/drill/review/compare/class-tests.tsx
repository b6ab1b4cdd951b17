// Tests of the class: who has handed in, the gain with its error, how good the test is, item by item.
import { useQuery } from '@tanstack/react-query';
import type { TestsView } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { Panel, Stat } from '../../../../parts/page.tsx';
import { Empty, Loaded } from '../../../../parts/states.tsx';
import { type Column, DataTable } from '../../../../parts/table.tsx';
import { Estimates } from '../charts/estimates.tsx';
import { Picture } from '../charts/picture.tsx';
import { marks, scale } from '../charts/scale.ts';
import { reviewQueries } from '../data.ts';
import { domainName, plusMinus } from '../text.ts';

export function ClassTests({ exercise }: { exercise: string }) {
  const { t } = useI18n();
  const tests = useQuery(reviewQueries.tests(exercise));
  const begun = ({ started, closed }: TestsView['purposes'][number]) => {
    const text = t('review.tests.begun', { count: started });
    return closed === 0 ? text : t('review.tests.closed', { begun: text, count: closed });
  };
  return (
    <Loaded query={tests} lines={12}>
      {found =>
        found.purposes.length === 0 ? (
          <Empty title={t('review.tests.none')} />
        ) : (
          <div className="stack-panels">
            <div className="stats">
              {found.purposes.map(one => (
                <Stat
                  key={one.purpose}
                  label={t(`review.test.title.${one.purpose}`)}
                  value={`${one.submitted} / ${one.of}`}
                  note={begun(one)}
                />
              ))}
            </div>
            <GroupGain tests={found} />
            <People tests={found} />
            <Reliability tests={found} />
            <Items tests={found} />
          </div>
        )
      }
    </Loaded>
  );
}

function GroupGain({ tests: { group } }: { tests: TestsView }) {
  const i18n = useI18n();
  const { t } = i18n;
  if (!group)
    return (
      <Panel title={t('review.tests.gain')}>
        <p className="muted">{t('review.tests.gain.few')}</p>
      </Panel>
    );
  const { gain } = group;
  const reach = Math.max(20, Math.ceil(Math.max(Math.abs(gain.low), Math.abs(gain.high)) / 10) * 10);
  const figure = plusMinus(i18n, gain, true);
  return (
    <Panel title={t('review.tests.gain')}>
      <Estimates
        rows={[
          {
            id: 'gain',
            label: t('review.tests.gain.people', { people: group.people }),
            estimate: gain,
            figure,
            tone: 'gain',
          },
        ]}
        low={-reach}
        high={reach}
        zero
        label={`${t('review.tests.gain')}: ${figure}`}
      />
      <p className="muted">
        {t('review.tests.gain.text', { effect: (Math.round(group.effect * 100) / 100).toString() })}
      </p>
    </Panel>
  );
}

type PersonRow = TestsView['people'][number];

/** Before and after of everybody as a slope: the error is on every point. By seat, not by result. */
function People({ tests }: { tests: TestsView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const both = tests.people.flatMap(one =>
    one.before?.percent && one.after?.percent
      ? [{ before: one.before.percent, after: one.after.percent }]
      : [],
  );
  const cell = (one: PersonRow['before']) =>
    one === undefined
      ? '–'
      : one.percent
        ? one.closed
          ? t('review.tests.closed.answered', {
              percent: plusMinus(i18n, one.percent),
              answered: one.answered,
              of: one.of,
            })
          : plusMinus(i18n, one.percent)
        : one.closed
          ? t('review.tests.closed.nothing')
          : t('review.tests.underWay', { answered: one.answered, of: one.of });
  const columns: Column<PersonRow>[] = [
    { id: 'label', head: t('review.tests.person'), cell: one => one.label },
    { id: 'team', head: t('review.tests.team'), cell: one => one.teamName },
    { id: 'before', head: t('review.test.title.before'), number: true, cell: one => cell(one.before) },
    { id: 'after', head: t('review.test.title.after'), number: true, cell: one => cell(one.after) },
    {
      id: 'gain',
      head: t('review.gain'),
      number: true,
      cell: one => (one.gain ? plusMinus(i18n, one.gain.gain, true) : '–'),
    },
    {
      id: 'verdict',
      head: t('review.tests.verdict'),
      cell: one => (one.gain ? t(`review.gain.${one.gain.verdict}`) : '–'),
    },
  ];
  return (
    <Panel title={t('review.tests.people')} flush>
      {both.length > 1 ? (
        <div className="rv-pad">
          <Picture
            height={200}
            label={t('review.tests.slopes', { people: both.length })}
            className="rv-slopes"
          >
            {(width, height) => {
              const y = scale(0, 100, height - 22, 8);
              const from = 44;
              const to = Math.min(width - 30, 420);
              return (
                <>
                  {marks(0, 100, 4).map(mark => (
                    <g key={mark}>
                      <line className="rv-grid" x1={from} x2={to} y1={y(mark)} y2={y(mark)} />
                      <text className="rv-tick" x={from - 8} y={y(mark) + 4} textAnchor="end">
                        {mark}
                      </text>
                    </g>
                  ))}
                  {both.map(({ before, after }, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: people without names
                    <g key={index}>
                      <line
                        className="rv-slope"
                        x1={from + 16}
                        x2={to - 16}
                        y1={y(before.value)}
                        y2={y(after.value)}
                      />
                      <circle className="rv-point before" cx={from + 16} cy={y(before.value)} r={4} />
                      <circle className="rv-point after" cx={to - 16} cy={y(after.value)} r={4} />
                    </g>
                  ))}
                  <text className="rv-tick" x={from} y={height - 4}>
                    {t('review.tests.before')}
                  </text>
                  <text className="rv-tick" x={to} y={height - 4} textAnchor="end">
                    {t('review.tests.after')}
                  </text>
                </>
              );
            }}
          </Picture>
        </div>
      ) : null}
      <DataTable
        label={t('review.tests.people')}
        items={tests.people}
        rowKey={one => one.account}
        columns={columns}
      />
    </Panel>
  );
}

const two = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(2));

function Reliability({ tests }: { tests: TestsView }) {
  const { t } = useI18n();
  if (tests.reliability.length === 0) return null;
  return (
    <Panel title={t('review.tests.reliability')} flush>
      <DataTable
        label={t('review.tests.reliability')}
        items={tests.reliability}
        rowKey={one => one.form}
        columns={[
          { id: 'form', head: t('review.tests.form'), cell: one => one.form },
          { id: 'people', head: t('review.tests.count'), number: true, cell: one => one.people },
          { id: 'items', head: t('review.tests.items.count'), number: true, cell: one => one.items },
          { id: 'mean', head: t('review.tests.mean'), number: true, cell: one => one.mean.toFixed(1) },
          {
            id: 'deviation',
            head: t('review.tests.deviation'),
            number: true,
            cell: one => one.deviation.toFixed(1),
          },
          { id: 'kr20', head: 'KR-20', number: true, cell: one => two(one.kr20) },
          { id: 'omega', head: 'ω', number: true, cell: one => two(one.omega) },
          { id: 'se', head: t('review.tests.se'), number: true, cell: one => two(one.standardError) },
        ]}
      />
      <p className="rv-pad muted">{t('review.tests.reliability.text')}</p>
    </Panel>
  );
}

function Items({ tests }: { tests: TestsView }) {
  const i18n = useI18n();
  const { t, side, has } = i18n;
  if (tests.items.length === 0)
    return (
      <Panel title={t('review.tests.items')}>
        <Empty title={t('review.tests.items.none')} />
      </Panel>
    );
  const flag = (id: string) => {
    const key = `review.flag.${id}`;
    return has(key) ? t(key) : id;
  };
  return (
    <Panel title={t('review.tests.items')} flush>
      <div className="rv-pad">
        <ItemMap items={tests.items} />
      </div>
      <DataTable
        label={t('review.tests.items')}
        items={tests.items}
        rowKey={one => one.item}
        columns={[
          {
            id: 'stem',
            head: t('review.tests.item'),
            wide: true,
            cell: one => (
              <>
                {side(one.stem)} <span className="muted">{domainName(i18n, one.domain)}</span>
              </>
            ),
          },
          { id: 'people', head: t('review.tests.count'), number: true, cell: one => one.people },
          {
            id: 'difficulty',
            head: t('review.tests.difficulty'),
            number: true,
            cell: one => `${Math.round(one.difficulty * 100)} ± ${Math.round(one.difficultySe * 100)} %`,
          },
          {
            id: 'biserial',
            head: t('review.tests.biserial'),
            number: true,
            cell: one => two(one.pointBiserial),
          },
          {
            id: 'rasch',
            head: 'Rasch',
            number: true,
            cell: one =>
              one.rasch ? `${one.rasch.difficulty.toFixed(2)} ± ${one.rasch.se.toFixed(2)}` : '–',
          },
          {
            id: 'flags',
            head: t('review.tests.flags'),
            cell: one => (one.flags.length > 0 ? i18n.list(one.flags.map(flag)) : '–'),
          },
        ]}
      />
      {tests.rasch.people < tests.rasch.needed ? (
        <p className="rv-pad muted">
          {t('review.tests.rasch', { people: tests.rasch.people, needed: tests.rasch.needed })}
        </p>
      ) : null}
    </Panel>
  );
}

/** Every item by how many get it right and how well it tells people apart. */
function ItemMap({ items }: { items: TestsView['items'] }) {
  const { t, side } = useI18n();
  const told = items.flatMap(one =>
    one.pointBiserial === undefined ? [] : [{ ...one, biserial: one.pointBiserial }],
  );
  if (told.length < 3) return null;
  const weak = told.filter(one => one.biserial < 0.1).length;
  return (
    <>
      <Picture height={220} label={t('review.tests.map', { items: told.length, weak })}>
        {(width, height) => {
          const x = scale(0, 100, 44, Math.min(width - 16, 620));
          const y = scale(-1, 1, height - 24, 8);
          return (
            <>
              {marks(-1, 1, 4).map(mark => (
                <g key={mark}>
                  <line className="rv-grid" x1={x(0)} x2={x(100)} y1={y(mark)} y2={y(mark)} />
                  <text className="rv-tick" x={36} y={y(mark) + 4} textAnchor="end">
                    {mark}
                  </text>
                </g>
              ))}
              {marks(0, 100, 5).map(mark => (
                <text key={mark} className="rv-tick" x={x(mark)} y={height - 6} textAnchor="middle">
                  {mark}
                </text>
              ))}
              <line className="rv-zero" x1={x(0)} x2={x(100)} y1={y(0)} y2={y(0)} />
              {told.map(one => (
                <circle
                  key={one.item}
                  className={one.flags.length > 0 ? 'rv-item-dot flagged' : 'rv-item-dot'}
                  cx={x(one.difficulty * 100)}
                  cy={y(one.biserial)}
                  r={5}
                >
                  <title>{side(one.stem)}</title>
                </circle>
              ))}
            </>
          );
        }}
      </Picture>
      <p className="muted">{t('review.tests.map.text')}</p>
    </>
  );
}
